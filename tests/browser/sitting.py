"""A town for a whole sitting: its process that can be killed, its post, a clerk, a chair, and the chair's tablet."""

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION
from ris.council.letterhead import PostRoom
from ris.council.models import Body
from ris.council.services.towns import change_settings
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.documents.models import FileRole, Paper, PaperFile
from ris.documents.services.files import NewFile, store_file
from ris.meetings.models import Meeting
from ris.scope.current import working_for
from tests.browser.tablet import Tablet, a_tablet
from tests.browser.town_process import TownProcess
from tests.browser.visit import Visit, visiting
from tests.browser.working import CLERK, COMMITTEE_CHAIR, log_in, sound
from tests.demo_town import DemoTown, demo_town_in
from tests.mail.server import Server, smtp_server

COMMITTEE, PAPER = "Sondersitzung des Ausschusses für Soziales", "Zuschuss für das Jugendorchester"
Pages = tuple[tuple[str, ...], ...]
"""The lines of a document, page by page."""


@dataclass
class Sitting:
    """Everybody who has to do with it."""

    town: DemoTown
    process: TownProcess
    post: Server
    clerk: Visit
    chair: Visit
    tablet: Tablet
    meeting: str
    """Address of the meeting."""
    document: str
    """Address of the paper's attachment."""

    def at(self, window: Visit, address: str) -> Visit:
        """A window on a page without a finding."""
        answer = window.open(address)
        assert answer.status == 200, address
        sound(window)
        return window

    def work(self) -> None:
        """Let the worker send letters, compare versions, look for the places of notes."""
        with self.town.app.app_context():
            self.town.app.extensions["worker"]().drain()

    def letters(self, subject: str) -> list[str]:
        """What the chair was written with this word in the subject, oldest first."""
        mine = [cast("EmailMessage", letter) for to, letter in self.post.temper.taken if to == COMMITTEE_CHAIR]
        return [said(letter) for letter in mine if subject in letter["Subject"]]

    def the_day_comes(self) -> None:
        """It is the day of the sitting, and its hour."""
        with self.town.app.app_context(), working_for(self.town.body_id), transaction() as session:
            session.get_one(Meeting, int(self.meeting.rpartition("/")[2])).start = now_utc()


def said(letter: EmailMessage) -> str:
    """The words of a letter."""
    return " ".join(part.get_content() for part in letter.walk() if part.get_content_type() == "text/plain")


def typeset(pages: Pages) -> bytes:
    """A PDF of these lines."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setTitle("Kostenplan")
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(72, 740 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@contextmanager
def a_sitting(
    browser: Browser, folder: Path, tmp_path_factory: pytest.TempPathFactory, pages: Pages
) -> Iterator[Sitting]:
    """A committee's meeting whose agenda nobody has begun, and a paper for it with a document of these pages."""
    with ExitStack() as stack:
        town = stack.enter_context(demo_town_in(folder / "data", tmp_path_factory))
        post = stack.enter_context(smtp_server())
        meeting, document = _prepare(town, post.url, typeset(pages))
        process = TownProcess(town.folder)
        process.start()
        stack.callback(process.kill)
        clerk, chair = (stack.enter_context(visiting(browser, process.address)) for _ in range(2))
        log_in(clerk, CLERK)
        log_in(chair, COMMITTEE_CHAIR)
        tablet = stack.enter_context(a_tablet(browser, process.address))
        yield Sitting(town, process, post, clerk, chair, tablet, f"/sitzung/{meeting}", f"/datei/{document}")


def _prepare(town: DemoTown, post: str, content: bytes) -> tuple[int, int]:
    """The demo keeps its letters, this town sends them; and its paper has a document. Ids of meeting and document."""
    settings = replace(town.app.config["RIS"], smtp_url=post, mail_from="ris@lindenau.example")
    town.app.extensions["mail"] = PostRoom(settings)
    with town.app.app_context(), working_for(town.body_id), transaction() as session:
        machine, now = Actor.machine(town.body_id, "test"), now_utc()
        body = session.get_one(Body, town.body_id)
        change_settings(
            session, machine, body, replace(BodySettings.from_json(body.settings), keeps_mail=False), now=now
        )
        paper = session.scalars(select(Paper).where(Paper.name == PAPER)).one()
        file = store_file(
            session,
            machine,
            town.app.extensions["storage"],
            io.BytesIO(content),
            NewFile("Kostenplan", "kostenplan.pdf"),
            readers={ADMINISTRATION},
            now=now,
        )
        session.flush()
        session.add(PaperFile(paper_id=paper.id, file_id=file.id, role=FileRole.AUXILIARY, position=9, public=True))
        return session.scalars(select(Meeting.id).where(Meeting.name.startswith(COMMITTEE))).one(), file.id
