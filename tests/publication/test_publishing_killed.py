"""kill -9, a hundred times and more, of whoever publishes, replaces or numbers: a proposal is public as a whole or not at all."""

from collections.abc import Callable
from functools import partial
from random import Random

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.accounts.services.users import add_user
from ris.audit.cli import public_lines
from ris.audit.events import AuditEvent
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.audit.queries import trail_problems
from ris.audit.verify_log import problems_in
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import File, FileVersion, NumberSeries, Paper, PaperVersion
from ris.documents.rules import PaperState
from ris.documents.services.replacing import NewBytes
from ris.drafting.services.numbering import give_number
from ris.jobs.models import Job, JobKind
from ris.meetings.models import Consultation
from ris.publication.models import PublicationProposal
from ris.publication.publishing import MODELS, confirm_publication, plan_of, prepare_publication
from ris.publication.replacing import propose_replacement
from ris.publication.rules import Outcome, Subject
from ris.scope.current import current_body_id
from ris.scope.objects import ProtectedObject
from tests.factories import council, documents, meetings
from tests.meetings.killing import killed_after, kills_wanted

ITEMS = 3
CLOSED = (COUNCIL, ADMINISTRATION)
REASON = "Seite 3 fehlte."


@pytest.fixture
def clerks(body: Body) -> tuple[Actor, Actor]:
    """Who prepares, and who confirms."""
    circles, clerk = frozenset({PUBLIC, ADMINISTRATION, COUNCIL}), frozenset({Role.CLERK})
    machine, now = Actor.machine(body.id, "test"), now_utc()
    with transaction() as session:
        addresses = ("erste@lindenau.example", "zweite@lindenau.example")
        users = [add_user(session, machine, email=email, name="Kern", roles=clerk, now=now) for email in addresses]
    first, second = (Actor(body.id, reads=circles, roles=clerk, user_id=user.id) for user in users)
    return first, second


def sitting(first: Actor) -> int:
    """A closed meeting with papers and files, all of it before the second person; the proposal's id."""
    committee = council.organization()
    meeting = meetings.meeting(readers=CLOSED, state="invited")
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
    for position in range(ITEMS):
        item = meetings.agenda_item(meeting_id=meeting.id, position=position, readers=CLOSED)
        paper = documents.paper(public=True, readers=CLOSED, state="on_agenda")
        meetings.consultation(meeting_id=meeting.id, agenda_item_id=item.id, paper_id=paper.id, readers=CLOSED)
        file = documents.file(sha512_checksum=f"{position:0128}", readers=CLOSED)
        documents.paper_file(paper_id=paper.id, file_id=file.id, public=True)
    with transaction() as session:
        plan = plan_of(session, first, Subject.MEETING, meeting.id)
        assert plan is not None
        keys = {row.facts.key for row in plan.offered}
        assert len(keys) == 1 + 3 * ITEMS
        return prepare_publication(session, first, plan, keys, looked=True, now=now_utc()).id


def confirmed(second: Actor, proposal_id: int) -> None:
    with transaction() as session:
        confirm_publication(session, second, session.get_one(PublicationProposal, proposal_id), now=now_utc())


def no_jobs_wait() -> None:
    with transaction() as session:
        session.execute(delete(Job))


def public_of(session: Session, proposal: PublicationProposal) -> set[str]:
    """Which of the chosen rows everybody may read."""
    found = set()
    for table, model in MODELS.items():
        rows: list[ProtectedObject] = []
        rows += session.scalars(select(model))
        found |= {f"{table}:{row.id}" for row in rows if PUBLIC in row.reader_tokens}
    return found & set(proposal.chosen)


def told(session: Session, proposal: PublicationProposal) -> list[str]:
    """What the public log says of the chosen rows."""
    files = [f"/datei/{key.partition(':')[2]}" for key in proposal.chosen if key.startswith("file:")]
    papers = [int(key.partition(":")[2]) for key in proposal.chosen if key.startswith("paper:")]
    slugs = session.scalars(select(Paper.slug).where(Paper.id.in_(papers))).all()
    addresses = [f"/sitzung/{proposal.subject_id}", *files, *(f"/vorlage/{slug}" for slug in slugs)]
    return list(session.scalars(select(PublicLogEntry.address).where(PublicLogEntry.address.in_(addresses))))


def logs_are_whole(session: Session) -> None:
    assert list(problems_in(public_lines(session))) == []
    assert list(trail_problems(session, Actor.machine(current_body_id(), "test"))) == []


class Deaths:
    """Random deaths, spread over about as long as the act takes on this machine."""

    def __init__(self) -> None:
        self.count = 0
        self._dice = Random(20261122)  # noqa: S311 - fixed dice
        self._longest = 0.05  # seconds; finds its own length

    def until_done(self, act: Callable[[], object], done: Callable[[], bool]) -> None:
        """Start an act and kill it, again and again, until one was quicker than its death."""
        while not done():
            killed = killed_after(self._dice.uniform(0, self._longest), act)
            self.count += killed
            self._longest *= 1.15 if killed else 0.7


