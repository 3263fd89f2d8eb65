from rest_framework.permissions import BasePermission


class ScopedPermission(BasePermission):
    scope_map: dict[str, list[str]] = {}


class SuperuserPermission(BasePermission):
    pass
