from typing import Any, Self


class RpcService:
    @classmethod
    def create_delegation(cls) -> Self:
        return cls()

    @classmethod
    def get_local_implementation(cls) -> "RpcService":
        raise NotImplementedError


def dispatch_to_local_service(service_name: str, method_name: str, arguments: dict) -> Any:
    raise NotImplementedError
