from sentry.api.serializers import Serializer


class TeamNameSerializer(Serializer):
    def serialize(self, obj, attrs, user, **kwargs):
        return {"label": attrs["label"]}
