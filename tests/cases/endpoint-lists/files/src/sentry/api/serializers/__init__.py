from .base import Serializer, register, serialize
