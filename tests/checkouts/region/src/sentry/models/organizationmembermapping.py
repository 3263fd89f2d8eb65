from django.db import models

from sentry.db.models import HybridCloudForeignKey, Model, control_silo_model


@control_silo_model
class OrganizationMemberMapping(Model):
    organizationmember_id = models.BigIntegerField()
    organization_id = HybridCloudForeignKey("sentry.Organization", on_delete="CASCADE")
    role = models.CharField(max_length=32)
    user_id = models.BigIntegerField(null=True)
