"""Visiting every list and every object from the System on, and remembering of each what the checks of agreement need.

Objects are not kept whole: a city has a hundred thousand of them. Kept are a digest of what was said and whom it names.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.crawler.client import NO_HEADERS, Answer, Asking
from tests.crawler.faults import Faults
from tests.crawler.schema import check_schema
from tests.crawler.shape import Object, check, is_url, name_of
from tests.crawler.types import LEFT_OUT_WHERE_EMBEDDED, OMITTED, TYPES

OK: Final = 200
Listening = Callable[[Answer], None]


@dataclass(frozen=True)
class Seen:
    """What is remembered of an object."""

    type: str
    digest: str
    """Of everything it says."""
    embedded_digest: str
    """Of what it would say where it is embedded."""
    names: Mapping[str, tuple[str, ...]]
    """Property → ids of other objects."""
    modified: str


@dataclass
class Crawl:
    """What a visit found."""

    ask: Asking
    faults: Faults = field(default_factory=Faults)
    listen: Listening | None = None
    """Hears every answer."""
    objects: dict[str, Seen] = field(default_factory=dict)
    lists: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Address of a list → type and ids of all that is in it."""
    embedded: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    """Id → digests of the object wherever it was embedded, and where."""
    bodies: list[Object] = field(default_factory=list)
    requests: int = 0
    bytes: int = 0

    def get(self, url: str, headers: Mapping[str, str] = NO_HEADERS, method: str = "GET") -> Answer:
        """Ask, count, let others listen."""
        answer = self.ask(method, url, headers)
        self.requests += 1
        self.bytes += len(answer.content)
        if self.listen:
            self.listen(answer)
        return answer

    def object_at(self, url: str) -> Object | None:
        """The JSON object at an address; says what is wrong and gives ``None`` where there is none."""
        answer = self.get(url)
        if answer.status != OK:
            self.faults.say(url, f"answers {answer.status} instead of 200")
            return None
        self.check_manners(answer)
        try:
            said = answer.json()
        except ValueError as error:
            self.faults.say(url, "is no JSON", error)
            return None
        if not isinstance(said, dict):
            self.faults.say(url, "is no JSON object")
            return None
        return said

    def check_manners(self, answer: Answer) -> None:
        """What every answer with JSON in it has to have."""
        wanted = {"access-control-allow-origin": "*", "content-type": "application/json"}
        for name, value in wanted.items():
            if answer.headers.get(name, "").partition(";")[0] != value:
                self.faults.say(answer.url, f"{name} is not {value}", answer.headers.get(name))
        if "set-cookie" in answer.headers:
            self.faults.say(answer.url, "sets a cookie")
        if "cookie" in answer.headers.get("vary", "").casefold():
            self.faults.say(answer.url, "varies by cookie")

    def pages(self, url: str) -> Iterator[Object]:
        """Every page of a list, whose form and links are checked on the way."""
        seen: set[str] = set()
        number, per_page = 0, None
        wanted: str | None = url
        while wanted is not None:
            if wanted in seen:
                self.faults.say(url, "the pages of a list go in a circle", wanted)
                return
            seen.add(wanted)
            page = self.object_at(wanted)
            if page is None:
                return
            number += 1
            if not all(isinstance(page.get(key), kind) for key, kind in PAGE.items()):
                self.faults.say(wanted, "is no page of a list", sorted(page))
                return
            yield page
            links, said = page["links"], page["pagination"]
            per_page = self._check_page(wanted, page, number, per_page)
            if "next" not in links and said.get("totalPages", number) != number:
                self.faults.say(wanted, "the last page is not the one announced", said)
            wanted = links.get("next")

    def _check_page(self, url: str, page: Object, number: int, per_page: int | None) -> int:
        links, said = page["links"], page["pagination"]
        for name, link in links.items():
            if not is_url(link):
                self.faults.say(url, f"the link {name} is no address", link)
        if links.get("self", url) != url and number > 1:
            self.faults.say(url, "a page names another address as its own", links["self"])
        count = len(page["data"])
        if "next" in links and (count == 0 or count != said.get("elementsPerPage", count)):
            self.faults.say(url, "a page is not as full as announced", (count, said))
        if per_page is not None and "next" in links and count != per_page:
            self.faults.say(url, "pages differ in size")
        if "currentPage" in said and said["currentPage"] != number:
            self.faults.say(url, "a page counts itself wrongly", said)
        return count

    def things(self, url: str, expected: str) -> Iterator[Object]:
        """Everything in a list, each once; says what is there twice, not in order, or fewer than announced."""
        last, ids, total = "", set(), None
        left_out = OMITTED.get(expected, frozenset()) if "omit_internal=true" in url else frozenset()
        for page in self.pages(url):
            total = page["pagination"].get("totalElements", total)
            for thing in page["data"]:
                check(thing, expected, self.faults, page["links"].get("self", url), left_out=left_out)
                own = thing.get("id") if isinstance(thing, dict) else None
                if not isinstance(own, str):
                    continue
                if own in ids:
                    self.faults.say(url, "an object stands in a list twice", own)
                ids.add(own)
                last = own
                yield thing
        if total is not None and total != len(ids):
            self.faults.say(url, "a list holds another number than it says", (total, len(ids), last))

    def visit_list(self, url: str, expected: str) -> list[str]:
        """Remember everything in a list."""
        if url in self.lists:
            return list(self.lists[url][1])
        found = []
        for thing in self.things(url, expected):
            found.append(thing["id"])
            if name_of(thing) == expected:
                self.remember(thing, url)
        self.lists[url] = (expected, tuple(map(sys.intern, found)))
        return found

    def remember(self, thing: Object, where: str) -> None:
        """Note an object told whole; the second time it has to say the same."""
        own, seen = sys.intern(thing["id"]), seen_of(thing)
        if own not in self.objects:
            check_schema(thing, self.faults, own)
        known = self.objects.setdefault(own, seen)
        if known.digest != seen.digest:
            self.faults.say(own, f"{seen.type}: says something else in another place", where)
        for inner in embedded_in(thing):
            if isinstance(inner.get("id"), str):
                self.embedded[sys.intern(inner["id"])].add((digest(as_embedded(inner)), own))


