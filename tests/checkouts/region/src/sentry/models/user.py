from django.db import models

from sentry.db.models import Model, control_silo_model


@control_silo_model
class User(Model):
    username = models.CharField(max_length=128, unique=True)

    def handle_async_replication(self, region_name: str, shard_identifier: int) -> None:
        raise NotImplementedError
