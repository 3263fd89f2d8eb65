from .apikey import *  # NOQA
from .organization import *  # NOQA
from .outbox import *  # NOQA
