"""Takes papers in as another process would: `ROUNDS` children in turn, each killed in the midst of it, or one in peace.

Started by test_numbers.py with the data folder, the database's address, how many children, and how many papers each.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from config import Config
from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION
from ris.app import create_app
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.documents.services.papers import NewPaper, add_paper
from ris.scope.current import working_for

SHORTEST_LIFE, LONGEST_LIFE = 0.05, 0.5  # seconds


def take_in(app: Flask, papers: int) -> None:
    with app.app_context():
        body_id = db.session.scalars(select(Body.id)).one()
        with working_for(body_id):
            for _ in range(papers):
                with transaction() as session:
                    new = NewPaper(name="Radweg", paper_type="Antrag", date=now_utc().date())
                    add_paper(session, Actor.machine(body_id, "test"), new, readers={ADMINISTRATION}, now=now_utc())
        db.session.remove()
        db.engine.dispose()


def main() -> None:
    folder, address, rounds, papers = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    app = create_app(Config(data_dir=Path(folder), database_url=address, secret_key="-", public_url="", testing=True))
    if rounds == 0:
        take_in(app, papers)
        return
    take_in(app, 1)  # so that the children know the tables and statements already
    chance = random.Random(20261122)  # noqa: S311 - the same deaths each time
    for _ in range(rounds):
        child = os.fork()
        if child == 0:
            take_in(app, papers)
            os._exit(0)
        time.sleep(chance.uniform(SHORTEST_LIFE, LONGEST_LIFE))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
