"""What a paper may not do once it is part of a pack: run scripts, start programs, send or fetch data."""

from __future__ import annotations

from collections.abc import Iterable

from pikepdf import Array, Dictionary, Name, Object, Page

from ris.documents.pdf.outline import DAMAGE

ALLOWED = frozenset({"/GoTo", "/URI", "/Named"})
"""Kinds of action that only turn pages or open a web address (ISO 32000-1, table 198)."""
DEEPEST = 32
"""Ancestors of a form field that are looked at; a loop ends here."""


def disarm(pages: Iterable[Page]) -> None:
    """Remove active content from pages and their annotations; links, texts and pictures stay.

    Annotations too broken to be understood go as a whole.
    """
    for page in pages:
        try:
            _disarm_page(page.obj)
        except DAMAGE:
            del page.obj[Name.Annots]


def _disarm_page(page: Object) -> None:
    if Name.AA in page:
        del page[Name.AA]
    annotations = page.get(Name.Annots)
    if not isinstance(annotations, Array):
        return
    for annotation in annotations:
        if isinstance(annotation, Dictionary):
            _disarm_annotation(annotation)


def _disarm_annotation(annotation: Object) -> None:
    _disarm_actions(annotation)
    parent = annotation.get(Name.Parent)
    for _ in range(DEEPEST):
        if not isinstance(parent, Dictionary):
            return
        _disarm_actions(parent)
        parent = parent.get(Name.Parent)


def _disarm_actions(owner: Object) -> None:
    if Name.AA in owner:
        del owner[Name.AA]
    action = owner.get(Name.A)
    if not isinstance(action, Dictionary):
        return
    if str(action.get(Name.S, "")) not in ALLOWED:
        del owner[Name.A]
    elif Name.Next in action:
        del action[Name.Next]
