"""Who takes whose place in a meeting, as the session office decides it, whatever the organization's rule says.

The substitute reads along from that moment, and is written to where the invitation is out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.accounts.models import Substitution
from ris.council.models import Membership, Person
from ris.council.seats import held_on
from ris.db import db, now_utc, transaction
from ris.meetings.approval_views import plain_room
from ris.meetings.models import Meeting
from ris.meetings.services.deputies import release
from ris.meetings.services.replies import name_substitute
from ris.scope.alphabet import alphabetical
from ris.scope.readers import readable_by
from ris.web.actor import current_actor
from ris.web.dates import local_day
from ris.web.doors import permitted

blueprint = Blueprint("substitutions", __name__)
Choice = tuple[int, str]


@dataclass(frozen=True)
class SubstitutionForm:
    """Who does not come, and who comes instead."""

    absent: str = ""
    substitute: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str], members: list[Choice], people: list[Choice]) -> SubstitutionForm:
        """Read what was sent."""
        form = cls(values.get("absent", ""), values.get("substitute", ""))
        errors = {}
        if form.absent not in {str(identity) for identity, _ in members}:
            errors["absent"] = "Bitte wählen Sie, wer nicht kommt."
        if form.substitute not in {str(identity) for identity, _ in people}:
            errors["substitute"] = "Bitte wählen Sie, wer die Vertretung übernimmt."
        elif form.substitute == form.absent:
            errors["substitute"] = "Bitte wählen Sie eine andere Person als Vertretung."
        return cls(form.absent, form.substitute, errors)


@dataclass(frozen=True)
class Line:
    """One substitution, with names."""

    id: int
    absent: str
    substitute: str
    since: datetime


@blueprint.route("/sitzung/<int:meeting_id>/vertretung", methods=["GET", "POST"])
@permitted(Permission.MEETING_PLAN)
def substitution_list(meeting_id: int) -> ResponseReturnValue:
    """Who takes whose place, and a form for one more."""
    session, actor = db.session(), current_actor()
    meeting = _meeting(session, actor, meeting_id)
    members = people_seated(session, local_day(meeting.start or now_utc()), meeting.organization_ids)
    people = people_seated(session, local_day(now_utc()))
    absent = request.args.get("person", "")  # where the list of answers leads from
    form = SubstitutionForm(absent)
    if request.method == "POST":
        form = SubstitutionForm.parse(request.form, members, people)
    if request.method != "POST" or form.errors:
        page = render_template(
            "portal/substitution_list.html",
            meeting=meeting,
            form=form,
            members=members,
            people=people,
            lines=lines_of(session, meeting_id),
        )
        return page, 422 if form.errors else 200
    absent_id, substitute_id = int(form.absent), int(form.substitute)
    with transaction() as writing:
        meeting = _meeting(writing, actor, meeting_id)
        name_substitute(writing, actor, meeting, absent_id, substitute_id, plain_room(), now=now_utc())
    flash(f"{dict(people)[substitute_id]} liest ab jetzt alles, was zu dieser Sitzung gehört.")
    return redirect(url_for("substitutions.substitution_list", meeting_id=meeting_id))


@blueprint.post("/sitzung/<int:meeting_id>/vertretung/<int:substitution_id>/beenden")
@permitted(Permission.MEETING_PLAN)
def end_substitution(meeting_id: int, substitution_id: int) -> ResponseReturnValue:
    """The member comes after all."""
    with transaction() as session:
        meeting = _meeting(session, current_actor(), meeting_id)
        known = session.scalars(
            select(Substitution).where(
                Substitution.id == substitution_id,
                Substitution.meeting_id == meeting_id,
                Substitution.ended.is_(None),
            ),
        ).first()
        if known is None:
            abort(404)
        release(session, current_actor(), meeting, known, plain_room(), now=now_utc())
    flash("Die Vertretung ist beendet.")
    return redirect(url_for("substitutions.substitution_list", meeting_id=meeting_id))


def _meeting(session: Session, actor: Actor, meeting_id: int) -> Meeting:
    meeting = session.scalars(select(Meeting).where(Meeting.id == meeting_id, readable_by(actor, Meeting))).first()
    if meeting is None:
        abort(404)
    return meeting


def people_seated(session: Session, day: date, organization_ids: tuple[int, ...] | None = None) -> list[Choice]:
    """People with a seat on a day, in these organizations or in any, by name."""
    seated = select(Membership.person_id).where(
        Membership.deleted.is_(False),
        held_on(day),
    )
    if organization_ids is not None:
        seated = seated.where(Membership.organization_id.in_(organization_ids), Membership.deputy_for_id.is_(None))
    rows = session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_(seated), Person.deleted.is_(False))
        .order_by(alphabetical(Person.family_name, Person.name), Person.id),
    )
    return [(row.id, row.name or "ohne Namen") for row in rows]


def lines_of(session: Session, meeting_id: int) -> list[Line]:
    """The substitutions of a meeting that hold, the earliest first."""
    found = session.scalars(
        select(Substitution)
        .where(Substitution.meeting_id == meeting_id, Substitution.ended.is_(None))
        .order_by(Substitution.since, Substitution.id),
    ).all()
    ids = {identity for row in found for identity in (row.absent_id, row.substitute_id)}
    named = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {row.id: row.name or "ohne Namen" for row in named}
    return [Line(row.id, names.get(row.absent_id, ""), names.get(row.substitute_id, ""), row.since) for row in found]
