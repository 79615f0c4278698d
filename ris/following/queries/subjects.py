"""What somebody wants to follow, as an address names it, and what it is called: as the public reads it now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from ris.council.queries import organization_for, person_for
from ris.documents.models import Paper
from ris.documents.queries.papers import paper_for
from ris.following.rules import LONGEST_QUESTION, Followed
from ris.search.engine import Sort
from ris.search.entries import key_of
from ris.search.forms import SearchForm
from ris.search.pages import LABELS
from ris.search.queries.hits import found_for
from ris.web.addresses import address_of, number_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.notices.rules import Pace

TABLES = {Followed.PAPER: "paper", Followed.ORGANIZATION: "organization", Followed.PERSON: "person"}
"""Table of the rows that are followed by their id."""
CALLED = {
    Followed.PAPER: "Vorlage",
    Followed.ORGANIZATION: "Gremium",
    Followed.PERSON: "Person",
    Followed.SEARCH: "Suche",
}
PROMISED = {
    Followed.PAPER: "wenn sie auf eine Tagesordnung kommt, wenn ihre Sitzung verlegt oder abgesagt wird, wenn über sie "
    "entschieden ist und wenn sich an ihr oder ihren Unterlagen etwas ändert",
    Followed.ORGANIZATION: "wenn es neue, verlegte oder abgesagte Sitzungen gibt, wenn sich Tagesordnungen ändern und wenn "
    "das Gremium Vorlagen einbringt",
    Followed.PERSON: "wenn diese Person etwas einbringt und wenn sich an ihren Ämtern etwas ändert",
    Followed.SEARCH: "wenn die Suche Neues findet und wenn sich etwas davon ändert",
}


@dataclass(frozen=True)
class Wanted:
    """What is to be followed: the kind, and the row's id or the search's question."""

    kind: Followed
    about: str


@dataclass(frozen=True)
class Subject:
    """What is followed, in words for pages and letters."""

    wanted: Wanted
    title: str
    """Its address where it is public no more: nothing else is said of it then."""
    address: str
    public: bool = True

    @property
    def kind(self) -> str:
        """Auf Deutsch."""
        return CALLED[self.wanted.kind]

    @property
    def promise(self) -> str:
        """What somebody who follows it hears of: the end of „Wir schreiben Ihnen, …“."""
        return PROMISED[self.wanted.kind]


@dataclass(frozen=True)
class Wish:
    """Somebody's wish to hear of something; whose address it is nobody knows yet."""

    address: str
    wanted: Wanted
    page: str
    """Address of the page it is about."""
    pace: Pace


def wanted_from(session: Session, public: Actor, values: Mapping[str, str]) -> Wanted | None:
    """What an address's query asks to follow; ``None`` alike for what is none and for what is not public."""
    for kind in Followed:
        if text := values.get(kind.value, ""):
            return _search(text) if kind is Followed.SEARCH else _row(session, public, kind, text)
    return None


def question_of(about: str) -> SearchForm:
    """The search a subscription is about."""
    return SearchForm.parse(MultiDict(parse_qsl(about)))


def words_of(form: SearchForm) -> str:
    """A search in words: what was typed, what it is narrowed to, and whether there is more to it."""
    kinds = " und ".join(many for kind, (_, many) in LABELS.items() if kind in form.kinds)
    what = f"„{form.text}“" if form.text else f"Alle {kinds}" if kinds else "Alles"
    more = len(form.organizations) + len(form.results)
    told = (
        kinds if form.text else "",
        " und ".join(str(year) for year in sorted(form.years)),
        f"mit {more} Filter{'n' if more > 1 else ''}" if more else "",
    )
    return ", ".join(filter(None, (what, *told)))


def subjects_of(session: Session, public: Actor, wanted: Iterable[Wanted]) -> dict[Wanted, Subject]:
    """What these are called now, with a constant number of statements."""
    wanted = list(wanted)
    rows = {each: key_of(TABLES[each.kind], int(each.about)) for each in wanted if each.kind in TABLES}
    found = {hit.key: hit for hit in found_for(session, public, list(rows.values()))}
    slugs = _slugs(session, [int(each.about) for each in rows if each.kind is Followed.PAPER])
    subjects = {}
    for each in wanted:
        hit = found.get(rows.get(each, ""))
        if each.kind is Followed.SEARCH:
            subjects[each] = Subject(each, words_of(question_of(each.about)), f"/suche?{each.about}")
        elif hit is None:
            address = address_of(TABLES[each.kind], slugs.get(int(each.about), each.about))
            subjects[each] = Subject(each, address, address, public=False)
        else:
            subjects[each] = Subject(each, f"{hit.number} {hit.title}".strip(), hit.address)
    return subjects


def _search(text: str) -> Wanted | None:
    form = replace(SearchForm.parse(MultiDict(parse_qsl(text.removeprefix("/suche?")))), after=None, sort=Sort.BEST)
    question = form.address.partition("?")[2]
    return Wanted(Followed.SEARCH, question) if form.asked and len(question) <= LONGEST_QUESTION else None


def _row(session: Session, public: Actor, kind: Followed, text: str) -> Wanted | None:
    if kind is Followed.PAPER:
        row_id = getattr(paper_for(session, public, text), "id", None)
    else:
        find = organization_for if kind is Followed.ORGANIZATION else person_for
        row_id = getattr(find(session, public, number_from(text) or 0), "id", None)
    return Wanted(kind, str(row_id)) if row_id is not None else None


def _slugs(session: Session, ids: list[int]) -> dict[int, str]:
    """The last part of papers' addresses, whoever may read them: an address stays when the thing has gone."""
    rows = session.query(Paper.id, Paper.slug).filter(Paper.id.in_(ids))
    return {row.id: row.slug for row in rows}
