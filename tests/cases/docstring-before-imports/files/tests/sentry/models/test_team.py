"""What a team promises."""


class TeamTest:
    """A class from before there was a base class."""

    def test_name(self):
        assert "ants".title() == "Ants"
