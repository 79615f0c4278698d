"""Figures of a tagged PDF nobody has described (ISO 14289-1, 7.3), counted inside the cell."""

from __future__ import annotations

from contextlib import suppress

from pikepdf import Array, Dictionary, Name, Object, Pdf

from ris.documents.pdf.outline import DAMAGE

MOST_NODES = 50_000
"""Elements looked at; a hostile tree may lead into itself."""


def figures_untold(document: Pdf) -> int:
    """How many figures have neither an alternative nor a replacement text; 0 for a PDF without tags."""
    untold = 0
    with suppress(*DAMAGE):
        open_nodes = _children(document.Root.get(Name.StructTreeRoot))
        for _ in range(MOST_NODES):
            if not open_nodes:
                break
            node = open_nodes.pop()
            open_nodes += _children(node)
            untold += node.get(Name.S) == Name.Figure and not _told(node)
    return untold


def _told(node: Object) -> bool:
    return any(str(node.get(key, "")).strip() for key in (Name.Alt, Name.ActualText))


def _children(node: Object | None) -> list[Object]:
    below = node.get(Name.K) if isinstance(node, Dictionary) else None
    each = list(below) if isinstance(below, Array) else [below]
    return [child for child in each if isinstance(child, Dictionary)]
