"""``python -m ris start``: everything from an empty folder to a running portal; what ``make run`` calls."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from ris.commands import prepare, require_free_address, serve_command
from ris.demo import demo


@click.command("start")
@click.pass_context
@with_appcontext
def start(context: click.Context) -> None:
    """Datenbank vorbereiten, beim ersten Mal die Demo-Stadt anlegen, dann Web und Hintergrundaufgaben starten."""
    require_free_address()  # before the demo town keeps somebody waiting
    context.invoke(prepare)
    context.invoke(demo, if_empty=True)
    context.invoke(serve_command)
