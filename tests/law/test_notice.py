"""Time, place and agenda, told to the public in the right medium, in time."""

from datetime import date

import pytest

from ris.law.counting import Period
from ris.law.notice import Announcement, latest_notice, medium_named, publicly_announced
from ris.law.provisions import Medium
from ris.law.sitting import Chamber, Sitting
from ris.law.standing_orders import StandingOrders
from tests.law.laws import SITTING_DAY, hesse

SITTING = Sitting(SITTING_DAY)
PAPER = StandingOrders(medium=Medium.NEWSPAPER, medium_name="Lindenauer Bote", public_notice=Period(3))


def test_the_notice_is_complete_before_the_sitting() -> None:
    assert latest_notice(hesse(), SITTING).day == date(2026, 12, 9)
    assert latest_notice(hesse(PAPER), SITTING).day == date(2026, 12, 7)
    on_the_day = publicly_announced(hesse(), SITTING, Announcement(SITTING_DAY, Medium.INTERNET))
    assert on_the_day.warns, "§ 58 Abs. 6 was not read"
    assert publicly_announced(hesse(), SITTING, Announcement(date(2026, 12, 9), Medium.INTERNET)).lawful


def test_the_lead_of_the_main_bylaw_blocks() -> None:
    late = publicly_announced(hesse(PAPER), SITTING, Announcement(date(2026, 12, 8), Medium.NEWSPAPER))
    assert late.blocks
    assert (late.norm.citation, late.slack_days) == ("Hauptsatzung", -1)
    assert late.reason == "Die Bekanntmachung war einen Tag zu spät vollendet."
    assert publicly_announced(hesse(PAPER), SITTING, Announcement(date(2026, 12, 7), Medium.NEWSPAPER)).lawful


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (None, "noch nicht öffentlich bekannt gemacht"),
        (Announcement(date(2026, 12, 1), Medium.NEWSPAPER, time=False), "fehlt: Zeit."),
        (Announcement(date(2026, 12, 1), Medium.NEWSPAPER, place=False, agenda=False), "fehlt: Ort und Tagesordnung."),
    ],
)
def test_a_notice_names_time_place_and_agenda(made: Announcement | None, words: str) -> None:
    verdict = publicly_announced(hesse(PAPER), SITTING, made)
    assert verdict.warns
    assert words in verdict.reason


def test_a_notice_appears_in_the_medium_of_the_main_bylaw() -> None:
    verdict = publicly_announced(hesse(PAPER), SITTING, Announcement(date(2026, 12, 1), Medium.INTERNET))
    assert verdict.blocks
    assert verdict.reason == "Bekannt zu machen ist in: Zeitung, nicht: Internet."


def test_sittings_of_the_executive_are_not_announced() -> None:
    assert publicly_announced(hesse(), Sitting(SITTING_DAY, Chamber.EXECUTIVE), None).lawful


def test_the_main_bylaw_names_one_medium() -> None:
    old = date(2024, 6, 6)
    on_the_net = StandingOrders(medium=Medium.INTERNET, medium_name="https://lindenau.example/amtlich")
    hinted = StandingOrders(
        medium=Medium.INTERNET, medium_name="https://lindenau.example/amtlich", hint_newspaper="Lindenauer Bote"
    )
    assert medium_named(hesse(day=old)).blocks
    assert medium_named(hesse(on_the_net, old)).blocks
    assert medium_named(hesse(hinted, old)).lawful
    assert medium_named(hesse(PAPER, old)).reason == "Bekannt gemacht wird in: Zeitung, Lindenauer Bote."


def test_since_2025_the_rule_on_media_only_warns() -> None:
    assert medium_named(hesse()).warns
