from django.db import models

from sentry.db.models import Model, region_silo_model


@region_silo_model
class SavedSearch(Model):
    name = models.CharField(max_length=128)
    query = models.TextField()
    position = models.FloatField()
