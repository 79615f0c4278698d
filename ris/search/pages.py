"""What the search page shows, put together once, so that view and template decide nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from markupsafe import Markup
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.search.analysis import WORD, fold, tidy
from ris.search.engine import Hits, IndexReader
from ris.search.entries import Kind
from ris.search.forms import SearchForm
from ris.search.index import SearchIndex
from ris.search.language import parse
from ris.search.queries.found import Found
from ris.search.queries.hits import found_for, organization_names
from ris.search.snippets import Marker, Passage

LABELS: Mapping[Kind, tuple[str, str]] = {
    Kind.PAPER: ("Vorlage", "Vorlagen"),
    Kind.AGENDA_ITEM: ("Tagesordnungspunkt", "Tagesordnungspunkte"),
    Kind.MINUTES: ("Niederschrift", "Niederschriften"),
    Kind.FILE: ("Unterlage", "Unterlagen"),
    Kind.MEETING: ("Sitzung", "Sitzungen"),
    Kind.ORGANIZATION: ("Gremium", "Gremien"),
    Kind.PERSON: ("Person", "Personen"),
}
"""One and many of each kind, in the order of the facet."""
CHOICES_SHOWN = 8
_FEWEST_WORDS = 2
_MOST_SINGLE_WORDS = 4
_YEAR_AND_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d\d)[ ._]?(\d{1,5})(?!\d)")
_NUMBER_AND_YEAR = re.compile(r"(?<!\d)(\d{1,5})[ ./_-]((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True)
class Choice:
    """One box of a facet."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One question the hits can be narrowed by; the more frequent answers first."""

    name: str
    label: str
    choices: Sequence[Choice]

    @property
    def shown(self) -> Sequence[Choice]:
        """The boxes always there: the first ones and all that are ticked."""
        return [choice for place, choice in enumerate(self.choices) if place < CHOICES_SHOWN or choice.chosen]

    @property
    def folded(self) -> Sequence[Choice]:
        """The rest, behind a disclosure."""
        return [choice for place, choice in enumerate(self.choices) if place >= CHOICES_SHOWN and not choice.chosen]


@dataclass(frozen=True)
class ShownHit:
    """A hit with its words marked."""

    found: Found
    label: str
    title: Markup
    passage: Markup
    address: str
    place: str = ""
    """„Seite 12“ where the passage is, if pages are known and there is more than one."""
    place_address: str = ""


@dataclass(frozen=True)
class SearchPage:
    """Everything the template needs."""

    form: SearchForm
    total: int = 0
    hits: Sequence[ShownHit] = ()
    facets: Sequence[Facet] = ()
    chips: Sequence[tuple[str, str]] = ()
    """Label and address without it, for each filter chosen."""
    following: str = ""
    suggestion: str = ""
    suggestion_address: str = ""
    fewer: Sequence[tuple[str, int, str]] = ()
    """Without any hit: single words of the question that find something, how much, and the address."""
    ready: bool = True
    """False before the first index is built."""


def search_page(session: Session, actor: Actor, index: SearchIndex, form: SearchForm) -> SearchPage:
    """The page for one state of the form; raises ``NoIndex`` before the first rebuild."""
    reader = index.reader()
    answer = reader.search(form.query(actor))
    names = organization_names(session, actor, {*answer.organizations, *form.organizations})
    splitter = index.splitter()
    marker = Marker(parse(form.text, splitter), splitter)
    found = found_for(session, actor, [hit.key for hit in answer.hits])
    lost = bool(form.text) and not answer.total
    suggestion = _suggestion(session, actor, reader, form) if lost else ""
    return SearchPage(
        form=form,
        total=answer.total,
        hits=[_shown(hit, marker) for hit in found],
        facets=_facets(answer, form, names),
        chips=list(_chips(form, names)),
        following=form.following(answer.next).address if answer.next else "",
        suggestion=suggestion,
        suggestion_address=form.spelled(suggestion).address if suggestion else "",
        fewer=list(_fewer(actor, reader, form)) if lost and not suggestion else (),
    )


