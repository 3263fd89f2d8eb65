from .base import SiloMode

__all__ = ("SiloMode",)
