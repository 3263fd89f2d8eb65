from shop.models import Order, Parcel, Shop


class Factories:
    @staticmethod
    def create_shop(name=None, **kwargs):
        return Shop.objects.create(name=name or "shop", **kwargs)

    @staticmethod
    def create_order(shop, number: int = 1) -> Order:
        order = Order(shop=shop, number=number)
        order.save()
        return order

    @staticmethod
    def create_parcel(order, label: str, shop=None):
        parcel = Parcel.objects.create(order=order, label=label)
        return parcel
