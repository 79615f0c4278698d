"""PURE. The description of the data for catalogues such as GovData: DCAT-AP as JSON-LD.

Vocabulary: DCAT-AP 2.1.1 and its German profile DCAT-AP.de 2.0. `dcatde:contributorID` is given to a town by the catalogue
that fetches this, so it is not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ris.council.licences import Licence

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
MEDIA: Final = "https://www.iana.org/assignments/media-types"
MUNICIPALITY: Final = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey"


@dataclass(frozen=True)
class Form:
    """One way to get the data."""

    path: str
    title: str
    description: str
    media: str
    file_type: str
    """In the EU's vocabulary of file types."""
    standard: str = ""
    """What it conforms to."""


FORMS: Final = (
    Form(
        "/sitzungen.ics",
        "Sitzungen als Kalender",
        "Sitzungen mit Zeit und Ort zum Abonnieren.",
        "text/calendar",
        "ICS",
        "https://www.rfc-editor.org/rfc/rfc5545",
    ),
    Form("/sitzungen.csv", "Sitzungen als Tabelle", "Alle Sitzungen, eine je Zeile.", "text/csv", "CSV"),
    Form("/vorlagen.csv", "Vorlagen als Tabelle", "Alle Vorlagen, eine je Zeile.", "text/csv", "CSV"),
    Form("/gremien.csv", "Gremien als Tabelle", "Alle Gremien, eines je Zeile.", "text/csv", "CSV"),
    Form(
        "/sitzungen.atom",
        "Neue und geänderte Sitzungen",
        "Ein Feed mit allem, was sich an Sitzungen geändert hat.",
        "application/atom+xml",
        "ATOM",
        "https://www.rfc-editor.org/rfc/rfc4287",
    ),
    Form(
        "/protokoll.jsonl",
        "Öffentliches Protokoll",
        "Was wann veröffentlicht, ersetzt oder zurückgezogen wurde, mit Prüfsummen verkettet.",
        "application/jsonl",
        "JSON",
    ),
)
"""Every file that holds a whole list; OParl stands beside, as a service."""


@dataclass(frozen=True)
class Facts:
    """What is said of one town."""

    town: str
    here: str
    """The town's own address, without a slash at the end."""
    oparl: str
    """Where OParl's clients begin."""
    licence: Licence
    issued: datetime
    modified: datetime
    municipality_key: str = ""
    contact: str = ""
    email: str = ""


def catalog(facts: Facts) -> dict[str, Any]:
    """The catalogue of one town: one data set, and every way to get it."""
    here, publisher = facts.here, f"{facts.here}/#herausgeber"
    return {
        "@context": CONTEXT,
        "@id": f"{here}/offene-daten/katalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _german(f"Offene Daten aus dem Ratsinformationssystem: {facts.town}"),
        "dct:description": _german(f"Was Rat und Ausschüsse öffentlich beraten und beschließen: {facts.town}."),
        "dct:publisher": {"@id": publisher, "@type": "foaf:Agent", "foaf:name": facts.town},
        "dct:language": {"@id": f"{AUTHORITY}/language/DEU"},
        "foaf:homepage": {"@id": f"{here}/"},
        "dct:license": {"@id": facts.licence.concept},
        "dct:issued": _moment(facts.issued),
        "dct:modified": _moment(facts.modified),
        "dcat:dataset": _dataset(facts, publisher),
        "dcat:service": _service(facts),
    }


def _dataset(facts: Facts, publisher: str) -> dict[str, Any]:
    said = {
        "@id": f"{facts.here}/offene-daten#daten",
        "@type": "dcat:Dataset",
        "dct:title": _german(f"Ratsinformationen: {facts.town}"),
        "dct:description": _german(
            "Sitzungen mit Tagesordnungen, Vorlagen mit Anlagen und Beratungsfolge, Beschlüsse und Abstimmungen, "
            "Gremien und ihre Mitglieder: alles, was öffentlich ist.",
        ),
        "dct:identifier": facts.oparl,
        "dct:publisher": {"@id": publisher},
        "dcat:landingPage": {"@id": f"{facts.here}/offene-daten"},
        "dcat:keyword": [_german(word) for word in ("Rat", "Sitzung", "Vorlage", "Beschluss", "OParl")],
        "dcat:theme": {"@id": f"{AUTHORITY}/data-theme/GOVE"},
        "dct:language": {"@id": f"{AUTHORITY}/language/DEU"},
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/UPDATE_CONT"},
        "dct:issued": _moment(facts.issued),
        "dct:modified": _moment(facts.modified),
        "dcat:distribution": [_oparl(facts), *(_distribution(facts, form) for form in FORMS)],
    }
    if facts.municipality_key:
        said["dcatde:politicalGeocodingURI"] = {"@id": f"{MUNICIPALITY}/{facts.municipality_key}"}
    if facts.email:
        said["dcat:contactPoint"] = {
            "@type": "vcard:Organization",
            "vcard:fn": facts.contact or facts.town,
            "vcard:hasEmail": {"@id": f"mailto:{facts.email}"},
        }
    return said


def _distribution(facts: Facts, form: Form) -> dict[str, Any]:
    said = {
        "@id": f"{facts.here}/offene-daten#{form.path.strip('/')}",
        "@type": "dcat:Distribution",
        "dct:title": _german(form.title),
        "dct:description": _german(form.description),
        "dcat:accessURL": {"@id": facts.here + form.path},
        "dcat:downloadURL": {"@id": facts.here + form.path},
        "dcat:mediaType": {"@id": f"{MEDIA}/{form.media}"},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/{form.file_type}"},
        "dct:license": {"@id": facts.licence.concept},
        "dct:modified": _moment(facts.modified),
    }
    if form.standard:
        said["dct:conformsTo"] = {"@id": form.standard}
    return said


def _oparl(facts: Facts) -> dict[str, Any]:
    return {
        "@id": f"{facts.here}/offene-daten#oparl",
        "@type": "dcat:Distribution",
        "dct:title": _german("Alles als OParl 1.1"),
        "dct:description": _german("Jedes Objekt mit allen Angaben und Verweisen, für Programme."),
        "dcat:accessURL": {"@id": facts.oparl},
        "dcat:accessService": {"@id": f"{facts.here}/offene-daten#schnittstelle"},
        "dcat:mediaType": {"@id": f"{MEDIA}/application/json"},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/JSON"},
        "dct:conformsTo": {"@id": "https://schema.oparl.org/1.1/"},
        "dct:license": {"@id": facts.licence.concept},
        "dct:modified": _moment(facts.modified),
    }


def _service(facts: Facts) -> dict[str, Any]:
    return {
        "@id": f"{facts.here}/offene-daten#schnittstelle",
        "@type": "dcat:DataService",
        "dct:title": _german("OParl-Schnittstelle"),
        "dcat:endpointURL": {"@id": facts.oparl},
        "dcat:endpointDescription": {"@id": "https://oparl.org/spezifikation/"},
        "dct:conformsTo": {"@id": "https://schema.oparl.org/1.1/"},
        "dcat:servesDataset": {"@id": f"{facts.here}/offene-daten#daten"},
        "dct:license": {"@id": facts.licence.concept},
    }


def _german(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "de"}


def _moment(at: datetime) -> dict[str, str]:
    return {"@value": at.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}
