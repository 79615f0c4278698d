"""What the plain facts of a meeting say."""

from datetime import date, timedelta

import pytest

from ris.meetings.rules import (
    ResultKind,
    Stage,
    StageFacts,
    is_part_heading,
    result_of,
    stage_of,
    votes_sentence,
)

TODAY = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("einstimmig zugestimmt", ResultKind.ACCEPTED),
        ("Mehrheitlich beschlossen", ResultKind.ACCEPTED),
        ("Beschlossen mit geändertem Beschlusstext", ResultKind.ACCEPTED),
        ("genehmigt", ResultKind.ACCEPTED),
        ("Zustimmung", ResultKind.ACCEPTED),
        ("bei Stimmengleichheit abgelehnt", ResultKind.REJECTED),
        ("vertagt", ResultKind.POSTPONED),
        ("Verwiesen in Ausschuss für Umwelt und Gesundheit", ResultKind.REFERRED),
        ("überwiesen an den Bauausschuss", ResultKind.REFERRED),
        ("Antrag zurückgezogen", ResultKind.WITHDRAWN),
        ("Stellungnahme zur Kenntnis genommen", ResultKind.NOTED),
        ("Kenntnisnahme", ResultKind.NOTED),
    ],
)
def test_a_clear_result_has_a_kind(words: str, kind: ResultKind) -> None:
    result = result_of(words)

    assert result is not None
    assert (result.words, result.kind) == (words, kind)


@pytest.mark.parametrize(
    "words",
    [
        "teilweise zugestimmt",
        "teilweise abgelehnt",
        "nicht angenommen",
        "nicht zur Abstimmung gestellt",
        "zur Kenntnis genommen + mehrheitliche Zustimmung",
        "einstimmig zur Annahme empfohlen, Zustimmung empfohlen",
        "Zustimmung?",
        "erledigt durch Stellungnahme der Verwaltung",
        "keine Abstimmung",
        "gewählt",
        "Aushang im Foyer",
    ],
)
def test_a_result_that_is_not_clear_is_only_told(words: str) -> None:
    result = result_of(words)

    assert result is not None
    assert (result.words, result.kind) == (words, ResultKind.TOLD)


@pytest.mark.parametrize("words", [None, "", "  \n"])
def test_no_words_are_no_result(words: str | None) -> None:
    assert result_of(words) is None


def test_words_over_several_lines_become_one() -> None:
    result = result_of(" einstimmig\n angenommen ")

    assert result is not None
    assert result.words == "einstimmig angenommen"


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (StageFacts(TODAY + timedelta(7)), Stage.PLANNED),
        (StageFacts(None), Stage.PLANNED),
        (StageFacts(TODAY + timedelta(7), invited=True), Stage.INVITED),
        (StageFacts(TODAY + timedelta(7), invited=True, agenda=True), Stage.ANNOUNCED),
        (StageFacts(TODAY, agenda=True), Stage.TODAY),
        (StageFacts(TODAY, agenda=True, results=True), Stage.RESULTS),
        (StageFacts(TODAY - timedelta(1), agenda=True), Stage.HELD),
        (StageFacts(TODAY - timedelta(9), results=True, minutes=True), Stage.MINUTES),
        (StageFacts(TODAY + timedelta(7), cancelled=True, agenda=True), Stage.CANCELLED),
        (StageFacts(TODAY - timedelta(7), cancelled=True, moved=True), Stage.MOVED),
    ],
)
def test_a_meeting_is_as_far_as_its_facts_say(facts: StageFacts, stage: Stage) -> None:
    assert stage_of(facts, today=TODAY) is stage


@pytest.mark.parametrize(
    ("votes", "sentence"),
    [
        ((29, 9, 1), "29 Ja, 9 Nein, 1 Enthaltung"),
        ((29, 0, 2), "29 Ja, 0 Nein, 2 Enthaltungen"),
        ((45, None, None), "45 Ja"),
        ((None, None, None), ""),
    ],
)
def test_counted_votes_are_a_sentence(votes: tuple[int | None, int | None, int | None], sentence: str) -> None:
    assert votes_sentence(*votes) == sentence


@pytest.mark.parametrize(
    ("number", "name", "heading"),
    [
        (None, "- öffentlicher Teil -", True),
        ("", "Nichtöffentlicher Teil:", True),
        ("1", "Öffentlicher Teil", False),
        ("", "Öffentlicher Teil der Satzung", False),
        (None, None, False),
    ],
)
def test_a_line_that_only_names_a_part_is_no_item(number: str | None, name: str | None, heading: bool) -> None:
    assert is_part_heading(number, name) is heading
