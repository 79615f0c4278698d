"""Publishing is an act of two people: what was looked at becomes public, and nothing else."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.access.policy import Forbidden
from ris.accounts.models import User
from ris.audit.cli import public_lines
from ris.audit.models import PublicLogEntry
from ris.audit.verify_log import problems_in
from ris.council.models import Body
from ris.db import db, now_utc, rehearsal, transaction
from ris.documents.findings import FindingCode
from ris.documents.models import File, FileRole, Paper, PaperVersion
from ris.drafting.models import FileFinding
from ris.meetings.models import AgendaItem, AgendaVersion, Consultation, Meeting
from ris.meetings.services.agendas import invite_members
from ris.publication.models import PublicationProposal
from ris.publication.plans import Plan
from ris.publication.proposals import PublicationRefused
from ris.publication.publishing import (
    confirm_publication,
    discard_publication,
    plan_of,
    prepare_publication,
    rehearse_publication,
)
from ris.publication.rules import Subject, Weight
from tests.factories import council, documents, meetings

CLOSED = (COUNCIL, ADMINISTRATION)
SHA = "a" * 128


@pytest.fixture
def clerks(body: Body) -> tuple[Actor, Actor]:
    """Two people of the session office."""
    found = []
    for name in ("Erste", "Zweite"):
        with transaction() as session:
            user = User(
                email=f"{name}@lindenau.example",
                name=name,
                password_hash="x",
                roles=["clerk"],
                created=now_utc(),
                **({"session_key": name} if hasattr(User, "session_key") else {}),
            )
            session.add(user)
            session.flush()
            circles = frozenset({PUBLIC, ADMINISTRATION, COUNCIL})
            found.append(Actor(body.id, reads=circles, roles=frozenset({Role.CLERK}), user_id=user.id, name=name))
    return found[0], found[1]


@pytest.fixture
def sitting(body: Body) -> int:
    """A scheduled meeting with a public and a closed item, each with a paper of two files."""
    organization = council.organization()
    meeting = meetings.meeting(readers=CLOSED, name="7. Sitzung", state="scheduled")
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=organization.id)
    for position, public in enumerate((True, False)):
        word = "offen" if public else "geheimnis"
        item = meetings.agenda_item(
            meeting_id=meeting.id, position=position, public=public, name=f"Punkt {word}", readers=CLOSED
        )
        paper = documents.paper(name=f"Vorlage {word}", public=public, readers=CLOSED, state="on_agenda")
        meetings.consultation(meeting_id=meeting.id, agenda_item_id=item.id, paper_id=paper.id, readers=CLOSED)
        for number, open_file in enumerate((True, False)):
            name = f"Datei {word} {'frei' if open_file else 'gesperrt'}"
            file = documents.file(name=name, sha512_checksum=SHA[:-2] + f"{position}{number}", readers=CLOSED)
            documents.paper_file(paper_id=paper.id, file_id=file.id, position=number, public=open_file)
    with transaction() as session:
        invite_members(session, Actor.machine(body.id, "test"), session.get_one(Meeting, meeting.id), now=now_utc())
    return meeting.id


def plan_for(actor: Actor, meeting_id: int) -> Plan:
    plan = plan_of(db.session(), actor, Subject.MEETING, meeting_id)
    assert plan is not None
    return plan


def preset(plan: Plan) -> set[str]:
    return {row.facts.key for row in plan.offered if row.preset}


def prepared(actor: Actor, meeting_id: int, *, chosen: set[str] | None = None, looked: bool = True) -> int:
    with transaction() as session:
        plan = plan_for(actor, meeting_id)
        keys = preset(plan) if chosen is None else chosen
        return prepare_publication(session, actor, plan, keys, looked=looked, now=now_utc()).id


def confirmed(actor: Actor, proposal_id: int) -> None:
    with transaction() as session:
        confirm_publication(session, actor, session.get_one(PublicationProposal, proposal_id), now=now_utc())


def public_names(session: Session) -> set[str | None]:
    rows = [*session.scalars(select(Paper)), *session.scalars(select(File)), *session.scalars(select(AgendaItem))]
    return {row.name for row in rows if PUBLIC in row.reader_tokens}


def test_an_invitation_that_names_closed_items_is_pointed_out(clerks: tuple[Actor, Actor], sitting: int) -> None:
    letter = documents.file(name="Einladung", sha512_checksum=SHA, readers=CLOSED)
    plan_of_town = documents.file(name="Ortsplan", sha512_checksum="b" * 128, readers=CLOSED)
    meetings.meeting_file(meeting_id=sitting, file_id=letter.id, role=FileRole.INVITATION)
    meetings.meeting_file(meeting_id=sitting, file_id=plan_of_town.id, role=FileRole.AUXILIARY)
    sentence = "Das Schreiben nennt auch die nichtöffentlichen Punkte."
    told = [finding for finding in plan_for(clerks[0], sitting).findings if sentence in finding.sentence]
    assert [(finding.address, finding.weight) for finding in told] == [(f"/datei/{letter.id}", Weight.HINT)]
    with transaction() as session:
        closed = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == sitting, ~AgendaItem.public)).one()
        closed.deleted = True
    assert not [finding for finding in plan_for(clerks[0], sitting).findings if sentence in finding.sentence]


def test_only_what_is_meant_for_the_public_is_offered(clerks: tuple[Actor, Actor], sitting: int) -> None:
    plan = plan_for(clerks[0], sitting)
    assert {row.facts.title for row in plan.offered} == {
        "7. Sitzung",
        "Punkt offen",
        "Vorlage offen",
        "Datei offen frei",
    }
    kept = {row.facts.title: row.reason for row in plan.kept}
    assert set(kept) == {
        "Punkt geheimnis",
        "Vorlage geheimnis",
        "Datei geheimnis frei",
        "Datei geheimnis gesperrt",
        "Datei offen gesperrt",
    }
    assert kept["Punkt geheimnis"] == "Wird ohne Publikum beraten."


def test_nothing_is_public_until_a_second_person_confirms(
    clerks: tuple[Actor, Actor], sitting: int, client: FlaskClient, session: Session
) -> None:
    first, second = clerks
    proposal = prepared(first, sitting)
    assert client.get(f"/sitzung/{sitting}").status_code == 404
    with pytest.raises(Forbidden):
        confirmed(first, proposal)
    assert client.get(f"/sitzung/{sitting}").status_code == 404
    confirmed(second, proposal)
    text = client.get(f"/sitzung/{sitting}").text
    assert "Punkt offen" in text
    assert "geheimnis" not in text
    assert "gesperrt" not in text
    assert public_names(session) == {"Punkt offen", "Vorlage offen", "Datei offen frei"}


def test_everything_public_stands_in_the_public_log_once(
    clerks: tuple[Actor, Actor], sitting: int, session: Session
) -> None:
    confirmed(clerks[1], prepared(clerks[0], sitting))
    paper = session.scalars(select(Paper).where(Paper.name == "Vorlage offen")).one()
    file = session.scalars(select(File).where(File.name == "Datei offen frei")).one()
    told = session.scalars(select(PublicLogEntry.address).order_by(PublicLogEntry.sequence)).all()
    assert sorted(told) == sorted(
        [f"/sitzung/{sitting}", f"/vorlage/{paper.slug}", f"/datei/{file.id}", f"/sitzung/{sitting}/stand/1"]
    )
    assert list(problems_in(public_lines(session))) == []


def test_the_invited_agenda_gets_a_reading_for_everybody_without_the_closed_part(
    clerks: tuple[Actor, Actor], sitting: int, client: FlaskClient, session: Session
) -> None:
    confirmed(clerks[1], prepared(clerks[0], sitting))
    readings = session.scalars(select(AgendaVersion)).all()
    public = [reading for reading in readings if PUBLIC in reading.reader_tokens]
    assert [[item["name"] for item in reading.content["items"]] for reading in public] == [["Punkt offen"]]
    text = client.get(f"/sitzung/{sitting}/stand/1").text
    assert "Punkt offen" in text
    assert "geheimnis" not in text


def test_stations_follow_what_they_join(clerks: tuple[Actor, Actor], sitting: int, session: Session) -> None:
    confirmed(clerks[1], prepared(clerks[0], sitting))
    rows = session.execute(select(Consultation, Paper.name).join(Paper, Paper.id == Consultation.paper_id))
    assert {name: PUBLIC in row.reader_tokens for row, name in rows} == {
        "Vorlage offen": True,
        "Vorlage geheimnis": False,
    }


def test_the_papers_version_becomes_public_with_it(clerks: tuple[Actor, Actor], sitting: int, session: Session) -> None:
    confirmed(clerks[1], prepared(clerks[0], sitting))
    versions = session.execute(
        select(PaperVersion, Paper.name).join(Paper, Paper.id == PaperVersion.paper_id),
    ).all()
    assert [name for version, name in versions if PUBLIC in version.reader_tokens] == ["Vorlage offen"]


@pytest.mark.parametrize(
    ("change", "value"),
    [("name", "Ganz anderer Titel"), ("closed_reason", None), ("public", False)],
)
def test_what_has_changed_since_is_not_published(
    clerks: tuple[Actor, Actor], sitting: int, client: FlaskClient, change: str, value: object
) -> None:
    proposal = prepared(clerks[0], sitting)
    with transaction() as session:
        paper = session.scalars(select(Paper).where(Paper.name == "Vorlage offen")).one()
        setattr(paper, change, value)
    if change == "closed_reason":
        confirmed(clerks[1], proposal)  # what the public will not see may change
        return
    with pytest.raises(PublicationRefused, match="geändert"):
        confirmed(clerks[1], proposal)
    assert client.get(f"/sitzung/{sitting}").status_code == 404


def test_a_file_cannot_go_without_its_paper(clerks: tuple[Actor, Actor], sitting: int) -> None:
    plan = plan_for(clerks[0], sitting)
    file = next(row.facts.key for row in plan.offered if row.facts.title == "Datei offen frei")
    meeting = f"meeting:{sitting}"
    with pytest.raises(PublicationRefused, match="Bitte wählen Sie beides"):
        prepared(clerks[0], sitting, chosen={file, meeting})


@pytest.mark.parametrize("key", ["paper:999999", "user_account:1", "agenda_item:-1", "file:x", ""])
def test_nothing_can_be_chosen_that_is_not_offered(clerks: tuple[Actor, Actor], sitting: int, key: str) -> None:
    with pytest.raises(PublicationRefused):
        prepared(clerks[0], sitting, chosen={f"meeting:{sitting}", key})


def test_a_closed_row_cannot_be_smuggled_in(clerks: tuple[Actor, Actor], sitting: int, session: Session) -> None:
    closed = session.scalars(select(Paper.id).where(Paper.name == "Vorlage geheimnis")).one()
    with pytest.raises(PublicationRefused):
        prepared(clerks[0], sitting, chosen={f"meeting:{sitting}", f"paper:{closed}"})


def test_one_proposal_waits_at_a_time_and_is_settled_once(clerks: tuple[Actor, Actor], sitting: int) -> None:
    first, second = clerks
    proposal = prepared(first, sitting)
    with pytest.raises(PublicationRefused, match="wartet schon"):
        prepared(second, sitting)
    with transaction() as session:
        discard_publication(session, second, session.get_one(PublicationProposal, proposal), now=now_utc())
    with pytest.raises(PublicationRefused, match="schon erledigt"):
        confirmed(second, proposal)
    again = prepared(second, sitting)
    assert again != proposal
    confirmed(first, again)
    with pytest.raises(PublicationRefused, match="schon erledigt"):
        confirmed(first, again)


def test_two_who_prepare_at_the_same_moment_make_one_proposal(
    clerks: tuple[Actor, Actor], sitting: int, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    prepared(clerks[0], sitting)
    monkeypatch.setattr("ris.publication.publishing.open_proposal", lambda *_: None)  # not yet there for the second
    with pytest.raises(PublicationRefused, match="wartet schon"):
        prepared(clerks[1], sitting)
    assert len(session.scalars(select(PublicationProposal)).all()) == 1


def test_a_paper_of_the_closed_part_stands_out_and_must_be_looked_at(
    clerks: tuple[Actor, Actor], sitting: int, session: Session
) -> None:
    paper = session.scalars(select(Paper).where(Paper.name == "Vorlage offen")).one()
    closed = session.scalars(select(AgendaItem).where(AgendaItem.name == "Punkt geheimnis")).one()
    meetings.consultation(meeting_id=sitting, agenda_item_id=closed.id, paper_id=paper.id, readers=CLOSED)
    plan = plan_for(clerks[0], sitting)
    assert plan.serious
    with pytest.raises(PublicationRefused, match="Auffälligkeiten"):
        prepared(clerks[0], sitting, looked=False)
    assert prepared(clerks[0], sitting)


def test_a_rehearsal_shows_what_would_be_and_leaves_nothing(
    clerks: tuple[Actor, Actor], sitting: int, session: Session
) -> None:
    proposal = prepared(clerks[0], sitting)
    before = session.scalars(select(PublicLogEntry.id)).all()
    with rehearsal() as trying:
        rehearse_publication(
            trying, clerks[0], trying.get_one(PublicationProposal, proposal), now=now_utc() + timedelta(seconds=1)
        )
        assert "Punkt offen" in public_names(trying)
    db.session.expire_all()
    assert public_names(session) == set()
    assert session.scalars(select(PublicLogEntry.id)).all() == before


def test_without_a_rehearsal_nothing_is_rehearsed(clerks: tuple[Actor, Actor], sitting: int) -> None:
    proposal = prepared(clerks[0], sitting)
    with pytest.raises(RuntimeError), transaction() as session:
        rehearse_publication(session, clerks[0], session.get_one(PublicationProposal, proposal), now=now_utc())


def test_members_and_authors_publish_nothing(app: Flask, body: Body, sitting: int) -> None:
    member = Actor(body.id, reads=frozenset({PUBLIC, COUNCIL}), roles=frozenset({Role.MEMBER}), user_id=9)
    with pytest.raises(Forbidden):
        plan_for(member, sitting)


def found_in(session: Session, name: str, code: FindingCode) -> None:
    """The check of uploads found something in the file with this name."""
    with transaction() as writing:
        file = writing.scalars(select(File).where(File.name == name)).one()
        writing.add(FileFinding(file_id=file.id, code=code, facts={"count": 2, "what": "DE…"}))


def test_a_file_that_must_be_replaced_is_not_offered(
    clerks: tuple[Actor, Actor], sitting: int, session: Session
) -> None:
    found_in(session, "Datei offen frei", FindingCode.ENCRYPTED)
    kept = {row.facts.title: row.reason for row in plan_for(clerks[0], sitting).kept}
    assert kept["Datei offen frei"].startswith("Die Datei ist mit einem Kennwort geschützt.")


def test_what_the_check_of_uploads_found_stands_out_until_somebody_accepts_it(
    clerks: tuple[Actor, Actor], sitting: int, session: Session
) -> None:
    found_in(session, "Datei offen frei", FindingCode.COVERED_TEXT)
    plan = plan_for(clerks[0], sitting)
    assert plan.serious
    assert [finding.sentence for finding in plan.findings] == [
        "Datei offen frei: Unter dunklen Flächen steht lesbarer Text (2 Stellen)."
    ]
    with transaction() as writing:
        writing.scalars(select(FileFinding)).one().accepted = now_utc()
    assert not plan_for(clerks[0], sitting).findings


def test_a_plan_needs_the_same_number_of_statements_whatever_its_size(
    clerks: tuple[Actor, Actor], sitting: int
) -> None:
    def statements() -> int:
        seen: list[object] = []
        db.session.rollback()

        def note(*given: object) -> None:
            seen.append(given[2])

        event.listen(db.engine, "before_cursor_execute", note)
        plan_for(clerks[0], sitting)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    few = statements()
    for position in range(10):
        item = meetings.agenda_item(meeting_id=sitting, position=10 + position, public=True, readers=CLOSED)
        paper = documents.paper(public=True, readers=CLOSED, state="on_agenda")
        meetings.consultation(meeting_id=sitting, agenda_item_id=item.id, paper_id=paper.id, readers=CLOSED)
        documents.paper_file(paper_id=paper.id, file_id=documents.file(readers=CLOSED).id, public=True)
    assert statements() == few
