from enum import Enum


class SiloMode(Enum):
    MONOLITH = "MONOLITH"
    CONTROL = "CONTROL"
    REGION = "REGION"
