class HybridCloudTestMixin:
    def assert_org_member_mapping(self, org_member) -> None:
        raise NotImplementedError