PAGE: Final = {"data": list, "pagination": dict, "links": dict}


def digest(said: Any) -> str:  # noqa: ANN401 - any JSON
    """SHA-256 of the canonical JSON."""
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def seen_of(thing: Object) -> Seen:
    """What is remembered of an object."""
    return Seen(
        type=name_of(thing),
        digest=digest(thing),
        embedded_digest=digest(as_embedded(thing)),
        names=dict(_names_in(thing)),
        modified=str(thing.get("modified")),
    )


def as_embedded(thing: Object) -> Object:
    """What an object says where it is embedded, and so does everything in it."""
    name = name_of(thing)
    left_out = LEFT_OUT_WHERE_EMBEDDED.get(name, frozenset())
    said = {}
    for key, value in thing.items():
        known = TYPES[name].get(key) if name else None
        if key in left_out:
            continue
        if known and known.how == "embedded":
            inner = [as_embedded(one) for one in _each(value) if isinstance(one, dict)]
            said[key] = inner if known.many else inner[0]
        else:
            said[key] = value
    return said


def embedded_in(thing: Object) -> Iterator[Object]:
    """Every object embedded in this one, at any depth."""
    name = name_of(thing)
    for key, value in thing.items():
        known = TYPES[name].get(key) if name else None
        if known and known.how == "embedded":
            for inner in _each(value):
                if isinstance(inner, dict):
                    yield inner
                    yield from embedded_in(inner)


def _names_in(thing: Object) -> Iterator[tuple[str, tuple[str, ...]]]:
    name = name_of(thing)
    for key, value in thing.items():
        known = TYPES[name].get(key) if name else None
        if known is None or known.how in {"value", "list"}:
            continue
        ids = (one.get("id") if isinstance(one, dict) else one for one in _each(value))
        yield key, tuple(sys.intern(own) for own in ids if isinstance(own, str))


def _each(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
