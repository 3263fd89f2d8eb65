from shop.testing.factories import Factories


class Fixtures:
    def create_shop(self, *args, **kwargs):
        return Factories.create_shop(*args, **kwargs)

    def create_order(self, shop=None, **kwargs):
        if shop is None:
            shop = self.create_shop()
        return Factories.create_order(shop=shop, **kwargs)

    def create_parcel(self, *args, **kwargs):
        return Factories.create_parcel(*args, **kwargs)
