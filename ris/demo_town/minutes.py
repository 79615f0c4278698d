"""Invitations, minutes and extracts of resolutions as letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.demo_town.narration import Narrator
from ris.demo_town.wording import counted_in, filled, letterhead
from ris.documents.pdf.blocks import Boxed, Facts, Heading, Prose, Signatures
from ris.documents.pdf.letter import Letter
from ris.meetings.rules import votes_sentence
from ris.web.dates import clock, long_day, plain_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ris.demo_town.agendas import Line
    from ris.demo_town.sitting import Sitting
    from ris.demo_town.town import Town
    from ris.documents.pdf.blocks import Block
    from ris.meetings.models import AgendaItem

GROUPS = ("bfl", "sol", "gt", "ll", "fm")
CLERKS = ("Jonas Kern", "Ayla Demirel")
"""Who keeps the minutes: staff, not members."""


def invitation_letter(town: Town, sitting: Sitting) -> Letter:
    """The invitation, which is also the public notice (§ 58 HGO)."""
    meeting = sitting.planned
    invited = [line for line in sitting.lines if not line.late]
    public = [line for line in invited if line.public or sitting.closed]
    closed = len(invited) - len(public)
    notice = (
        ""
        if sitting.closed
        else " Zeit, Ort und Tagesordnung werden zugleich öffentlich bekannt gemacht (§ 58 Abs. 6 HGO)."
    )
    opening = f"hiermit lade ich zur {meeting.name} ein.{notice}"
    blocks: list[Block] = [Facts(_facts(sitting)), Prose(f"Sehr geehrte Damen und Herren,\n\n{opening}")]
    blocks += [Heading("Tagesordnung"), Facts(tuple(_agenda(town, public)), column=46)]
    if closed:
        points = "einen Punkt" if closed == 1 else f"{closed} Punkte"
        blocks.append(Heading("Nichtöffentlicher Teil"))
        blocks.append(Prose(f"Im Anschluss wird über {points} ohne Publikum beraten (§ 52 Abs. 1 HGO)."))
    blocks.append(Prose("Die Unterlagen stehen im Ratsinformationssystem bereit.\n\nMit freundlichen Grüßen"))
    chair = town.chair(sitting.organization, sitting.day)
    blocks.append(Signatures(((town.name(chair.person), chair.role),)))
    mark = f"Einladung {meeting.name}"
    return Letter(
        letterhead(town, sitting.organization), "Einladung", mark, f"Einladung zur {meeting.name}", tuple(blocks)
    )


def supplement_letter(town: Town, sitting: Sitting, late: Sequence[Line]) -> Letter:
    """What came onto the agenda after the invitation (Nachtrag)."""
    meeting = sitting.planned
    chair = town.chair(sitting.organization, sitting.day)
    blocks: tuple[Block, ...] = (
        Facts(_facts(sitting)),
        Prose(
            "Sehr geehrte Damen und Herren,\n\nzur Tagesordnung sind nach der Einladung Änderungsanträge eingegangen. Sie werden mit der Vorlage aufgerufen, zu der sie gestellt sind."
        ),
        Heading("Ergänzung der Tagesordnung"),
        Facts(tuple(_agenda(town, late)), column=46),
        Prose("Mit freundlichen Grüßen"),
        Signatures(((town.name(chair.person), chair.role),)),
    )
    mark = f"Nachtrag {meeting.name}"
    return Letter(letterhead(town, sitting.organization), "Nachtrag", mark, f"Nachtrag zur {meeting.name}", blocks)


def _facts(sitting: Sitting) -> tuple[tuple[str, str], ...]:
    meeting = sitting.planned
    place = meeting.location
    where = ", ".join(part for part in (place.room, place.description, place.street_address) if part) if place else ""
    if meeting.start is None:
        raise LookupError(meeting.name)
    return (("Tag", long_day(meeting.start)), ("Beginn", clock(meeting.start)), ("Ort", where))


def _agenda(town: Town, lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    for line in lines:
        number = f" (Vorlage {town.papers[line.text.key].reference})" if line.text else ""
        yield line.number, filled(town, line.name) + number


def minutes_letter(town: Town, sitting: Sitting) -> Letter:
    """The minutes; of a sitting with a closed part only what everybody may read (§ 61 Abs. 4 HGO)."""
    lines = [line for line in sitting.lines if line.public or sitting.closed]
    closed = len(sitting.lines) - len(lines)
    after = (
        "Anschließend wird in nichtöffentlicher Sitzung weiter beraten; darüber wird eine eigene Niederschrift geführt."
    )
    tail: tuple[Block, ...] = (Prose(after),) if closed else ()
    return _minutes(town, sitting, lines, "Niederschrift", tail)


def closed_minutes_letter(town: Town, sitting: Sitting) -> Letter:
    """The minutes of the closed part."""
    lines = [line for line in sitting.lines if not line.public]
    return _minutes(town, sitting, lines, "Niederschrift, nichtöffentlicher Teil", ())


def _minutes(town: Town, sitting: Sitting, lines: Sequence[Line], kind: str, tail: tuple[Block, ...]) -> Letter:
    meeting = sitting.planned
    narrator = Narrator(town, sitting.organization, sitting.day)
    chair = town.chair(sitting.organization, sitting.day)
    clerk = CLERKS[sitting.day.toordinal() % 2]
    facts = (*_facts(sitting), ("Ende", clock(meeting.end) if meeting.end else ""))
    facts += (("Vorsitz", f"{town.name(chair.person)}, {chair.role}"), ("Schriftführung", clerk))
    blocks: list[Block] = [Facts(facts), Heading("Anwesenheit"), Facts(_attendance(town, sitting))]
    for line in lines:
        blocks += _item_blocks(town, line, sitting.items[line.number], narrator)
    blocks += [*tail, Signatures(((town.name(chair.person), chair.role), (clerk, "Schriftführung")))]
    head = letterhead(town, sitting.organization)
    return Letter(head, kind, f"{kind} {meeting.name}", f"{meeting.name} am {plain_day(sitting.day)}", tuple(blocks))


def _attendance(town: Town, sitting: Sitting) -> tuple[tuple[str, str], ...]:
    present = town.present(sitting.organization, sitting.day)
    missing = [seat for seat in town.holders(sitting.organization, sitting.day) if seat not in present]
    rows = []
    if sitting.organization == "stvv":
        for group in GROUPS:
            names = [town.name(seat.person) for seat in present if seat.group == group]
            rows.append((town.organizations[group].short_name or "", ", ".join(names)))
    else:
        rows.append(("Mitglieder", ", ".join(town.name(seat.person) for seat in present)))
    rows.append(("Entschuldigt", counted_in([town.name(seat.person) for seat in missing]) or "niemand"))
    rows.append(("Beschlussfähig", f"{len(present)} von {len(present) + len(missing)} Mitgliedern sind anwesend."))
    return tuple(rows)


def _item_blocks(town: Town, line: Line, item: AgendaItem, narrator: Narrator) -> Iterator[Block]:
    number = f" (Vorlage {town.papers[line.text.key].reference})" if line.text else ""
    yield Heading(f"TOP {line.number}  {filled(town, line.name)}{number}")
    told = narrator.tell(line)
    if told:
        yield Prose(told)
    if item.resolution_text:
        yield Boxed(
            "Antwort" if line.text is not None and line.text.kind == "Anfrage" else "Beschluss", item.resolution_text
        )
    votes = votes_sentence(item.votes_yes, item.votes_no, item.votes_abstain)
    if item.result:
        yield Prose(f"Ergebnis: {item.result}" + (f" ({votes})" if votes else "") + ".")


def extract_letter(town: Town, sitting: Sitting, line: Line, item: AgendaItem) -> Letter:
    """The extract of one resolution for those who carry it out."""
    meeting = sitting.planned
    reference = town.papers[line.text.key].reference if line.text else ""
    votes = votes_sentence(item.votes_yes, item.votes_no, item.votes_abstain)
    chair = town.chair(sitting.organization, sitting.day)
    blocks: tuple[Block, ...] = (
        Facts(
            (
                ("Sitzung", f"{meeting.name} am {plain_day(sitting.day)}"),
                ("Punkt", f"TOP {line.number}"),
                ("Vorlage", reference or ""),
                ("Ergebnis", f"{item.result}" + (f" ({votes})" if votes else "")),
            ),
        ),
        Boxed("Beschluss", item.resolution_text or ""),
        Prose("Die Übereinstimmung des Auszugs mit der Niederschrift wird bestätigt."),
        Signatures(((CLERKS[sitting.day.toordinal() % 2], "Schriftführung"), (town.name(chair.person), chair.role))),
    )
    head = letterhead(town, sitting.organization)
    return Letter(head, "Beschlussauszug", f"Beschlussauszug zu {reference}", filled(town, line.name), blocks)
