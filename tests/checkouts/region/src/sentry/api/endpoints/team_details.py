from rest_framework.request import Request
from rest_framework.response import Response

from sentry.api.base import region_silo_endpoint
from sentry.api.bases.team import TeamEndpoint
from sentry.api.serializers import serialize


@region_silo_endpoint
class TeamDetailsEndpoint(TeamEndpoint):
    def get(self, request: Request, team) -> Response:
        return Response(serialize(team, request.user))

    def put(self, request: Request, team) -> Response:
        team.update(name=request.data["name"])
        return Response(serialize(team, request.user))

    def delete(self, request: Request, team) -> Response:
        team.delete()
        return Response(status=204)
