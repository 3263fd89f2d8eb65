import time
from datetime import datetime


class CartTest:
    def test_total_of_two(self):
        cart = Cart(["é", "b"], print("é"))
        time.sleep(
            0.1,
        )
        assert cart.total == 2

    def test_excused(self):
        print("a")  # noqa: T201  # hcgen: ignore[SH001] the report is the product here
        # hcgen: ignore[no-sleep] the queue has no other clock
        time.sleep(
            1,
        )
        text = "# hcgen: ignore[TI001] a string excuses nothing"
        return text, datetime.now()
