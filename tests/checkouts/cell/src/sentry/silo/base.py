from enum import Enum


class SiloMode(Enum):
    MONOLITH = "MONOLITH"
    CONTROL = "CONTROL"
    CELL = "CELL"


class SiloLimit:
    class AvailabilityError(Exception):
        pass
