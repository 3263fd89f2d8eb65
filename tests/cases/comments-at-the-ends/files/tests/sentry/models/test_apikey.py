# The first line is a comment.
from sentry.models.apikey import ApiKey
from sentry.testutils.cases import TestCase
from sentry.testutils.silo import control_silo_test

# A constant with a comment.
LABEL = "ant"


@control_silo_test
class ApiKeyTest(TestCase):
    def test_label(self):
        key = self.create_api_key(organization=self.create_organization(), label=LABEL)
        assert ApiKey.objects.get(label=LABEL) == key  # at the end of a line
        # The last line of the class is a comment.


# The last lines of the file
# are comments.
