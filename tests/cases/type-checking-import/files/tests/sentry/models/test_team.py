from __future__ import annotations

from typing import TYPE_CHECKING

from sentry.testutils.cases import TestCase

if TYPE_CHECKING:
    from sentry.models.outbox import OutboxCategory, RegionOutbox


def category_of(outbox: RegionOutbox) -> OutboxCategory:
    return outbox.category


class TeamTest(TestCase):
    def test_slug(self):
        assert self.create_team(organization=self.create_organization(), slug="ants").slug == "ants"
