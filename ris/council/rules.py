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


REPRESENTATIVE = (
    r"(stadtverordnetenversammlung|gemeindevertretung|stadtvertretung|ratsversammlung|bürgerschaft|kreistag"
    r"|(gemeinde|stadt|markt(gemeinde)?|samtgemeinde|verbandsgemeinde)rat)"
)
OF_THE_TOWN = (
    r"( (der|des) (universitäts|hanse|landeshaupt|kreis)?(stadt|gemeinde|marktes|markts|landkreises)( [^,;–]+)?)?"
)
BY_NAME = re.compile(rf"({REPRESENTATIVE}|rat){OF_THE_TOWN}")
BY_CLASSIFICATION = re.compile(REPRESENTATIVE)
PART_OF_IT = re.compile(
    r"ausschuss|ausschuß|fraktion|kommission|beirat|orts|bezirk|jugend|senior|vorstand", re.IGNORECASE
)


def represents_the_town(organization_type: str | None, classification: str | None, name: str | None) -> bool:
    """Whether the words of its source say that an organization is the town's representative body (Vertretung).

    § 9 HGO and its like in other Länder. Closed by default: only whole, known words count; an unknown name, or a
    part of the body such as a committee or an Ortsrat, is not it.
    """
    if BY_TYPE.get((organization_type or "gremium").casefold()) is not Group.COUNCIL:
        return False
    told, kind = _plain(name), _plain(classification)
    return bool(BY_NAME.fullmatch(told) or (BY_CLASSIFICATION.fullmatch(kind) and not PART_OF_IT.search(told)))


def _plain(words: str | None) -> str:
    return " ".join((words or "").casefold().split())
