from django.db import models

from sentry.db.models import Model, control_silo_model


@control_silo_model
class OrganizationMemberTeamReplica(Model):
    organizationmemberteam_id = models.BigIntegerField()
    team_id = models.BigIntegerField()
    organizationmember_id = models.BigIntegerField()
