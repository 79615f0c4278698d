"""Pages for writing papers: beginning one, the desk it is written at (S3), signing it, comparing its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from ris.access.actor import Role
from ris.access.permissions import Permission
from ris.council.rules import Group
from ris.db import db, now_utc, transaction
from ris.documents.converting import office_program
from ris.documents.rules import STATE_WORDS, PaperKind, PaperState, StepRefused
from ris.drafting.acts import act, done_already
from ris.drafting.forms import (
    KINDS,
    ROLES,
    VISIBILITIES,
    file_choices_from,
    filled_from,
    new_draft_from,
    pictures_filled,
    pictures_from,
    stations_filled,
    stations_from,
    stops_filled,
    stops_from,
    upload_from,
    with_word,
    wording_from,
)
from ris.drafting.kinds import details_told
from ris.drafting.pages import DeskPage, desk_page, fits, writable_paper
from ris.drafting.queries.desk import last_saved, offices
from ris.drafting.services.attaching import NotAccepted, attach_upload, choose_visibility, describe_picture
from ris.drafting.services.numbering import NotReady
from ris.drafting.services.signing import NoStations
from ris.drafting.services.stations import Way, set_stations
from ris.drafting.services.ways import set_way
from ris.drafting.services.writing import (
    WRITABLE,
    AlreadyBegun,
    AlreadyPublic,
    NoReasonGiven,
    Stale,
    begin_draft,
    save_wording,
)
from ris.web.actor import current_actor, current_public_url
from ris.web.answers import Answers
from ris.web.autosave import not_saved, saved, saves_itself
from ris.web.dates import clock
from ris.web.doors import permitted
from ris.web.rich_text import shown

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.documents.models import Paper

blueprint = Blueprint("drafting", __name__)
blueprint.add_app_template_filter(shown, "rich")
blueprint.add_app_template_filter(details_told)
blueprint.add_app_template_filter(lambda state: STATE_WORDS[PaperState(state)], "state_word")

OFFICE_KINDS = (
    PaperKind.PROPOSAL,
    PaperKind.REPORT,
    PaperKind.NOTICE,
    PaperKind.ELECTION,
    PaperKind.MOTION,
    PaperKind.QUESTION,
)
NO_STATIONS = "Bitte nennen Sie mindestens eine Station der Mitzeichnung."
PUBLIC_ALREADY = "Diese Vorlage ist veröffentlicht. Legen Sie für einen neuen Wortlaut eine Neufassung an."
WRONG_STEP = "Das geht in diesem Stand der Vorlage nicht. Bitte laden Sie die Seite neu."
NO_REASON = "Bitte schreiben Sie eine Begründung in das Feld."
REFUSALS = {NoStations: NO_STATIONS, AlreadyPublic: PUBLIC_ALREADY, NoReasonGiven: NO_REASON}
WAY_SHOWN, STATIONS_SHOWN = "weg_1_gremium", "mz_1_person"
"""Fields of the first rows: a form without them does not speak of the way or the stations."""
WHY = "Bitte schreiben Sie, warum Sie die Vorlage ändern. Die Vorlage hat schon eine Nummer."


@blueprint.route("/vorlage/neu", methods=["GET", "POST"])
@permitted(Permission.PAPER_WRITE)
def paper_new() -> ResponseReturnValue:
    """Begin a paper."""
    actor, session = current_actor(), db.session()
    own = [(key, name) for key, name in offices(session, actor, Group.OFFICE) if _writes_for(key)]
    posted = request.method == "POST"
    answers = Answers(request.form.to_dict()) if posted else with_word({"art": request.args.get("art", "")})
    draft = new_draft_from(answers, OFFICE_KINDS, [key for key, _ in own]) if posted else None
    if draft is not None:
        try:
            with transaction() as writing:
                slug = begin_draft(writing, actor, draft, now=now_utc()).slug
        except AlreadyBegun as before:
            slug = before.paper.slug
        return redirect(f"/vorlage/{slug}/bearbeiten", 303)
    status = 422 if answers.errors else 200
    return render_template("drafting/new.html", form=answers, kinds=KINDS, own=own), status


def _writes_for(organization_id: int) -> bool:
    actor = current_actor()
    return Role.CLERK in actor.roles or organization_id in actor.organizations


@blueprint.get("/vorlage/<key>/bearbeiten")
@permitted(Permission.PAPER_WRITE, Permission.PAPER_SUBMIT)
def paper_edit(key: str) -> ResponseReturnValue:
    """The desk of a paper."""
    page = _page(_paper(key))
    filled = filled_from(page.paper) | stops_filled(page.stops) | stations_filled(page.stations)
    filled |= pictures_filled((file.line.id, file.alt_text) for file in page.files)
    return _desk(page, Answers(filled))


@blueprint.post("/vorlage/<key>/bearbeiten")
@permitted(Permission.PAPER_WRITE, Permission.PAPER_SUBMIT)
def paper_save(key: str) -> ResponseReturnValue:
    """Save all of the desk, then do what the button says."""
    identity = _paper(key).id
    answers = Answers(request.form.to_dict())
    try:
        _save_all(key, answers)
        said = "" if saves_itself() else _act(key, answers)
    except Stale:
        return _conflict(key, answers)
    except _Refused:
        return not_saved(answers.errors) if saves_itself() else _desk(_page(_paper(key)), answers, status=422)
    except _Stopped as stopped:
        if saves_itself():
            return not_saved({"text": stopped.sentences[0]})
        return _desk(_page(_paper(key)), _after_save(key), stopped.sentences, status=422)
    if saves_itself():
        return saved({"saves": _paper(key).saves})
    return _onwards(identity, answers, said)


def _onwards(identity: int, answers: Answers, said: str) -> ResponseReturnValue:
    """What is saved is told, and the focus goes on."""
    if answers.typed("tun") == "weiter":
        return redirect(f"/fraktion/einreichen/{identity}", 303)
    flash(said or f"Gespeichert um {clock(now_utc())}.", "info")
    return redirect(f"/vorlage/{identity}/bearbeiten#{_target(answers)}", 303)


def _target(answers: Answers) -> str:
    """Where the focus goes: to the button of the station that was moved, else where the form says."""
    moved = answers.typed("tun")
    return moved if moved.partition("-")[0] in set(Way) else answers.typed("ziel") or "inhalt"


class _Refused(Exception):
    """The form has errors; nothing is stored."""


class _Stopped(Exception):
    """Everything is saved, but the act is not possible now; ``sentences`` say why."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def _save_all(key: str, answers: Answers) -> None:
    with transaction() as session:
        try:
            _save(session, _paper(key), answers)
        except (AlreadyPublic, StepRefused) as refused:
            raise _Stopped([PUBLIC_ALREADY if isinstance(refused, AlreadyPublic) else WRONG_STEP]) from refused
        if answers.errors:
            raise _Refused


