from django.db import models

from sentry.silo import SiloMode


class Model(models.Model):
    class Meta:
        abstract = True


class FlexibleForeignKey(models.ForeignKey):
    pass


class HybridCloudForeignKey(models.BigIntegerField):
    def __init__(self, foreign_model: str, *, on_delete: str, **kwargs) -> None:
        super().__init__(**kwargs)


class ModelSiloLimit:
    def __init__(self, *modes: SiloMode) -> None:
        self.modes = modes

    def __call__(self, model_class: type) -> type:
        return model_class


control_silo_only_model = ModelSiloLimit(SiloMode.CONTROL)
region_silo_only_model = ModelSiloLimit(SiloMode.REGION)
