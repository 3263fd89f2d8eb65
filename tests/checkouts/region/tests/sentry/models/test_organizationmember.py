from sentry.testutils.cases import TestCase


class OrganizationMemberTest(TestCase):
    def test_role(self):
        organization, user = self.create_organization(), self.create_user()
        member = self.create_member(organization=organization, user_id=user.id)
        assert member.role == "member"
