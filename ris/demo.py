"""``python -m ris demo``: the invented town "Lindenau" for looking around, screenshots and tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from ris.access.actor import Role
from ris.accounts.services import add_user
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.demo_town.diary import build_town
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
    roles: tuple[Role, ...]
    person: str = ""
    """Key of the person it stands for."""


ACCOUNTS = (
    DemoAccount("sitzungsdienst@lindenau.example", "Sitzungsdienst", (Role.CLERK,)),
    DemoAccount("nadine.ohlig@lindenau.example", "Stadtverordnete, Vorsitz SJK", (Role.MEMBER,), "ohlig"),
    DemoAccount("martina.hollerbach@lindenau.example", "Stadtverordnetenvorsteherin", (Role.MEMBER,), "hollerbach"),
    DemoAccount("technik@lindenau.example", "Administration", (Role.ADMINISTRATOR,)),
)


def make_demo(session: Session, *, now: datetime) -> Town:
    """The town with its accounts."""
    town = build_town(session, current_app.extensions["storage"], now=now)
    with working_for(town.body_id):
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
        session.flush()  # while we still work for the town
    return town


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
