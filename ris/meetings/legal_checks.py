"""PURE. What the law asks of an agenda and its invitation, as findings (docs/law.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ris.law.agenda import agenda_agreed, demanded_items_listed, may_supplement, motion_in_time
from ris.law.convening import mandatory_sentence_given, may_send, may_shorten
from ris.law.hearing import district_heard, foreigners_heard
from ris.law.invitation import executive_invited, inviting_office, items_named, second_convening_linked
from ris.law.notice import medium_named, publicly_announced
from ris.law.provisions import Office
from ris.law.publicity import exclusion_proposed, may_sit_in_public
from ris.law.sitting import Chamber, Convening, Sitting
from ris.meetings.check_facts import Finding, Severity, finding_of
from ris.meetings.invitation_rules import Part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ris.law.in_force import LawInForce
    from ris.meetings.check_facts import AgendaFacts, PaperFacts

SETTING = "#ladung"


def legal_findings(facts: AgendaFacts, law: LawInForce, day: date, today: date) -> Iterator[Finding]:
    """Every rule that concerns the time up to the sitting."""
    sitting = sitting_of(facts, day)
    if facts.invited:
        yield from _late(facts, law, sitting, today)
    else:
        yield from _convening(facts, law, sitting, today)
    yield finding_of(items_named(law, sitting, [item.name for item in facts.items]), "#tagesordnung")
    yield finding_of(agenda_agreed(law, sitting, facts.agreed_on), SETTING)
    yield from _publicity(facts, law, sitting)
    executive = any(invitee.part is Part.EXECUTIVE for invitee in facts.invitees)
    yield finding_of(executive_invited(law, sitting, invited=executive), "#verteiler")
    if not facts.announced:
        # It is made with the agenda that is sent, so before that it can only be prepared.
        yield finding_of(publicly_announced(law, sitting, None), "#bekanntmachung", soft=not facts.invited)
    yield finding_of(medium_named(law), "#bekanntmachung")
    if facts.demands:
        demanded = {demand.told for demand in facts.demands}
        listed = {demand.told for demand in facts.demands if demand.listed}
        yield finding_of(demanded_items_listed(law, sitting, demanded, listed), "#verlangt")
    for item in facts.items:
        if item.paper is not None:
            yield from _paper(item.number, item.paper, f"#punkt-{item.id}", law, sitting)


def sitting_of(facts: AgendaFacts, day: date) -> Sitting:
    """The sitting as the law sees it."""
    return Sitting(
        day=day,
        chamber=facts.chamber or Chamber.COUNCIL,
        convening=facts.convening,
        subjects=frozenset(item.subject for item in facts.items),
        first_of_term=facts.first_of_term,
    )


def _paper(number: str, paper: PaperFacts, jump: str, law: LawInForce, sitting: Sitting) -> Iterator[Finding]:
    """Whether a motion came in time, and whether those a decision concerns are heard before."""
    if paper.motion_received is not None:
        verdict = motion_in_time(law, sitting, paper.motion_received)
        if not verdict.lawful:
            yield finding_of(verdict, jump)
    for hearing in paper.hearings if paper.decides else ():
        heard_on, day = hearing.heard_on, sitting.day
        if hearing.chamber is Chamber.DISTRICT:
            heard = district_heard(law, concerns_district=True, heard_on=heard_on, decided_on=day)
        else:
            heard = foreigners_heard(law, concerns_them=True, heard_on=heard_on, decided_on=day)
        found = finding_of(heard, f"/vorlage/{paper.slug}/bearbeiten#weg")
        yield replace(found, sentence=f"TOP {number}: {found.sentence}")


def _convening(facts: AgendaFacts, law: LawInForce, sitting: Sitting, today: date) -> Iterator[Finding]:
    yield finding_of(may_send(law, sitting, today), SETTING)
    if sitting.convening is Convening.SHORT:
        yield finding_of(may_shorten(law, sitting, facts.urgency), SETTING)
    if sitting.convening is not Convening.REGULAR:
        yield finding_of(mandatory_sentence_given(law, sitting, facts.text), SETTING)
    if sitting.convening is Convening.SECOND:
        postponed = {item.name for item in facts.items if item.paper is not None and item.paper.postponed}
        dealt = {item.name for item in facts.items if not item.standing}
        yield finding_of(second_convening_linked(law, sitting, dealt, postponed), SETTING)
    office = inviting_office(law, sitting)
    if office is not Office.CHAIR:
        sentence = f"Zu dieser Sitzung lädt ein: {office.label.removeprefix('durch ')}."
        yield Finding(Severity.HINT, sentence, "Lassen Sie die Einladung dort freigeben.", SETTING)


def _late(facts: AgendaFacts, law: LawInForce, sitting: Sitting, today: date) -> Iterator[Finding]:
    """What still has a way onto an agenda that was sent out."""
    if facts.statutory_size is None:
        return
    for item in facts.items:
        if item.late:
            verdict = may_supplement(law, sitting, item.subject, facts.statutory_size, today=today)
            yield finding_of(verdict, f"#punkt-{item.id}")


def _publicity(facts: AgendaFacts, law: LawInForce, sitting: Sitting) -> Iterator[Finding]:
    if any(item.public for item in facts.items) and sitting.chamber is Chamber.EXECUTIVE:
        yield finding_of(may_sit_in_public(law, sitting), "#tagesordnung")
    for item in facts.items:
        if not item.public:
            yield finding_of(exclusion_proposed(law, sitting, item.name, item.closed_reason), f"#punkt-{item.id}")
