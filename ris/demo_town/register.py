"""The register of the town: its Body, places, organizations, terms, people and their seats."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ris.council.models import Body, LegislativeTerm, Location, Membership, Organization, Person
from ris.council.services.appearance import set_colour, set_crest
from ris.council.services.register import end_membership, enter
from ris.council.services.towns import add_body, change_settings
from ris.council.settings import BodySettings
from ris.demo_town.rounds import FIRST_DAY, at
from ris.demo_town.town import EVERYBODY
from ris.documents.rules import slug_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.demo_town.seats import Seat
    from ris.demo_town.town import Town

OPENING = at(FIRST_DAY, 8)
"""When the town begins to keep its books here."""
POSTAL_CODE = "35999"
CREST = Path(__file__).parent / "crest.svg"
"""The coat of arms, drawn for the invented town."""


def found_body(session: Session, actor: Actor, texts: dict[str, Any]) -> Body:
    """The Body with its settings."""
    known = texts["body"]
    settings = BodySettings.from_json(texts["settings"])
    body = add_body(session, actor, known["name"], ags=known["ags"], settings=settings, now=OPENING)
    for name in ("short_name", "classification", "website", "contact_name", "contact_email"):
        setattr(body, name, known[name])
    return body


def fill_register(town: Town) -> None:
    """Places, organizations and terms, on the first day."""
    for key, place in town.texts["locations"].items():
        town.locations[key] = _enter(town, _location(place)).id
    for key, known in town.texts["organizations"].items():
        town.organizations[key] = _enter(town, _organization(town, known))
    for known in town.texts["terms"].values():
        term = LegislativeTerm(name=known["name"], start_date=known["start"], end_date=known["end"])
        _enter(town, term)
    body = town.session.get_one(Body, town.body_id)
    settings = BodySettings.from_json(body.settings)
    council = replace(settings, council_organization_id=town.organizations["stvv"].id)
    change_settings(town.session, town.actor, body, council, now=OPENING)
    looks = town.texts["appearance"]
    set_colour(town.session, town.actor, body, looks["colour"], looks["dark_colour"], now=OPENING)
    set_crest(town.session, town.actor, body, town.storage, CREST.read_bytes(), now=OPENING)


def _location(place: dict[str, Any]) -> Location:
    return Location(
        description=place["description"],
        room=place.get("room"),
        street_address=place.get("street"),
        postal_code=POSTAL_CODE,
        sub_locality=place.get("part"),
        locality="Lindenau",
        geojson={"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": place["at"]}},
    )


def _organization(town: Town, known: dict[str, Any]) -> Organization:
    return Organization(
        name=known["name"],
        short_name=known["short_name"],
        organization_type=known["type"],
        classification=known["classification"],
        task=known.get("task"),
        start_date=FIRST_DAY,
        location_id=town.locations.get(known.get("place", "")),
    )


def _enter(town: Town, entry: Any) -> Any:  # noqa: ANN401 - whatever kind of entry goes in comes out
    return enter(town.session, town.actor, entry, readers=EVERYBODY, now=OPENING)


def seat_acts(town: Town) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Taking and giving up seats, each on its day."""
    people = _people(town.texts)
    taken: dict[Seat, Membership] = {}
    for seat in town.seats:
        yield at(seat.start, 8, 30), partial(_take, town, seat, people, taken)
        if seat.planned_end is not None:
            yield at(seat.end, 18), partial(_give_up, town, seat, taken)


def _people(texts: dict[str, Any]) -> dict[str, Any]:
    districts = [texts["ortsbeirat"][key] for key in texts["ortsbeirat"]]
    named: dict[str, Any] = {}
    for group in (*districts, texts["magistrat"], texts["people"]):
        named |= {key: person for key, person in group.items() if "family" in person}
    return named


def _take(town: Town, seat: Seat, people: dict[str, Any], taken: dict[Seat, Membership]) -> None:
    now = at(seat.start, 8, 30)
    if seat.person not in town.persons:
        person = _person(people[seat.person])
        town.persons[seat.person] = enter(town.session, town.actor, person, readers=EVERYBODY, now=now)
    membership = Membership(
        person=town.persons[seat.person],
        organization=town.organizations[seat.organization],
        role=seat.role,
        voting_right=seat.votes,
        start_date=seat.start,
        end_date=seat.planned_end or seat.end,
        on_behalf_of_id=town.organizations[seat.group].id if seat.group not in {"", seat.organization} else None,
    )
    taken[seat] = enter(town.session, town.actor, membership, readers=EVERYBODY, now=now)


def _give_up(town: Town, seat: Seat, taken: dict[Seat, Membership]) -> None:
    end_membership(town.session, town.actor, taken[seat], seat.end, now=at(seat.end, 18))


def _person(known: dict[str, Any]) -> Person:
    given, family, title = known["given"], known["family"], known.get("title")
    name = " ".join(part for part in (title, given, family) if part)
    mailbox = f"{slug_of(given)}.{slug_of(family.replace('ı', 'i'))}".lower()
    return Person(
        name=name,
        given_name=given,
        family_name=family,
        title=[title] if title else None,
        form_of_address="Frau" if known["gender"] == "w" else "Herr",
        gender="female" if known["gender"] == "w" else "male",
        email=[f"{mailbox}@lindenau.example"],
        status=[known["job"]] if "job" in known else None,
    )
