"""Commands of the whole system: preparing the database and serving."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from ris.serve import announce_and_serve


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Die Datenbank anlegen oder auf den neuesten Stand bringen."""
    upgrade()


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Web und Hintergrundaufgaben starten; Strg-C beendet beides."""
    announce_and_serve(current_app.config["RIS"])


system_commands = (prepare, serve_command)
