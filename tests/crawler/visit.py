"""The whole visit: every list of every Body, every object by itself, and whether all of them agree."""

from __future__ import annotations

from collections import defaultdict

from tests.crawler.client import Asking
from tests.crawler.crawl import Crawl, Listening, digest
from tests.crawler.schema import check_schema
from tests.crawler.shape import Object, check
from tests.crawler.types import MIRRORED_LISTS, MIRRORS, TYPES


def visit(ask: Asking, system: str, *, every: int = 1, listen: Listening | None = None) -> Crawl:
    """Visit all there is below a System; of the objects in lists, each ``every``-th is also asked for by itself."""
    crawl = Crawl(ask, listen=listen)
    said = crawl.object_at(system)
    if said is None:
        return crawl
    check(said, "System", crawl.faults, system)
    check_schema(said, crawl.faults, system)
    if said.get("id") != system:
        crawl.faults.say(system, "the System names another address as its id", said.get("id"))
    bodies = list(crawl.things(said["body"], "Body"))
    crawl.lists[said["body"]] = ("Body", tuple(body["id"] for body in bodies))
    for body in bodies:
        crawl.remember(body, said["body"])
        crawl.bodies.append(body)
        visit_body(crawl, body)
    check_alone(crawl, every)
    check_agreement(crawl)
    return crawl


def visit_body(crawl: Crawl, body: Object) -> None:
    """All lists of a Body, and those of its organizations."""
    for key, known in TYPES["Body"].items():
        if known.how == "list" and isinstance(body.get(key), str):
            crawl.visit_list(body[key], known.of)
    for organization in list(crawl.things(body["organization"], "Organization")):
        for owner, key, target, _ in MIRRORED_LISTS:
            if owner == "Organization" and isinstance(organization.get(key), str):
                crawl.visit_list(organization[key], target)
                crawl.lists[f"{organization['id']} {key}"] = crawl.lists[organization[key]]


def check_alone(crawl: Crawl, every: int) -> None:
    """Ask for objects under their own address: there they say the same."""
    for number, (own, seen) in enumerate(list(crawl.objects.items())):
        if number % every:
            continue
        thing = crawl.object_at(own)
        if thing is None:
            continue
        if thing.get("id") != own:
            crawl.faults.say(own, "an object names another address as its id", thing.get("id"))
        if digest(thing) != seen.digest:
            crawl.faults.say(own, f"{seen.type}: the object by itself differs from the one in the list", "")


def check_agreement(crawl: Crawl) -> None:
    """References lead somewhere, to the right type; both sides of a relation say it; embedded is as by itself."""
    _check_references(crawl)
    _check_embedded(crawl)
    _check_mirrors(crawl)
    _check_items(crawl)
    _check_lists(crawl)


def _check_references(crawl: Crawl) -> None:
    listed = {own for _, ids in crawl.lists.values() for own in ids}
    for own, seen in crawl.objects.items():
        for key, ids in seen.names.items():
            expected = TYPES[seen.type][key].of
            for other in ids:
                if expected == "System":
                    continue
                found = crawl.objects.get(other)
                if found is None:
                    crawl.faults.say(own, f"{seen.type}.{key} names what is in no list", other)
                elif found.type != expected:
                    crawl.faults.say(own, f"{seen.type}.{key} names a {found.type}", other)
        if own not in listed:
            crawl.faults.say(own, "is in no list")


def _check_embedded(crawl: Crawl) -> None:
    for own, told in crawl.embedded.items():
        seen = crawl.objects.get(own)
        if seen is None:
            continue  # said above: it is in no list
        for said, parent in told:
            if said != seen.embedded_digest:
                name = crawl.objects[parent].type
                crawl.faults.say(own, f"{seen.type}: embedded in a {name} it says something else", parent)


def _check_mirrors(crawl: Crawl) -> None:
    for one, forward, other, back in MIRRORS:
        there, here = _named(crawl, one, forward), _turned(_named(crawl, other, (back,)))
        for own in there.keys() | here.keys():
            for missing in there.get(own, set()) - here.get(own, set()):
                crawl.faults.say(missing, f"{other}.{back} lacks who names it by {one}.{forward[-1]}", own)
            for missing in here.get(own, set()) - there.get(own, set()):
                crawl.faults.say(missing, f"{other}.{back} names who does not name it by {one}.{forward[-1]}", own)


def _named(crawl: Crawl, name: str, keys: tuple[str, ...]) -> dict[str, set[str]]:
    """Object of a type → whom it names by these properties."""
    return {
        own: {named for key in keys for named in seen.names.get(key, ())}
        for own, seen in crawl.objects.items()
        if seen.type == name
    }


def _turned(named: dict[str, set[str]]) -> dict[str, set[str]]:
    """The same seen from the other side."""
    turned: dict[str, set[str]] = defaultdict(set)
    for own, others in named.items():
        for other in others:
            turned[other].add(own)
    return turned


def _check_items(crawl: Crawl) -> None:
    """An item names one consultation at most, a consultation one item; and both are of one meeting."""
    for own, seen in crawl.objects.items():
        if seen.type == "AgendaItem":
            for consultation in seen.names.get("consultation", ()):
                back = crawl.objects[consultation].names.get("agendaItem") if consultation in crawl.objects else (own,)
                if back != (own,):
                    crawl.faults.say(own, "AgendaItem.consultation does not name the item", consultation)
        if seen.type == "Consultation":
            for item in seen.names.get("agendaItem", ()):
                meeting = crawl.objects[item].names.get("meeting") if item in crawl.objects else None
                if meeting is not None and meeting != seen.names.get("meeting"):
                    crawl.faults.say(own, "Consultation.meeting is not the meeting of its item", item)


def _check_lists(crawl: Crawl) -> None:
    for owner, key, target, back in MIRRORED_LISTS:
        wanted = _turned(_named(crawl, target, (back,)))
        for own, seen in crawl.objects.items():
            listed = crawl.lists.get(f"{own} {key}")
            if seen.type != owner or listed is None:
                continue
            if missing := wanted.get(own, set()) ^ set(listed[1]):
                crawl.faults.say(own, f"the list {owner}.{key} holds others than name it by {target}.{back}", missing)
    for address, (expected, ids) in crawl.lists.items():
        if wrong := [own for own in ids if own in crawl.objects and crawl.objects[own].type != expected]:
            crawl.faults.say(address, "a list holds another type", wrong)
