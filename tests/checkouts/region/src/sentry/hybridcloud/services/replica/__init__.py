from .service import *  # NOQA
