from django.db import models

from sentry.db.models import FlexibleForeignKey, HybridCloudForeignKey, region_silo_model
from sentry.db.models.outboxes import ReplicatedRegionModel
from sentry.hybridcloud.rpc import RpcOrganizationMember, RpcOrganizationMemberTeam
from sentry.hybridcloud.services.replica import control_replica_service
from sentry.models.outbox import OutboxCategory


@region_silo_model
class OrganizationMember(ReplicatedRegionModel):
    category = OutboxCategory.ORGANIZATION_MEMBER_UPDATE

    organization = FlexibleForeignKey("sentry.Organization", on_delete=models.CASCADE)
    user_id = HybridCloudForeignKey("sentry.User", on_delete="cascade", null=True)
    role = models.CharField(max_length=32, default="member")

    def handle_async_replication(self, shard_identifier: int) -> None:
        control_replica_service.upsert_organization_member(
            member=RpcOrganizationMember.from_orm(self)
        )

    @classmethod
    def handle_async_deletion(
        cls, identifier: int, shard_identifier: int, payload: dict | None
    ) -> None:
        control_replica_service.remove_organization_member(organizationmember_id=identifier)


@region_silo_model
class OrganizationMemberTeam(ReplicatedRegionModel):
    category = OutboxCategory.ORGANIZATION_MEMBER_TEAM_UPDATE

    team = FlexibleForeignKey("sentry.Team", on_delete=models.CASCADE)
    organizationmember = FlexibleForeignKey("sentry.OrganizationMember", on_delete=models.CASCADE)

    def outbox_for_update(self, shard_identifier: int | None = None):
        return super().outbox_for_update(shard_identifier=self.organizationmember.organization_id)

    def handle_async_replication(self, shard_identifier: int) -> None:
        control_replica_service.upsert_organization_member_team(
            omt=RpcOrganizationMemberTeam.from_orm(self)
        )
