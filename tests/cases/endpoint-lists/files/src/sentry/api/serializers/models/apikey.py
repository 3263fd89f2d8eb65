from sentry.api.serializers import Serializer, register
from sentry.models.apikey import ApiKey


@register(ApiKey)
class ApiKeySerializer(Serializer):
    def serialize(self, obj, attrs, user, **kwargs):
        return {
            "id": str(obj.id),
            "label": obj.label,
            "key": obj.key,
            "status": attrs["status"],
        }
