class TaskRunner:
    def __enter__(self) -> None:
        pass

    def __exit__(self, *exception: object) -> None:
        pass
