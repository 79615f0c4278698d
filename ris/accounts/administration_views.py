"""Pages of who keeps accounts: the list, one account, who may do what, and seeing pages with other eyes."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ris.access.actor import Role
from ris.access.permissions import Permission
from ris.access.words import ROLES, SHORT_ROLES
from ris.accounts.administration_forms import GIVEN_ROLES, PUBLIC_EYES, UserForm, ViewForm
from ris.accounts.administration_queries import (
    councils_to_choose,
    matrix,
    people_to_choose,
    user_for,
    user_page,
    users_page,
)
from ris.accounts.models import User
from ris.accounts.services.links import welcome
from ris.accounts.services.logins import end_all_logins
from ris.accounts.services.reader_devices import order_wipes
from ris.accounts.services.users import (
    AddressTaken,
    OwnAccount,
    add_user,
    change_user,
    close_user,
    reopen_user,
    take_back_factors,
)
from ris.accounts.services.viewing import note_viewing
from ris.accounts.sessions import current_account
from ris.db import db, now_utc, transaction
from ris.web.actor import current_actor, current_public_url
from ris.web.dates import local_day
from ris.web.doors import for_anybody_signed_in, permitted
from ris.web.paging import key_from
from ris.web.viewing import begin_viewing, end_viewing

blueprint = Blueprint("administration", __name__)
TAKEN = "Für diese Adresse gibt es schon ein Konto."
LOCKED_OUT = "Das ist Ihr eigenes Konto. Die Rolle Administration kann Ihnen nur jemand anderes nehmen."


@blueprint.get("/verwaltung/benutzer")
@permitted(Permission.USER_EDIT)
def user_list() -> ResponseReturnValue:
    """All accounts by name."""
    wanted = request.args.get("q", "").strip()[:100]
    page = users_page(db.session(), current_actor(), wanted, key_from(request.args.get("ab")))
    return render_template("administration/user_list.html", page=page, wanted=wanted)


@blueprint.route("/verwaltung/benutzer/neu", methods=["GET", "POST"])
@permitted(Permission.USER_ADD)
def new_user() -> ResponseReturnValue:
    """Open an account; its owner gets a link."""
    people = people_to_choose(db.session(), current_actor(), local_day(now_utc()))
    if request.method != "POST":
        return _form_page(UserForm(), people)
    form = UserForm.parse(request.form, dict(people))
    if form.errors:
        return _form_page(form, people), 422
    try:
        with transaction() as session:
            user = add_user(
                session,
                current_actor(),
                email=form.email,
                name=form.name,
                roles=form.chosen_roles,
                person_id=form.person_id,
                now=now_utc(),
            )
            welcome(session, current_actor(), user, public_url=current_public_url(), town=g.body.name, now=now_utc())
            user_id = user.id
    except AddressTaken:
        taken = UserForm(form.email, form.name, form.roles, form.person, {"email": TAKEN})
        return _form_page(taken, people), 422
    flash(f"Das Konto ist angelegt. Eine E-Mail mit dem Link zum ersten Passwort geht an {form.email}.")
    return redirect(url_for("administration.user_detail", user_id=user_id))


@blueprint.route("/verwaltung/benutzer/<int:user_id>", methods=["GET", "POST"])
@permitted(Permission.USER_EDIT)
def user_detail(user_id: int) -> ResponseReturnValue:
    """One account: change name, roles and person; see its devices."""
    page = user_page(db.session(), current_actor(), user_id, now=now_utc())
    if page is None:
        abort(404)
    people = people_to_choose(db.session(), current_actor(), local_day(now_utc()), page.user.person_id)
    if request.method != "POST":
        return _form_page(UserForm.of(page.user), people, page)
    form = UserForm.parse(request.form, dict(people), email=page.user.email)
    if form.errors:
        return _form_page(form, people, page), 422
    try:
        with transaction() as session:
            change_user(
                session,
                current_actor(),
                session.get_one(User, user_id),
                name=form.name,
                roles=form.chosen_roles,
                person_id=form.person_id,
                now=now_utc(),
            )
    except OwnAccount:
        refused = UserForm(form.email, form.name, form.roles, form.person, {"roles": LOCKED_OUT})
        return _form_page(refused, people, page), 422
    flash("Die Änderungen sind gespeichert.")
    return redirect(url_for("administration.user_detail", user_id=user_id))


def _form_page(form: UserForm, people: list[tuple[int, str]], page: object = None) -> str:
    roles = [(role.value, ROLES[role]) for role in GIVEN_ROLES]
    return render_template("administration/user_form.html", form=form, people=people, roles=roles, page=page)


ACTS = {
    "schliessen": (close_user, "Das Konto ist geschlossen. Alle Geräte sind abgemeldet."),
    "oeffnen": (reopen_user, "Das Konto ist wieder offen."),
    "abmelden": (end_all_logins, "Alle Geräte dieses Kontos sind abgemeldet."),
    "leeren": (order_wipes, "Die Geräte sind abgemeldet. Sie löschen ihre Mappen, sobald sie wieder Internet haben."),
    "zweiter-faktor": (take_back_factors, "Der zweite Faktor ist entfernt. Beim nächsten Mal genügt das Passwort."),
}
"""What can be done with an account beside changing it: part of the address → service, sentence."""


@blueprint.post("/verwaltung/benutzer/<int:user_id>/<any(schliessen, oeffnen, abmelden, leeren, 'zweiter-faktor'):act>")
@permitted(Permission.USER_EDIT)
def user_act(user_id: int, act: str) -> ResponseReturnValue:
    """Close, reopen, log out, take back the second factor."""
    service, sentence = ACTS[act]
    try:
        with transaction() as session:
            user = user_for(session, current_actor(), user_id)
            if user is None:
                abort(404)
            service(session, current_actor(), user, now=now_utc())
        flash(sentence)
    except OwnAccount:
        flash("Das ist Ihr eigenes Konto. Das kann nur jemand anderes tun.", "warning")
    return redirect(url_for("administration.user_detail", user_id=user_id))


@blueprint.post("/verwaltung/benutzer/<int:user_id>/link")
@permitted(Permission.USER_ADD)
def send_link(user_id: int) -> ResponseReturnValue:
    """Send the link to set a password once more."""
    with transaction() as session:
        user = user_for(session, current_actor(), user_id)
        if user is None or not user.active:
            abort(404)
        welcome(session, current_actor(), user, public_url=current_public_url(), town=g.body.name, now=now_utc())
        flash(f"Ein neuer Link geht an {user.email}.")
    return redirect(url_for("administration.user_detail", user_id=user_id))


@blueprint.get("/verwaltung/rechte")
@permitted(Permission.RIGHTS_READ)
def rights() -> ResponseReturnValue:
    """Who may do what, as a matrix and in sentences."""
    roles = [SHORT_ROLES[role] for role in Role]
    return render_template("administration/rights.html", rows=matrix(current_actor()), roles=roles)


@blueprint.route("/verwaltung/ansicht", methods=["GET", "POST"])
@permitted(Permission.ROLE_VIEW_AS)
def view_as() -> ResponseReturnValue:
    """See the pages with other eyes."""
    councils = councils_to_choose(db.session(), current_actor())
    form = ViewForm() if request.method != "POST" else ViewForm.parse(request.form, dict(councils))
    if request.method != "POST" or form.errors:
        roles = [(PUBLIC_EYES, "Ohne Konto (alle)"), *((role.value, ROLES[role]) for role in Role)]
        page = render_template("administration/view_as.html", form=form, roles=roles, councils=councils)
        return page, 422 if form.errors else 200
    words = "Ohne Konto" if form.role == PUBLIC_EYES else ROLES[Role(form.role)]
    if form.organization_id is not None:
        words = f"{words}, {dict(councils)[form.organization_id]}"
    with transaction() as session:
        note_viewing(session, current_actor(), current_account(), words, now=now_utc())
    begin_viewing(form.role, form.organization_id, words)
    return redirect(url_for("portal.home"))


@blueprint.post("/verwaltung/ansicht/beenden")
@for_anybody_signed_in
def end_view_as() -> ResponseReturnValue:
    """See the pages with one's own eyes again."""
    end_viewing()
    return redirect(url_for("administration.view_as"))
