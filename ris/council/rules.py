"""PURE. Which kind of organization something is, from the words its source uses."""

import re
from enum import StrEnum


class Group(StrEnum):
    """Under which heading an organization is listed."""

    COUNCIL = "Gremien"
    FACTION = "Fraktionen und Parteien"
    OFFICE = "Verwaltung"
    OTHER = "Weitere"


BY_TYPE = {
    "gremium": Group.COUNCIL,
    "fraktion": Group.FACTION,
    "partei": Group.FACTION,
    "verwaltungsbereich": Group.OFFICE,
    "externes gremium": Group.OTHER,
    "institution": Group.OTHER,
    "sonstiges": Group.OTHER,
}
COUNCIL_WORDS = re.compile(
    r"versammlung|magistrat|vorstand|ausschuss|ausschuß|\b\w*(?:bei)?rat\b|ältestenrat|kommission|vertretung",
    re.IGNORECASE,
)
FACTION_WORDS = re.compile(r"fraktion\b|gruppe\b", re.IGNORECASE)
OFFICE_WORDS = re.compile(
    r"amt\b|\bamt |verwaltung|dezernat|stelle\b|stelle |behörde|\bbüro|direktion|beauftragte|kämmerei|betrieb",
    re.IGNORECASE,
)


def group_of(organization_type: str | None, classification: str | None, name: str | None) -> Group:
    """The heading of an organization: OParl's type where there is one, else what its name says."""
    known = BY_TYPE.get((organization_type or "").casefold())
    if known is not None:
        return known
    words = f"{classification or ''} {name or ''}"
    if FACTION_WORDS.search(words):
        return Group.FACTION
    if COUNCIL_WORDS.search(words):
        return Group.COUNCIL
    return Group.OFFICE if OFFICE_WORDS.search(words) else Group.OTHER


CHAIR_WORDS = re.compile(r"vorsitz|vorsteher|bürgermeister|leitung|sprecher", re.IGNORECASE)
DEPUTY_WORDS = re.compile(r"stellv|vertret", re.IGNORECASE)


def rank_of(role: str) -> int:
    """Where a role stands in a list of members: chair, deputy chair, everybody else."""
    if not CHAIR_WORDS.search(role):
        return 2
    return 1 if DEPUTY_WORDS.search(role) else 0
