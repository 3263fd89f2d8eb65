from sentry.models.outbox import OutboxCategory, RegionOutbox, ControlOutbox, RegionOutboxBase  # b
from sentry.models.organizationmember import OrganizationMember, OrganizationMemberTeam
from sentry.models.team import Team
from sentry.testutils.cases import TestCase


class TeamTest(TestCase):
    def test_save(self):
        models = [Team, OrganizationMember, OrganizationMemberTeam, RegionOutboxBase, RegionOutbox]
        assert all(model.__name__ for model in [*models, ControlOutbox]) and OutboxCategory
