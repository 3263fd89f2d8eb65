from django.db import models

from sentry.db.models import HybridCloudForeignKey, control_silo_model
from sentry.db.models.outboxes import ReplicatedControlModel
from sentry.hybridcloud.rpc import RpcApiKey
from sentry.hybridcloud.services.replica import region_replica_service
from sentry.models.outbox import OutboxCategory


@control_silo_model
class ApiKey(ReplicatedControlModel):
    category = OutboxCategory.API_KEY_UPDATE

    organization_id = HybridCloudForeignKey("sentry.Organization", on_delete="cascade")
    label = models.CharField(max_length=64, blank=True, default="Default")
    key = models.CharField(max_length=32, unique=True)

    def handle_async_replication(self, region_name: str, shard_identifier: int) -> None:
        region_replica_service.upsert_replicated_api_key(
            api_key=RpcApiKey.from_orm(self), region_name=region_name
        )
