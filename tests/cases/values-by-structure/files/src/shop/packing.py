from shop.models import Order
from shop.records import OrderRecord


def pack_anything(it) -> OrderRecord: ...


def pack_order(order: Order, deep: bool = False) -> OrderRecord: ...
