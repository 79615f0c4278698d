"""Tags of a pack (ISO 32000-1, 14.7): our own sheets as they were drawn, and each paper with the tags it brought along.

A paper without tags becomes one paragraph for each page: in a tagged document programs for screen readers pass over
whatever has none, so a pack that is tagged in front alone would read out nothing of its papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Page, Pdf, Stream, String

from ris.documents.pdf.elements import Element, Kind
from ris.documents.pdf.outline import DAMAGE
from ris.documents.pdf.typeface import clean

SHARED = (Name.RoleMap, Name.ClassMap)
"""What a paper says of names of its own; the first paper that uses a name is believed."""


@dataclass
class Structure:
    """The tree of tags of a pack while it is put together."""

    pack: Pdf
    root: Object = field(init=False)
    numbers: list[tuple[int, Object]] = field(default_factory=list)
    """What pages and links find their elements by, in order."""
    following: int = 0
    _told: dict[int, list[Object]] = field(default_factory=dict)
    """The elements of each of our sheets, by the numbers of their pieces."""

    def __post_init__(self) -> None:
        self.root = self.pack.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._before, self._behind = (Stream(self.pack, part) for part in (b"/P <</MCID 0>> BDC\n", b"\nEMC\n"))

    def element(self, kind: Kind, parent: Object, title: str = "") -> Object:
        """An element without kids; the caller hangs it into its parent."""
        element = Dictionary(Type=Name.StructElem, S=Name(f"/{kind.value}"), P=parent, K=Array())
        if title:
            element.T = String(clean(title))
        return self.pack.make_indirect(element)

    def number(self, owner: Object, name: Name, found: Object) -> None:
        """Let a page or link find its elements."""
        owner[name] = self.following
        self.numbers.append((self.following, found))
        self.following += 1

    def paper(self, parent: Object, title: str, pages: Sequence[Page], tags: Object | None, *, whole: bool) -> None:
        """Hang a paper's tags into its item's; ``tags``: its own tree, copied into the pack, if it has one.

        ``whole``: all its pages are there; else its tree speaks of pages that are not.
        """
        part = self.element(Kind.PART, parent, title)
        parent.K.append(part)
        if tags is not None:
            try:
                (self._graft if whole else self._pick)(part, pages, tags)
            except DAMAGE:
                part.K = Array()
            else:
                return
        for page in pages:
            self._wrap(part, page)

    def _pick(self, part: Object, pages: Sequence[Page], tags: Object) -> None:
        """Take over what is tagged on these pages, one element after the other, without the tree above."""
        known = dict(NumberTree(tags.ParentTree).items())
        found = [known[int(page.obj.StructParents)] for page in pages]
        if not all(isinstance(elements, Array) for elements in found):
            raise TypeError
        for page, elements in zip(pages, found, strict=True):
            leaves = Array()
            for number, element in enumerate(elements):
                leaf = Dictionary(Type=Name.StructElem, S=element.S, P=part, Pg=page.obj, K=number)
                leaves.append(self.pack.make_indirect(leaf))
            part.K.extend(leaves)
            self.number(page.obj, Name.StructParents, leaves)
            _unnumber(page)
        self._share(Name.RoleMap, tags.get(Name.RoleMap))

    def _wrap(self, part: Object, page: Page) -> None:
        """Make a page one paragraph."""
        paragraph = self.element(Kind.PARAGRAPH, part)
        paragraph.Pg, paragraph.K = page.obj, 0
        part.K.append(paragraph)
        contents = page.obj.get(Name.Contents)
        parts = contents if isinstance(contents, Array) else [contents]
        streams = [stream for stream in parts if isinstance(stream, Stream)]
        page.obj.Contents = Array([self._before, *streams, self._behind])
        self.number(page.obj, Name.StructParents, Array([paragraph]))
        _unnumber(page)

    def _graft(self, part: Object, pages: Sequence[Page], tags: Object) -> None:
        """Take over the tags a paper has; raises what pikepdf raises over broken ones."""
        offset = self.following
        known = list(NumberTree(tags.ParentTree).items())
        kids = tags.K if isinstance(tags.K, Array) else [tags.K]
        adopted = [kid for kid in kids if isinstance(kid, Dictionary)]
        if not known or not adopted:
            raise ValueError
        for kid in adopted:
            kid.P = part
        for owner, name in _numbered(pages):
            owner[name] = int(owner[name]) + offset
        part.K = Array(adopted)
        self.numbers.extend((offset + key, found) for key, found in known)
        self.following = offset + max(key for key, _ in known) + 1
        for name in SHARED:
            self._share(name, tags.get(name))

    def _share(self, name: Name, names: Object | None) -> None:
        if not isinstance(names, Dictionary):
            return
        if name not in self.root:
            self.root[name] = Dictionary()
        for key, meaning in names.items():
            if key not in self.root[name]:
                self.root[name][key] = meaning

    def own(
        self,
        element: Element,
        parent: Object,
        pages: Mapping[int, Object],
        links: Mapping[int, Object],
        made: dict[int, Object],
    ) -> Object:
        """Write an element of our sheets and all below it; ``made`` keeps them by the identity of what was drawn."""
        written = made[id(element)] = self.element(element.kind, parent, element.title)
        if element.alt:
            written.Alt = String(element.alt)
        if element.text:
            written.ActualText = String(element.text)
        for kid in element.kids:
            if isinstance(kid, Element):
                written.K.append(self.own(kid, written, pages, links, made))
            else:
                written.K.append(Dictionary(Type=Name.MCR, Pg=pages[kid.sheet], MCID=kid.number))
                self._told.setdefault(kid.sheet, []).append(written)
        for jump in element.jumps:
            annotation = links[jump]
            written.K.append(Dictionary(Type=Name.OBJR, Obj=annotation))
            self.number(annotation, Name.StructParent, written)
        return written

    def finish(self, document: Object, pages: Mapping[int, Object]) -> None:
        """Write the tree down; ``pages``: the pages of our own sheets."""
        for sheet, elements in self._told.items():
            self.number(pages[sheet], Name.StructParents, Array(elements))
        leaves = Array()
        for number, found in sorted(self.numbers, key=lambda pair: pair[0]):
            leaves.append(number)
            leaves.append(found)
        self.root.ParentTree = self.pack.make_indirect(Dictionary(Nums=leaves))
        self.root.ParentTreeNextKey = self.following
        self.root.K = document
        self.pack.Root.StructTreeRoot = self.root
        self.pack.Root.MarkInfo = Dictionary(Marked=True)


def _numbered(pages: Sequence[Page]) -> Iterator[tuple[Object, Name]]:
    """Pages and annotations that find their elements by a number."""
    for page in pages:
        if Name.StructParents in page.obj:
            yield page.obj, Name.StructParents
        for annotation in page.obj.get(Name.Annots) or ():
            if isinstance(annotation, Dictionary) and Name.StructParent in annotation:
                yield annotation, Name.StructParent


def _unnumber(page: Page) -> None:
    """Annotations whose elements are not taken over must not find somebody else's."""
    for annotation in page.obj.get(Name.Annots) or ():
        if isinstance(annotation, Dictionary) and Name.StructParent in annotation:
            del annotation[Name.StructParent]


def tags_of(pack: Pdf, document: Pdf) -> Object | None:
    """A paper's tree of tags, copied into the pack that holds its pages already; ``None`` where it has none to use."""
    try:
        tags = document.Root.get(Name.StructTreeRoot)
        if not isinstance(tags, Dictionary) or Name.ParentTree not in tags or Name.K not in tags:
            return None
        return pack.copy_foreign(tags if tags.is_indirect else document.make_indirect(tags))
    except DAMAGE:
        return None