def _shown(found: Found, marker: Marker) -> ShownHit:
    passages = [(marker.passage(source.text), source) for source in (found, *found.files) if source.text]
    passage, source = max(passages, key=lambda pair: pair[0].terms, default=(Passage(Markup(), 1), found))
    paged = bool(passage.terms) and source.pages and "\f" in source.text
    place = f"{source.address}#page={passage.page}" if paged else ""
    return ShownHit(
        found=found,
        label=LABELS[found.kind][0],
        title=marker.whole(found.title),
        passage=passage.html,
        address=place if place and source is found else found.address,
        place=f"Seite {passage.page}" if paged else "",
        place_address=place,
    )


def _facets(answer: Hits, form: SearchForm, names: Mapping[int, str]) -> list[Facet]:
    kinds = [
        Choice(kind.value, many, answer.kinds.get(kind, 0), kind in form.kinds)
        for kind, (_, many) in LABELS.items()
        if kind in answer.kinds or kind in form.kinds
    ]
    organizations = [
        Choice(str(number), name, answer.organizations.get(number, 0), number in form.organizations)
        for number, name in names.items()
    ]
    organizations.sort(key=lambda choice: (-choice.count, choice.label))
    years = [
        Choice(str(year), str(year), answer.years.get(year, 0), year in form.years)
        for year in sorted({*answer.years, *form.years}, reverse=True)
    ]
    results = [
        Choice(result, result, answer.results.get(result, 0), result in form.results)
        for result in {*answer.results, *form.results}
    ]
    results.sort(key=lambda choice: (-choice.count, choice.label))
    facets = (
        Facet("art", "Was suchen Sie?", kinds),
        Facet("gremium", "Gremium", organizations),
        Facet("jahr", "Jahr", years),
        Facet("ergebnis", "Ergebnis", results),
    )
    return [facet for facet in facets if facet.choices]


def _chips(form: SearchForm, names: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    for kind, (_, many) in LABELS.items():
        if kind in form.kinds:
            yield many, form.without(kind=kind).address
    for number in sorted(form.organizations):
        yield names.get(number, "Unbekanntes Gremium"), form.without(organization=number).address
    for year in sorted(form.years, reverse=True):
        yield str(year), form.without(year=year).address
    for result in sorted(form.results):
        yield result, form.without(result=result).address


def _suggestion(session: Session, actor: Actor, reader: IndexReader, form: SearchForm) -> str:
    """Another spelling, or another way to write a number, that finds something; empty when there is none."""
    for text in _other_numbers(form.text):
        if reader.search(replace(form.cleared(), text=text).query(actor)).total:
            return text
    query = form.cleared().query(actor)
    corrected = reader.suggest(query)
    if not corrected:
        return ""
    folded = _replaced(form.text, corrected)
    answer = reader.search(replace(query, text=folded))
    texts = [f"{hit.title} {hit.text}" for hit in found_for(session, actor, [hit.key for hit in answer.hits[:5]])]
    written = {word: _as_written(word, texts) for word in corrected.values()}
    return _replaced(form.text, {typed: written[word] for typed, word in corrected.items()}) if answer.total else ""


def _fewer(actor: Actor, reader: IndexReader, form: SearchForm) -> Iterator[tuple[str, int, str]]:
    """The words of a question one by one, as far as they find something."""
    words = list(dict.fromkeys(form.text.split()))
    if len(words) < _FEWEST_WORDS or '"' in form.text:
        return
    for word in sorted(words, key=len, reverse=True)[:_MOST_SINGLE_WORDS]:
        total = reader.search(replace(form.spelled(word).query(actor), limit=1)).total
        if total and not word.startswith("-"):
            yield word, total, form.spelled(word).address


def _other_numbers(text: str) -> Iterator[str]:
    """„20260412“, „2026 412“ and „412/2026“ may all mean 2026/412; leading zeros do not matter to the index."""
    for pattern, order in ((_YEAR_AND_NUMBER, r"\1/\2"), (_NUMBER_AND_YEAR, r"\2/\1")):
        if pattern.search(text):
            yield pattern.sub(order, text)


def _replaced(text: str, words: Mapping[str, str]) -> str:
    return WORD.sub(lambda match: words.get(match.group(), match.group()), tidy(text))


def _as_written(word: str, texts: Sequence[str]) -> str:
    """The word as the readable texts write it: with umlauts and capital letters."""
    written = (
        found.group()
        for text in texts
        for found in islice(re.finditer(rf"[^\W_]{{{max(1, len(word) - 4)},{len(word)}}}", tidy(text)), 20_000)
        if fold(found.group().lower()) == word
    )
    return next(written, word)
