"""Commands of the register: ``python -m ris council import-people FILE``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
from flask.cli import AppGroup

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.council.cli import changing_town
from ris.council.services.people_import import ImportRefused, dry_run, keep_table, take_over
from ris.db import now_utc
from ris.web.typography import counted

council_cli = AppGroup("council", help="Gremien, Personen und Mandate.")
OFFICE = frozenset({PUBLIC, COUNCIL, ADMINISTRATION})


@council_cli.command("import-people")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", "only_look", is_flag=True, help="Nur zeigen, was sich ändern würde.")
@click.option("--public", is_flag=True, help="Neue Personen sind für alle sichtbar, sonst nur für den Sitzungsdienst.")
@click.option("--body", "body_name", help="Name der Kommune; nötig, wenn es mehrere gibt.")
def import_people(file: Path, body_name: str | None, *, only_look: bool, public: bool) -> None:
    """Personen und Mandate aus einer CSV-Tabelle übernehmen: alles oder nichts."""
    content = file.read_bytes()
    with changing_town(body_name) as (session, body):
        actor = replace(Actor.machine(body.id, "command line"), reads=OFFICE)
        plan = dry_run(session, actor, content)
        for error in plan.errors:
            click.echo(f"Zeile {error.line or '–'}: {error.sentence}", err=True)
        if plan.errors:
            raise click.ClickException("Es wurde nichts geändert.")
        people = f"{len(plan.new_people)} neue, {len(plan.changed_people)} geänderte Personen"
        seats = f"{len(plan.new_seats)} neue, {len(plan.changed_seats)} geänderte Mandate"
        told = f"{people}; {seats}; {counted(plan.unchanged, 'Zeile', 'Zeilen')} ohne Neues."
        if only_look or plan.empty:
            click.echo(f"{told} Es wurde nichts geändert.")
            return
        kept = keep_table(session, actor, file.name, content, now=now_utc())
        try:
            take_over(session, actor, kept, public=public, now=now_utc())
        except ImportRefused as refused:
            raise click.ClickException(str(refused)) from None
        click.echo(f"{told} Übernommen.")
