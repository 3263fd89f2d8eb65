def serialize(it, user=None):
    return {"id": str(it.id), "slug": it.slug}
