from dataclasses import dataclass


@dataclass
class Region:
    name: str
    address: str


def get_region_by_name(name: str) -> Region:
    return Region(name=name, address=f"http://{name}.example.com")
