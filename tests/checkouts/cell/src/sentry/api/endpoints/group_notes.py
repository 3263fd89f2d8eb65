from rest_framework.request import Request
from rest_framework.response import Response

from sentry.api.base import cell_silo_endpoint
from sentry.api.bases.group import GroupEndpoint


@cell_silo_endpoint
class GroupNotesEndpoint(GroupEndpoint):
    def get(self, request: Request, group) -> Response:
        return Response([note.text for note in group.notes.all()])

    def post(self, request: Request, group) -> Response:
        note = group.notes.create(text=request.data["text"])
        return Response({"id": str(note.id)}, status=201)
