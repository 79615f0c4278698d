"""All sheets of our own in a pack, drawn once to be measured and once with the right page numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ris.documents.pdf.contents import draw_contents
from ris.documents.pdf.cover import draw_cover, draw_news
from ris.documents.pdf.divider import draw_divider, draw_stand_in
from ris.documents.pdf.elements import Element, Kind
from ris.documents.pdf.front import CONTENTS, COVER, NEWS
from ris.documents.pdf.places import NOWHERE, FileIndex, Findings, Places, lay_out
from ris.documents.pdf.sheet import Jump, Sheets

if TYPE_CHECKING:
    from ris.documents.pack import PackKind, PackPlan
    from ris.documents.pdf.crests import Arms


@dataclass(frozen=True)
class DrawnSheets:
    """Cover, contents, dividers and stand-ins in one PDF, and how they are cut."""

    content: bytes
    front: tuple[str, ...]
    """Labels of cover, news and contents, one for each sheet."""
    dividers: dict[int, int]
    """Section → sheets of its divider, in order; a section without papers has none."""
    stand_ins: dict[int, list[FileIndex]]
    """Section → the files a sheet stands in for; they are drawn behind its divider."""
    jumps: tuple[Jump, ...]
    places: Places
    root: Element = field(default_factory=lambda: Element(Kind.DOCUMENT))
    """What a screen reader is told."""
    parts: dict[int, Element] = field(default_factory=dict)
    """Section → the part of it that its papers belong to."""

    def positions(self) -> list[int]:
        """Sheet of ours → its page in the pack, both from 0."""
        pages = list(range(len(self.front)))
        for section, count in self.dividers.items():
            first = self.places.sections[section] - 1
            pages.extend(range(first, first + count))
            pages.extend(self.places.files[index] - 1 for index in self.stand_ins[section])
        return pages

    def owners(self) -> dict[int, int]:
        """Sheet of ours → the section it belongs to, for those behind the front."""
        owners: list[int] = []
        for section, count in self.dividers.items():
            owners.extend([section] * (count + len(self.stand_ins[section])))
        return dict(enumerate(owners, start=len(self.front)))


def draw_sheets(plan: PackPlan, kind: PackKind, arms: Arms | None, findings: Findings) -> DrawnSheets:
    """Draw everything that is not somebody's paper."""
    measured = _draw(plan, kind, arms, findings, NOWHERE)
    # Page numbers stand in columns of their own: the second drawing breaks its lines like the first.
    return _draw(plan, kind, arms, findings, lay_out(plan, findings, len(measured.front), measured.dividers, kind))


def _draw(plan: PackPlan, kind: PackKind, arms: Arms | None, findings: Findings, places: Places) -> DrawnSheets:
    sheets = Sheets(measuring=places is NOWHERE)
    front = draw_front(sheets, plan, kind, arms, findings, places)
    dividers: dict[int, int] = {}
    stand_ins: dict[int, list[FileIndex]] = {}
    parts: dict[int, Element] = {}
    for index, section in enumerate(plan.sections):
        indexes = [(index, number) for number in range(len(section.files))]
        if not any(findings[each].listed for each in indexes):
            continue
        before = sheets.count
        with sheets.outline.group(Kind.PART, plan.labels[index]) as parts[index]:
            draw_divider(sheets, plan, index, findings, places)
            dividers[index] = sheets.count - before
            stand_ins[index] = [each for each in indexes if findings[each].stands_in]
            for each in stand_ins[index]:
                draw_stand_in(sheets, plan, each, findings[each], places)
    jumps = tuple(sheets.jumps)
    return DrawnSheets(sheets.finish(), tuple(front), dividers, stand_ins, jumps, places, sheets.outline.root, parts)


def draw_front(
    sheets: Sheets, plan: PackPlan, kind: PackKind, arms: Arms | None, findings: Findings, places: Places
) -> list[str]:
    """Everything in front of the papers; the label of each sheet."""
    with sheets.group(Kind.PART, COVER):
        told = draw_cover(sheets, plan, kind, arms, findings, places)
        if not told:
            draw_news(sheets, plan, places)
    more = sheets.count - 1
    labels = [COVER, *(NEWS if more == 1 else f"{NEWS} {sheet}" for sheet in range(1, more + 1))]
    before = sheets.count
    with sheets.group(Kind.PART, CONTENTS):
        draw_contents(sheets, plan, findings, places)
    return [*labels, *(f"{CONTENTS} {sheet}" for sheet in range(1, sheets.count - before + 1))]
