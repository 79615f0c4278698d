"""Commands of the logs: ``python -m ris log …``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup
from sqlalchemy import select

from ris.access.actor import Actor
from ris.audit.queries import entries_after, line_of, trail_problems
from ris.audit.verify_log import problems_in
from ris.db import db
from ris.scope.current import working_for
from ris.scope.models import Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

log_cli = AppGroup("log", help="Protokolle.")


@log_cli.command("verify")
def verify() -> None:
    """Beide Protokolle aller Kommunen prüfen; Ende mit 1, wenn etwas nicht stimmt."""
    session = db.session()
    found = 0
    for body_id in session.scalars(select(Revision.body_id).order_by(Revision.body_id)).all():
        with working_for(body_id):
            actor = Actor.machine(body_id, "log verify")
            for name, problems in (
                ("internes Protokoll", trail_problems(session, actor)),
                ("öffentliches Protokoll", problems_in(public_lines(session))),
            ):
                told = list(problems)
                found += len(told)
                click.echo(f"Kommune {body_id}, {name}: {'in Ordnung' if not told else f'{len(told)} Beanstandungen'}")
                for problem in told:
                    click.echo(f"  {problem}")
    sys.exit(1 if found else 0)


def public_lines(session: Session) -> Iterator[str]:
    """The public log of the current Body as it is downloaded."""
    last = 0
    while entries := entries_after(session, last):
        last = entries[-1].sequence
        yield from [line_of(entry) for entry in entries]
        session.expunge_all()
