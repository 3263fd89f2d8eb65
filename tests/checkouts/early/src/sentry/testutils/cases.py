from django.test import TestCase as DjangoTestCase
from django.test import TransactionTestCase as DjangoTransactionTestCase

from sentry.testutils.fixtures import Fixtures
from sentry.testutils.helpers.task_runner import TaskRunner


class BaseTestCase(Fixtures):
    def tasks(self) -> TaskRunner:
        return TaskRunner()


class TestCase(BaseTestCase, DjangoTestCase):
    pass


class TransactionTestCase(BaseTestCase, DjangoTransactionTestCase):
    pass


class APITestCase(TestCase):
    pass
