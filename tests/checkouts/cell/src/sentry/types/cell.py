from dataclasses import dataclass


@dataclass
class Cell:
    name: str
    address: str


def get_cell_by_name(name: str) -> Cell:
    return Cell(name=name, address=f"http://{name}.example.com")
