"""Two Bodies, one imported from the other, object by object."""

from __future__ import annotations

from typing import Any, Final

from tests.crawler.client import Asking
from tests.crawler.crawl import Crawl
from tests.crawler.faults import Faults
from tests.crawler.shape import Object, name_of
from tests.crawler.types import TYPES

ORIGIN: Final = "ris:origin"
OWN: Final = frozenset({"id", "created", "modified", "web", ORIGIN, "ris:originWeb", "accessUrl", "downloadUrl"})
"""What two copies say differently because they are two."""
OWN_OF_BODY: Final = frozenset({"name", "system", "equivalent"})
"""What a copied Body says for itself: what it was to be called, whose installation it is of, and where it came from."""
PAST: Final = "ris:versions"
PAST_OF_ORIGIN: Final = "ris:originVersions"
"""Each keeps a history of its own; a copy tells its origin's beside it."""
ORDERED: Final = frozenset(
    {
        ("Meeting", "agendaItem"),
        ("Meeting", "organization"),
        ("Meeting", "auxiliaryFile"),
        ("AgendaItem", "auxiliaryFile"),
        ("Paper", "auxiliaryFile"),
        ("Consultation", "organization"),
    }
)
"""Arrays whose order says something."""


def everything(ask: Asking, body: Object) -> dict[str, Object]:
    """A Body and all objects in its lists, by id."""
    crawl = Crawl(ask)
    found = {body["id"]: body}
    for key, known in TYPES["Body"].items():
        if known.how == "list":
            found.update({thing["id"]: thing for thing in crawl.things(body[key], known.of)})
    assert not crawl.faults, str(crawl.faults)
    return found


def compare(first: dict[str, Object], second: dict[str, Object]) -> Faults:
    """Say where the second, which was imported from the first, differs from it."""
    faults, origin = Faults(), {own: _origin(thing) for own, thing in second.items()}
    came = set(origin.values())
    for own, thing in first.items():
        if own not in came:
            faults.say(own, f"{name_of(thing)} did not come through")
    for own, thing in second.items():
        before = first.get(origin[own])
        if before is None:
            faults.say(own, f"{name_of(thing)} came from nowhere", origin[own])
            continue
        then, now = plain(before, {}, PAST), plain(thing, origin, PAST_OF_ORIGIN)
        for key in sorted(then.keys() | now.keys()):
            if then.get(key) != now.get(key):
                faults.say(own, f"{name_of(thing)}.{key} differs", f"{then.get(key)!r:.150} / {now.get(key)!r:.150}")
    return faults


def _origin(thing: Object) -> str:
    return str(thing.get(ORIGIN) or next(iter(thing.get("equivalent", ())), ""))


def plain(thing: Object, origin: dict[str, str], past: str) -> dict[str, Any]:
    """What an object says but for what belongs to one copy; objects it names are those they came from.

    ``past`` is where it tells of the history the two have in common.
    """
    said: dict[str, Any] = {PAST: thing[past]} if past in thing else {}
    own = OWN | {PAST, PAST_OF_ORIGIN} | (OWN_OF_BODY if name_of(thing) == "Body" else frozenset())
    for key, value in thing.items():
        known = TYPES[name_of(thing)].get(key)
        if key in own or (known is not None and known.how == "list"):
            continue
        if known is None or known.how == "value":
            said[key] = value
        elif isinstance(value, list):
            named = [_named(one, origin) for one in value]
            said[key] = named if (name_of(thing), key) in ORDERED else sorted(named)
        else:
            said[key] = _named(value, origin)
    return said


def _named(value: Any, origin: dict[str, str]) -> str:  # noqa: ANN401 - an address or an embedded object
    own = str(value["id"] if isinstance(value, dict) else value)
    return origin.get(own, own)
