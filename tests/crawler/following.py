"""A client that keeps a copy up to date as OParl's update mechanism says, and never looks at everything again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from tests.crawler.client import Asking
from tests.crawler.crawl import Crawl
from tests.crawler.faults import Faults
from tests.crawler.shape import Object, moment, name_of
from tests.crawler.types import OMITTED, TYPES


class Follower:
    """A copy of all objects of a system; what lists leave out with ``omit_internal`` is known by the other side."""

    def __init__(self, ask: Asking, system: str) -> None:
        self.copy: dict[str, Object] = {}
        self.gone: dict[str, Object] = {}
        self.faults = Faults()
        self._ask, self._system = ask, system
        self._since: datetime | None = None

    def look(self, now: datetime) -> set[str]:
        """Ask for what changed since the last look began; the ids of what was told."""
        filters = {"omit_internal": "true"}
        if self._since is not None:
            filters["modified_since"] = self._since.isoformat(timespec="seconds")
        told = whole(self._ask, self._system, filters, self.faults)
        for own, thing in told.items():
            if "deleted" in thing:
                self.copy.pop(own, None)
                self.gone[own] = thing
            else:
                self.copy[own] = flat(thing)
        self._since = now
        return set(told)


def whole(ask: Asking, system: str, filters: dict[str, str], faults: Faults) -> dict[str, Object]:
    """Every object of every list, by id."""
    crawl = Crawl(ask, faults=faults)
    asked = f"?{urlencode(filters)}" if filters else ""
    found = {}
    for body in list(crawl.things(ask("GET", system, {}).json()["body"], "Body")):
        found[body["id"]] = body
        for key, known in TYPES["Body"].items():
            if known.how == "list":
                found.update({thing["id"]: thing for thing in crawl.things(body[key] + asked, known.of)})
    return found


def flat(thing: Object) -> Object:
    """An object as such a client keeps it: whom it embeds is named, and the lists it may leave out are left out."""
    name, said = name_of(thing), {}
    for key, value in thing.items():
        known = TYPES[name].get(key)
        if key in OMITTED.get(name, frozenset()):
            continue
        said[key] = _ids(value) if known is not None and known.how == "embedded" else value
    return said


def _ids(value: Any) -> Any:  # noqa: ANN401 - one embedded object, or several
    return [one["id"] for one in value] if isinstance(value, list) else value["id"]


def check_modified(before: dict[str, Object], after: dict[str, Object], faults: Faults) -> set[str]:
    """What says something else has a later ``modified``, and what says the same has kept it; the ids of what changed."""
    changed = {own for own in before.keys() & after.keys() if before[own] != after[own]}
    for own in changed:
        if moment(after[own]["modified"]) <= moment(before[own]["modified"]):
            faults.say(own, f"{name_of(after[own])} says something else without a later modified")
        if {**after[own], "modified": ""} == {**before[own], "modified": ""}:
            faults.say(own, f"{name_of(after[own])} says the same with a later modified")
    return changed
