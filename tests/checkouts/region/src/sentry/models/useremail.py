from django.db import models

from sentry.db.models import FlexibleForeignKey, control_silo_model
from sentry.db.models.outboxes import ControlOutboxProducingModel
from sentry.models.outbox import ControlOutboxBase, OutboxCategory


@control_silo_model
class UserEmail(ControlOutboxProducingModel):
    user = FlexibleForeignKey("sentry.User", on_delete=models.CASCADE)
    email = models.EmailField(max_length=75)

    def outboxes_for_update(self, shard_identifier: int | None = None) -> list[ControlOutboxBase]:
        return OutboxCategory.USER_UPDATE.as_control_outboxes(
            shard_identifier=self.user_id, object_identifier=self.user_id
        )
