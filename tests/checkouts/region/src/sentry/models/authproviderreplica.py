from django.db import models

from sentry.db.models import FlexibleForeignKey, HybridCloudForeignKey, Model, region_silo_model


@region_silo_model
class AuthProviderReplica(Model):
    auth_provider_id = HybridCloudForeignKey("sentry.AuthProvider", on_delete="CASCADE")
    organization = FlexibleForeignKey("sentry.Organization", on_delete=models.CASCADE)
    provider = models.CharField(max_length=128)
    config = models.JSONField()
