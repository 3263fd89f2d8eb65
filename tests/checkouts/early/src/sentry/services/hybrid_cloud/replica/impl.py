from sentry.models.apikeyreplica import ApiKeyReplica
from sentry.models.teamreplica import TeamReplica
from sentry.services.hybrid_cloud import RpcApiKey, RpcTeam
from sentry.services.hybrid_cloud.replica.service import ControlReplicaService, RegionReplicaService


class DatabaseBackedRegionReplicaService(RegionReplicaService):
    def upsert_replicated_api_key(self, *, api_key: RpcApiKey, region_name: str) -> None:
        ApiKeyReplica(
            apikey_id=api_key.id,
            organization_id=api_key.organization_id,
            label=api_key.label,
            key=api_key.key,
        ).save()


class DatabaseBackedControlReplicaService(ControlReplicaService):
    def upsert_replicated_team(self, *, team: RpcTeam) -> None:
        TeamReplica(
            team_id=team.id,
            organization_id=team.organization_id,
            name=team.name,
            slug=team.slug,
        ).save()
