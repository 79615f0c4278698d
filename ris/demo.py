"""``python -m ris demo``: the invented town "Lindenau" for looking around, screenshots and tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from ris.access.actor import Role
from ris.access.circles import ADMINISTRATION
from ris.accounts.services.users import add_user
from ris.council.models import Body, Membership, Person
from ris.council.services.register import enter
from ris.council.services.towns import change_settings
from ris.council.settings import BodySettings
from ris.db import db, now_utc, transaction
from ris.demo_town.diary import build_town
from ris.demo_town.drafts import write_drafts
from ris.demo_town.publishing import publish_by_two
from ris.demo_town.removal import remove_town
from ris.scope.current import working_for
from ris.search.cli import rebuild_index

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.demo_town.town import Town

AGS = "06999999"
"""A municipal code no municipality has."""
PASSWORD = "muehlgraben-demo"  # noqa: S105 - the demo town has no secrets; printed to whoever made it


@dataclass(frozen=True)
class DemoAccount:
    """An account to look around with."""

    email: str
    what: str
    roles: tuple[Role, ...] = ()
    person: str = ""
    """Key of the person it stands for."""


@dataclass(frozen=True)
class Employee:
    """Somebody who works for an organization without a seat in it."""

    key: str
    given: str
    family: str
    organization: str
    role: str


EMPLOYEES = (
    Employee("vogt", "Ricarda", "Vogt", "bau", "Sachbearbeitung"),
    Employee("engel", "Thomas", "Engel", "finanzen", "Fachbereichsleitung"),
    Employee("brandt", "Jule", "Brandt", "sol", "Fraktionsgeschäftsführung"),
)
ACCOUNTS = (
    DemoAccount("sitzungsdienst@lindenau.example", "Sitzungsdienst", (Role.CLERK,)),
    DemoAccount("vertretung@lindenau.example", "Sitzungsdienst, zweite Person", (Role.CLERK,)),
    DemoAccount("ricarda.vogt@lindenau.example", "Fachamt: Bauen und Umwelt", (Role.AUTHOR,), "vogt"),
    DemoAccount("thomas.engel@lindenau.example", "Fachamt: Finanzen, zeichnet mit", (Role.AUTHOR,), "engel"),
    DemoAccount("regine.falk@lindenau.example", "Bürgermeisterin, zeichnet mit", (), "falk"),
    DemoAccount("martina.hollerbach@lindenau.example", "Vorsitz: Stadtverordnetenvorsteherin", (), "hollerbach"),
    DemoAccount("nadine.ohlig@lindenau.example", "Mitglied, Vorsitz SJK", (), "ohlig"),
    DemoAccount("sabine.krollmann@lindenau.example", "Mitglied", (), "krollmann"),
    DemoAccount("jule.brandt@lindenau.example", "Fraktion: Geschäftsführung", (Role.FACTION_STAFF,), "brandt"),
    DemoAccount("leser@lindenau.example", "Konto ohne weitere Rechte", (Role.READER,)),
    DemoAccount("technik@lindenau.example", "Administration", (Role.ADMINISTRATOR,)),
)


def make_demo(session: Session, *, now: datetime) -> Town:
    """The town with its accounts; its letters stay here, and its login page offers the accounts."""
    town = build_town(session, current_app.extensions["storage"], now=now)
    with working_for(town.body_id):
        for employee in EMPLOYEES:
            town.persons[employee.key] = _employ(town, employee, now)
        for account in ACCOUNTS:
            add_user(
                session,
                town.actor,
                email=account.email,
                name=town.name(account.person) if account.person else account.what,
                password=PASSWORD,
                roles=account.roles,
                person_id=town.persons[account.person].id if account.person else None,
                now=now,
            )
        session.flush()  # those who write must be there
        write_drafts(town, now=now)
        publish_by_two(town, current_app.extensions["storage"].path, now=now)
        body = session.get_one(Body, town.body_id)
        logins = tuple({"what": each.what, "email": each.email, "password": PASSWORD} for each in ACCOUNTS)
        settings = replace(BodySettings.from_json(body.settings), keeps_mail=True, demo_logins=logins)
        change_settings(session, town.actor, body, settings, now=now)
        session.flush()  # while we still work for the town
    return town


def _employ(town: Town, employee: Employee, now: datetime) -> Person:
    name = f"{employee.given} {employee.family}"
    mailbox = f"{employee.given}.{employee.family}@lindenau.example".lower()
    person = Person(name=name, given_name=employee.given, family_name=employee.family, email=[mailbox])
    enter(town.session, town.actor, person, readers={ADMINISTRATION}, now=now)
    seat = Membership(
        person=person,
        organization=town.organizations[employee.organization],
        role=employee.role,
        voting_right=False,
        start_date=now.date(),
    )
    enter(town.session, town.actor, seat, readers={ADMINISTRATION}, now=now)
    return person


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Nur, wenn es noch gar keine Kommune gibt.")
@click.option("--fresh", is_flag=True, help="Die vorhandene Demo-Stadt vorher löschen.")
@click.pass_context
@with_appcontext
def demo(context: click.Context, *, if_empty: bool, fresh: bool) -> None:
    """Die erfundene Stadt Lindenau anlegen; ist sie da, geschieht nichts."""
    if if_empty and db.session.scalar(select(Body.id)) is not None:
        return
    with transaction() as session:
        known = session.scalar(select(Body.id).where(Body.ags == AGS))
        if known is not None and not fresh:
            click.echo("Die Demo-Stadt Lindenau gibt es hier schon.")
            return
        click.echo("Die Demo-Stadt Lindenau wird angelegt …")
        if known is not None:
            remove_town(session, known, current_app.extensions["storage"])
        make_demo(session, now=now_utc())
    if known is not None:
        context.invoke(rebuild_index)  # numbers of the old town's rows may be given again
    click.echo("Lindenau ist da. Zum Anmelden, Kennwort überall „" + PASSWORD + "“:")
    for account in ACCOUNTS:
        click.echo(f"  {account.email:38} {account.what}")
