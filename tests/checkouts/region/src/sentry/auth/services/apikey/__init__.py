from .model import *  # noqa
from .service import *  # noqa
