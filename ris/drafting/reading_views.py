"""Pages around a paper: signing it, comparing its versions, its PDF, and the list of incoming papers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from werkzeug.exceptions import NotFound

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.db import db, now_utc, transaction
from ris.documents.models import Paper, PaperVersion
from ris.documents.queries.papers import paper_for
from ris.documents.rules import STATE_WORDS, PaperState
from ris.drafting.comparison import comparison_of
from ris.drafting.models import SigningStation
from ris.drafting.pages import desk_page
from ris.drafting.queries.desk import work_page
from ris.drafting.queries.signing import has_signed, station_for
from ris.drafting.rules import SignVerdict
from ris.drafting.services.signing import NoReasonToReturn, Saying, sign
from ris.drafting.services.writing import Stale, Wording
from ris.drafting.sheet import NotPrinted, printed, sheet_of
from ris.web.actor import current_actor, current_public_url
from ris.web.addresses import number_from
from ris.web.answers import Answers
from ris.web.doors import open_to_all, permitted
from ris.web.downloads import download_name
from ris.web.paging import key_from
from ris.web.rich_text import LONGEST_TEXT

blueprint = Blueprint("papers", __name__)

SAYINGS = (
    (SignVerdict.AGREED.value, "Ich stimme zu"),
    (SignVerdict.CHANGED.value, "Ich stimme mit Änderung zu"),
    (SignVerdict.RETURNED.value, "Ich gebe die Vorlage zurück"),
)
CHANGED_MEANWHILE = "Der Text wurde inzwischen geändert. Bitte lesen Sie die neue Fassung und zeichnen Sie dann."
SIGNED_ALREADY = "Ihre Mitzeichnung ist schon festgehalten."
WHY = "Bitte schreiben Sie, warum. Die Stelle, die die Vorlage schreibt, liest es."


@blueprint.route("/vorlage/<key>/mitzeichnen", methods=["GET", "POST"])
@permitted(Permission.PAPER_COSIGN)
def paper_sign(key: str) -> ResponseReturnValue:
    """Sign a paper: agree, agree with a change, or return it."""
    if (done := _signed_already(key)) is not None:
        return done
    paper = _signable(key)
    page = desk_page(db.session(), current_actor(), paper, now=now_utc())
    version = db.session.scalars(
        select(PaperVersion).where(PaperVersion.paper_id == paper.id, PaperVersion.number == paper.version)
    ).one()
    typed = {name: getattr(paper, name) or "" for name in page.form_of_kind.texts}
    answers = Answers(request.form.to_dict() if request.method == "POST" else typed)
    given = {"page": page, "form": answers, "sayings": SAYINGS, "version": version, "said": ""}
    if request.method != "POST":
        return render_template("drafting/sign.html", **given)
    saying = _saying_from(answers, paper)
    if not answers.errors and saying is not None:
        try:
            with transaction() as session:
                sign(session, current_actor(), _signable(key), saying, address=current_public_url(), now=now_utc())
        except NoReasonToReturn:
            answers.refuse("note", WHY)
        except (Stale, NotFound):  # NotFound: both of two clicks got this far
            if (done := _signed_already(key)) is not None:
                return done
            flash(CHANGED_MEANWHILE, "warning")
            return redirect(f"/vorlage/{paper.id}/mitzeichnen", 303)
        else:
            flash("Danke. Ihre Mitzeichnung ist festgehalten.", "info")
            return redirect(f"/vorlage/{paper.id}", 303)
    return render_template("drafting/sign.html", **given), 422


def _signed_already(key: str) -> ResponseReturnValue | None:
    """To the paper, where the reader has nothing to sign (any more) at the station of the form and did sign before.

    A double click must not go on to the next station of somebody who also stands in for a colleague.
    """
    session, actor = db.session(), current_actor()
    paper = paper_for(session, actor, key)
    if paper is None or not has_signed(session, actor, paper.id):
        return None
    open_one = station_for(session, actor, paper.id) if paper.state == PaperState.COSIGNING else None
    asked = request.form.get("station", "")
    if open_one is not None and asked in {"", str(open_one.id)}:
        return None
    flash(SIGNED_ALREADY, "info")
    return redirect(f"/vorlage/{paper.id}", 303)


def _signable(key: str) -> Paper:
    """The readable paper with an open station of the reader's; else there is none."""
    session, actor = db.session(), current_actor()
    paper = paper_for(session, actor, key)
    if paper is None or paper.state != PaperState.COSIGNING:
        abort(404)
    if station_for(session, actor, paper.id) is None:
        abort(404)
    return paper