@pytest.mark.slow
def test_a_publication_killed_anywhere_is_whole_or_not_there(
    app: Flask, body: Body, session: Session, clerks: tuple[Actor, Actor]
) -> None:
    deaths = Deaths()
    first, second = clerks

    def is_whole() -> bool:
        session.rollback()
        proposal = session.get_one(PublicationProposal, proposal_id)
        session.refresh(proposal)
        kinds = set(session.scalars(select(Job.kind)))
        stations = session.scalars(select(Consultation).where(Consultation.meeting_id == proposal.subject_id)).all()
        if proposal.settled is None:
            assert (public_of(session, proposal), told(session, proposal), kinds) == (set(), [], set())
            assert not any(PUBLIC in station.reader_tokens for station in stations)
            return False
        assert proposal.outcome == Outcome.CONFIRMED
        assert public_of(session, proposal) == set(proposal.chosen)
        assert len(told(session, proposal)) == len(set(told(session, proposal))) == 1 + 2 * ITEMS
        assert all(PUBLIC in station.reader_tokens for station in stations)
        indexed = {str(job.payload["kind"]) for job in session.scalars(select(Job).where(Job.kind == JobKind.INDEX))}
        assert {"meeting", "agenda_item", "paper", "file"} <= indexed
        return True

    while deaths.count < kills_wanted():
        proposal_id = sitting(first)
        no_jobs_wait()
        deaths.until_done(partial(confirmed, second, proposal_id), is_whole)
        logs_are_whole(session)


@pytest.mark.slow
def test_a_replacement_killed_anywhere_is_whole_or_not_there(
    app: Flask, body: Body, session: Session, clerks: tuple[Actor, Actor]
) -> None:
    deaths = Deaths()
    first, second = clerks
    paper = documents.paper(name="Radweg")
    file_id = documents.file(mime_type="application/pdf", sha512_checksum="0" * 128, size=9).id
    documents.paper_file(paper_id=paper.id, file_id=file_id)
    number = 0

    def is_whole() -> bool:
        session.rollback()
        file, versions = session.get_one(File, file_id), session.scalars(select(FileVersion)).all()
        papers = session.scalars(select(PaperVersion)).all()
        entries = session.scalars(select(PublicLogEntry.address)).all()
        done = session.get_one(PublicationProposal, proposal_id).settled is not None
        now = number if done else number - 1
        assert file.sha512_checksum == f"{now:0128x}"
        assert sorted(version.number for version in versions) == list(range(1, now + 1))
        assert len(papers) == len({version.number for version in papers}) == now
        assert len(entries) == 2 * now
        assert len(session.scalars(select(Job).where(Job.kind == JobKind.EXTRACT_TEXT)).all()) == done
        return done

    while deaths.count < kills_wanted():
        number += 1
        new = NewBytes(f"{number:0128x}", 9, "neu.pdf", "application/pdf", REASON)
        with transaction() as writing:
            proposal = propose_replacement(
                writing, first, writing.get_one(File, file_id), new, address="", now=now_utc()
            )
            assert proposal is not None
            proposal_id = proposal.id
        no_jobs_wait()
        deaths.until_done(partial(confirmed, second, proposal_id), is_whole)
        logs_are_whole(session)


@pytest.mark.slow
def test_numbering_killed_anywhere_loses_and_doubles_no_number(
    app: Flask, body: Body, session: Session, clerks: tuple[Actor, Actor]
) -> None:
    deaths = Deaths()
    texts = {"proposal": "Der Radweg wird gebaut.", "reasons": "Er fehlt.", "finances": "keine", "climate": "keine"}
    count = 0

    def numbered() -> None:
        with transaction() as writing:
            give_number(writing, clerks[0], writing.get_one(Paper, paper_id), now=now_utc())

    def is_numbered() -> bool:
        session.rollback()
        paper = session.get_one(Paper, paper_id)
        done = paper.state == PaperState.NUMBERED
        drawn = count if done else count - 1
        references = sorted(reference for reference in session.scalars(select(Paper.reference)) if reference)
        assert references == [f"{now_utc().year}/{number:04}" for number in range(1, drawn + 1)]
        assert session.scalars(select(NumberSeries.last)).all() == ([drawn] if drawn else [])
        of_numbers = select(AuditEntry).where(AuditEntry.event == AuditEvent.PAPER_NUMBERED)
        assert len(session.scalars(of_numbers).all()) == len(session.scalars(select(PaperVersion)).all()) == drawn
        return done

    while deaths.count < kills_wanted():
        count += 1
        paper_id = documents.paper(
            **texts,
            kind="proposal",
            public=True,
            state=PaperState.RELEASED.value,
            reference=None,
            slug=f"entwurf-{count}",
            readers={ADMINISTRATION},
        ).id
        deaths.until_done(numbered, is_numbered)
    logs_are_whole(session)
