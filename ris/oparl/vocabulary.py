"""PURE. OParl's object types as we read them: which property fills which column and what it points to.

The names are those of the specification 1.0 and 1.1; properties that are not listed here are kept in ``extra``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ris.oparl.values import (
    Reader,
    address,
    all_words,
    day,
    feature,
    instant,
    long_text,
    mark,
    number,
    truth,
    votes,
    words,
)


@dataclass(frozen=True)
class Relation:
    """A property that names other objects, by address or embedded."""

    target: str
    many: bool = False
    back: str | None = None
    """Property of the embedded object that names its parent."""


@dataclass(frozen=True)
class Kind:
    """One type of object."""

    oparl: str
    """Name of the type in OParl."""
    table: str
    columns: dict[str, tuple[str, Reader]]
    """OParl property → our column and how it is read."""
    relations: dict[str, Relation] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    """Addresses of lists and mirrors of what another object says better."""


COMMON: Final[dict[str, tuple[str, Reader]]] = {
    "keyword": ("keyword", all_words),
    "license": ("license", words),
    "web": ("web", words),
}

_FILE = Relation("file")
_FILES = Relation("file", many=True)
_LOCATION = Relation("location")
_ORGANIZATION = Relation("organization")
_ORGANIZATIONS = Relation("organization", many=True)
_PAPERS = Relation("paper", many=True)


def _columns(**readers: Reader) -> dict[str, tuple[str, Reader]]:
    """``family_name=words`` → ``{"familyName": ("family_name", words)}``."""
    return {_camel(name): (name, reader) for name, reader in readers.items()} | COMMON


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "Body",
        "body",
        _columns(
            name=words,
            short_name=words,
            ags=words,
            rgs=words,
            website=words,
            classification=words,
            contact_name=words,
            contact_email=words,
            license_valid_since=instant,
            oparl_since=instant,
            equivalent=all_words,
        ),
        {"location": _LOCATION, "legislativeTerm": Relation("legislative_term", many=True)},
        frozenset(
            "system organization person meeting paper agendaItem consultation file membership locationList "
            "legislativeTermList consultations files mainOrganization".split(),
        ),
    ),
    Kind(
        "LegislativeTerm",
        "legislative_term",
        _columns(name=words, start_date=day, end_date=day),
        ignored=frozenset({"body"}),
    ),
    Kind(
        "Location",
        "location",
        _columns(
            description=words,
            geojson=feature,
            street_address=words,
            room=words,
            postal_code=words,
            sub_locality=words,
            locality=words,
        ),
        ignored=frozenset(
            "body bodies organization organizations person persons meeting meetings paper papers".split()
        ),
    ),
    Kind(
        "Organization",
        "organization",
        _columns(
            name=words,
            short_name=words,
            organization_type=words,
            classification=words,
            post=all_words,
            start_date=day,
            end_date=day,
            website=words,
        ),
        {
            "subOrganizationOf": _ORGANIZATION,
            "location": _LOCATION,
            "membership": Relation("membership", many=True, back="organization"),
        },
        frozenset({"body", "meeting", "consultation"}),
    ),
    Kind(
        "Person",
        "person",
        _columns(
            name=words,
            family_name=words,
            given_name=words,
            form_of_address=words,
            affix=words,
            title=all_words,
            gender=words,
            phone=all_words,
            email=all_words,
            status=all_words,
            life=words,
            life_source=words,
        ),
        {
            "location": _LOCATION,
            "locationObject": _LOCATION,
            "membership": Relation("membership", many=True, back="person"),
        },
        frozenset({"body"}),
    ),
    Kind(
        "Membership",
        "membership",
        _columns(role=words, voting_right=truth, start_date=day, end_date=day),
        {"person": Relation("person"), "organization": _ORGANIZATION, "onBehalfOf": _ORGANIZATION},
        frozenset({"body"}),
    ),
    Kind(
        "Meeting",
        "meeting",
        _columns(name=words, meeting_state=words, cancelled=truth, start=instant, end=instant),
        {
            "location": _LOCATION,
            "organization": _ORGANIZATIONS,
            "participant": Relation("person", many=True),
            "invitation": _FILE,
            "resultsProtocol": _FILE,
            "verbatimProtocol": _FILE,
            "auxiliaryFile": _FILES,
            "agendaItem": Relation("agenda_item", many=True, back="meeting"),
        },
        frozenset({"body"}),
    ),
    Kind(
        "AgendaItem",
        "agenda_item",
        {
            **_columns(number=words, name=words, public=truth, result=words, resolution_text=long_text),
            **_columns(start=instant, end=instant),
            "ris:votes": ("votes", votes),
        },
        {
            "meeting": Relation("meeting"),
            "consultation": Relation("consultation"),
            "resolutionFile": _FILE,
            "auxiliaryFile": _FILES,
        },
        frozenset({"body"}),
    ),
    Kind(
        "Paper",
        "paper",
        _columns(name=words, reference=mark, paper_type=words, date=day),
        {
            "relatedPaper": _PAPERS,
            "superordinatedPaper": _PAPERS,
            "subordinatedPaper": _PAPERS,
            "mainFile": _FILE,
            "auxiliaryFile": _FILES,
            "location": Relation("location", many=True),
            "originatorPerson": Relation("person", many=True),
            "originatorOrganization": _ORGANIZATIONS,
            "underDirectionOf": _ORGANIZATIONS,
            "consultation": Relation("consultation", many=True, back="paper"),
        },
        frozenset({"body"}),
    ),
    Kind(
        "Consultation",
        "consultation",
        _columns(role=words, authoritative=truth),
        {
            "paper": Relation("paper"),
            "meeting": Relation("meeting"),
            "agendaItem": Relation("agenda_item"),
            "organization": _ORGANIZATIONS,
        },
        frozenset({"body"}),
    ),
    Kind(
        "File",
        "file",
        {
            **_columns(
                name=words,
                file_name=words,
                mime_type=words,
                date=day,
                size=number,
                external_service_url=words,
                file_license=words,
                text=long_text,
            ),
            "downloadUrl": ("source_url", address),
            "accessUrl": ("source_access_url", address),
        },
        {
            "masterFile": _FILE,
            "derivativeFile": _FILES,
            "meeting": Relation("meeting", many=True),
            "agendaItem": Relation("agenda_item", many=True),
            "paper": _PAPERS,
        },
        frozenset({"body"}),
    ),
)

BY_OPARL: Final = {kind.oparl: kind for kind in KINDS}
BY_TABLE: Final = {kind.table: kind for kind in KINDS}

TIMES: Final = {
    "start_date": "day",
    "end_date": "day",
    "date": "day",
    "start": "instant",
    "end": "instant",
    "license_valid_since": "instant",
    "oparl_since": "instant",
}
"""Columns that hold days or instants."""

DELIVERED_LATER: Final = frozenset(
    {
        ("agenda_item", "auxiliaryFile"),
        ("meeting", "auxiliaryFile"),
        ("paper", "auxiliaryFile"),
        ("paper", "location"),
        ("person", "membership"),
        ("meeting", "agendaItem"),
        ("body", "legislativeTerm"),
    },
)
"""Lists that ``omit_internal`` leaves out (OParl 1.1): their absence then says nothing."""


def type_name(type_address: object) -> str:
    """The last word of a ``type``: ``Paper`` of ``https://schema.oparl.org/1.1/Paper``, also of 1.0; else empty."""
    return type_address.rstrip("/").rpartition("/")[2] if isinstance(type_address, str) else ""


def kind_of(type_address: object) -> Kind | None:
    """The kind a ``type`` names."""
    return BY_OPARL.get(type_name(type_address))
