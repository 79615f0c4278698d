"""What a pack says is new since the invitation, how its pages are called then, and what of it the public is told."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import PUBLIC
from ris.council.models import Body
from ris.db import transaction
from ris.documents.models import File, Paper, PaperFile
from ris.documents.pack import PackKind, PackPlan, labels_of_pages, only_changes, plan_data, plan_from
from ris.documents.page_labels import Stage
from ris.documents.services.comparisons import keep_comparison
from ris.documents.services.papers import freeze_paper
from ris.documents.services.replacing import NewBytes, replace_file
from ris.documents.version_changes import Compared, Version
from ris.meetings.packs import pack_order
from ris.meetings.queries.late import Continued, History, Replacement, Sendings
from ris.meetings.services.agenda_supplement import Late
from ris.scope.readers import audience_for
from tests.meetings.office import NOW, Office, agenda, later, open_office, waiting_paper
from tests.meetings.test_agenda_supplement import REASON, begin, put, remove, send
from tests.meetings.test_changes_page import publish
from tests.meetings.test_invitation import invite, ready


@pytest.fixture
def office(body: Body, session: Session) -> Office:
    """A committee invited to a paper with a document, and to a closed one."""
    office = open_office(body)
    ready(office)
    with transaction() as writing:
        attach(writing, "Radweg", "Lageplan", NOW)
    invite(office)
    session.rollback()
    return office


def attach(session: Session, paper: str, name: str, moment: datetime) -> File:
    """Give a paper a document, and freeze the paper with it."""
    row = session.scalars(select(Paper).where(Paper.name == paper)).one()
    row.proposal = f"{row.proposal} Anlage: {name}."
    one = File(
        name=name, created=moment, modified=moment, sha512_checksum=name, page_count=2, mime_type="application/pdf"
    )
    one.audience = row.audience
    session.add(one)
    session.flush()
    session.add(PaperFile(paper_id=row.id, file_id=one.id, role="main", public=True))
    freeze_paper(session, row, moment)
    return one


def exchange(office: Office, name: str, reason: str, moment: datetime) -> None:
    with transaction() as session:
        row = session.scalars(select(File).where(File.name == name)).one()
        new = NewBytes(f"{name}-neu", 10, "neu.pdf", "application/pdf", reason)
        replace_file(session, office.clerk, row, new, now=moment)


def plan_of(session: Session, actor: Actor, office: Office, kind: PackKind = PackKind.PACK) -> PackPlan | None:
    session.rollback()
    order = pack_order(session, actor, office.meeting_id, kind, body="Lindenau", public_url="https://lindenau.example")
    return order.plan if order else None


def told(plan: PackPlan | None) -> list[str]:
    assert plan is not None
    lines = [line for one in plan.news for line in (one.title, *one.lines, one.reason) if line]
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def test_after_the_invitation_nothing_is_new(office: Office, session: Session) -> None:
    plan = plan_of(session, office.member, office)
    assert plan is not None
    assert told(plan) == []
    assert [(file.name, file.change, file.stages) for file in plan.files] == [("Lageplan", "", ())]
    assert plan_of(session, office.member, office, PackKind.CHANGES) is None


def test_a_supplement_is_told_with_its_reason_and_its_documents_are_new(office: Office, session: Session) -> None:
    second = agenda(session, office)[1].id
    session.rollback()
    begin(office)
    put(office, Late(second, waiting_paper(office, "Fördermittel")))
    with transaction() as writing:
        attach(writing, "Fördermittel", "Bescheid", later(1))
    send(office)
    plan = plan_of(session, office.member, office)
    assert plan is not None
    assert told(plan) == [
        "1. Nachtrag vom 24. November 2026",
        "TOP 2a Fördermittel: Neu auf der Tagesordnung.",
        REASON,
    ]
    assert {file.name: file.change for file in plan.files} == {"Lageplan": "", "Bescheid": "Neu mit dem 1. Nachtrag."}
    changes = plan_of(session, office.member, office, PackKind.CHANGES)
    assert changes is not None
    assert {file.name: file.shown for file in changes.files} == {"Lageplan": (), "Bescheid": None}
    assert changes.restricted
    assert plan_from(plan_data(changes)) == changes


def test_a_document_that_comes_to_an_item_is_put_in_and_named_on_the_cover(office: Office, session: Session) -> None:
    with transaction() as writing:
        attach(writing, "Radweg", "Kostenplan", later(1))
    plan = plan_of(session, office.member, office)
    assert plan is not None
    assert told(plan) == [
        "Ersetzte und nachgereichte Unterlagen",
        "TOP 2 Radweg: „Kostenplan“ ist dazugekommen.",
    ]
    files = plan.sections[1].files
    assert [(file.name, file.change) for file in files] == [("Lageplan", ""), ("Kostenplan", "Neu seit der Einladung.")]
    names = labels_of_pages("TOP 2", files, [2, 2])
    assert names == [["TOP 2 – 1/2", "TOP 2 – 2/2"], ["TOP 2 – 2a/2", "TOP 2 – 2b/2"]]


def test_a_replaced_document_is_told_with_every_reason(office: Office, session: Session) -> None:
    exchange(office, "Lageplan", "Seite 2 war unleserlich.", later(1))
    with transaction() as writing:
        row = writing.scalars(select(File).where(File.name == "Lageplan")).one()
        new = NewBytes("dritte", 10, "neu.pdf", "application/pdf", "Maßstab berichtigt.")
        replace_file(writing, office.clerk, row, new, now=later(2))
    plan = plan_of(session, office.member, office)
    assert plan is not None
    change = "Ersetzt am 25. November 2026: Seite 2 war unleserlich.; Maßstab berichtigt."
    assert told(plan) == [
        "Ersetzte und nachgereichte Unterlagen",
        f"TOP 2 Radweg: „Lageplan“, Fassung 3. {change}",
    ]
    assert plan.files[0].change.replace("\N{NO-BREAK SPACE}", " ") == change


def test_what_was_taken_off_is_told_with_its_reason(office: Office, session: Session) -> None:
    second = agenda(session, office)[1].id
    session.rollback()
    remove(office, second, "Der Antrag wurde zurückgezogen.")
    plan = plan_of(session, office.member, office)
    assert plan is not None
    assert told(plan) == ["Abgesetzt", "TOP 2 Radweg: abgesetzt. Der Antrag wurde zurückgezogen."]
    assert plan.sections[1].note.endswith("Abgesetzt. Der Antrag wurde zurückgezogen.")


def test_the_public_is_told_nothing_of_a_supplement_to_the_closed_part(
    office: Office, session: Session, body: Body, client: FlaskClient
) -> None:
    fourth = agenda(session, office)[3].id
    session.rollback()
    begin(office, reason="Der Notartermin für den Quittenhof ist verlegt.")
    put(office, Late(fourth, waiting_paper(office, "Kaufvertrag Quittenhof", public=False)))
    send(office)
    publish(office, "1", "2", "3")
    everybody = plan_of(session, Actor.public(body.id), office)
    assert everybody is not None
    assert told(everybody) == []
    assert "Notartermin" not in client.get(f"/sitzung/{office.meeting_id}").text
    assert plan_of(session, Actor.public(body.id), office, PackKind.CHANGES) is None
    member = plan_of(session, office.member, office)
    assert "TOP 4a Kaufvertrag Quittenhof: Neu auf der Tagesordnung." in told(member)


def test_news_for_few_make_a_pack_confidential_although_all_its_papers_are_for_everybody(
    office: Office, session: Session, body: Body
) -> None:
    fourth = agenda(session, office)[3].id
    session.rollback()
    begin(office)
    put(office, Late(fourth, waiting_paper(office, "Kaufvertrag Quittenhof", public=False)))
    send(office)
    publish(office, "1", "2", "3")
    with transaction() as hiding:
        for item in agenda(hiding, office):
            if not item.public:
                item.deleted, item.audience = True, audience_for(hiding, set())
        for paper in hiding.scalars(select(File)).all():
            paper.audience = audience_for(hiding, {PUBLIC})
    member, public = (plan_of(session, actor, office) for actor in (office.member, Actor.public(body.id)))
    assert member is not None
    assert public is not None
    assert not any(section.holds_restricted for section in member.sections)
    assert "Quittenhof" in " ".join(told(member))
    assert member.told_to_few
    assert member.restricted
    assert not public.restricted


def test_a_pack_of_changes_is_as_confidential_as_the_whole_one() -> None:
    plan = PackPlan("Lindenau", "Bauausschuss", (), "", "", "heute", published=False)
    assert only_changes(plan).restricted
    assert not only_changes(replace(plan, published=True)).restricted


def test_stages_follow_the_sendings_and_what_was_compared() -> None:
    old, new = Replacement(1, later(2), "", "a"), Replacement(2, later(4), "", "b")
    sendings = Sendings(
        (NOW, later(3)),
        {
            1: History(replaced=(old, new)),
            2: History(later(3)),
            3: History(waits=True),
            4: History(),
            5: History(None, False, (old,)),
        },
    )
    first, second = Continued(1, 3, (1, 2, 0, 3)), Continued(2, 4, (1, 3, 4))
    assert sendings.stages(1, (first, second)) == (Stage(0, 3), Stage(1, 4, (1, 2, 0, 3)), Stage(3, 3, (1, 3, 4)))
    assert sendings.stages(1, (second,)) == (Stage(0, 4), Stage(3, 3, (1, 3, 4)))
    assert sendings.stages(1, (first,)) == ()
    assert sendings.stages(2) == (Stage(2, 0),)
    assert sendings.stages(3) == (Stage(4, 0),)
    assert sendings.stages(4) == sendings.stages(5) == sendings.stages(99) == ()


def test_of_a_replaced_document_the_pages_that_changed_are_in_the_pack_of_changes(
    office: Office, session: Session
) -> None:
    exchange(office, "Lageplan", "Seite 2 war unleserlich.", later(1))
    with transaction() as comparing:
        row = comparing.scalars(select(File).where(File.name == "Lageplan")).one()
        old, new = (Version(number, digest, Path()) for number, digest in ((1, "Lageplan"), (2, "Lageplan-neu")))
        content = {
            "pages": [3, 3],
            "moved_to": [1, None, 3],
            "changes": [
                {"change": "removed", "old": 2, "new": None, "pieces": []},
                {"change": "inserted", "old": None, "new": 2, "pieces": []},
            ],
        }
        keep_comparison(comparing, row.id, old, new, Compared(content), now=later(1))
    changes = plan_of(session, office.member, office, PackKind.CHANGES)
    assert changes is not None
    file = changes.files[0]
    assert file.shown == (2,)
    assert file.change.endswith(
        "Seite 2 war unleserlich. Entfallen: 1 Seite der alten Fassung (2).".replace("1 S", "1\N{NO-BREAK SPACE}S")
    )
    assert file.stages == (Stage(0, 3), Stage(1, 3, (1, 0, 3)))
    assert labels_of_pages("TOP 2", changes.sections[1].files, [3])[0][1] == "TOP 2 – 1a/3"
