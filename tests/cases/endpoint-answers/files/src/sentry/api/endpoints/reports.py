from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from sentry import features
from sentry.api.base import Endpoint, region_silo_endpoint
from sentry.api.bases.organization import NoProjects, OrganizationEndpoint


class ReportSerializer(serializers.Serializer):
    note = serializers.CharField(required=False)
    title = serializers.CharField(max_length=64)
    days = serializers.IntegerField(required=True)


@region_silo_endpoint
class ReportsEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        try:
            projects = self.get_projects(request, organization)
        except NoProjects:
            return Response({"reports": []})

        return Response({"reports": tsdb.backend.get_sums(projects)})

    def post(self, request: Request, organization) -> Response:
        if not features.has("organizations:reports", organization):
            return Response(status=404)

        serializer = ReportSerializer(data=request.data)
        if not serializer.is_valid():
            return Response(serializer.errors, status=400)

        return Response(serializer.validated_data, status=201)

    def put(self, request: Request, organization) -> Response:
        serializer = ReportSerializer(data=request.data, partial=True)
        if not serializer.is_valid():
            return Response(serializer.errors, status=400)

        return Response(serializer.validated_data)


@region_silo_endpoint
class ReportPreviewEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        title = request.GET.get("title")
        if not title:
            return Response({"detail": "A title is required"}, status=400)

        return Response({"title": title})


@region_silo_endpoint
class ReportDashboardEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization, dashboard) -> Response:
        return Response({"title": dashboard.title})


@region_silo_endpoint
class ReportSpanEndpoint(OrganizationEndpoint):
    def get(self, request: Request, organization) -> Response:
        if "query" in request.GET:
            return Response({"found": request.GET["query"]})

        return Response({"in": request.GET["project"], "most": request.GET["limit"]})


@region_silo_endpoint
class ReportHelpEndpoint(Endpoint):
    permission_classes = ()

    def get(self, request: Request) -> Response:
        return Response({"help": "none"})


@region_silo_endpoint
class ReportChoiceEndpoint(OrganizationEndpoint):
    def get_one(self, request: Request, organization):
        projects = self.get_projects(request, organization)
        if len(projects) != 1:
            raise ParseError("Only one project")
        return projects[0]

    def get(self, request: Request, organization) -> Response:
        try:
            choice = ReportChoice.objects.get(user_id=request.user.id)
        except ReportChoice.DoesNotExist:
            return Response(status=404)

        return Response({"choice": choice.title})

    def post(self, request: Request, organization) -> Response:
        project = self.get_one(request, organization)
        serializer = ReportSerializer(data=request.data)
        if not serializer.is_valid():
            return Response(serializer.errors, status=400)

        return Response({"project": project.slug}, status=201)
