"""What visitors ask of the search page: an address's query in, checked values out. Nonsense is left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ris.search.engine import Cursor, Query, Sort
from ris.search.entries import LONGEST_RESULT, Kind
from ris.web.addresses import number_from

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from ris.access.actor import Actor

PAGE_SIZE = 10
_LONGEST = 400
_MOST_CHOICES = 40


@dataclass(frozen=True)
class SearchForm:
    """One state of the page: what is asked, what it is narrowed to, and where the list begins."""

    text: str = ""
    kinds: frozenset[str] = frozenset()
    organizations: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    results: frozenset[str] = frozenset()
    sort: Sort = Sort.BEST
    after: Cursor | None = None

    @classmethod
    def parse(cls, values: MultiDict[str, str]) -> SearchForm:
        """Read an address's query."""
        return cls(
            text=" ".join(values.get("q", "").replace("\0", " ")[:_LONGEST].split()),
            kinds=frozenset(kind for kind in values.getlist("art")[:_MOST_CHOICES] if kind in set(Kind)),
            organizations=_numbers(values.getlist("gremium")),
            years=_numbers(values.getlist("jahr")),
            results=_words(values.getlist("ergebnis")),
            sort=Sort.NEWEST if values.get("sortierung") == Sort.NEWEST else Sort.BEST,
            after=cursor_from(values.get("nach")),
        )

    @property
    def asked(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.text or self.narrowed)

    @property
    def narrowed(self) -> int:
        """Number of filters chosen."""
        return len(self.kinds) + len(self.organizations) + len(self.years) + len(self.results)

    @property
    def only_meetings(self) -> bool:
        """Whether nothing but meetings is looked for: what is found can stand in a calendar."""
        return self.kinds == {Kind.MEETING}

    def query(self, actor: Actor) -> Query:
        """The question for an engine, with the reader's rights."""
        return Query(
            text=self.text,
            reads=actor.reads,
            body_id=actor.body_id,
            kinds=self.kinds,
            organizations=self.organizations,
            years=self.years,
            results=self.results,
            sort=self.sort,
            limit=PAGE_SIZE,
            after=self.after,
        )

    def without(self, *, kind: str = "", organization: int = 0, year: int = 0, result: str = "") -> SearchForm:
        """The same with one filter less, from the first page on."""
        return replace(
            self,
            kinds=self.kinds - {kind},
            organizations=self.organizations - {organization},
            years=self.years - {year},
            results=self.results - {result},
            after=None,
        )

    def without_years(self) -> SearchForm:
        """The same in all years."""
        return replace(self, years=frozenset(), after=None)

    def cleared(self) -> SearchForm:
        """The same without any filter."""
        return replace(
            self,
            kinds=frozenset(),
            organizations=frozenset(),
            years=frozenset(),
            results=frozenset(),
            after=None,
        )

    def spelled(self, text: str) -> SearchForm:
        """The same in other words."""
        return replace(self, text=text, after=None)

    def sorted_by(self, sort: str) -> SearchForm:
        """The same in this order, from the first page on."""
        return replace(self, sort=Sort(sort), after=None)

    def following(self, cursor: Cursor) -> SearchForm:
        """The next page."""
        return replace(self, after=cursor)

    @property
    def feed_address(self) -> str:
        """The address of all that is found, whichever page of it is shown."""
        return replace(self, after=None).address

    @property
    def address(self) -> str:
        """The page's address; one for each state."""
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        pairs += [("art", kind) for kind in sorted(self.kinds)]
        pairs += [("gremium", str(number)) for number in sorted(self.organizations)]
        pairs += [("jahr", str(year)) for year in sorted(self.years)]
        pairs += [("ergebnis", result) for result in sorted(self.results)]
        if self.sort is not Sort.BEST:
            pairs.append(("sortierung", self.sort.value))
        if self.after:
            pairs.append(("nach", cursor_text(self.after)))
        return f"/suche?{urlencode(pairs)}" if pairs else "/suche"


def _numbers(texts: Iterable[str]) -> frozenset[int]:
    found = (number for text in texts if (number := number_from(text)) is not None)
    return frozenset(islice(found, _MOST_CHOICES))


def _words(texts: Sequence[str]) -> frozenset[str]:
    found = (" ".join(text.replace("\0", " ").split()) for text in texts[:_MOST_CHOICES])
    return frozenset(text for text in found if 0 < len(text) <= LONGEST_RESULT)


def cursor_text(cursor: Cursor) -> str:
    """A cursor as it stands in an address."""
    return f"{cursor.value!r}_{cursor.seen}_{cursor.key}"


def cursor_from(text: str | None) -> Cursor | None:
    """The cursor in an address; None for the first page and for nonsense."""
    value, _, rest = (text or "").partition("_")
    seen, _, key = rest.partition("_")
    table, _, number = key.partition(":")
    shown = number_from(seen)
    if shown is None or number_from(number) is None or not table:
        return None
    try:
        score = float(value)
    except ValueError:
        return None
    return Cursor(score, key, shown) if math.isfinite(score) else None
