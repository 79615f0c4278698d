"""Commands of mail: ``python -m ris mail …``; the way in for what mail servers send back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from ris.access.actor import Actor
from ris.db import now_utc, transaction
from ris.mail.messages import letter_named
from ris.mail.reports import MOST_BYTES, Refused, returned_in
from ris.mail.returning import note_returned
from ris.scope.current import working_for

if TYPE_CHECKING:
    from collections.abc import Iterator

mail_cli = AppGroup("mail", help="E-Mails.")
TRY_LATER = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the message and calls again."""
MOST_AT_ONCE = 1000
CHUNK = 65_536
NOTHING = "Keine Rückmeldung zu einer E-Mail dieses Systems: nichts geändert."


@mail_cli.command("bounce")
@click.option(
    "--maildir",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Ordner mit Rückläufern (Maildir) statt der Standardeingabe.",
)
def bounce(maildir: Path | None) -> None:
    """Rückläufer lesen: eine Nachricht von der Standardeingabe, oder alle neuen eines Maildir-Ordners.

    Endet mit 75, wenn die Datenbank nicht antwortet; der Mailserver versucht es dann später noch einmal.
    """
    try:
        if maildir is None:
            click.echo(_taken(sys.stdin.buffer))
        else:
            for path in _new_in(maildir):
                with path.open("rb") as stream:
                    click.echo(f"{path.name}: {_taken(stream)}")
                path.rename(maildir / "cur" / f"{path.name}:2,S")
    except OperationalError as error:
        click.echo(f"Die Datenbank antwortet nicht: {error.orig}", err=True)
        sys.exit(TRY_LATER)


def _new_in(maildir: Path) -> Iterator[Path]:
    (maildir / "cur").mkdir(exist_ok=True)
    yield from sorted(path for path in (maildir / "new").glob("*") if path.is_file())[:MOST_AT_ONCE]


def _taken(stream: BinaryIO) -> str:
    """Read one message to its end, in constant memory; what became of it, in one sentence."""
    content = stream.read(MOST_BYTES + 1)
    while stream.read(CHUNK):  # a pipe that closes early would make the mail server send it again
        pass
    try:
        returned = returned_in(content)
    except Refused as refused:
        return f"Nicht gelesen: {refused}."
    letter = letter_named(returned.message_id, current_app.config["RIS"].secret_key) if returned else None
    if returned is None or letter is None:
        return NOTHING
    with working_for(letter.body_id), transaction() as session:
        actor = Actor.machine(letter.body_id, "mail bounce")
        changed = note_returned(session, actor, letter.mail_id, returned, now=now_utc())
    return f"E-Mail {letter.mail_id} gilt als nicht zugestellt." if changed else NOTHING
