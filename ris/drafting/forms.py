"""Forms of papers: what was typed, as wordings, stops, stations and uploads; one sentence for each thing that is wrong."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from ris.documents.rules import KIND_WORDS, PaperKind
from ris.drafting.kinds import KIND_FORMS, FieldShape, KindField
from ris.drafting.rules import StopRole
from ris.drafting.services.attaching import Upload
from ris.drafting.services.stations import NewStation
from ris.drafting.services.ways import NewStop
from ris.drafting.services.writing import NewDraft, Wording
from ris.web.addresses import number_from
from ris.web.answers import SHORT, Answers
from ris.web.rich_text import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from typing import BinaryIO

    from werkzeug.datastructures import FileStorage

    from ris.documents.models import Paper
    from ris.drafting.models import SigningStation
    from ris.drafting.queries.ways import Stop

PUBLIC, CLOSED = "oeffentlich", "nichtoeffentlich"
VISIBILITIES = ((PUBLIC, "Öffentlich"), (CLOSED, "Nichtöffentlich"))
KINDS = tuple((kind.value, KIND_WORDS[kind]) for kind in PaperKind)
ROLES = tuple((role.value, role.value) for role in StopRole)
MOST_ROWS = 40
LAST_PLACE = 99
LONGEST_ALT = 300
"""Letters of what a picture shows: one sentence, read aloud in one breath."""
WORD, LONGEST_WORD = "einmal", 40
"""The field that tells one form from every other, and how long its word may be."""


def detail(field: KindField | str) -> str:
    """The name a field of a kind has in the form."""
    return f"d_{field if isinstance(field, str) else field.name}"


def new_draft_from(answers: Answers, kinds: Collection[PaperKind], offices: Collection[int]) -> NewDraft | None:
    """Read the first form; None where something is wrong."""
    kind = answers.choice("art", PaperKind, "Bitte wählen Sie die Art der Vorlage.")
    name = answers.text("name", "Bitte geben Sie einen Betreff ein.", most=300)
    office = answers.one_of("stelle", offices, "Bitte wählen Sie, für wen Sie schreiben." if offices else "")
    if kind is not None and kind not in kinds:
        answers.refuse("art", "Diese Art von Vorlage können Sie nicht anlegen.")
    word = answers.typed(WORD)[:LONGEST_WORD]
    return None if answers.errors or kind is None else NewDraft(kind, name, office, word)


def with_word(values: Mapping[str, str]) -> Answers:
    """A form that is not filled in yet, with a word of its own: sent twice, it begins one paper."""
    return Answers({**values, WORD: secrets.token_urlsafe(16)})


def filled_from(paper: Paper) -> dict[str, str | list[str]]:
    """The form as it stands when the page is opened."""
    values: dict[str, str | list[str]] = {
        name: getattr(paper, name) or "" for name in ("name", "summary", "proposal", "reasons", "finances", "climate")
    }
    values |= {detail(name): str(value) for name, value in (paper.details or {}).items()}
    values["sichtbar"] = "" if paper.public is None else PUBLIC if paper.public else CLOSED
    values |= {"grund": paper.closed_reason or "", "saves": str(paper.saves)}
    return values


def wording_from(answers: Answers, paper: Paper) -> Wording:
    """What the paper is to say. What its kind does not ask for stays as it is."""
    form = KIND_FORMS[paper.written_kind]
    texts = {name: answers.lines(name, most=LONGEST_TEXT) or None for name in form.texts}
    kept = {name: getattr(paper, name) for name in ("summary", "proposal", "reasons", "finances", "climate")}
    return Wording(
        name=answers.text("name", "Bitte geben Sie einen Betreff ein.", most=300),
        **(kept | texts),
        details=_details(answers, paper, form.fields),
        public=_visibility(answers, "sichtbar"),
        closed_reason=answers.text("grund", most=500) or None,
    )


def ask_for(answers: Answers, paper: Paper, unsaid: Mapping[str, str]) -> None:
    """Say at each field what must still be said; ``unsaid`` as :func:`ris.drafting.services.numbering.unsaid` has it."""
    names = {"public": "sichtbar", "closed_reason": "grund"}
    names |= {field.name: detail(field) for field in KIND_FORMS[paper.written_kind].fields}
    for name, sentence in unsaid.items():
        answers.refuse(names.get(name, name), sentence)


def _details(answers: Answers, paper: Paper, fields: Iterable[KindField]) -> dict[str, str]:
    asked = tuple(fields)
    named = {field.name for field in asked}
    told = {name: str(value) for name, value in (paper.details or {}).items() if name not in named}
    for field in asked:
        told[field.name] = _answer(answers, field)
    return {name: value for name, value in told.items() if value}


def _answer(answers: Answers, field: KindField) -> str:
    name = detail(field)
    if field.shape is FieldShape.NUMBER:
        number = answers.number(name, least=1, most=999)
        return "" if number is None else str(number)
    if field.shape is FieldShape.TEXT:
        return answers.lines(name)
    value = answers.text(name, most=SHORT)
    if field.shape is FieldShape.CHOICE and value and value not in field.choices:
        answers.refuse(name, field.required)
    return value


def _visibility(answers: Answers, name: str) -> bool | None:
    value = answers.typed(name)
    return {PUBLIC: True, CLOSED: False}.get(value)


def pictures_filled(pictures: Iterable[tuple[int, str]]) -> dict[str, str | list[str]]:
    """What is said of pictures that are there already: file id and words."""
    return {f"f_{file_id}_alt": words for file_id, words in pictures}


def pictures_from(answers: Answers, file_ids: Iterable[int]) -> dict[int, str]:
    """File id → what the picture shows; pictures the form does not speak of are left out."""
    shown = [file_id for file_id in file_ids if f"f_{file_id}_alt" in answers]
    return {file_id: answers.text(f"f_{file_id}_alt", most=LONGEST_ALT) for file_id in shown}


@dataclass(frozen=True)
class FileChoice:
    """What was chosen for a file that is there already."""

    file_id: int
    public: bool
    closed_reason: str


def file_choices_from(answers: Answers, names: Mapping[int, str]) -> list[FileChoice]:
    """The visibility chosen for each file; one kept from the public needs a reason."""
    chosen = []
    for file_id, name in names.items():
        public = _visibility(answers, f"f_{file_id}_sichtbar")
        reason = answers.text(f"f_{file_id}_grund", most=500)
        if public is None:
            continue
        if not public and not reason:
            answers.refuse(f"f_{file_id}_grund", f"Bitte begründen Sie, warum „{name}“ nichtöffentlich bleibt.")
        chosen.append(FileChoice(file_id, public, reason))
    return chosen


def upload_from(answers: Answers, sent: FileStorage | None) -> Upload | None:
    """A new file; its visibility must be chosen, nothing is preset."""
    if sent is None or not sent.filename:
        return None
    public = _visibility(answers, "datei_sichtbar")
    reason = answers.text("datei_grund", most=500)
    if public is None:
        answers.refuse("datei_sichtbar", "Bitte wählen Sie, ob die Datei öffentlich werden darf.")
        return None
    if not public and not reason:
        answers.refuse("datei_grund", "Bitte begründen Sie, warum die Datei nichtöffentlich bleibt.")
    return Upload(
        cast("BinaryIO", sent.stream),
        sent.filename,
        public=public,
        closed_reason=reason,
        name=answers.text("datei_name", most=120),
        alt_text=answers.text("datei_alt", most=LONGEST_ALT),
    )


def stops_filled(stops: Iterable[Stop]) -> dict[str, str | list[str]]:
    """The rows of the way as they stand."""
    values: dict[str, str | list[str]] = {}
    for number, stop in enumerate((stop for stop in stops if not stop.on_agenda), 1):
        values |= {f"weg_{number}_gremium": str(stop.organization_id), f"weg_{number}_aufgabe": stop.role.value}
        values |= {f"weg_{number}_sitzung": str(stop.meeting_id or ""), f"weg_{number}_platz": str(number)}
    return values


def stops_from(answers: Answers, organizations: Collection[int], fits: Callable[[int, int], bool]) -> list[NewStop]:
    """The way as it was typed, in the order of its places; ``fits``: whether a meeting is one of the organization."""
    rows = []
    for number in range(1, MOST_ROWS + 1):
        field = f"weg_{number}_"
        organization = answers.one_of(f"{field}gremium", organizations)
        if organization is None:
            continue
        role = answers.choice(f"{field}aufgabe", StopRole, "Bitte wählen Sie, was das Gremium tut.")
        chosen = number_from(answers.typed(f"{field}sitzung"))
        meeting = chosen if chosen is not None and fits(organization, chosen) else None
        place = answers.number(f"{field}platz", least=1, most=LAST_PLACE) or LAST_PLACE
        if role is not None:
            rows.append((place, number, NewStop(organization, role, meeting)))
    return [stop for _, _, stop in sorted(rows, key=lambda row: row[:2])]


def stations_filled(stations: Iterable[SigningStation]) -> dict[str, str | list[str]]:
    """The rows of co-signing as they stand."""
    values: dict[str, str | list[str]] = {}
    for number, station in enumerate(stations, 1):
        field = f"mz_{number}_"
        values |= {f"{field}person": str(station.person_id), f"{field}vertretung": str(station.deputy_id or "")}
        values |= {f"{field}stelle": str(station.organization_id or ""), f"{field}platz": str(station.position + 1)}
        values[f"{field}bis"] = station.due.isoformat() if station.due else ""
    return values


def stations_from(answers: Answers, people: Collection[int], offices: Collection[int]) -> list[NewStation]:
    """Who is to sign, in the order of the steps typed; a row without one is a step of its own behind all."""
    rows = []
    for number in range(1, MOST_ROWS + 1):
        field = f"mz_{number}_"
        person = answers.one_of(f"{field}person", people)
        if person is None:
            continue
        deputy = answers.one_of(f"{field}vertretung", people)
        if deputy == person:
            answers.refuse(f"{field}vertretung", "Bitte wählen Sie als Vertretung jemand anderes.")
        office, due = answers.one_of(f"{field}stelle", offices), answers.day(f"{field}bis")
        step = answers.number(f"{field}platz", least=1, most=LAST_PLACE)
        rows.append((step or LAST_PLACE + 1, number, NewStation(person, deputy, office, due, step)))
    return [station for _, _, station in sorted(rows, key=lambda row: row[:2])]
