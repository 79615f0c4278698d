from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.circles import PUBLIC
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.council.models import Body, Location, Organization
from ris.documents.models import File, Paper, PaperFile, PaperVersion
from ris.jobs.models import Job
from ris.meetings.models import (
    AgendaItem,
    AgendaVersion,
    Consultation,
    ConsultationOrganization,
    Meeting,
    MeetingFile,
    MeetingOrganization,
)
from ris.oparl.models import DanglingReference, ForeignId
from ris.scope.models import Revision
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


def test_everything_arrives_and_hangs_together(session: Session, tmp_path: Path) -> None:
    report = bring(write_folder(tmp_path / "quelle", town()))
    assert report.problems == []
    assert totals(report) == (10, 0, 0, 0)
    sitting, first = one(session, Meeting), row_of(session, AgendaItem, "item/1")
    consultation, subject = one(session, Consultation), one(session, Paper)
    assert (sitting.name, sitting.location.description) == ("3. Sitzung", "Rathaus")
    assert (first.meeting_id, first.position, first.public) == (sitting.id, 0, True)
    assert first.consultation_id == consultation.id
    assert (consultation.paper_id, consultation.meeting_id) == (subject.id, sitting.id)
    assert consultation.agenda_item_id == first.id
    organization = one(session, Organization)
    assert one(session, MeetingOrganization).organization_id == organization.id
    assert one(session, ConsultationOrganization).organization_id == organization.id
    assert one(session, MeetingFile).role == "invitation"
    assert [row.role for row in session.scalars(select(PaperFile).order_by(PaperFile.role.desc()))] == [
        "main",
        "auxiliary",
    ]
    assert subject.slug == "V-1-2026"
    assert subject.extra == {"created": "2026-01-05T09:00:00+01:00", "modified": "2026-02-05T09:00:00+01:00"}


