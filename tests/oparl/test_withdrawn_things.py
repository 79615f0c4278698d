from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from ris.access.circles import PUBLIC
from ris.audit.models import AuditEntry, Tombstone
from ris.documents.models import File, Paper
from ris.meetings.models import (
    AgendaItem,
    Consultation,
)
from tests.oparl.asking import count, one, row_of, totals
from tests.oparl.town import (
    NOW,
    bring,
    closed_town,
    committee,
    file,
    item,
    meeting,
    paper,
    thing,
    town,
    url,
    write_folder,
)


def test_deleted_things_leave_a_tombstone_and_take_along_what_hung_on_them_alone(
    session: Session, tmp_path: Path
) -> None:
    bring(write_folder(tmp_path / "quelle", town()))
    gone = thing("Paper", "paper/1", deleted=True)
    report = bring(write_folder(tmp_path / "quelle", [gone]), now=NOW + timedelta(days=1))
    assert report.counts["paper"].deleted == 1
    subject = one(session, Paper)
    assert (subject.deleted, subject.reader_tokens) == (True, frozenset())
    assert row_of(session, File, "file/10").deleted
    assert one(session, Consultation).deleted
    assert not row_of(session, File, "file/1").deleted
    stone = one(session, Tombstone, address="/vorlage/V-1-2026")
    assert stone.reason == "In der Quelle gelöscht"
    before = count(session, AuditEntry)
    assert totals(bring(write_folder(tmp_path / "quelle", [gone]))) == (0, 0, 0, 0)
    assert count(session, AuditEntry) == before


def test_a_deleted_thing_nobody_knew_leaves_nothing(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", [thing("Paper", "paper/1", deleted=True)]))
    assert count(session, Paper) == 0
    assert count(session, Tombstone) == 0


def test_what_comes_back_is_there_again(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", town()))
    bring(write_folder(tmp_path / "quelle", [thing("Paper", "paper/1", deleted=True)]))
    bring(write_folder(tmp_path / "quelle", town()))
    subject = one(session, Paper)
    assert (subject.deleted, subject.reader_tokens) == (False, frozenset({PUBLIC}))


def test_an_item_its_meeting_lists_no_more_is_withdrawn(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", closed_town()))
    gone = row_of(session, AgendaItem, "item/2").id
    shorter = write_folder(
        tmp_path / "quelle", [meeting([item(1, consultation=url("consultation/1"))]), paper(1), committee()]
    )
    bring(shorter)
    session.expire_all()
    assert session.get_one(AgendaItem, gone).deleted
    assert row_of(session, File, "file/99").deleted
    assert totals(bring(shorter)) == (0, 0, 9, 0)


def test_a_file_taken_off_its_paper_is_withdrawn_unless_it_is_still_somewhere(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", town()))
    bring(write_folder(tmp_path / "quelle", [paper(1, auxiliaryFile=[])]))
    assert row_of(session, File, "file/11").deleted
    assert one(session, Tombstone, subject_kind="file").reason == "In der Quelle nicht mehr enthalten"
    bring(write_folder(tmp_path / "quelle", [paper(1)]))
    assert not row_of(session, File, "file/11").deleted
    bring(write_folder(tmp_path / "quelle", [paper(1, auxiliaryFile=[]), paper(2, auxiliaryFile=[file(11)])]))
    assert not row_of(session, File, "file/11").deleted