def _saying_from(answers: Answers, paper: Paper) -> Saying | None:
    verdict = answers.choice("verdict", SignVerdict, "Bitte wählen Sie, was Sie zu der Vorlage sagen.")
    note = answers.text("note", most=500)
    if verdict is None:
        return None
    if verdict is not SignVerdict.AGREED and not note:
        answers.refuse("note", WHY)
    saying = Saying(verdict, answers.typed("digest"), note, station_id=number_from(answers.typed("station")))
    return replace(saying, wording=_changed(answers, paper)) if verdict is SignVerdict.CHANGED else saying


def _changed(answers: Answers, paper: Paper) -> Wording:
    """The paper with the texts as the form has them; what the form does not ask for stays."""

    def told(name: str, now: str | None) -> str | None:
        return (answers.lines(name, most=LONGEST_TEXT) or None) if name in request.form else now

    return Wording(
        name=paper.name or "",
        summary=told("summary", paper.summary),
        proposal=told("proposal", paper.proposal),
        reasons=told("reasons", paper.reasons),
        finances=told("finances", paper.finances),
        climate=told("climate", paper.climate),
        details={name: str(value) for name, value in (paper.details or {}).items()},
        public=paper.public,
        closed_reason=paper.closed_reason,
    )


@blueprint.get("/vorlage/<key>/vergleich")
@open_to_all
def paper_compare(key: str) -> ResponseReturnValue:
    """What changed between two versions of a paper."""
    session, actor = db.session(), current_actor()
    paper = paper_for(session, actor, key)
    if paper is None:
        abort(404)
    answers = Answers(request.args.to_dict())
    most = 999_999
    page = comparison_of(
        session,
        actor,
        paper,
        answers.number("von", least=1, most=most),
        answers.number("bis", least=1, most=most),
    )
    if page is None:
        abort(404)
    return render_template("drafting/compare.html", page=page, form=answers)


@blueprint.get("/vorlage/<key>/pdf")
@open_to_all
def paper_pdf(key: str) -> ResponseReturnValue:
    """The paper as a tagged PDF."""
    session, actor = db.session(), current_actor()
    paper = paper_for(session, actor, key)
    if paper is None or paper.kind is None:
        abort(404)
    address = f"{current_public_url()}/vorlage/{paper.slug}"
    sheet = sheet_of(session, actor, paper, g.body.name, address)
    name = download_name(f"{paper.paper_type} {paper.reference or 'Entwurf'}", ".pdf")
    private = actor.user_id is not None
    session.rollback()  # printing takes its time; no transaction stays open meanwhile
    try:
        path = printed(sheet, _desk())
    except NotPrinted as reason:
        return render_template("drafting/not_printed.html", sentence=str(reason), key=key), 503
    response = send_file(path, mimetype="application/pdf", download_name=name, conditional=True, max_age=0)
    response.headers["Cache-Control"] = "private, no-cache" if private else "public, no-cache"
    response.headers["Vary"] = "Cookie"
    return response


def _desk() -> Path:
    desk: Path = current_app.config["RIS"].data_dir / "printed"
    desk.mkdir(parents=True, exist_ok=True)
    return desk


@blueprint.get("/buero/vorlagen")
@permitted(Permission.PAPER_NUMBER, Permission.PAPER_WRITE, Permission.PAPER_COSIGN)
def paper_inbox() -> ResponseReturnValue:
    """Papers on their way, by state (Vorlagen-Eingang); who only signs finds what is to be signed."""
    actor = current_actor()
    mine = or_(SigningStation.person_id == actor.person_id, SigningStation.deputy_id == actor.person_id)
    asked = select(SigningStation.paper_id).where(mine, SigningStation.asked.is_not(None))
    writes = may(actor, Permission.PAPER_WRITE)
    chosen = request.args.get("stand", "")
    state = next((state for state in PaperState if state.value == chosen), None)
    criteria = [Paper.state == state] if state else [Paper.state != PaperState.DROPPED]
    criteria += [] if writes else [Paper.id.in_(asked)]
    after = key_from(request.args.get("nach"))
    page = work_page(db.session(), actor, criteria, after)
    states = [("", "Alle"), *((state.value, words) for state, words in STATE_WORDS.items())]
    given = {"page": page, "states": states, "chosen": state.value if state else "", "writes": writes}
    return render_template("drafting/inbox.html", **given)
