"""Pages of the register: lists with a search, one form for each kind of entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.council.admin_kinds import KINDS, OF_PEOPLE, VISIBLE, AdminKind, readers_from
from ris.council.delivery import delivery_history
from ris.council.forms import ORGANIZATION_TYPES
from ris.council.organization_settings import DeputyRule, NumberingPeriod
from ris.council.register import KINDS as REGISTER
from ris.council.register import entries_page, entry_for, places_offered, seats_kept
from ris.council.services.register import Conflict, change, enter, make_public
from ris.db import db, now_utc, transaction
from ris.law.sitting import Chamber
from ris.web.actor import current_actor
from ris.web.answers import Answers
from ris.web.dates import local_day
from ris.web.doors import permitted
from ris.web.paging import key_from

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ris.council.admin_kinds import Entry

blueprint = Blueprint("council", __name__)

WORD = "<any(wahlperioden, gremien, personen, orte):word>"


@blueprint.get(f"/verwaltung/{WORD}")
@permitted(Permission.COUNCIL_EDIT)
def register_list(word: str) -> ResponseReturnValue:
    """The entries of a kind by name, with a search."""
    wanted = " ".join(request.args.get("q", "").split())[:80]
    page = entries_page(db.session(), current_actor(), REGISTER[word], wanted, key_from(request.args.get("nach")))
    return render_template("council/register_list.html", page=page, kind=KINDS[word], wanted=wanted)


@blueprint.route(f"/verwaltung/{WORD}/neu", methods=["GET", "POST"])
@permitted(Permission.COUNCIL_EDIT)
def register_new(word: str) -> ResponseReturnValue:
    """A new entry."""
    kind = KINDS[word]
    if request.method != "POST":
        return _form(kind, kind.first, None)
    answers = Answers(request.form.to_dict())
    values = kind.read(answers, [place for place, _ in places_offered(db.session(), current_actor())])
    readers = readers_from(word, answers)
    if answers.errors:
        return _form(kind, answers, None), 422
    with transaction() as session:
        entry = enter(session, current_actor(), kind.make(**values), readers=readers, now=now_utc())
        identity = entry.id
    flash("Gespeichert.")
    return redirect(f"/verwaltung/{word}/{identity}")


@blueprint.route(f"/verwaltung/{WORD}/<int:identity>", methods=["GET", "POST"])
@permitted(Permission.COUNCIL_EDIT)
def register_entry(word: str, identity: int) -> ResponseReturnValue:
    """One entry, to be changed."""
    kind = KINDS[word]
    entry = _entry(word, identity)
    if request.method != "POST":
        return _form(kind, kind.fill(entry), entry)
    answers = Answers(request.form.to_dict())
    values = kind.read(answers, [place for place, _ in places_offered(db.session(), current_actor())])
    seen = answers.seen()
    if answers.errors or seen is None:
        return _form(kind, answers, entry), 422
    try:
        with transaction() as session:
            row, now = _entry(word, identity), now_utc()
            changed = change(session, current_actor(), row, values, seen=seen, now=now)
            if word in OF_PEOPLE and answers.typed(VISIBLE) == "alle":
                make_public(session, current_actor(), row, now=now)
    except Conflict:
        return _form(kind, answers, _entry(word, identity), conflict=True), 409
    flash("Gespeichert." if changed else "Es gab nichts zu ändern.")
    return redirect(f"/verwaltung/{word}/{identity}")


def _entry(word: str, identity: int) -> Entry:
    entry = entry_for(db.session(), current_actor(), REGISTER[word], identity)
    if entry is None:
        abort(404)
    return entry


def _form(kind: AdminKind, answers: Answers, entry: Entry | None, *, conflict: bool = False) -> str:
    session, actor, today = db.session(), current_actor(), local_day(now_utc())
    given: dict[str, Any] = {}
    if entry is not None and kind.word in OF_PEOPLE:
        of = {"organization_id" if kind.word == "gremien" else "person_id": entry.id}
        given["seats"] = seats_kept(session, actor, today, **of)
    if entry is not None and kind.word == "personen":
        given["delivery"] = delivery_history(session, actor, entry.id)
    return render_template(
        f"council/{kind.word}.html",
        kind=kind,
        form=answers,
        entry=entry,
        closed=entry is not None and PUBLIC not in entry.reader_tokens,
        places=places_offered(session, actor),
        types=[(word, word) for word in ORGANIZATION_TYPES],
        chambers=[(chamber.value, chamber.label) for chamber in Chamber],
        deputies=[(rule.value, rule.label) for rule in DeputyRule],
        periods=[(period.value, period.label) for period in NumberingPeriod],
        conflict=kind.fill(entry) if conflict and entry is not None else None,
        **given,
    )
