"""Every finding of the checks: what is wrong, how grave, by which norm, and where it is cured."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypedDict, Unpack

import pytest

from ris.law.counting import Period
from ris.law.in_force import LawInForce, law_in_force
from ris.law.provisions import Medium
from ris.law.sitting import Chamber, Convening, Subject
from ris.law.standing_orders import StandingOrders
from ris.meetings.check_facts import AgendaFacts, FileFacts, InviteeFacts, ItemFacts, PaperFacts, Report, Severity
from ris.meetings.checks import check_agenda
from ris.meetings.invitation_rules import Part

DAY = date(2026, 12, 10)
TODAY = date(2026, 12, 1)
START = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)
ORDERS = StandingOrders(medium=Medium.GAZETTE, medium_name="Amtsblatt Lindenau")
PAPER = PaperFacts("2026-0001", "2026/0001", "on_agenda", public=True, worded=True, decides=True)
ITEM = ItemFacts(7, "1", "Radweg", public=True, paper=PAPER)
MEMBER = InviteeFacts("Ada Öhl", Part.MEMBER, electronic=True, reachable=True)
MAGISTRAT = InviteeFacts("Ben Falk", Part.EXECUTIVE, electronic=True, reachable=True)
FACTS = AgendaFacts(
    meeting_id=3,
    start=START,
    day=DAY,
    place="Rathaus, Saal 1",
    chamber=Chamber.COUNCIL,
    statutory_size=45,
    convening=Convening.REGULAR,
    urgency="",
    first_of_term=False,
    agreed_on=date(2026, 11, 27),
    text="",
    items=[ITEM],
    invitees=[MEMBER, MAGISTRAT],
    announced=True,
)


class Changes(TypedDict, total=False):
    start: None
    day: None
    place: str
    items: list[ItemFacts]
    invitees: list[InviteeFacts]
    convening: Convening
    urgency: str
    text: str
    agreed_on: None
    first_of_term: bool
    announced: bool
    invited: bool
    deputies_expected: bool
    supplement_reason: str
    chamber: Chamber


def law(orders: StandingOrders = ORDERS) -> LawInForce:
    return law_in_force(orders, DAY)


def report(changes: Changes, *, today: date = TODAY, orders: StandingOrders = ORDERS) -> Report:
    return check_agenda(replace(FACTS, **changes), law(orders), today)


class PaperChanges(TypedDict, total=False):
    state: str
    public: bool | None
    worded: bool
    decides: bool
    files: tuple[FileFacts, ...]
    before: tuple[tuple[str, date | None, bool], ...]
    motion_received: datetime


def with_paper(**changes: Unpack[PaperChanges]) -> Changes:
    return {"items": [replace(ITEM, paper=replace(PAPER, **changes))]}


def test_an_agenda_with_everything_in_order_has_nothing_to_object_to() -> None:
    found = report({})
    assert not found.blocked
    assert found.of(Severity.WARN) == []
    assert found.summary == "Alles in Ordnung."
    assert all(finding.norm for finding in found.of(Severity.KEPT))


CLOSED = replace(ITEM, public=False)
SCAN = FileFacts("Plan", tagged=False, scan=True, public=True)
UNTAGGED = FileFacts("Brief", tagged=False, public=True)
UNDECIDED = FileFacts("Anlage", tagged=True, public=None)
LOST = replace(MEMBER, name="Cem Ulus", electronic=False, reachable=False)
POSTED = replace(MEMBER, name="Dora Beck", electronic=False)


@pytest.mark.parametrize(
    ("changes", "severity", "words", "jump"),
    [
        ({"start": None}, Severity.BLOCK, "Tag und Uhrzeit der Sitzung fehlen", "/sitzung/3"),
        ({"place": ""}, Severity.BLOCK, "Der Ort der Sitzung fehlt", "/sitzung/3"),
        ({"items": []}, Severity.BLOCK, "Die Tagesordnung ist leer", "#tagesordnung"),
        ({"items": [replace(ITEM, number="")]}, Severity.BLOCK, "Ein Punkt hat keine Nummer", "#tagesordnung"),
        ({"items": [ITEM, replace(ITEM, id=8)]}, Severity.BLOCK, "Die Nummer 1 gibt es 2-mal", "#tagesordnung"),
        ({"invitees": []}, Severity.BLOCK, "Niemand würde eingeladen", "#verteiler"),
        ({"invitees": [MAGISTRAT]}, Severity.BLOCK, "Niemand würde eingeladen", "#verteiler"),
        ({"invitees": [MEMBER, MAGISTRAT, LOST]}, Severity.BLOCK, "Ohne Anschrift: Cem Ulus", "#verteiler"),
        ({"invitees": [MEMBER, MAGISTRAT, POSTED]}, Severity.HINT, "Dora Beck", "#verteiler"),
        ({"invitees": [MEMBER]}, Severity.BLOCK, "Der Gemeindevorstand ist nicht eingeladen", "#verteiler"),
        ({"deputies_expected": True}, Severity.HINT, "Stellvertretungen", "#verteiler"),
        ({"items": [replace(ITEM, paper=None)]}, Severity.HINT, "TOP 1 hat keine Vorlage", "#punkt-7"),
        ({"items": [CLOSED]}, Severity.WARN, "Der Grund für den nichtöffentlichen Teil fehlt", "#punkt-7"),
        ({"items": [CLOSED]}, Severity.BLOCK, "es steht kein Grund dabei", "#punkt-7"),
        (with_paper(state="released"), Severity.BLOCK, "noch nicht freigegeben und nummeriert", "/vorlage/2026-0001"),
        (with_paper(public=False), Severity.BLOCK, "steht aber im öffentlichen Teil", "#punkt-7"),
        (with_paper(public=None), Severity.BLOCK, "hat niemand gesagt, ob sie öffentlich ist", "/vorlage/2026-0001"),
        (with_paper(worded=False), Severity.WARN, "weder Text noch Unterlagen", "/vorlage/2026-0001"),
        (with_paper(files=(SCAN,)), Severity.WARN, "Nur Bild, kein Text: Plan", "/vorlage/2026-0001"),
        (with_paper(files=(UNTAGGED,)), Severity.WARN, "Nicht barrierefrei: Brief", "/vorlage/2026-0001"),
        (with_paper(files=(UNDECIDED,)), Severity.BLOCK, "Ungeklärt, ob öffentlich: Anlage", "/vorlage/2026-0001"),
        (
            with_paper(before=(("Haupt- und Finanzausschuss", date(2026, 12, 11), False),)),
            Severity.WARN,
            "Haupt- und Finanzausschuss berät erst am 11.12.2026",
            "#punkt-7",
        ),
        (
            with_paper(before=(("Bauausschuss", None, False),)),
            Severity.WARN,
            "Bauausschuss hat noch keinen Termin",
            "#punkt-7",
        ),
        (
            with_paper(decides=False, before=(("Stadtverordnetenversammlung", date(2026, 12, 3), True),)),
            Severity.WARN,
            "Stadtverordnetenversammlung entscheidet schon am 03.12.2026",
            "#punkt-7",
        ),
        ({"agreed_on": None}, Severity.BLOCK, "Das Benehmen mit", "#ladung"),
        ({"announced": False}, Severity.HINT, "noch nicht öffentlich bekannt gemacht", "#bekanntmachung"),
        ({"announced": False, "invited": True}, Severity.WARN, "noch nicht öffentlich", "#bekanntmachung"),
        ({"first_of_term": True}, Severity.HINT, "Zu dieser Sitzung lädt ein", "#ladung"),
        ({"convening": Convening.SHORT}, Severity.BLOCK, "der Grund der Eile fehlt", "#ladung"),
        (
            {"convening": Convening.SHORT, "urgency": "Frist"},
            Severity.BLOCK,
            "fehlt der vorgeschriebene Hinweis",
            "#ladung",
        ),
        (
            {
                "convening": Convening.SHORT,
                "urgency": "Frist",
                "items": [replace(ITEM, subject=Subject.ELECTION)],
            },
            Severity.BLOCK,
            "darf die Ladungsfrist nicht abgekürzt werden",
            "#ladung",
        ),
        ({"convening": Convening.SECOND}, Severity.BLOCK, "Zu einer zweiten Einberufung gehört", "#ladung"),
        ({"supplement_reason": ""}, Severity.BLOCK, "Warum der Nachtrag später kommt", "#nachtrag"),
        ({"supplement_reason": "Eilt"}, Severity.BLOCK, "Der Nachtrag ist leer", "#vorlagen"),
        ({"chamber": Chamber.EXECUTIVE}, Severity.WARN, "tagt nichtöffentlich", "#tagesordnung"),
    ],
)
def test_what_is_wrong_is_said_with_its_weight_and_its_place(
    changes: Changes, severity: Severity, words: str, jump: str
) -> None:
    matching = [finding for finding in report(changes).findings if words in finding.sentence]
    assert [(finding.severity, finding.jump) for finding in matching] == [(severity, jump)]
    assert matching[0].cure


def test_a_late_invitation_is_stopped_with_its_sum() -> None:
    late = report({}, today=date(2026, 12, 7))
    finding = late.of(Severity.BLOCK)[0]
    assert finding.norm.startswith("§ 58 Abs. 1")
    assert "10.12.2026" in finding.calculation
    assert late.summary == "1 Hindernis, keine Warnungen."


def test_what_nobody_has_read_warns_and_never_stops() -> None:
    committee = report({"chamber": Chamber.COMMITTEE, "agreed_on": None}, today=date(2026, 12, 9))
    unsure = [finding for finding in committee.findings if finding.status in {"erschlossen", "ungeklärt"}]
    assert unsure
    assert all(finding.severity is not Severity.BLOCK for finding in unsure)


def test_a_late_item_after_the_invitation_needs_two_thirds() -> None:
    late = replace(ITEM, late=True)
    found = report({"invited": True, "items": [late], "supplement_reason": "Eilt"}, today=date(2026, 12, 8))
    sentence = next(finding.sentence for finding in found.findings if finding.jump == "#punkt-7")
    assert "nur mit 30 Ja-Stimmen" in sentence


def test_a_motion_after_its_deadline_is_pointed_out() -> None:
    orders = replace(ORDERS, motion_deadline=Period(10))
    received = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    found = report(with_paper(motion_received=received), orders=orders)
    assert any("nach der Antragsfrist" in finding.sentence for finding in found.of(Severity.WARN))
    early = report(with_paper(motion_received=datetime(2026, 11, 2, 9, 0, tzinfo=UTC)), orders=orders)
    assert not early.of(Severity.WARN)


def test_without_a_law_on_file_one_warning_says_so() -> None:
    found = check_agenda(FACTS, None, TODAY)
    assert [finding.sentence for finding in found.of(Severity.WARN)] == [
        "Für dieses Gremium oder diesen Tag ist kein Recht hinterlegt; Fristen werden nicht geprüft."
    ]
    assert found.summary == "Kein Hindernis, eine Warnung."


def test_long_lists_of_names_are_cut() -> None:
    lost = [replace(LOST, name=f"N{number}") for number in range(7)]
    found = report({"invitees": [MEMBER, MAGISTRAT, *lost]})
    assert any("N0, N1, N2, N3, N4 und 2 weitere" in finding.sentence for finding in found.findings)


def test_the_gravest_stands_first() -> None:
    ranks = [finding.severity for finding in report({"place": "", "items": [CLOSED]}).findings]
    assert ranks == sorted(ranks, key=list(Severity).index)


def test_the_day_of_a_meeting_without_one_is_not_compared() -> None:
    found = report({"day": None, "items": [replace(ITEM, paper=replace(PAPER, before=(("HFA", None, False),)))]})
    assert not any("HFA" in finding.sentence for finding in found.findings)
