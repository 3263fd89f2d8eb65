from django.db import models

from sentry.db.models import HybridCloudForeignKey, control_silo_model
from sentry.db.models.outboxes import ReplicatedControlModel
from sentry.models.outbox import OutboxCategory


@control_silo_model
class Passkey(ReplicatedControlModel):
    category = OutboxCategory.API_KEY_UPDATE

    organization_id = HybridCloudForeignKey("sentry.Organization", on_delete="cascade")
    name = models.CharField(max_length=255)
