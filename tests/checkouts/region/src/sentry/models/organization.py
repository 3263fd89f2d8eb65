from django.db import models

from sentry.db.models import region_silo_model
from sentry.db.models.outboxes import ReplicatedRegionModel
from sentry.hybridcloud.rpc import RpcOrganizationMappingUpdate
from sentry.hybridcloud.services.organization_mapping import organization_mapping_service
from sentry.models.outbox import OutboxCategory


@region_silo_model
class Organization(ReplicatedRegionModel):
    category = OutboxCategory.ORGANIZATION_UPDATE

    name = models.CharField(max_length=64)
    slug = models.SlugField(unique=True)

    def handle_async_replication(self, shard_identifier: int) -> None:
        organization_mapping_service.upsert(
            organization_id=self.id, update=RpcOrganizationMappingUpdate.from_orm(self)
        )

    @classmethod
    def handle_async_deletion(
        cls, identifier: int, shard_identifier: int, payload: dict | None
    ) -> None:
        organization_mapping_service.delete(organization_id=identifier)
