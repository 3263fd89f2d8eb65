from collections.abc import Callable

from rest_framework.authentication import SessionAuthentication
from rest_framework.views import APIView

from sentry.api.authentication import UserAuthTokenAuthentication
from sentry.silo.base import SiloMode

DEFAULT_AUTHENTICATION = (UserAuthTokenAuthentication, SessionAuthentication)


class EndpointSiloLimit:
    def __init__(self, *modes: SiloMode) -> None:
        self.modes = frozenset(modes)

    def __call__(self, decorated: type) -> type:
        return decorated


control_silo_endpoint = EndpointSiloLimit(SiloMode.CONTROL)
region_silo_endpoint = EndpointSiloLimit(SiloMode.REGION)
all_silo_endpoint = EndpointSiloLimit(SiloMode.CONTROL, SiloMode.REGION)


class Endpoint(APIView):
    authentication_classes: tuple[type, ...] = DEFAULT_AUTHENTICATION
    permission_classes: tuple[type, ...] = ()
