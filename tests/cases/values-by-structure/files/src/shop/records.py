from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, NewType, TypedDict

from shop import base

Code = NewType("Code", str)
Sizes = list[int]


class Kind(Enum):
    _ignore_ = []
    SMALL = "small"
    LARGE = "large"


class OrderRecord(base.Record):
    id: int


class Box(base.Record):
    kind: Kind
    shop_id: int
    label: str = ""
    note: str | None


class Filter(TypedDict, total=False):
    ghost: Ghost
    order_id: int
    shop_id: int


class Update(TypedDict):
    code: Code
    kind: Kind


@dataclass
class Point:
    x: int
    box: Box
    loop: Point | None = None


@dataclass
class Circle:
    inner: Circle
