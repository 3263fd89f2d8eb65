from django.db import models

from sentry.db.models import (
    FlexibleForeignKey,
    HybridCloudForeignKey,
    Model,
    region_silo_only_model,
)


@region_silo_only_model
class ApiKeyReplica(Model):
    apikey_id = HybridCloudForeignKey("sentry.ApiKey", on_delete="CASCADE")
    organization = FlexibleForeignKey("sentry.Organization", on_delete=models.CASCADE)
    label = models.CharField(max_length=64)
    key = models.CharField(max_length=32)
