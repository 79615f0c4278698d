"""What a run did, for the person at the terminal and the audit trail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TextIO

from ris.oparl.reading import Problem
from ris.oparl.vocabulary import BY_TABLE

GERMAN: Final = {
    "body": "Kommunen",
    "legislative_term": "Wahlperioden",
    "location": "Orte",
    "organization": "Gremien",
    "person": "Personen",
    "membership": "Mitgliedschaften",
    "file": "Dateien",
    "paper": "Vorlagen",
    "meeting": "Sitzungen",
    "agenda_item": "Tagesordnungspunkte",
    "consultation": "Beratungen",
}
"""Names for the report, in the order things are written."""

SHOWN_PROBLEMS: Final = 50
SHOWN_EXAMPLES: Final = 3
ASK_FOR_ALL: Final = "--report DATEI"


@dataclass
class Count:
    """What happened to objects of one kind."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0


@dataclass
class Report:
    """The account of one run."""

    source: str
    body: str = ""
    counts: dict[str, Count] = field(default_factory=lambda: {table: Count() for table in GERMAN})
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    skipped: int = 0
    """Objects, or whole pages of them, that could not be read at all."""
    notes: list[str] = field(default_factory=list)
    dangling: Counter[tuple[str, str]] = field(default_factory=Counter)
    """``(table, property)`` → how many references point to what never came."""
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    texts: Counter[str] = field(default_factory=Counter)
    files_wanted: int = 0
    whole: TextIO | None = None
    """Where every problem and every reference into the void is written by name, however many there are."""
    seconds: float = 0.0

    def problem(self, problem: Problem) -> None:
        """Count a problem and keep the first ones by name."""
        self.problem_count += 1
        self._write(f"{problem.place}: {problem.message}")
        if len(self.problems) < SHOWN_PROBLEMS:
            self.problems.append(problem)

    def points_nowhere(self, from_url: str, table: str, name: str, target_url: str) -> None:
        """Count a reference to what never came and keep the first ones of each kind by name."""
        self.dangling[table, name] += 1
        self._write(f"{from_url}: {BY_TABLE[table].oparl}.{name} zeigt ins Leere: {target_url}")
        shown = self.examples.setdefault((table, name), [])
        if len(shown) < SHOWN_EXAMPLES and target_url not in shown:
            shown.append(target_url)

    def _write(self, line: str) -> None:
        if self.whole is not None:
            self.whole.write(f"{line}\n")

    @property
    def objects(self) -> int:
        """How many different objects were read."""
        return sum(c.new + c.changed + c.unchanged + c.deleted for c in self.counts.values())

    @property
    def touched(self) -> int:
        """How many of them were written."""
        return sum(c.new + c.changed + c.deleted for c in self.counts.values())

    def figures(self) -> dict[str, dict[str, int]]:
        """The counts that are not zero, for the audit trail."""
        return {
            table: {"new": c.new, "changed": c.changed, "deleted": c.deleted}
            for table, c in self.counts.items()
            if c.new or c.changed or c.deleted
        }

    def lines(self) -> Iterator[str]:
        """The report in German."""
        yield f"Import aus {self.source} für {self.body}" if self.body else f"Import aus {self.source}"
        yield f"{'':22}{'neu':>9}{'geändert':>10}{'unverändert':>13}{'gelöscht':>10}"
        for table, name in GERMAN.items():
            count = self.counts[table]
            if count != Count():
                yield f"{name:22}{count.new:9}{count.changed:10}{count.unchanged:13}{count.deleted:10}"
        total = Count(*(sum(getattr(c, name) for c in self.counts.values()) for name in vars(Count())))
        yield f"{'zusammen':22}{total.new:9}{total.changed:10}{total.unchanged:13}{total.deleted:10}"
        skipped = f", {self.skipped} übersprungen" if self.skipped else ""
        yield f"Ergebnis: {total.new} neu, {total.changed} geändert, {total.deleted} gelöscht{skipped}."
        yield from self._dangling_lines()
        if self.texts:
            yield (
                f"Texte: {self.texts['new']} neu, {self.texts['changed']} geändert, {self.texts['unchanged']} "
                f"unverändert, {self.texts['unknown']} zu Dateien, die hier nicht bekannt sind."
            )
        if self.files_wanted:
            yield f"{self.files_wanted} Dateien werden im Hintergrund geholt."
        yield from self.notes
        yield from self._problem_lines()
        rate = self.objects / self.seconds if self.seconds else 0
        yield f"{self.objects} Objekte in {self.seconds:.1f} Sekunden ({rate:.0f} je Sekunde)."

    def _dangling_lines(self) -> Iterator[str]:
        total = sum(self.dangling.values())
        if total:
            yield f"Verweise ins Leere: {total}. Sie bleiben vermerkt und gelten, sobald ihr Ziel kommt."
        for (table, name), count in sorted(self.dangling.items(), key=lambda found: -found[1]):
            shown = ", ".join(self.examples.get((table, name), ()))
            yield f"  {count:6} {BY_TABLE[table].oparl}.{name}, zum Beispiel {shown}"
        if self.whole is None and total > sum(map(len, self.examples.values())):
            yield f"  Alle einzeln: {ASK_FOR_ALL}"

    def _problem_lines(self) -> Iterator[str]:
        if self.problem_count:
            yield f"Probleme: {self.problem_count}. Betroffenes wurde übersprungen, alles andere ist importiert."
        for problem in self.problems:
            yield f"  {problem.place}: {problem.message}"
        if self.problem_count > len(self.problems):
            told = f"mit {ASK_FOR_ALL}" if self.whole is None else "in der Datei"
            yield f"  … und {self.problem_count - len(self.problems)} weitere, alle {told}."
