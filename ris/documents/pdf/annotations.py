"""A paper's annotations before it goes into a pack: links are kept, what would act by itself is not.

Scripts, started programs, sent forms and fetched media have no place in what a town hands out. Links that
name their target are made to point at it, so that a name used by another paper, too, cannot mislead them.
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

from ris.documents.pdf.outline import DAMAGE

ALLOWED = frozenset({"/GoTo", "/URI", "/Named"})
"""Kinds of action that only turn pages or open a web address (ISO 32000-1, table 198)."""
DEEPEST = 32
"""Ancestors of a form field that are looked at; a loop ends here."""
Targets = dict[str, Object]
"""Name → where it is; names of the old table begin with a slash."""


def settle_annotations(document: Pdf) -> None:
    """Prepare all pages of a paper. Annotations too broken to be understood go, page by page."""
    targets = _targets(document)
    for page in document.pages:
        dictionary = page.obj
        try:
            _settle_page(dictionary, targets)
        except DAMAGE:
            del dictionary[Name.Annots]


def _targets(document: Pdf) -> Targets:
    """The named places of a paper; none when the tables are damaged, then ``add_pages_from`` does its best."""
    try:
        found = {}
        names = document.Root.get(Name.Names)
        tree = names.get(Name.Dests) if isinstance(names, Dictionary) else None
        if isinstance(tree, Dictionary):
            found.update({str(name): _place(entry) for name, entry in NameTree(tree).items()})
        table = document.Root.get(Name.Dests)
        if isinstance(table, Dictionary):
            found.update({str(name): _place(entry) for name, entry in table.items()})
    except DAMAGE:
        return {}
    return {name: place for name, place in found.items() if place is not None}


def _place(entry: Object) -> Object | None:
    place = entry.get(Name.D) if isinstance(entry, Dictionary) else entry
    return place if isinstance(place, Array) and len(place) > 0 and place[0].is_indirect else None


def _settle_page(page: Object, targets: Targets) -> None:
    if Name.AA in page:
        del page[Name.AA]
    annotations = page.get(Name.Annots)
    if not isinstance(annotations, Array):
        return
    for annotation in annotations:
        if isinstance(annotation, Dictionary):
            _settle(annotation, targets)
            _point(annotation, Name.Dest, targets)
            _disarm_ancestors(annotation, targets)


def _disarm_ancestors(annotation: Object, targets: Targets) -> None:
    parent = annotation.get(Name.Parent)
    for _ in range(DEEPEST):
        if not isinstance(parent, Dictionary):
            return
        _settle(parent, targets)
        parent = parent.get(Name.Parent)


def _settle(owner: Object, targets: Targets) -> None:
    if Name.AA in owner:
        del owner[Name.AA]
    action = owner.get(Name.A)
    if not isinstance(action, Dictionary):
        return
    kind = str(action.get(Name.S, ""))
    if kind not in ALLOWED:
        del owner[Name.A]
        return
    if Name.Next in action:
        del action[Name.Next]
    if kind == "/GoTo":
        _point(action, Name.D, targets)


def _point(owner: Object, key: Name, targets: Targets) -> None:
    target = owner.get(key)
    if isinstance(target, (String, Name)):
        place = targets.get(str(target))
        if place is not None:
            owner[key] = place
