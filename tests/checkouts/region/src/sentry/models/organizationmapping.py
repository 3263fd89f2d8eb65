from django.db import models

from sentry.db.models import Model, control_silo_model


@control_silo_model
class OrganizationMapping(Model):
    organization_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=64)
    slug = models.SlugField(unique=True)
