from sentry.api.serializers import Serializer, register
from sentry.models.savedsearch import SavedSearch


@register(SavedSearch)
class SavedSearchSerializer(Serializer):
    def serialize(self, obj, attrs, user, **kwargs):
        result = {
            "id": str(obj.id),
            "name": obj.name,
            "text": obj.query,
            "position": obj.position,
            "state": attrs["state"],
        }
        return result


class SavedSearchNameSerializer(SavedSearchSerializer):
    def serialize(self, obj, attrs, user, **kwargs):
        return {"label": obj.name}
