"""What two people of the demo's session office have in hand, as docs/demo.md says where to see it."""

from sqlalchemy import select

from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.audit.models import Tombstone
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.demo_town.drafts import ASKED
from ris.demo_town.publishing import REASON, SECOND
from ris.documents.models import File, FileVersion, Paper
from ris.drafting.queries.questions import open_questions
from ris.factions.models import FactionNote
from ris.publication.models import PublicationProposal
from tests.demo_town import DemoTown


def test_a_publication_waits_for_its_second_person(demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        waiting = session.scalars(select(PublicationProposal).where(PublicationProposal.settled.is_(None))).one()
        second = session.scalars(select(User.id).where(User.email == SECOND)).one()
    assert waiting.prepared_by_id == second
    assert len(waiting.chosen) == 1


def test_a_document_was_replaced_and_everybody_reads_both_versions(demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        older = session.scalars(select(FileVersion)).one()
        file = session.get_one(File, older.file_id)
        assert older.reason == REASON
        assert (file.version, file.text_state) == (2, "found")
        assert "Außenanlagen" in (file.text or "")
        identity = file.id
    page = demo_town.app.test_client().get(f"/datei/{identity}/fassungen")
    assert page.status_code == 200
    assert REASON in page.text


def test_a_paper_was_withdrawn_with_its_reason(demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        gone = {stone.address: stone.reason for stone in session.scalars(select(Tombstone))}
    address = next(address for address in gone if address.startswith("/vorlage/"))
    answer = demo_town.app.test_client().get(address)
    assert answer.status_code == 410
    assert gone[address][:40] in answer.text


def test_a_fraktion_has_notes_nobody_else_reads(demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        notes = session.scalars(select(FactionNote)).all()
        assert notes
        assert all(word.startswith("org:") for note in notes for word in note.reader_tokens)
        words = [note.line for note in notes]
    public = demo_town.app.test_client().get("/sitzungen").text
    assert not [word for word in words if len(word) > 20 and word in public]


def test_a_question_waits_for_its_answer(demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        paper = session.scalars(select(Paper).where(Paper.name == ASKED.name)).one()
        body = session.scalars(select(Body)).one()
        orders = BodySettings.from_json(body.settings).standing_orders
        clerk = actor_for(session, session.scalars(select(User).where(User.email == SECOND)).one())
        (question,) = [each for each in open_questions(session, clerk, orders) if each.id == paper.id]
    assert question.due is not None
    assert "42" in question.calculation
