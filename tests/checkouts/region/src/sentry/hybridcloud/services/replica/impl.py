from sentry.db.models import Model
from sentry.hybridcloud.models.apikeyreplica import ApiKeyReplica
from sentry.hybridcloud.rpc import (
    RpcApiKey,
    RpcAuthProvider,
    RpcOrganizationMember,
    RpcOrganizationMemberTeam,
    RpcTeam,
)
from sentry.hybridcloud.services.replica.service import ControlReplicaService, RegionReplicaService
from sentry.models.apikey import ApiKey
from sentry.models.authprovider import AuthProvider
from sentry.models.authproviderreplica import AuthProviderReplica
from sentry.models.organizationmembermapping import OrganizationMemberMapping
from sentry.models.organizationmemberteamreplica import OrganizationMemberTeamReplica
from sentry.models.team import Team
from sentry.models.teamreplica import TeamReplica


def handle_replication(source_model: type[Model], destination: Model) -> None:
    destination.save()


class DatabaseBackedRegionReplicaService(RegionReplicaService):
    def upsert_replicated_api_key(self, *, api_key: RpcApiKey, region_name: str) -> None:
        destination = ApiKeyReplica(
            apikey_id=api_key.id,
            organization_id=api_key.organization_id,
            label=api_key.label,
            key=api_key.key,
        )
        handle_replication(ApiKey, destination)

    def upsert_replicated_auth_provider(
        self, *, auth_provider: RpcAuthProvider, region_name: str
    ) -> None:
        destination = AuthProviderReplica(
            auth_provider_id=auth_provider.id,
            organization_id=auth_provider.organization_id,
            provider=auth_provider.provider,
            config=auth_provider.config,
        )
        handle_replication(AuthProvider, destination)

    def delete_replicated_auth_provider(self, *, auth_provider_id: int, region_name: str) -> None:
        AuthProviderReplica.objects.filter(auth_provider_id=auth_provider_id).delete()


class DatabaseBackedControlReplicaService(ControlReplicaService):
    def upsert_replicated_team(self, *, team: RpcTeam) -> None:
        destination = TeamReplica(
            team_id=team.id,
            organization_id=team.organization_id,
            name=team.name,
            slug=team.slug,
        )
        handle_replication(Team, destination)

    def upsert_organization_member(self, *, member: RpcOrganizationMember) -> None:
        OrganizationMemberMapping.objects.update_or_create(
            organizationmember_id=member.id,
            organization_id=member.organization_id,
            defaults={"role": member.role, "user_id": member.user_id},
        )

    def remove_organization_member(self, *, organizationmember_id: int) -> None:
        OrganizationMemberMapping.objects.filter(
            organizationmember_id=organizationmember_id
        ).delete()

    def upsert_organization_member_team(self, *, omt: RpcOrganizationMemberTeam) -> None:
        OrganizationMemberTeamReplica.objects.update_or_create(
            organizationmemberteam_id=omt.id,
            team_id=omt.team_id,
            organizationmember_id=omt.organizationmember_id,
        )
