from django.db import models

from sentry.db.models import HybridCloudForeignKey, Model, control_silo_only_model


@control_silo_only_model
class TeamReplica(Model):
    team_id = HybridCloudForeignKey("sentry.Team", on_delete="CASCADE")
    organization_id = HybridCloudForeignKey("sentry.Organization", on_delete="CASCADE")
    name = models.CharField(max_length=64)
    slug = models.SlugField()
