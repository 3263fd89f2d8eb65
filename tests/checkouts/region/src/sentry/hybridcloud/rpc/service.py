from collections.abc import Callable
from typing import Any, Self


class RpcRemoteException(Exception):
    pass


class RpcDisabledException(Exception):
    pass


def rpc_method(method: Callable) -> Callable:
    return method


def regional_rpc_method(resolve: Any, return_none_if_mapping_not_found: bool = False) -> Callable:
    def decorate(method: Callable) -> Callable:
        return method

    return decorate


class RpcService:
    @classmethod
    def create_delegation(cls) -> Self:
        return cls()

    @classmethod
    def get_local_implementation(cls) -> "RpcService":
        raise NotImplementedError


def dispatch_to_local_service(service_name: str, method_name: str, arguments: dict) -> Any:
    raise NotImplementedError


def dispatch_remote_call(
    region_name: Any, service_name: str, method_name: str, arguments: dict, use_test_client: bool = False
) -> Any:
    raise NotImplementedError
