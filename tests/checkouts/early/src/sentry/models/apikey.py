from django.db import models

from sentry.db.models import HybridCloudForeignKey, control_silo_only_model
from sentry.db.models.outboxes import ReplicatedControlModel
from sentry.models.outbox import OutboxCategory
from sentry.services.hybrid_cloud import RpcApiKey
from sentry.services.hybrid_cloud.replica import region_replica_service


@control_silo_only_model
class ApiKey(ReplicatedControlModel):
    category = OutboxCategory.API_KEY_UPDATE

    organization_id = HybridCloudForeignKey("sentry.Organization", on_delete="cascade")
    label = models.CharField(max_length=64, blank=True, default="Default")
    key = models.CharField(max_length=32, unique=True)

    def handle_async_replication(self, region_name: str, shard_identifier: int) -> None:
        region_replica_service.upsert_replicated_api_key(
            api_key=RpcApiKey.from_orm(self), region_name=region_name
        )
