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
from ris.db import db, now_utc, refresh_statistics, transaction
from ris.demo_town.diary import build_town
from ris.scope.current import working_for

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


def make_demo(session: Session, *, now: datetime) -> Town | None:
    """The town with its accounts; nothing when it is there already."""
    if session.scalar(select(Body.id).where(Body.ags == AGS)) is not None:
        return None
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
@with_appcontext
def demo(*, if_empty: bool) -> None:
    """Die erfundene Stadt Lindenau anlegen; ist sie da, geschieht nichts."""
    if if_empty and db.session.scalar(select(Body.id)) is not None:
        return
    click.echo("Die Demo-Stadt Lindenau wird angelegt …")
    with transaction() as session:
        town = make_demo(session, now=now_utc())
    if town is None:
        click.echo("Die Demo-Stadt Lindenau gibt es hier schon.")
        return
    refresh_statistics()
    click.echo("Lindenau ist da. Zum Anmelden, Kennwort überall „" + PASSWORD + "“:")
    for account in ACCOUNTS:
        click.echo(f"  {account.email:38} {account.what}")
