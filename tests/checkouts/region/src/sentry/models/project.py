from django.db import models

from sentry.db.models import FlexibleForeignKey, Model, region_silo_model


@region_silo_model
class Project(Model):
    organization = FlexibleForeignKey("sentry.Organization", on_delete=models.CASCADE)
    name = models.CharField(max_length=64)
