"""How the minutes tell what was said: the paper's own voices, framed by sentences that do not repeat within a sitting."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from ris.demo_town.reading import table_of
from ris.demo_town.wording import filled

if TYPE_CHECKING:
    from datetime import date

    from ris.demo_town.agendas import Line
    from ris.demo_town.town import Town

VOICE = re.compile(r"\[(?P<who>[a-z]+)\]")


class Narrator:
    """Tells one sitting; the same sitting is always told the same way."""

    def __init__(self, town: Town, organization: str, day: date) -> None:
        self._town = town
        self._organization = organization
        self._day = day
        self._chance = Random(f"told {organization} {day}")  # noqa: S311 - a fixed dice, no secret
        self._present = town.present(organization, day)
        self._frames = {kind: list(lines) for kind, lines in table_of("narration.toml").items()}
        for lines in self._frames.values():
            self._chance.shuffle(lines)

    def tell(self, line: Line) -> str:
        """What the minutes say about an item."""
        if line.text is None or line.station is None:
            return self._standing(line)
        frames = "closed" if line.text.closed_reason else line.text.kind
        told = [self._frame(frames if frames in self._frames else "Vorlage")]
        told += [self._spoken(voice) for voice in self._voices(line)]
        told.append(self._frame(line.station.outcome))
        return filled(self._town, "\n\n".join(part for part in told if part))

    def _standing(self, line: Line) -> str:
        for start, kind in (
            ("Eröffnung", "opening"),
            ("Genehmigung", "approval"),
            ("Fragestunde", "questions"),
            ("Mitteilungen der", "chair"),
            ("Mitteilungen des", "magistrat"),
            ("Verschiedenes", "end"),
            ("Mitteilungen und", "end"),
        ):
            if line.name.startswith(start):
                return self._spoken(self._frame(kind))
        return ""

    def _frame(self, kind: str) -> str:
        lines = self._frames.get(kind) or []
        return self._spoken(lines.pop()) if lines else ""

    def _voices(self, line: Line) -> list[str]:
        """The committee hears the first half of what is said, the plenary the rest."""
        if line.text is None or line.station is None:
            return []
        voices, stations = line.text.voices, len(line.text.way)
        place = line.text.way.index(line.station)
        return list(voices[place * len(voices) // stations : (place + 1) * len(voices) // stations])

    def _spoken(self, text: str) -> str:
        return VOICE.sub(lambda found: self._speaker(found["who"]), text)

    def _speaker(self, who: str) -> str:
        if who == "vorsitz":
            chair = self._town.chair(self._organization, self._day)
            return self._town.name(chair.person)
        if who == "buergermeisterin":
            return f"Bürgermeisterin {self._town.name('falk')}"
        seats = [seat for seat in self._present if seat.group == who] or self._present
        seat = self._chance.choice(seats)
        group = (
            self._town.organizations[seat.group].short_name
            if seat.group
            else self._town.organizations[seat.organization].name
        )
        return f"{self._town.name(seat.person)} ({group})"
