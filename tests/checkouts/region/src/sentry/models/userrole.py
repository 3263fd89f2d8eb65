from django.db import models

from sentry.db.models import control_silo_model
from sentry.db.models.outboxes import ControlOutboxProducingModel
from sentry.models.outbox import ControlOutboxBase, OutboxCategory


@control_silo_model
class UserRole(ControlOutboxProducingModel):
    name = models.CharField(max_length=32, unique=True)
    users = models.ManyToManyField("sentry.User")

    def outboxes_for_update(self, shard_identifier: int | None = None) -> list[ControlOutboxBase]:
        return [
            outbox
            for user_id in self.users.values_list("id", flat=True)
            for outbox in OutboxCategory.USER_UPDATE.as_control_outboxes(
                shard_identifier=user_id, object_identifier=user_id
            )
        ]