def _act(key: str, answers: Answers) -> str:
    try:
        with transaction() as session:
            return act(session, current_actor(), _paper(key), answers, address=current_public_url(), now=now_utc())
    except NotReady as refused:
        raise _Stopped(refused.sentences) from refused
    except NoResultFound:
        abort(404)
    except (NoStations, AlreadyPublic, StepRefused, NoReasonGiven) as refused:
        if done := done_already(_paper(key), answers):
            return done
        raise _Stopped([REFUSALS.get(type(refused), WRONG_STEP)]) from refused


def _after_save(key: str) -> Answers:
    """What was typed, with the count of saves as it is now."""
    return Answers(request.form.to_dict() | {"saves": str(_paper(key).saves)})


def _save(session: Session, paper: Paper, answers: Answers) -> None:
    """Read and save wording, files, way and stations; errors stay in the answers."""
    actor, now = current_actor(), now_utc()
    page = desk_page(session, actor, paper, now=now)
    reason = answers.text("warum", most=300)
    if page.writable and not done_already(paper, answers):  # a form sent twice was opened before and asks for no text
        wording = wording_from(answers, paper)
        choices = file_choices_from(answers, {file.line.id: file.line.name for file in page.files})
        described = pictures_from(answers, [file.line.id for file in page.files if file.is_picture])
        file = request.files.get("datei")
        upload = upload_from(answers, file)
        if answers.errors:
            return
        saves = answers.number("saves", least=0, most=999_999_999) or 0
        try:
            save_wording(session, actor, paper, wording, saves=saves, reason=reason, now=now)
            for each in choices:
                choose_visibility(
                    session,
                    actor,
                    paper,
                    each.file_id,
                    public=each.public,
                    closed_reason=each.closed_reason,
                    reason=reason,
                    now=now,
                )
            for file_id, words in described.items():
                describe_picture(session, actor, paper, file_id, words, now=now)
            if upload is not None:
                storage, converts = current_app.extensions["storage"], office_program() is not None
                attach_upload(session, actor, storage, paper, upload, converts=converts, now=now)
        except NotAccepted as refused:
            answers.refuse("datei", str(refused))
        except NoReasonGiven:
            answers.refuse("warum", WHY)
    _save_way(session, page, answers)


def _save_way(session: Session, page: DeskPage, answers: Answers) -> None:
    actor, now = current_actor(), now_utc()
    organizations = [identity for identity, _ in page.organizations]
    stops = stops_from(
        answers, organizations, lambda organization, meeting: fits(session, actor, organization, meeting, now=now)
    )
    stations = stations_from(answers, [key for key, _ in page.people], [key for key, _ in page.offices])
    if answers.errors:
        return
    if WAY_SHOWN in request.form:
        set_way(session, actor, page.paper, stops, now=now)
    if STATIONS_SHOWN in request.form and page.paper.standing in WRITABLE:
        set_stations(session, actor, page.paper, stations, now=now)


def _conflict(key: str, answers: Answers) -> ResponseReturnValue:
    """Somebody saved in between: both texts beside each other, nothing is lost."""
    page = _page(_paper(key))
    who = last_saved(db.session(), page.paper)
    mine = wording_from(Answers(request.form.to_dict()), page.paper)
    typed = [(name, value) for name, value in request.form.items() if name not in {"saves", "csrf_token", "tun"}]
    return render_template("drafting/conflict.html", page=page, mine=mine, who=who, typed=typed, form=answers), 409


def _paper(key: str) -> Paper:
    """The paper at an address, if the reader may write on it; else there is none."""
    paper = writable_paper(db.session(), current_actor(), key)
    if paper is None:
        abort(404)
    return paper


def _page(paper: Paper) -> DeskPage:
    return desk_page(db.session(), current_actor(), paper, now=now_utc())


def _desk(page: DeskPage, form: Answers, stopped: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    given = {"page": page, "form": form, "stopped": stopped or [], "roles": ROLES, "visibilities": VISIBILITIES}
    return render_template("drafting/desk.html", **given), status
