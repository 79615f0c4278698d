"""All sheets of our own in a pack, drawn once to be measured and once with the right page numbers."""

from __future__ import annotations

from dataclasses import dataclass

from ris.documents.pack import PackPlan
from ris.documents.pdf.divider import draw_divider
from ris.documents.pdf.front import draw_contents, draw_cover
from ris.documents.pdf.places import NOWHERE, Findings, Places, lay_out
from ris.documents.pdf.sheet import Jump, Sheets


@dataclass(frozen=True)
class DrawnSheets:
    """Cover, contents and dividers in one PDF, and how they are cut."""

    content: bytes
    front: int
    """Sheets of cover and contents."""
    dividers: dict[int, int]
    """Section → sheets of its divider, in order; a section without papers has none."""
    jumps: tuple[Jump, ...]
    places: Places


def draw_sheets(plan: PackPlan, findings: Findings) -> DrawnSheets:
    """Draw everything that is not somebody's paper."""
    measured = _draw(plan, findings, NOWHERE)
    # Page numbers stand in columns of their own: the second drawing breaks its lines like the first.
    return _draw(plan, findings, lay_out(plan, findings, measured.front, measured.dividers))


def _draw(plan: PackPlan, findings: Findings, places: Places) -> DrawnSheets:
    sheets = Sheets(measuring=places is NOWHERE)
    draw_cover(sheets, plan, findings, places)
    draw_contents(sheets, plan, findings, places)
    front = sheets.count
    dividers: dict[int, int] = {}
    for index, section in enumerate(plan.sections):
        if section.files:
            before = sheets.count
            draw_divider(sheets, plan, index, findings, places)
            dividers[index] = sheets.count - before
    return DrawnSheets(sheets.finish(), front, dividers, tuple(sheets.jumps), places)
