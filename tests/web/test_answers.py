"""What is typed is kept without what nobody can see."""

from ris.web.answers import line_from, visible


def test_a_line_is_one_line_of_what_can_be_seen() -> None:
    assert line_from(" Rad\r\nweg \u202e\u2066neu\x00\x1b ") == "Rad weg neu"
    assert line_from(None) == ""


def test_lines_and_joined_signs_stay() -> None:
    assert visible("eins\nzwei\t👩\u200d👧") == "eins\nzwei\t👩\u200d👧"
