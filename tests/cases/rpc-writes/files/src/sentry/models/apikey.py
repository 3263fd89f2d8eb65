from django.db import models

from sentry.db.models import HybridCloudForeignKey, control_silo_model
from sentry.db.models.outboxes import ReplicatedControlModel
from sentry.models.outbox import OutboxCategory


class ApiKeyStatus:
    ACTIVE = 0
    INACTIVE = 1


@control_silo_model
class ApiKeyUse(models.Model):
    api_key = models.ForeignKey("sentry.ApiKey", on_delete=models.CASCADE)


@control_silo_model
class ApiKey(ReplicatedControlModel):
    category = OutboxCategory.API_KEY_UPDATE

    organization_id = HybridCloudForeignKey("sentry.Organization", on_delete="cascade")
    label = models.CharField(max_length=64, blank=True, default="Default")
    key = models.CharField(max_length=32, unique=True)
    status = models.IntegerField(default=ApiKeyStatus.ACTIVE)
    scopes = models.JSONField(default=list)
    flags = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    def strip(self) -> None:
        self.scopes = []
        self.save()

    def log_use(self) -> None:
        ApiKeyUse.objects.create(api_key=self)
