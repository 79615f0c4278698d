"""The internal trail for those who run the house: who did what, when, to which thing; searchable, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from sqlalchemy import select

from ris.access.permissions import Permission
from ris.accounts.models import User
from ris.audit.events import AUDIT_LABELS, AuditEvent
from ris.audit.queries import TrailFilter, trail_count, trail_page
from ris.db import db
from ris.documents.models import Paper
from ris.web.actor import current_actor
from ris.web.addresses import PATHS, number_from
from ris.web.dates import midnight
from ris.web.doors import permitted
from ris.web.paging import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from ris.audit.models import AuditEntry

blueprint = Blueprint("trail", __name__)
KINDS = {
    "meeting": "Sitzung",
    "agenda_item": "Tagesordnungspunkt",
    "paper": "Vorlage",
    "file": "Unterlage",
    "person": "Person",
    "organization": "Gremium",
    "membership": "Mandat",
    "user_account": "Konto",
    "body": "Körperschaft",
}
"""Table → word; other tables go by their own name."""


@dataclass(frozen=True)
class TrailForm:
    """What was asked for, as typed; ``errors`` maps a field to a sentence that names the cure."""

    vorgang: str = ""
    adresse: str = ""
    konto: str = ""
    von: str = ""
    bis: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> TrailForm:
        """Read an address's query."""
        given = {name: values.get(name, "").strip() for name in ("vorgang", "adresse", "konto", "von", "bis")}
        errors = {}
        if given["vorgang"] not in {"", *AuditEvent}:
            errors["vorgang"] = "Bitte wählen Sie einen Vorgang aus der Liste."
        for name in ("von", "bis"):
            if given[name] and _day(given[name]) is None:
                errors[name] = "Bitte geben Sie ein Datum an, zum Beispiel 2026-12-10."
        return cls(**given, errors=errors)


@dataclass(frozen=True)
class TrailLine:
    """An entry as the page names it."""

    sequence: int
    at: datetime
    what: str
    who: str
    subject: str
    address: str
    details: str


@blueprint.get("/verwaltung/protokoll")
@permitted(Permission.LOG_READ)
def trail_list() -> ResponseReturnValue:
    """The trail, newest first."""
    session, actor = db.session(), current_actor()
    form = TrailForm.parse(request.args)
    before = number_from(request.args.get("vor"))
    chosen = None if form.errors else _filter(session, form)
    entries: Sequence[AuditEntry] = ()
    if chosen is not None:
        entries = trail_page(session, actor, chosen, before=before, limit=PAGE_SIZE + 1)
    shown = entries[:PAGE_SIZE]
    query = {name: getattr(form, name) for name in ("vorgang", "adresse", "konto", "von", "bis") if getattr(form, name)}
    page = render_template(
        "publication/trail_list.html",
        form=form,
        lines=_lines(session, shown),
        total=trail_count(session, actor, chosen) if chosen is not None else 0,
        events=sorted(((event.value, label) for event, label in AUDIT_LABELS.items()), key=lambda pair: pair[1]),
        accounts=[(user.id, user.name) for user in session.scalars(select(User).order_by(User.name, User.id))],
        before=before,
        first=f"{request.path}?{urlencode(query)}" if before else "",
        following=f"{request.path}?{urlencode(query | {'vor': shown[-1].sequence})}"
        if len(entries) > PAGE_SIZE
        else "",
    )
    return (page, 422) if form.errors else page


def _filter(session: Session, form: TrailForm) -> TrailFilter | None:
    """The filter the form asks for; None when its address names nothing."""
    kind, identity = "", None
    if form.adresse:
        found = _subject_at(session, form.adresse)
        if found is None:
            return None
        kind, identity = found
    since, until = _day(form.von), _day(form.bis)
    return TrailFilter(
        event=form.vorgang,
        subject_kind=kind,
        subject_id=identity,
        user_id=number_from(form.konto),
        since=midnight(since) if since else None,
        until=midnight(until + timedelta(days=1)) if until else None,
    )


def _subject_at(session: Session, address: str) -> tuple[str, int] | None:
    """What stands or stood at an address of ours, given whole or as a path; a number alone is a paper's."""
    path = "/" + address.partition("://")[2].partition("/")[2] if "://" in address else address
    for kind, pattern in PATHS.items():
        start = pattern.partition("{")[0]
        key = path.removeprefix(start).strip("/") if path.startswith(start) else ""
        if kind == "paper":
            slug = key or ("" if path.startswith("/") else path.replace("/", "-"))
            paper = session.scalar(select(Paper.id).where(Paper.slug == slug)) if slug else None
            if paper is not None:
                return kind, paper
        elif (number := number_from(key)) is not None:
            return kind, number
    return None


def _lines(session: Session, entries: Sequence[AuditEntry]) -> list[TrailLine]:
    people = [int(entry.actor.removeprefix("user:")) for entry in entries if entry.actor.startswith("user:")]
    people += [entry.subject_id for entry in entries if entry.subject_kind == "user_account"]
    names = {f"user:{user.id}": user.name for user in session.scalars(select(User).where(User.id.in_(set(people))))}
    papers = {entry.subject_id for entry in entries if entry.subject_kind == "paper"}
    slugs = {row.id: row.slug for row in session.execute(select(Paper.id, Paper.slug).where(Paper.id.in_(papers)))}
    return [_line(entry, names, slugs) for entry in entries]


def _line(entry: AuditEntry, names: Mapping[str, str], slugs: Mapping[int, str]) -> TrailLine:
    kind = KINDS.get(entry.subject_kind, entry.subject_kind)
    account = names.get(f"user:{entry.subject_id}") if entry.subject_kind == "user_account" else None
    key = slugs.get(entry.subject_id, "") if entry.subject_kind == "paper" else entry.subject_id
    pattern = PATHS.get(entry.subject_kind, "")
    return TrailLine(
        sequence=entry.sequence,
        at=entry.at,
        what=AUDIT_LABELS.get(AuditEvent(entry.event), entry.event),
        who=names.get(entry.actor, entry.actor),
        subject=f"{kind} {account or key or entry.subject_id}",
        address=pattern.format(key) if pattern and key else "",
        details=json.dumps(entry.details, ensure_ascii=False, indent=1) if entry.details else "",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
