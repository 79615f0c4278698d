"""Packs as data: which a device keeps, what is in them, and their bytes one by one."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.access.circles import PUBLIC, organization_token
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import File, FileVersion
from ris.documents.pack import PackKind
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.packs import pack_order
from ris.meetings.services.calling import call_item
from ris.scope.readers import audience_for
from tests.factories import council, meetings
from tests.factories.meetings import agenda_item_file
from tests.meetings.test_calendar import counted_statements
from tests.notes.notebooks import change, new_id, note
from tests.reader.tablets import DAY_OF_SITTING, TODAY, Sitting, Tablet, sitting_with_papers, stored, tablet_of
from tests.signing_in import signed_in


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    """Before anybody logs in: a session from the future is none."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def sitting(app: Flask, body: Body) -> Sitting:
    return sitting_with_papers(app, body)


@pytest.fixture
def tablet(app: Flask, sitting: Sitting) -> Tablet:
    return tablet_of(app, sitting, 1)


def documents(plan: dict[str, object]) -> list[dict[str, object]]:
    items = plan["items"]
    assert isinstance(items, list)
    return [document for item in items for document in item["documents"]]


def test_the_list_names_what_the_device_keeps(tablet: Tablet, sitting: Sitting) -> None:
    told = tablet.told("liste")
    [pack] = told["packs"]
    assert (pack["meeting"], pack["documents"], pack["closed"]) == (sitting.meeting, 2, True)
    assert pack["bytes"] == len(b"%PDF-1.7 Lageplan") + len(b"%PDF-1.7 Kaufvertrag")
    assert pack["keep_until"] == "2026-12-24T23:00:00+00:00"
    assert pack["digest"] == tablet.told(f"sitzung/{sitting.meeting}")["digest"]
    assert (pack["town"], pack["url"]) == ("Stadt Lindenau", f"/sitzung/{sitting.meeting}")


def test_a_pack_holds_what_its_pdf_holds(tablet: Tablet, sitting: Sitting, session: Session, body: Body) -> None:
    told = tablet.told(f"sitzung/{sitting.meeting}")
    actor = actor_for(session, session.scalars(select(User)).one())
    order = pack_order(session, actor, sitting.meeting, PackKind.PACK, body=body.name, public_url="http://localhost")
    assert order is not None
    assert [(item["number"], item["title"], item["closed"]) for item in told["items"]] == [
        (section.number, section.title, section.closed) for section in order.plan.sections
    ]
    assert [item["label"] for item in told["items"]] == list(order.plan.labels)
    assert [each["hash"] for each in documents(told)] == [each.digest for each in order.plan.files]
    plan, contract = documents(told)
    assert (plan["labels"], contract["closed"]) == (["TOP 2 – 1/3", "TOP 2 – 2/3", "TOP 2 – 3/3"], True)
    assert (plan["label"], plan["closed"]) == ("TOP 2 – 1/3", False)
    assert told["reader"] == "Mia"


