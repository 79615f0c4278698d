"""OParl 1.1's twelve types as a table: what each property holds, and how strongly it is asked for.

A line reads ``level shape``. Levels: R obligatory in the schema, P obligatory by text, S said when known, B back reference
(obligatory on its own and in lists, left out where embedded), D deprecated. Shapes: ``-> T`` a reference, ``{T}`` the whole
object embedded, ``list T`` the address of a list, else a plain value; ``[]`` behind it: an array of them.

Source: OParl 1.1.1, section "Schema"; where its schema files ask for less than its text, the text counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SCHEMA: Final = "https://schema.oparl.org/1.1/"
OBLIGATORY: Final = "RP"


@dataclass(frozen=True)
class Field:
    """One property of a type."""

    level: str
    how: str
    """``value``, ``reference``, ``embedded`` or ``list``."""
    of: str
    """The kind of value, or the type of the other object."""
    many: bool


LINE: Final = re.compile(
    r"(?P<level>[RPSBD]) (?:-> (?P<reference>\w+)|\{(?P<embedded>\w+)\}|list (?P<list>\w+)|(?P<value>\w+))(?P<many> ?\[\])?"
)


def field(line: str) -> Field:
    """One line of the table below; raises ``ValueError`` for what is none."""
    match = LINE.fullmatch(line)
    if match is None:
        raise ValueError(line)
    how, of = next((how, match[how]) for how in ("reference", "embedded", "list", "value") if match[how])
    return Field(match["level"], how, of, bool(match["many"]))


EVERYWHERE: Final = {
    "id": "R url",
    "type": "R type",
    "created": "P instant",
    "modified": "P instant",
    "web": "S url",
    "keyword": "S string[]",
    "license": "S string",
}

_LINES: Final[dict[str, dict[str, str]]] = {
    "System": {
        "oparlVersion": "R string",
        "body": "R list Body",
        "otherOparlVersions": "S -> System []",
        "license": "S url",
        "name": "S string",
        "contactName": "S string",
        "contactEmail": "S string",
        "website": "S url",
        "vendor": "S url",
        "product": "S url",
    },
    "Body": {
        "name": "R string",
        "shortName": "S string",
        "system": "P -> System",
        "organization": "R list Organization",
        "person": "R list Person",
        "meeting": "R list Meeting",
        "paper": "R list Paper",
        "agendaItem": "P list AgendaItem",
        "consultation": "P list Consultation",
        "file": "P list File",
        "membership": "P list Membership",
        "locationList": "P list Location",
        "legislativeTermList": "P list LegislativeTerm",
        "legislativeTerm": "R {LegislativeTerm}[]",
        "website": "S url",
        "license": "S url",
        "licenseValidSince": "S instant",
        "oparlSince": "S instant",
        "ags": "S string",
        "rgs": "S string",
        "equivalent": "S url[]",
        "contactName": "S string",
        "contactEmail": "S string",
        "classification": "S string",
        "location": "S {Location}",
    },
    "LegislativeTerm": {
        "body": "B -> Body",
        "name": "S string",
        "startDate": "S date",
        "endDate": "S date",
    },
    "Organization": {
        "body": "P -> Body",
        "name": "S string",
        "shortName": "S string",
        "membership": "S -> Membership []",
        "meeting": "S list Meeting",
        "consultation": "S list Consultation",
        "post": "S string[]",
        "subOrganizationOf": "S -> Organization",
        "organizationType": "S string",
        "classification": "S string",
        "startDate": "S date",
        "endDate": "S date",
        "website": "S url",
        "location": "S {Location}",
        "externalBody": "S url",
    },
    "Person": {
        "body": "P -> Body",
        "name": "S string",
        "familyName": "S string",
        "givenName": "S string",
        "formOfAddress": "S string",
        "affix": "S string",
        "title": "S string[]",
        "gender": "S string",
        "phone": "S string[]",
        "email": "S string[]",
        "location": "S -> Location",
        "locationObject": "S {Location}",
        "status": "S string[]",
        "membership": "S {Membership}[]",
        "life": "S string",
        "lifeSource": "S string",
    },
    "Membership": {
        "person": "B -> Person",
        "organization": "S -> Organization",
        "role": "S string",
        "votingRight": "S boolean",
        "startDate": "S date",
        "endDate": "S date",
        "onBehalfOf": "S -> Organization",
    },
    "Meeting": {
        "name": "S string",
        "meetingState": "S string",
        "cancelled": "S boolean",
        "start": "S instant",
        "end": "S instant",
        "location": "S {Location}",
        "organization": "S -> Organization []",
        "participant": "S -> Person []",
        "invitation": "S {File}",
        "resultsProtocol": "S {File}",
        "verbatimProtocol": "S {File}",
        "auxiliaryFile": "S {File}[]",
        "agendaItem": "S {AgendaItem}[]",
    },
    "AgendaItem": {
        "meeting": "B -> Meeting",
        "order": "R integer",
        "number": "S string",
        "name": "S string",
        "public": "S boolean",
        "consultation": "S -> Consultation",
        "result": "S string",
        "resolutionText": "S string",
        "resolutionFile": "S {File}",
        "auxiliaryFile": "S {File}[]",
        "start": "S instant",
        "end": "S instant",
    },
    "Paper": {
        "body": "P -> Body",
        "name": "S string",
        "reference": "S string",
        "paperType": "S string",
        "date": "S date",
        "relatedPaper": "S -> Paper []",
        "superordinatedPaper": "S -> Paper []",
        "subordinatedPaper": "S -> Paper []",
        "mainFile": "S {File}",
        "auxiliaryFile": "S {File}[]",
        "location": "S {Location}[]",
        "originatorPerson": "S -> Person []",
        "originatorOrganization": "S -> Organization []",
        "underDirectionOf": "S -> Organization []",
        "consultation": "S {Consultation}[]",
    },
    "Consultation": {
        "paper": "B -> Paper",
        "agendaItem": "S -> AgendaItem",
        "meeting": "S -> Meeting",
        "organization": "S -> Organization []",
        "authoritative": "S boolean",
        "role": "S string",
    },
    "File": {
        "accessUrl": "R url",
        "downloadUrl": "S url",
        "externalServiceUrl": "S url",
        "name": "S string",
        "fileName": "S string",
        "mimeType": "S string",
        "text": "S string",
        "date": "S date",
        "size": "S integer",
        "sha512Checksum": "S string",
        "sha1Checksum": "D string",
        "masterFile": "S -> File",
        "derivativeFile": "S -> File []",
        "fileLicense": "S url",
        "meeting": "S -> Meeting []",
        "agendaItem": "S -> AgendaItem []",
        "paper": "S -> Paper []",
    },
    "Location": {
        "description": "S string",
        "geojson": "S feature",
        "streetAddress": "S string",
        "room": "S string",
        "postalCode": "S string",
        "subLocality": "S string",
        "locality": "S string",
        "bodies": "S -> Body []",
        "organizations": "S -> Organization []",
        "persons": "S -> Person []",
        "meetings": "S -> Meeting []",
        "papers": "S -> Paper []",
    },
}

TYPES: Final[dict[str, dict[str, Field]]] = {
    name: {key: field(line) for key, line in (EVERYWHERE | lines).items()} for name, lines in _LINES.items()
}
"""Type → property → what it holds."""

LEFT_OUT_WHERE_EMBEDDED: Final[dict[str, frozenset[str]]] = {
    "LegislativeTerm": frozenset({"body"}),
    "Membership": frozenset({"person"}),
    "AgendaItem": frozenset({"meeting"}),
    "Consultation": frozenset({"paper"}),
    "File": frozenset({"meeting", "agendaItem", "paper", "text"}),
    "Location": frozenset({"bodies", "organizations", "persons", "meetings", "papers"}),
}
"""Back references; and the text of a file, which is told where the file itself is asked for."""

OMITTED: Final[dict[str, frozenset[str]]] = {
    "AgendaItem": frozenset({"auxiliaryFile"}),
    "Meeting": frozenset({"auxiliaryFile", "agendaItem"}),
    "Paper": frozenset({"auxiliaryFile", "location"}),
    "Person": frozenset({"membership"}),
    "Body": frozenset({"legislativeTerm"}),
}
"""What ``omit_internal=true`` leaves out."""

TOMBSTONE: Final = frozenset({"id", "type", "created", "modified", "deleted"})
"""All that is left of a deleted object; names with a prefix may stand beside."""

MIRRORS: Final = (
    ("Meeting", ("invitation", "resultsProtocol", "verbatimProtocol", "auxiliaryFile"), "File", "meeting"),
    ("AgendaItem", ("resolutionFile", "auxiliaryFile"), "File", "agendaItem"),
    ("Paper", ("mainFile", "auxiliaryFile"), "File", "paper"),
    ("Meeting", ("agendaItem",), "AgendaItem", "meeting"),
    ("Paper", ("consultation",), "Consultation", "paper"),
    ("Person", ("membership",), "Membership", "person"),
    ("Organization", ("membership",), "Membership", "organization"),
    ("Body", ("legislativeTerm",), "LegislativeTerm", "body"),
    ("Body", ("location",), "Location", "bodies"),
    ("Organization", ("location",), "Location", "organizations"),
    ("Person", ("location", "locationObject"), "Location", "persons"),
    ("Meeting", ("location",), "Location", "meetings"),
    ("Paper", ("location",), "Location", "papers"),
    ("Paper", ("superordinatedPaper",), "Paper", "subordinatedPaper"),
    ("File", ("masterFile",), "File", "derivativeFile"),
)
"""Two sides of one relation: whoever is named by one names it by the other."""

MIRRORED_LISTS: Final = (
    ("Organization", "meeting", "Meeting", "organization"),
    ("Organization", "consultation", "Consultation", "organization"),
)
"""Owner, the owner's list, what is in it, and by which property these name the owner."""
