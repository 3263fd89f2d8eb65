class Service: ...


class Record:
    version: int = 1