def test_an_unchanged_pack_travels_once(tablet: Tablet, sitting: Sitting) -> None:
    mark = tablet.get(f"sitzung/{sitting.meeting}").headers["ETag"]
    again = tablet.get(f"sitzung/{sitting.meeting}", **{"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    with transaction() as session:
        session.get_one(AgendaItem, sitting.open_item).name = "Radweg am Nordring"
    assert tablet.get(f"sitzung/{sitting.meeting}", **{"If-None-Match": mark}).status_code == 200


def test_bytes_come_once_in_parts_or_not_at_all(tablet: Tablet, sitting: Sitting) -> None:
    contract = documents(tablet.told(f"sitzung/{sitting.meeting}"))[1]
    path = f"dokument/{contract['file']}/{contract['hash']}"
    answer = tablet.get(path)
    assert (answer.data, answer.headers["Cache-Control"]) == (b"%PDF-1.7 Kaufvertrag", "private, no-store")
    assert tablet.get(path, **{"If-None-Match": answer.headers["ETag"]}).status_code == 304
    part = tablet.get(path, Range="bytes=9-12")
    assert (part.status_code, part.data) == (206, b"Kauf")
    assert tablet.get(f"dokument/{contract['file']}/{'0' * 128}").status_code == 404
    assert tablet.get(f"dokument/{sitting.open_file}/{contract['hash']}").status_code == 404


def test_the_bytes_before_are_there_for_who_could_read_them(
    app: Flask, tablet: Tablet, sitting: Sitting, session: Session
) -> None:
    old = documents(tablet.told(f"sitzung/{sitting.meeting}"))[0]["hash"]
    newer = stored(app, "Neu", b"%PDF-1.7 Lageplan neu", {PUBLIC}).sha512_checksum
    with transaction() as writing:
        row = writing.get_one(File, sitting.open_file)
        readers = audience_for(writing, {organization_token(sitting.office.organization_id)})
        writing.add(
            FileVersion(
                file_id=row.id,
                number=1,
                sha512_checksum=row.sha512_checksum,
                reason="Maße",
                replaced=row.modified,
                audience_id=readers.id,
            )
        )
        row.sha512_checksum, row.version = newer, 2
    assert documents(tablet.told(f"sitzung/{sitting.meeting}"))[0]["version"] == 2
    assert tablet.get(f"dokument/{sitting.open_file}/{old}").data == b"%PDF-1.7 Lageplan"
    stranger = Tablet(signed_in(app, "Rita", Role.READER))
    assert stranger.get(f"dokument/{sitting.open_file}/{old}").status_code == 404
    assert stranger.get(f"dokument/{sitting.open_file}/{newer}").status_code == 200
    assert session.scalars(select(FileVersion)).one().number == 1


def test_what_is_withdrawn_moved_or_over_is_no_pack_any_more(tablet: Tablet, sitting: Sitting) -> None:
    with transaction() as session:
        session.get_one(File, sitting.open_file).audience_id = audience_for(session, ()).id
    assert [each["name"] for each in documents(tablet.told(f"sitzung/{sitting.meeting}"))] == ["Kaufvertrag"]
    for start, kept in ((datetime(2026, 11, 9, 17, tzinfo=UTC), 1), (datetime(2026, 11, 8, 17, tzinfo=UTC), 0)):
        with transaction() as session:
            session.get_one(Meeting, sitting.meeting).start = start
        assert len(tablet.told("liste")["packs"]) == kept
    with transaction() as session:
        meeting = session.get_one(Meeting, sitting.meeting)
        meeting.start, meeting.cancelled = datetime(2026, 12, 10, 17, tzinfo=UTC), True
    assert tablet.told("liste")["packs"] == []
    assert tablet.get(f"sitzung/{sitting.meeting}").status_code == 404


def test_many_packs_cost_the_same_statements_as_one(app: Flask, tablet: Tablet, sitting: Sitting) -> None:
    counts = []
    tablet.told("liste")  # what a process remembers from the first request on
    for _ in range(2):
        with counted_statements() as told:
            answer = tablet.told("liste")
        counts.append((len(answer["packs"]), len(told)))
        for number in range(4):
            row = meetings.meeting(start=datetime(2026, 12, 1 + number, 17, tzinfo=UTC), agenda_version=1)
            meetings.meeting_organization(meeting_id=row.id, organization_id=sitting.office.organization_id)
            item = meetings.agenda_item(meeting_id=row.id)
            agenda_item_file(agenda_item_id=item.id, file_id=stored(app, "Mehr", b"%PDF-1.7", {PUBLIC}).id)
    assert [packs for packs, _ in counts] == [1, 5]
    assert counts[0][1] == counts[1][1]


def test_what_one_reads_as_a_member_of_another_body_is_not_in_this_pack(
    app: Flask, tablet: Tablet, sitting: Sitting
) -> None:
    other = council.organization(name="Finanzausschuss")
    council.membership(person_id=sitting.office.members[1], organization_id=other.id, role="Mitglied")
    row = meetings.meeting(start=datetime(2026, 12, 1, 17, tzinfo=UTC), agenda_version=1)
    meetings.meeting_organization(meeting_id=row.id, organization_id=other.id)
    secret = stored(app, "Nur für Finanzen", b"%PDF-1.7 Haushalt", {organization_token(other.id)})
    agenda_item_file(agenda_item_id=sitting.open_item, file_id=secret.id)
    assert len(tablet.told("liste")["packs"]) == 2
    assert "Nur für Finanzen" not in str(tablet.told(f"sitzung/{sitting.meeting}"))


def test_without_a_login_there_is_one_word(app: Flask, body: Body) -> None:
    for path in ("ich", "liste", f"sitzung/{body.id}", f"dokument/1/{'0' * 128}"):
        answer = Tablet(app.test_client()).get(path)
        assert (answer.status_code, answer.get_json()["error"]) == (401, "login")


def test_who_is_no_member_has_no_packs(app: Flask, sitting: Sitting) -> None:
    clerk = Tablet(signed_in(app, "Kerstin", Role.CLERK))
    assert clerk.told("liste")["packs"] == []
    assert clerk.get(f"sitzung/{sitting.meeting}").status_code == 404


@time_machine.travel(DAY_OF_SITTING, tick=True)
def test_the_called_item_is_told_to_who_may_read_it(app: Flask, sitting: Sitting) -> None:
    tablet = tablet_of(app, sitting, 1)
    path = f"aufgerufen/{sitting.meeting}"
    nothing = {"item": None, "number": "", "title": "", "since": None}
    assert tablet.told(path) == nothing
    with transaction() as session:
        meeting = session.get_one(Meeting, sitting.meeting)
        call_item(session, sitting.office.clerk, meeting, sitting.closed_item, now=now_utc())
    told = tablet.get(path)
    assert (told.get_json()["item"], told.get_json()["title"]) == (sitting.closed_item, "Ankauf Quittenhof")
    assert tablet.get(path, **{"If-None-Match": told.headers["ETag"]}).status_code == 304
    assert tablet.told("liste")["packs"][0]["current_item"] == sitting.closed_item
    assert Tablet(signed_in(app, "Rita", Role.READER)).told(path) == nothing


def test_older_bytes_that_were_taken_back_are_named(app: Flask, tablet: Tablet, sitting: Sitting) -> None:
    assert tablet.told("liste")["gone"] == []
    withdrawn = stored(app, "Alt", b"%PDF-1.7 mit Namen", {PUBLIC}).sha512_checksum
    with transaction() as session:
        row = session.get_one(File, sitting.open_file)
        session.add(
            FileVersion(
                file_id=row.id,
                number=1,
                sha512_checksum=withdrawn,
                reason="Name",
                replaced=row.modified,
                audience_id=audience_for(session, ()).id,
            )
        )
    assert tablet.told("liste")["gone"] == [withdrawn]
    assert tablet.get(f"dokument/{sitting.open_file}/{withdrawn}").status_code == 404


def test_a_list_without_news_is_not_even_put_together(tablet: Tablet, sitting: Sitting) -> None:
    mark = tablet.get("liste").headers["ETag"]
    with counted_statements() as told:
        again = tablet.get("liste", **{"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    assert not [each for each in told if "agenda_item" in each]
    uuid = new_id()
    hashes = [each["hash"] for each in documents(tablet.told(f"sitzung/{sitting.meeting}"))]
    for page in ({"since": 0, "changes": [change(uuid, note())]}, {"since": 0, "read": hashes}):
        assert tablet.post("abgleich", page).status_code == 200
        news = tablet.get("liste", **{"If-None-Match": mark})
        assert news.status_code == 200
        mark = news.headers["ETag"]
    with transaction() as session:
        session.get_one(AgendaItem, sitting.open_item).name = "Radweg am Nordring"
    assert tablet.get("liste", **{"If-None-Match": mark}).status_code == 200
