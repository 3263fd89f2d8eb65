from sentry.models.organization import Organization
from sentry.testutils.cases import TestCase
from sentry.testutils.hybrid_cloud import HybridCloudTestMixin


class OrganizationTest(TestCase, HybridCloudTestMixin):
    def test_name(self):
        org = self.create_organization(name="Ant")
        assert Organization.objects.get(id=org.id).name == "Ant"
