"""Whether every list keeps what its filters say, and answers wrong ones with an error."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.crawler.crawl import OK, Crawl, digest
from tests.crawler.shape import Object, moment
from tests.crawler.types import OMITTED, SCHEMA

SECOND: Final = timedelta(seconds=1)
FAR: Final = 400
"""Objects of a list whose filters are compared; of longer lists only the first."""
PARTS: Final = 4
"""Pages in which a list is read again."""
WRONG: Final = (
    "limit=0",
    "limit=-1",
    "limit=zehn",
    "limit=1e3",
    "limit=" + "9" * 40,
    "modified_since=gestern",
    "modified_since=",
    "modified_since=2026-13-01T00%3A00%3A00%2B01%3A00",
    "created_until=2026-01-01",
    "created_since=2026-01-01T00%3A00%3A00",
    "modified_until=2026-02-30T00%3A00%3A00%2B01%3A00",
    "omit_internal=vielleicht",
    "modified_since=%00",
    "modified_since=%FF",
)


def check_filters(crawl: Crawl, url: str, expected: str) -> None:
    """Try every filter of a list at and around the times its objects have."""
    before = {thing["id"]: thing for thing in islice(crawl.things(url, expected), FAR)}
    whole = len(before) < FAR
    _check_small_pages(crawl, url, expected, before)
    _check_omitting(crawl, url, expected, before)
    for key in ("created", "modified"):
        times = sorted({moment(thing[key]) for thing in before.values() if key in thing})
        middle = times[len(times) // 2] if times else None
        for at in (middle - SECOND, middle, middle + SECOND) if middle and whole else ():
            _check_time(crawl, url, expected, before, key, at)


def check_wrong_filters(crawl: Crawl, url: str) -> None:
    """Every value a filter cannot have."""
    for wrong in WRONG:
        check_error(crawl, f"{url}?{wrong}", 400)


def _check_small_pages(crawl: Crawl, url: str, expected: str, before: dict[str, Object]) -> None:
    asked = f"{url}?limit=3"
    for page in islice(crawl.pages(asked), 3):
        if len(page["data"]) > 3:
            crawl.faults.say(asked, "limit is taken as a wish for more")
        for name, link in page["links"].items():
            if name != "web" and ("limit", "3") not in parse_qsl(urlsplit(link).query):
                crawl.faults.say(asked, f"the link {name} has lost a filter", link)
    if len(before) < FAR:
        length = len(before) // PARTS + 1
        found = {thing["id"]: digest(thing) for thing in crawl.things(f"{url}?limit={length}", expected)}
        if found != {own: digest(thing) for own, thing in before.items()}:
            crawl.faults.say(url, "small pages hold something else than large ones")


def _check_omitting(crawl: Crawl, url: str, expected: str, before: dict[str, Object]) -> None:
    asked = f"{url}?omit_internal=true"
    for thing in islice(crawl.things(asked, expected), FAR):
        whole = before.get(thing["id"])
        if whole is not None and digest(thing) != digest(without_internal(whole, expected)):
            crawl.faults.say(asked, f"{expected}: omit_internal leaves out something else", thing["id"])


def without_internal(thing: Object, name: str) -> Object:
    """What is left of an object with ``omit_internal``."""
    return {key: value for key, value in thing.items() if key not in OMITTED.get(name, frozenset())}


def _check_time(crawl: Crawl, url: str, expected: str, before: dict[str, Object], key: str, at: datetime) -> None:
    for side in ("since", "until"):
        wanted_times = {
            f"{key}_{side}": at.isoformat(),
            "limit": 60,
            "omit_internal": "true",
        }  # who is there, not what they say
        asked = f"{url}?{urlencode(wanted_times)}"
        things = list(crawl.things(asked, expected))
        gone = [thing["id"] for thing in things if "deleted" in thing]
        found = {thing["id"] for thing in things} - set(gone)
        wanted = {own for own, thing in before.items() if _keeps(thing, key, side, at)}
        if wrong := [thing["id"] for thing in things if not _keeps(thing, key, side, at)]:
            crawl.faults.say(asked, f"{key}_{side} keeps what it should not", wrong)
        if found != wanted:
            crawl.faults.say(asked, f"{key}_{side} keeps others", (found - wanted, wanted - found))
        if gone and (key, side) != ("modified", "since"):
            crawl.faults.say(asked, "tells of deleted objects without modified_since", gone)


def _keeps(thing: Object, key: str, side: str, at: datetime) -> bool:
    said = moment(thing.get(key, ""))
    return said >= at if side == "since" else said <= at


def check_error(crawl: Crawl, url: str, status: int, method: str = "GET") -> Object:
    """The answer to something wrong: an Error of OParl, with CORS; gives what it said."""
    answer = crawl.get(url, method=method)
    if answer.status != status:
        crawl.faults.say(url, f"{method} answers {answer.status} instead of {status}")
        return {}
    crawl.check_manners(answer)
    try:
        said = answer.json()
    except ValueError as error:
        crawl.faults.say(url, "the error is no JSON", error)
        return {}
    if said.get("type") != f"{SCHEMA}Error" or not said.get("message") or "id" in said:
        crawl.faults.say(url, "the error is no Error of OParl", said)
    return dict(said)


def check_unchanged(crawl: Crawl, url: str) -> None:
    """HEAD, and asking again for what one has already."""
    whole = crawl.get(url)
    head = crawl.get(url, method="HEAD")
    if (head.status, head.content) != (OK, b""):
        crawl.faults.say(url, "HEAD answers with something else", head.status)
    for name in ("content-type", "content-length", "etag", "access-control-allow-origin"):
        if head.headers.get(name) != whole.headers.get(name):
            crawl.faults.say(url, f"HEAD differs in {name}", (head.headers.get(name), whole.headers.get(name)))
    conditions = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
    if "etag" not in whole.headers:
        crawl.faults.say(url, "has no ETag")
    for condition, name in conditions.items():
        if name in whole.headers:
            again = crawl.get(url, {condition: whole.headers[name]})
            if again.status != 304 or again.content:
                crawl.faults.say(url, f"{condition} is answered with {again.status} instead of 304")
            if again.headers.get("access-control-allow-origin") != "*":
                crawl.faults.say(url, "304 without CORS")
    if crawl.get(url, {"If-None-Match": '"another"'}).status != OK:
        crawl.faults.say(url, "a foreign ETag is taken for ours")
