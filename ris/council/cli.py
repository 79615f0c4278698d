"""Commands of the town: ``python -m ris body …``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.colours import ColourRefused
from ris.council.crests import CrestRefused
from ris.council.models import Body
from ris.council.representation import NoSuchOrganization, name_council
from ris.council.services.appearance import set_colour, set_crest
from ris.council.services.towns import add_body
from ris.db import db, now_utc, transaction
from ris.scope.current import working_for

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


@body_cli.command("council")
@click.argument("name")
@click.option("--body", "body_name", help="Name der Kommune; nötig, wenn es mehrere gibt.")
def council(name: str, body_name: str | None) -> None:
    """Sagen, welches Gremium die Vertretung der Kommune ist; seine Mitglieder lesen Nichtöffentliches."""
    with changing_town(body_name) as (session, body):
        try:
            found = name_council(session, Actor.machine(body.id, "command line"), body, name, now=now_utc())
        except NoSuchOrganization:
            message = f"In {body.name} gibt es nicht genau ein Gremium „{name}“. Den Namen zeigt die Seite /gremien."
            raise click.ClickException(message) from None
        click.echo(f"„{found.name}“ ist die Vertretung von {body.name}. Wer dort Mitglied ist, gehört zum Rat.")


@body_cli.command("appearance")
@click.argument("name")
@click.option("--colour", help="Farbe der Kommune auf hellen Seiten, zum Beispiel #1f3f9e.")
@click.option("--dark-colour", default="", help="Dieselbe auf dunklen Seiten; ohne Angabe wird sie aufgehellt.")
@click.option(
    "--crest", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Wappen als SVG- oder PNG-Datei."
)
def appearance(name: str, colour: str | None, dark_colour: str, crest: Path | None) -> None:
    """Farbe und Wappen einer Kommune festlegen; beides wird vorher geprüft."""
    if colour is None and crest is None:
        raise click.UsageError("Bitte --colour, --crest oder beides angeben.")
    with changing_town(name) as (session, body):
        actor = Actor.machine(body.id, "command line")
        try:
            if colour is not None:
                set_colour(session, actor, body, colour, dark_colour, now=now_utc())
            if crest is not None:
                storage = current_app.extensions["storage"]
                taken = set_crest(session, actor, body, storage, crest.read_bytes(), now=now_utc())
                if taken.left_out:
                    click.echo(f"Nicht übernommen: {', '.join(taken.left_out)}.")
        except (ColourRefused, CrestRefused) as refusal:
            raise click.ClickException(str(refusal)) from None
        click.echo(f"Das Aussehen von {body.name} ist festgelegt.")


@contextmanager
def changing_town(name: str | None) -> Iterator[tuple[Session, Body]]:
    """One change to the town of this name, or to the only one; what is written on the way out is written for it, too."""
    with working_for(body_named(db.session(), name).id), transaction() as session:
        yield session, body_named(session, name)


def body_named(session: Session, name: str | None) -> Body:
    """The town of this name, or the only one; ends the command where that is not clear."""
    question = select(Body).order_by(Body.id)
    found = session.scalars(question if name is None else question.where(Body.name == name)).all()
    if len(found) == 1:
        return found[0]
    if name is not None or not found:
        raise click.ClickException("Diese Kommune gibt es hier nicht. „python -m ris body list“ zeigt alle.")
    names = ", ".join(f"„{body.name}“" for body in found)
    message = f"Es gibt mehrere Kommunen: {names}. Bitte mit --body eine davon nennen."
    raise click.ClickException(message)
