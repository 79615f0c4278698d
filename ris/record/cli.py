"""Commands of the public record: ``python -m ris record …``."""

from __future__ import annotations

from collections import Counter

import click
from flask.cli import AppGroup
from sqlalchemy import func, select
from tqdm import tqdm

from ris.council.models import Body
from ris.db import db, refresh_statistics
from ris.record.in_time import compare_some
from ris.record.models import PublishedObject
from ris.record.rules import Outcome
from ris.scope.current import working_for

record_cli = AppGroup("record", help="Die öffentlichen Daten: was seit wann öffentlich ist.")

WORDS = {
    Outcome.NOTED: "erstmals angesehen",
    Outcome.NEW: "nachgetragen",
    Outcome.CHANGED: "geändert",
    Outcome.GONE: "nicht mehr öffentlich",
    Outcome.BACK: "wieder öffentlich",
}


@record_cli.command("check")
def check() -> None:
    """Alles Öffentliche mit dem Verzeichnis vergleichen und berichtigen, was darin fehlt oder veraltet ist."""
    towns = db.session.execute(select(Body.id, Body.name).order_by(Body.id)).all()
    for body_id, name in towns:
        db.session.rollback()
        with working_for(body_id):
            found = _compared(name)
            count = db.session.scalar(select(func.count()).select_from(PublishedObject)) or 0
            db.session.rollback()
        told = ", ".join(f"{found[outcome]} {words}" for outcome, words in WORDS.items() if found[outcome])
        click.echo(f"{name}: {count} Objekte, {told or 'alles stimmt'}.")
    refresh_statistics()


def _compared(name: str) -> Counter[Outcome]:
    found: Counter[Outcome] = Counter()
    last = None
    with tqdm(unit=" Runden", desc=name, disable=None) as bar:
        while True:
            last, done = compare_some(last)
            found += done.found
            for reason in done.failed.values():
                bar.write(f"{name}: nicht lesbar: {reason}")
            bar.update()
            if last is None:
                return found
