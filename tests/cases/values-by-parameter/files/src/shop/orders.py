from shop.base import Command


class RefundCommand(Command):
    shop_id = Field(int)
    user_id = Field("int | None")
    user_ids = Field(list[int])
    entry = Field(int)
    region_name = Field(str)
    note = Field(str)
    when = Field(datetime.datetime)
    limit = Field(Optional[str], default=None)
    left_out = Field(str, default="")

    number = Part(r"\d+")
    shop_id = Part(r"[^\/]+")