def test_everything_of_a_public_source_is_public(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", town()))
    for model in (Meeting, AgendaItem, Paper, File, Consultation, Organization, Location):
        rows: list[Any] = list(session.scalars(select(model)))
        assert rows
        assert {row.reader_tokens for row in rows} == {frozenset({PUBLIC})}


def test_new_things_stand_in_the_public_log_and_have_a_version(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", town()))
    version, agenda = one(session, PaperVersion), one(session, AgendaVersion)
    acts = {(row.event, row.address): row.digest for row in session.scalars(select(PublicLogEntry))}
    assert acts[("published", "/vorlage/V-1-2026")] == version.digest
    assert ("published", f"/sitzung/{agenda.meeting_id}") in acts
    assert len(acts) == 2
    assert [line["papers"] for line in agenda.content["items"]] == [[{"slug": "V-1-2026", "version": 1}], []]
    assert agenda.occasion == "imported"


def test_a_run_that_changed_something_is_recorded_once(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", town()))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "content:imported")).one()
    assert entry.details["objects"]["paper"] == {"new": 1, "changed": 0, "deleted": 0}


def test_a_second_run_changes_nothing_at_all(session: Session, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "quelle", closed_town())
    bring(folder)
    counted = (PublicLogEntry, AuditEntry, Job, PaperVersion, AgendaVersion, ForeignId, DanglingReference)
    before = [count(session, model) for model in counted]
    revision = one(session, Revision).number
    report = bring(folder, now=NOW + timedelta(days=1))
    new, changed, unchanged, deleted = totals(report)
    assert (new, changed, deleted) == (0, 0, 0)
    assert unchanged == report.objects > 0
    assert [count(session, model) for model in counted] == before
    assert one(session, Revision).number == revision
    assert one(session, Meeting).modified == NOW


def test_only_what_changed_is_written(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", town()))
    later = NOW + timedelta(days=1)
    changed = [
        meeting([item(1, consultation=url("consultation/1")), item(2)]),
        paper(1, name="Neuer Name"),
        committee(),
    ]
    report = bring(write_folder(tmp_path / "quelle", changed), now=later)
    assert totals(report)[:2] == (0, 1)
    subject = one(session, Paper)
    assert (subject.name, subject.version, subject.modified) == ("Neuer Name", 2, later)
    assert one(session, Meeting).modified == NOW
    last = session.scalars(select(PublicLogEntry).order_by(PublicLogEntry.sequence.desc())).first()
    assert last is not None
    assert (last.event, last.address) == ("replaced", "/vorlage/V-1-2026")


def test_a_file_exchanged_at_the_source_makes_a_new_version_of_its_paper(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", town()))
    moved = {**file(10), "downloadUrl": url("datei/10/neu")}
    again = [meeting([item(1, consultation=url("consultation/1")), item(2)]), paper(1, mainFile=moved), committee()]
    report = bring(write_folder(tmp_path / "quelle", again))
    assert report.counts["file"].changed == 1
    assert one(session, Paper).version == 2


def test_a_changed_agenda_has_a_second_version(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", town()))
    again = [meeting([item(2), item(1, consultation=url("consultation/1")), item(3)]), paper(1), committee()]
    bring(write_folder(tmp_path / "quelle", again))
    assert one(session, Meeting).agenda_version == 2
    assert [row.position for row in session.scalars(select(AgendaItem).order_by(AgendaItem.position))] == [0, 1, 2]
    newest = one(session, AgendaVersion, number=2)
    assert [line["name"] for line in newest.content["items"]] == ["Punkt 2", "Punkt 1", "Punkt 3"]


def test_the_order_of_arrival_does_not_matter(session: Session, tmp_path: Path) -> None:
    objects = [
        paper(2, superordinatedPaper=[url("paper/1")]),
        *reversed(town()),
        thing("Organization", "organization/2", name="Unterausschuss", subOrganizationOf=url("organization/3")),
        thing("Organization", "organization/3", name="Hauptausschuss"),
        file(70, masterFile=url("file/71")),
        file(71),
    ]
    report = bring(write_folder(tmp_path / "quelle", objects))
    assert report.problems == []
    parent = row_of(session, Organization, "organization/3")
    assert row_of(session, Organization, "organization/2").sub_organization_of_id == parent.id
    assert row_of(session, File, "file/70").master_file_id == row_of(session, File, "file/71").id
    assert report.dangling == {}


def test_the_same_file_in_two_places_is_one_file(session: Session, tmp_path: Path) -> None:
    standing = {**file(10), "paper": [url("paper/1")], "x_seiten": 4}
    bring(write_folder(tmp_path / "quelle", [standing, *town(), standing]))
    assert row_of(session, File, "file/10").extra["x_seiten"] == 4
    assert count(session, File) == 3


def test_a_file_may_name_its_paper_without_being_named_by_it(session: Session, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "quelle", [*town(), file(50, paper=[url("paper/1")])])
    bring(folder)
    extra = row_of(session, File, "file/50")
    link = session.scalars(select(PaperFile).where(PaperFile.file_id == extra.id)).one()
    assert link.role == "auxiliary"
    assert totals(bring(folder))[:2] == (0, 0)


def test_a_postponed_consultation_repeated_under_one_id_is_two_stations(session: Session, tmp_path: Path) -> None:
    first = thing("Consultation", "consultation/1", meeting=url("meeting/1"), agendaItem=url("item/1"))
    again = {**first, "agendaItem": url("item/2")}
    sitting = meeting([item(1, consultation=url("consultation/1")), item(2, consultation=url("consultation/1"))])
    folder = write_folder(tmp_path / "quelle", [sitting, paper(1, consultation=[first, again]), committee()])
    bring(folder)
    stations = session.scalars(select(Consultation).order_by(Consultation.id)).all()
    items = {row.id: row for row in session.scalars(select(AgendaItem))}
    assert len(stations) == 2
    assert all(items[row.agenda_item_id or 0].consultation_id == row.id for row in stations)
    assert totals(bring(folder))[:2] == (0, 0)


def test_a_meeting_that_ends_before_it_starts_has_no_end(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", [meeting([], end="2026-04-03T00:00:00+02:00")]))
    sitting = one(session, Meeting)
    assert sitting.end is None
    assert sitting.extra["end"] == "2026-04-02T22:00:00+00:00"


def test_references_into_the_void_are_kept_and_resolved_when_their_target_comes(
    session: Session, tmp_path: Path
) -> None:
    objects = town()[:2]  # without the committee
    report = bring(write_folder(tmp_path / "quelle", objects))
    assert report.dangling == {("meeting", "organization"): 1, ("consultation", "organization"): 1}
    assert "organization/1" in " ".join(report.lines())
    assert count(session, DanglingReference) == 2
    report = bring(write_folder(tmp_path / "quelle", town()))
    assert report.dangling == {}
    assert one(session, MeetingOrganization).organization_id == one(session, Organization).id
    assert count(session, DanglingReference) == 0
    assert totals(bring(write_folder(tmp_path / "quelle", town())))[:2] == (0, 0)


def test_members_that_never_come_are_told_by_number_and_example(session: Session, tmp_path: Path) -> None:
    organization = {**committee(), "membership": [url(f"membership/{n}") for n in range(7)]}
    report = bring(write_folder(tmp_path / "quelle", [organization]))
    assert report.dangling == {("organization", "membership"): 7}
    assert len(report.examples[("organization", "membership")]) == 3


def test_a_limit_takes_only_the_first_of_each_kind(session: Session, tmp_path: Path) -> None:
    bring(write_folder(tmp_path / "quelle", [paper(1), paper(2), paper(3), *town()]), limit=2)
    assert count(session, Paper) == 2
    assert count(session, Meeting) == 1


def test_of_a_folder_with_two_towns_only_the_named_one_is_taken(session: Session, tmp_path: Path) -> None:
    towns = [
        thing("Body", f"body/{number}", name=name) for number, name in ((1, "Stadt Lindenau"), (2, "Stadt Nebenan"))
    ]
    bring(write_folder(tmp_path / "quelle", [*towns, *town()]))
    assert [body.name for body in session.scalars(select(Body))] == ["Stadt Lindenau"]


def test_numbers_and_addresses_too_long_for_an_index_are_named(session: Session, tmp_path: Path) -> None:
    long = "https://ris.example.org/" + "ü" * 20_000
    objects = [paper(1, reference="V" * 20_000, mainFile={**file(10), "downloadUrl": long}, relatedPaper=[long])]
    report = bring(write_folder(tmp_path / "quelle", objects))
    assert report.problem_count == 3
    assert one(session, Paper).reference is None
