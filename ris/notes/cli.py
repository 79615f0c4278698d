"""Commands on notes; none of them shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from ris.council.models import Body
from ris.db import db, transaction
from ris.notes.models import Note
from ris.notes.sealed import reseal
from ris.scope.current import working_for

if TYPE_CHECKING:
    from ris.accounts.sealing import KeyRing

notes_cli = AppGroup("notes", help="Notizen der Mitglieder. Lesen lassen sie sich hier nicht.")
BATCH = 500


@notes_cli.command("reseal")
def reseal_notes() -> None:
    """Notizen mit dem heutigen Geheimnis neu versiegeln (nach einem Wechsel von RIS_SECRET_KEY)."""
    done = sum(_reseal_town(body_id) for body_id in db.session.scalars(select(Body.id)).all())
    click.echo(f"Neu versiegelt: {done}.")


def _reseal_town(body_id: int) -> int:
    """In short transactions, so that nobody waits; how many were sealed anew."""
    keys: KeyRing = current_app.extensions["note_keys"]
    done, last = 0, 0
    while True:
        with working_for(body_id), transaction() as session:
            some = select(Note).where(Note.id > last).order_by(Note.id).limit(BATCH).with_for_update()
            rows = session.scalars(some).all()
            if not rows:
                return done
            last = rows[-1].id
            done += sum(reseal(row, keys) for row in rows)
