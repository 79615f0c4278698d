"""Commands of the town: ``python -m ris body …``."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import select

from ris.access.actor import Actor
from ris.council.models import Body
from ris.council.services import add_body
from ris.db import db, now_utc, transaction

body_cli = AppGroup("body", help="Kommunen dieser Installation.")


@body_cli.command("add")
@click.argument("name")
@click.option("--host", help="Rechnername, unter dem ihre Seiten antworten.")
@click.option("--ags", help="Amtlicher Gemeindeschlüssel (8 Ziffern).")
def add(name: str, host: str | None, ags: str | None) -> None:
    """Eine Kommune anlegen."""
    with transaction() as session:
        body = add_body(session, Actor.machine(0, "command line"), name, host=host, ags=ags, now=now_utc())
        click.echo(f"{body.name} hat die Nummer {body.id}.")


@body_cli.command("list")
def list_bodies() -> None:
    """Alle Kommunen zeigen."""
    for body in db.session.scalars(select(Body).order_by(Body.id)):
        click.echo(f"{body.id:4} {body.name} {body.host or ''}")
