"""What stands on which agenda: the standing items of a sitting, its papers in order, the closed part last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.demo_town.reading import papers
from ris.web.dates import plain_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ris.demo_town.reading import PaperText, Station
    from ris.demo_town.rounds import Calendar

OPENING = "Eröffnung, Feststellung der ordnungsgemäßen Ladung und der Beschlussfähigkeit"
QUESTIONS = "Fragestunde für Einwohnerinnen und Einwohner"
END = "Verschiedenes"
KINDS = ("Wahlvorschlag", "Magistratsvorlage", "Bericht", "Antrag", "Mitteilung")
ASKED = ("Anfrage", "Antwort")


@dataclass(frozen=True)
class Line:
    """One item of an agenda."""

    number: str
    name: str
    public: bool = True
    text: PaperText | None = None
    station: Station | None = None
    approves: bool = False
    """Whether the minutes of the sitting before are approved here."""
    late: bool = False
    """Whether it came after the invitation (Nachtrag)."""
    outcome: str = ""
    """What the first sitting of a term decides without a paper."""
    resolution: str = ""


def stations_at(organization: str, place: int) -> list[tuple[PaperText, Station]]:
    """The papers an organization deals with in a round, in the order of their kinds."""
    found = [
        (text, station)
        for text in papers()
        for station in text.way
        if station.organization == organization and station.place == place
    ]
    return sorted(found, key=lambda each: (_rank(each[0]), bool(each[0].amends)))


def _rank(text: PaperText) -> int:
    return KINDS.index(text.kind) if text.kind in KINDS else len(KINDS)


def agenda_of(organization: str, place: int, before: date | None) -> list[Line]:
    """The agenda of a regular sitting; ``before`` is the day of the one whose minutes are approved."""
    stations = stations_at(organization, place)
    open_part = [each for each in stations if not each[0].closed_reason]
    lines = list(_numbered(_opening(organization, before)))
    lines += _papers(open_part, first=_next(lines))
    lines += _questions(open_part, first=_next(lines))
    lines.append(Line(str(_next(lines)), END if organization == "stvv" else "Mitteilungen und Verschiedenes"))
    first = _next(lines)
    closed = [each for each in stations if each[0].closed_reason]
    lines += [Line(str(first + n), text.title, False, text, station) for n, (text, station) in enumerate(closed)]  # noqa: FBT003
    return lines


def _opening(organization: str, before: date | None) -> Iterator[Line]:
    yield Line("", OPENING)
    if before is not None:
        yield Line("", f"Genehmigung der Niederschrift über die Sitzung vom {plain_day(before)}", approves=True)
    if organization == "stvv":
        yield Line("", QUESTIONS)
        yield Line("", "Mitteilungen")


def _numbered(lines: Iterable[Line]) -> Iterator[Line]:
    for number, line in enumerate(lines, 1):
        yield Line(str(number), line.name, approves=line.approves)
        if line.name == "Mitteilungen":
            yield Line(f"{number}.1", "Mitteilungen der Stadtverordnetenvorsteherin")
            yield Line(f"{number}.2", "Mitteilungen des Magistrats")


def _next(lines: Sequence[Line]) -> int:
    return int(lines[-1].number.partition(".")[0]) + 1 if lines else 1


def _papers(stations: Sequence[tuple[PaperText, Station]], first: int) -> Iterator[Line]:
    """Papers get whole numbers; amendments stand under what they amend."""
    mains = [each for each in stations if not each[0].amends and each[0].kind not in ASKED]
    for number, (text, station) in enumerate(mains, first):
        yield Line(str(number), text.title, text=text, station=station)
        amending = [each for each in stations if each[0].amends == text.key]
        for count, (amendment, at) in enumerate(amending, 1):
            yield Line(f"{number}.{count}", amendment.title, text=amendment, station=at, late=True)


def _questions(stations: Sequence[tuple[PaperText, Station]], first: int) -> Iterator[Line]:
    asked = [each for each in stations if each[0].kind in ASKED]
    if asked:
        yield Line(str(first), "Anfragen")
    for count, (text, station) in enumerate(asked, 1):
        yield Line(f"{first}.{count}", text.title, text=text, station=station)


def meets(organization: str, place: int, calendar: Calendar) -> bool:
    """Whether an organization sits in a round: the plenary always, all of them in the coming rounds, else when needed."""
    if organization == "stvv" or place >= 0:
        return organization != "magistrat" or place == 0
    return place >= calendar.first and bool(stations_at(organization, place))
