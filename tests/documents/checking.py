"""Looking into a pack from outside: where its links lead, what its bookmarks and labels say."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject


@dataclass(frozen=True)
class Jump:
    """A link inside the document, pages counted from 0; ``target`` is None when it leads nowhere."""

    page: int
    target: int | None


def plain(thing: Any) -> Any:  # noqa: ANN401 - a PDF holds anything anywhere
    """The thing itself where only a reference to it stands."""
    return thing.get_object() if isinstance(thing, IndirectObject) else thing


class Opened:
    """A PDF read with pypdf, which has no part in making it."""

    def __init__(self, path: Path) -> None:
        self.reader = PdfReader(path)
        self.root: Any = plain(self.reader.trailer["/Root"])
        self.pages: list[Any] = list(self.reader.pages)
        self.numbers = {page.indirect_reference.idnum: index for index, page in enumerate(self.pages)}

    @property
    def labels(self) -> list[str]:
        """The label of each page."""
        return self.reader.page_labels

    def text(self, page: int) -> str:
        """What stands on a page."""
        return str(self.pages[page].extract_text())

    def annotations(self, page: int) -> list[Any]:
        """Links and the like on a page."""
        return [plain(each) for each in plain(self.pages[page].get("/Annots")) or []]

    def jumps(self) -> Iterator[Jump]:
        """Every link that leads to a page of this document."""
        for index in range(len(self.pages)):
            for annotation in self.annotations(index):
                target = annotation.get("/Dest")
                action = plain(annotation.get("/A")) or {}
                if target is None and action.get("/S") == "/GoTo":
                    target = action.get("/D")
                if target is not None:
                    yield Jump(index, self._page(target))

    def addresses(self) -> set[str]:
        """Every web address linked to."""
        actions = [plain(each.get("/A")) or {} for page in range(len(self.pages)) for each in self.annotations(page)]
        return {str(action["/URI"]) for action in actions if action.get("/S") == "/URI"}

    def bookmarks(self) -> list[tuple[int, str, int | None]]:
        """Depth, title and page of every bookmark in order."""
        return list(self._bookmarks(self.reader.outline, 0))

    def _bookmarks(self, entries: Any, depth: int) -> Iterator[tuple[int, str, int | None]]:  # noqa: ANN401 - see plain
        for entry in entries:
            if isinstance(entry, list):
                yield from self._bookmarks(entry, depth + 1)
            else:
                yield depth, entry.title, self.reader.get_destination_page_number(entry)

    def _page(self, target: Any) -> int | None:  # noqa: ANN401 - see plain
        target = plain(target)
        if isinstance(target, str):
            target = plain(self._named(target))
        if isinstance(target, DictionaryObject):
            target = target["/D"]
        if isinstance(target, ArrayObject) and isinstance(target[0], IndirectObject):
            return self.numbers.get(target[0].idnum)
        return None

    def _named(self, name: str) -> Any:  # noqa: ANN401 - see plain
        table = plain(self.root.get("/Dests")) or {}
        if name in table:
            return table[name]
        names = plain(self.root.get("/Names"))
        return dict(self._leaves(plain(names["/Dests"]))).get(name) if names else None

    def _leaves(self, node: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - see plain
        for kid in node.get("/Kids") or []:
            yield from self._leaves(plain(kid))
        pairs = node.get("/Names") or []
        for index in range(0, len(pairs), 2):
            yield str(pairs[index]), pairs[index + 1]
