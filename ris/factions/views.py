"""Pages of the Fraktion's room: the next agendas, a note about an item, own motions as a page and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.db import db, now_utc, transaction
from ris.documents.models import Paper
from ris.documents.rules import PaperState
from ris.drafting.queries.deadlines import motion_deadlines
from ris.drafting.queries.desk import work_page
from ris.factions.queries import factions_of, motions_of, note_of, people_of, prepared_agendas, results_of
from ris.factions.services import NoteOf, NoteWords, Stale, save_note
from ris.meetings.queries.agenda import item_for
from ris.meetings.queries.detail import meeting_for
from ris.web.actor import current_actor
from ris.web.answers import Answers
from ris.web.askable import row_number
from ris.web.autosave import not_saved, saved, saves_itself
from ris.web.csv_tables import csv_of
from ris.web.dates import BERLIN, clock, local_day
from ris.web.doors import permitted
from ris.web.paging import key_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from ris.drafting.queries.deadlines import MotionDeadline
    from ris.drafting.queries.desk import WorkLine
    from ris.factions.models import FactionNote
    from ris.factions.queries import PreparedAgenda
    from ris.web.paging import Page

blueprint = Blueprint("factions", __name__)

HEADINGS = ("Nummer", "Art", "Titel", "Stand", "Eingereicht", "Geändert", "Beraten")
LONGEST_LINE = 200


@dataclass(frozen=True)
class FactionPage:
    """What the Fraktion's room shows."""

    factions: Sequence[tuple[int, str]]
    chosen: int | None
    agendas: Sequence[PreparedAgenda]
    deadlines: Sequence[MotionDeadline]
    papers: Page[WorkLine]
    results: Mapping[int, Sequence[str]]


@blueprint.get("/fraktion")
@permitted(Permission.PAPER_SUBMIT)
def faction_room() -> ResponseReturnValue:
    """The next agendas with what the Fraktion has noted, own motions, and the deadlines of the next meetings."""
    actor, session, now = current_actor(), db.session(), now_utc()
    factions = factions_of(session, actor)
    chosen = _chosen(factions)
    criteria = [Paper.department_id.in_(actor.factions), Paper.state != PaperState.DROPPED]
    papers = work_page(session, actor, criteria, key_from(request.args.get("nach")))
    page = FactionPage(
        factions=factions,
        chosen=chosen,
        agendas=prepared_agendas(session, actor, chosen, local_day(now)) if chosen is not None else (),
        deadlines=motion_deadlines(session, actor, g.body.settings, now=now),
        papers=papers,
        results=results_of(session, actor, [line.id for line in papers.rows]),
    )
    return render_template("factions/room.html", page=page)


@blueprint.get("/fraktion/antraege.csv")
@permitted(Permission.FACTION_PREPARE)
def motions_table() -> ResponseReturnValue:
    """Own motions and questions with what became of them, for a spreadsheet."""
    session, actor = db.session(), current_actor()
    chosen = _chosen(factions_of(session, actor))
    if chosen is None:
        abort(404)
    rows = [
        (
            line.reference,
            line.kind,
            line.name,
            line.state,
            _moment(line.submitted),
            _moment(line.modified),
            line.decided,
        )
        for line in motions_of(session, actor, chosen)
    ]
    headers = {"Content-Disposition": 'attachment; filename="antraege.csv"'}
    return Response(csv_of(HEADINGS, rows), mimetype="text/csv; charset=utf-8", headers=headers)


@blueprint.route("/fraktion/<int:faction_id>/top/<int:item_id>", methods=["GET", "POST"])
@permitted(Permission.FACTION_PREPARE)
def note_page(faction_id: int, item_id: int) -> ResponseReturnValue:
    """Who speaks, the line, what is open, and notes; for this Fraktion only."""
    about = NoteOf(faction_id, item_id)
    note = _readable_note(about)
    if request.method != "POST":
        return _note(about, _filled(note))
    answers = Answers(request.form.to_dict())
    words = _words(answers)
    if answers.errors:
        return not_saved(answers.errors) if saves_itself() else (_note(about, answers), 422)
    saves = answers.number("saves", least=0, most=999_999_999) or 0
    try:
        with transaction() as session:
            save_note(session, current_actor(), about, words, saves=saves, now=now_utc())
    except Stale:
        return _note(about, answers, theirs=_readable_note(about)), 409
    if saves_itself():
        return saved({"saves": saves + 1})
    flash(f"Gespeichert um {clock(now_utc())}.", "info")
    return redirect(f"/fraktion?fraktion={faction_id}#top-{item_id}", 303)


def _readable_note(about: NoteOf) -> FactionNote | None:
    """The note there is, if item and Fraktion are the actor's; else there is no such page."""
    actor, session = current_actor(), db.session()
    if not may(actor, Permission.FACTION_PREPARE, about) or item_for(session, actor, about.agenda_item_id) is None:
        abort(404)
    return note_of(session, actor, about.faction_id, about.agenda_item_id)


def _note(about: NoteOf, answers: Answers, *, theirs: FactionNote | None = None) -> str:
    actor, session = current_actor(), db.session()
    item = item_for(session, actor, about.agenda_item_id) or abort(404)
    meeting = meeting_for(session, actor, item.meeting_id or 0)
    people = people_of(session, actor, about.faction_id, local_day(now_utc()))
    name = dict(factions_of(session, actor)).get(about.faction_id, "")
    given = {"about": about, "item": item, "meeting": meeting, "form": answers, "people": people}
    return render_template("factions/note.html", faction=name, theirs=theirs, **given)


def _filled(note: FactionNote | None) -> Answers:
    names = ("speaker", "line", "unsettled", "notes")
    return Answers(
        {name: getattr(note, name) if note else "" for name in names} | {"saves": str(note.saves if note else 0)}
    )


def _words(answers: Answers) -> NoteWords:
    return NoteWords(
        speaker=answers.text("speaker", most=LONGEST_LINE),
        line=answers.text("line", most=LONGEST_LINE),
        unsettled=answers.text("unsettled", most=LONGEST_LINE),
        notes=answers.lines("notes"),
    )


def _moment(moment: datetime | None) -> str:
    """As a spreadsheet sorts it: 2027-02-11 14:02."""
    return moment.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M") if moment else ""


def _chosen(factions: Sequence[tuple[int, str]]) -> int | None:
    """The Fraktion asked for, if it is one of the actor's; else the first."""
    asked = request.args.get("fraktion", 0, type=row_number)
    own = [identity for identity, _ in factions]
    return asked if asked in own else next(iter(own), None)
