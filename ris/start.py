"""``python -m ris start``: everything from an empty folder to a running portal; what ``make run`` calls."""

from __future__ import annotations

import click

from ris.commands import prepare, serve_command
from ris.demo import demo


@click.command("start")
@click.pass_context
def start(context: click.Context) -> None:
    """Datenbank vorbereiten, beim ersten Mal die Demo-Stadt anlegen, dann Web und Hintergrundaufgaben starten."""
    context.invoke(prepare)
    context.invoke(demo, if_empty=True)
    context.invoke(serve_command)
