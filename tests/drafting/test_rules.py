from datetime import date

import pytest

from ris.documents.comparing import Change, Piece, compare, differs
from ris.documents.rules import PaperKind
from ris.drafting.kinds import KIND_FORMS, details_told, missing
from ris.drafting.rules import PlannedStop, StopRole, order_warnings

HFA, STVV = "Haupt- und Finanzausschuss", "Stadtverordnetenversammlung"
PREPARE, DECIDE = StopRole.PREPARATION, StopRole.DECISION


@pytest.mark.parametrize(
    ("stops", "words"),
    [
        ([PlannedStop(STVV, DECIDE), PlannedStop(HFA, PREPARE)], "steht nach der Entscheidung"),
        ([PlannedStop(HFA, PREPARE)], "Keine Station entscheidet"),
        (
            [PlannedStop(HFA, PREPARE, date(2026, 12, 17)), PlannedStop(STVV, DECIDE, date(2026, 12, 10))],
            "tagt am 10.12.2026, also vor",
        ),
        (
            [PlannedStop(HFA, PREPARE, date(2026, 12, 10)), PlannedStop(STVV, DECIDE, date(2026, 12, 10))],
            "am selben Tag",
        ),
    ],
)
def test_a_way_that_makes_no_sense_is_warned_of(stops: list[PlannedStop], words: str) -> None:
    warnings = order_warnings(stops, decides=True)
    assert len(warnings) == 1
    assert words in warnings[0]


@pytest.mark.parametrize(
    ("stops", "decides"),
    [
        ([], True),
        ([PlannedStop(HFA, PREPARE), PlannedStop(STVV, DECIDE)], True),
        ([PlannedStop(HFA, PREPARE, date(2026, 12, 3)), PlannedStop(STVV, DECIDE, date(2026, 12, 10))], True),
        ([PlannedStop(STVV, DECIDE), PlannedStop(HFA, StopRole.NOTED)], True),
        ([PlannedStop(STVV, StopRole.NOTED)], False),
    ],
)
def test_a_sound_way_is_left_alone(stops: list[PlannedStop], decides: bool) -> None:
    assert order_warnings(stops, decides=decides) == []


@pytest.mark.parametrize("kind", PaperKind)
def test_every_kind_asks_for_something_of_its_own(kind: PaperKind) -> None:
    form = KIND_FORMS[kind]
    assert set(form.required) <= set(form.texts)
    assert missing(kind, {}, {}).keys() >= {*form.required, *(field.name for field in form.fields if field.required)}
    filled = {field.name: "x" for field in form.fields}
    assert missing(kind, dict.fromkeys(form.texts, "x"), filled) == {}


def test_the_fields_of_a_kind_are_told_with_their_labels() -> None:
    told = details_told({"questions": "Wann?", "restates": "7"}, "question")
    assert told == [("Fragen", "Wann?")]
    assert details_told({"questions": "Wann?"}, None) == []


def test_a_comparison_marks_words_and_leaves_the_rest() -> None:
    assert compare("Der Weg wird 2026 gebaut.", "Der Weg wird 2027 gebaut.") == [
        Piece(Change.KEPT, "Der Weg wird "),
        Piece(Change.REMOVED, "2026"),
        Piece(Change.ADDED, "2027"),
        Piece(Change.KEPT, " gebaut."),
    ]


def test_a_comparison_tells_both_texts_whole() -> None:
    before, after = "Eins\nZwei\nDrei", "Eins\nVier\nDrei und\nFünf"
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == after


def test_equal_texts_do_not_differ() -> None:
    assert not differs(compare("Gleich.", "Gleich."))
    assert differs(compare("", "Neu."))
