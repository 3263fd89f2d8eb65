from shop.base import Command


class SortCommand(Command):
    size = Field(str | None)
    part = Part(r"[a-z]+")


class ScopeCommand(Command):
    scope = Field(Scopes["all", "own"])


class GhostCommand(Command):
    ghost = Field(Ghost)
