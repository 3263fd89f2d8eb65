from sentry.hybridcloud.rpc import RpcOrganizationMappingUpdate
from sentry.hybridcloud.services.organization_mapping.service import OrganizationMappingService
from sentry.models.organizationmapping import OrganizationMapping


class DatabaseBackedOrganizationMappingService(OrganizationMappingService):
    def upsert(self, *, organization_id: int, update: RpcOrganizationMappingUpdate) -> None:
        OrganizationMapping.objects.update_or_create(
            organization_id=organization_id, defaults={"name": update.name, "slug": update.slug}
        )

    def delete(self, *, organization_id: int) -> None:
        OrganizationMapping.objects.filter(organization_id=organization_id).delete()
