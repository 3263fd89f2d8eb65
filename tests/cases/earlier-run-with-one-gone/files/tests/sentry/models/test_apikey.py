from sentry.hybridcloud.models.apikeyreplica import ApiKeyReplica
from sentry.models.outbox import ControlOutbox, OutboxCategory, OutboxScope, outbox_context
from sentry.tasks.deletion.hybrid_cloud import schedule_hybrid_cloud_foreign_key_jobs
from sentry.testutils.cases import TestCase
from sentry.testutils.helpers.options import override_options
from sentry.testutils.outbox import outbox_runner
from sentry.testutils.silo import assume_test_silo_mode_of, control_silo_test


@control_silo_test
class ApiKeyOutboxTest(TestCase):
    def test_save_creates_outbox(self):
        organization = self.create_organization()
        api_key = self.create_api_key(organization=organization)

        with outbox_context(flush=False):
            api_key.save()

        outbox = ControlOutbox.objects.get(category=OutboxCategory.API_KEY_UPDATE)
        assert outbox.shard_scope == OutboxScope.ORGANIZATION_SCOPE
        assert outbox.shard_identifier == api_key.organization_id
        assert outbox.object_identifier == api_key.id

    def test_drain_updates_replica(self):
        organization = self.create_organization()
        api_key = self.create_api_key(organization=organization)

        with outbox_context(flush=False):
            api_key.label = "new label"
            api_key.save()
        outboxes = ControlOutbox.objects.filter(category=OutboxCategory.API_KEY_UPDATE)
        assert outboxes.exists()

        with outbox_runner():
            pass

        assert not outboxes.exists()
        with assume_test_silo_mode_of(ApiKeyReplica):
            replica = ApiKeyReplica.objects.get(apikey_id=api_key.id)
        assert replica.organization_id == api_key.organization_id
        assert replica.label == "new label"
        assert replica.key == api_key.key

    @override_options({"hybrid_cloud.allow_cross_db_tombstones": True})
    def test_delete_removes_replica(self):
        organization = self.create_organization()
        api_key = self.create_api_key(organization=organization)
        api_key_id = api_key.id

        with assume_test_silo_mode_of(ApiKeyReplica):
            assert ApiKeyReplica.objects.filter(apikey_id=api_key_id).exists()

        with outbox_runner():
            api_key.delete()

        with self.tasks(), assume_test_silo_mode_of(ApiKeyReplica):
            schedule_hybrid_cloud_foreign_key_jobs()

        with assume_test_silo_mode_of(ApiKeyReplica):
            assert not ApiKeyReplica.objects.filter(apikey_id=api_key_id).exists()
