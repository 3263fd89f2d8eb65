from django.db import models

from sentry.db.models import HybridCloudForeignKey, control_silo_model
from sentry.db.models.outboxes import ReplicatedControlModel
from sentry.hybridcloud.rpc import RpcAuthProvider
from sentry.hybridcloud.services.replica import region_replica_service
from sentry.models.outbox import OutboxCategory


@control_silo_model
class AuthProvider(ReplicatedControlModel):
    category = OutboxCategory.AUTH_PROVIDER_UPDATE

    organization_id = HybridCloudForeignKey("sentry.Organization", on_delete="cascade")
    provider = models.CharField(max_length=128)
    config = models.JSONField()

    def handle_async_replication(self, region_name: str, shard_identifier: int) -> None:
        region_replica_service.upsert_replicated_auth_provider(
            auth_provider=RpcAuthProvider.from_orm(self), region_name=region_name
        )

    @classmethod
    def handle_async_deletion(
        cls, identifier: int, region_name: str, shard_identifier: int, payload: dict | None
    ) -> None:
        region_replica_service.delete_replicated_auth_provider(
            auth_provider_id=identifier, region_name=region_name
        )
