from django.db import models

from sentry.db.models import HybridCloudForeignKey, control_silo_model
from sentry.db.models.outboxes import ReplicatedControlModel
from sentry.models.outbox import OutboxCategory


@control_silo_model
class OrgAuthToken(ReplicatedControlModel):
    category = OutboxCategory.ORG_AUTH_TOKEN_UPDATE

    organization_id = HybridCloudForeignKey("sentry.Organization", on_delete="cascade")
    name = models.CharField(max_length=255)
