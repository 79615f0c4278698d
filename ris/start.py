"""``python -m ris start``: everything from an empty folder to a running portal; what ``make run`` calls."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from ris.commands import prepare, serve_command
from ris.demo import demo
from ris.serve import require_free_address


@click.command("start")
@click.pass_context
@with_appcontext
def start(context: click.Context) -> None:
    """Datenbank vorbereiten, beim ersten Mal die Demo-Stadt anlegen, dann Web und Hintergrundaufgaben starten."""
    require_free_address(current_app.config["RIS"])  # before the demo town keeps somebody waiting
    context.invoke(prepare)
    context.invoke(demo, if_empty=True)
    context.invoke(serve_command)
