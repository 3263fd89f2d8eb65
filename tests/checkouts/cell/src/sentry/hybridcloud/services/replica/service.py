from sentry.hybridcloud.rpc import RpcApiKey, RpcService, RpcTeam


class CellReplicaService(RpcService):
    @classmethod
    def get_local_implementation(cls) -> RpcService:
        from .impl import DatabaseBackedCellReplicaService

        return DatabaseBackedCellReplicaService()

    def upsert_replicated_api_key(self, *, api_key: RpcApiKey, cell_name: str) -> None:
        raise NotImplementedError


class ControlReplicaService(RpcService):
    @classmethod
    def get_local_implementation(cls) -> RpcService:
        from .impl import DatabaseBackedControlReplicaService

        return DatabaseBackedControlReplicaService()

    def upsert_replicated_team(self, *, team: RpcTeam) -> None:
        raise NotImplementedError


cell_replica_service = CellReplicaService.create_delegation()
control_replica_service = ControlReplicaService.create_delegation()
