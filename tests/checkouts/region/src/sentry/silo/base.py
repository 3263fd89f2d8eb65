from enum import Enum


class SiloMode(Enum):
    MONOLITH = "MONOLITH"
    CONTROL = "CONTROL"
    REGION = "REGION"


class SiloLimit:
    class AvailabilityError(Exception):
        pass
