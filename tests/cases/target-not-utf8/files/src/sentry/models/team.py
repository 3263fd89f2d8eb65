# café
class Team:
    pass
