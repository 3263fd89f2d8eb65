# café
class TeamTest:
    pass
