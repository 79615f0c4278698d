"""What the law lets somebody demand of an agenda, and who must be heard before a decision: entered, checked, found."""

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.circles import ADMINISTRATION
from ris.access.policy import Forbidden
from ris.council.models import Body
from ris.council.organization_settings import OrganizationSettings
from ris.db import transaction
from ris.documents.models import Paper
from ris.law.sitting import Chamber
from ris.meetings.check_facts import Finding, Severity
from ris.meetings.invitation_models import DemandedItem
from ris.meetings.models import Consultation, Meeting
from ris.meetings.queries.desk import desk_for
from ris.meetings.services import agenda_editing as editing
from ris.meetings.services.agenda_demands import Demand, DemandAhead, give_up_demand, note_demand, place_demand
from ris.meetings.services.agenda_items import NotOnAgenda
from tests.factories import council, meetings
from tests.meetings.office import NOW, Office, agenda, open_office, waiting_paper
from tests.meetings.test_office_views import clerk, desk, office, revision

__all__ = ["clerk", "office"]
POOL = Demand("Hallenbad erhalten", "ein Viertel der Mitglieder", date(2026, 11, 20))


def findings(session: Session, office: Office, norm: str) -> list[Finding]:
    session.rollback()
    shown = desk_for(session, office.clerk, office.meeting_id, now=NOW)
    assert shown is not None
    return [finding for finding in shown.report.findings if finding.norm == norm]


def demanded(office: Office, demand: Demand = POOL) -> int:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        row = note_demand(session, office.clerk, meeting, demand, now=NOW)
        session.flush()
        return row.id


def of_demands(session: Session, office: Office) -> list[Finding]:
    session.rollback()
    shown = desk_for(session, office.clerk, office.meeting_id, now=NOW)
    assert shown is not None
    return [finding for finding in shown.report.findings if "erlangt" in finding.sentence]


def test_what_was_demanded_is_missing_until_it_stands_there(office: Office, session: Session) -> None:
    assert of_demands(session, office) == []
    demand_id = demanded(office)
    (missing,) = of_demands(session, office)
    assert (missing.severity, missing.jump) == (Severity.WARN, "#verlangt")
    assert "„Hallenbad erhalten“ (ein Viertel der Mitglieder, 20.11.2026)" in missing.sentence
    assert "§ 58" in missing.norm
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        place_demand(writing, office.clerk, meeting, demand_id, item_id=0, revision=1, now=NOW)
    (kept,) = of_demands(session, office)
    assert (kept.severity, kept.jump) == (Severity.KEPT, "")
    assert [item.name for item in agenda(session, office)] == ["Eröffnung", POOL.name, "Verschiedenes"]


def test_taken_off_again_it_is_missing_again(office: Office, session: Session) -> None:
    demand_id = demanded(office)
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        item = place_demand(writing, office.clerk, meeting, demand_id, item_id=0, revision=1, now=NOW)
        editing.take_off_item(writing, office.clerk, meeting, item.id, revision=2, now=NOW)
    assert [finding.severity for finding in of_demands(session, office)] == [Severity.WARN]


def test_a_demand_waits_for_the_next_agenda_and_not_for_one_before_it(office: Office, session: Session) -> None:
    demanded(office)
    earlier = meetings.meeting(start=datetime(2026, 11, 10, 17, tzinfo=UTC), state="scheduled", name="2. Sitzung")
    meetings.meeting_organization(meeting_id=earlier.id, organization_id=office.organization_id, position=0)
    shown = desk_for(session, office.clerk, earlier.id, now=NOW)
    assert shown is not None
    assert not shown.demands
    assert len(of_demands(session, office)) == 1


def test_what_is_no_longer_demanded_is_not_missing(office: Office, session: Session) -> None:
    demand_id = demanded(office)
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        give_up_demand(writing, office.clerk, meeting, demand_id, now=NOW)
    assert of_demands(session, office) == []
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        with pytest.raises(NotOnAgenda):
            place_demand(writing, office.clerk, meeting, demand_id, item_id=0, revision=1, now=NOW)


def test_demands_are_noted_by_the_office_on_days_that_have_been(office: Office) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        with pytest.raises(Forbidden):
            note_demand(session, office.member, meeting, POOL, now=NOW)
        with pytest.raises(DemandAhead):
            note_demand(session, office.clerk, meeting, Demand("x", "y", date(2026, 12, 1)), now=NOW)


def test_the_desk_takes_a_demand_and_puts_it_on_the_agenda(
    clerk: FlaskClient, office: Office, session: Session
) -> None:
    told = {"demanded": "Hallenbad", "demanded_by": "", "demanded_on": "morgen"}
    refused = clerk.post(desk(office, "/verlangen"), data=told)
    assert refused.status_code == 422
    assert "Fehler: " in refused.text
    assert 'value="Hallenbad"' in refused.text
    told |= {"demanded_by": "Fraktion Die Linde", "demanded_on": "2026-01-07"}
    assert clerk.post(desk(office, "/verlangen"), data=told).location.endswith("#verlangt")
    row = session.scalars(select(DemandedItem)).one()
    session.rollback()
    page = clerk.get(desk(office)).text
    assert "Fraktion Die Linde" in page
    fields = {"verlangen": row.id, "punkt": 0, "revision": revision(session, office)}
    session.rollback()
    late = clerk.post(desk(office, "/verlangen/aufnehmen"), data=fields | {"revision": 77})
    assert late.status_code == 409
    assert clerk.post(desk(office, "/verlangen/aufnehmen"), data=fields).location.endswith("#verlangt")
    assert "steht als TOP 2 auf der Tagesordnung" in clerk.get(desk(office)).text
    assert clerk.post(desk(office, "/verlangen/zuruecknehmen"), data={"verlangen": 4711}).status_code == 302
    assert "Das hat inzwischen jemand anderes erledigt" in clerk.get(desk(office)).text


def decided_here(office: Office, field: str) -> str:
    """A paper on the agenda whose writer says whom it concerns; its address."""
    station = waiting_paper(office, "Radweg Wiesenrod", details={field: "ja"})
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        editing.add_paper_item(session, office.clerk, meeting, station, revision=1, now=NOW)
        return session.get_one(Paper, session.get_one(Consultation, station).paper_id).slug


def heard(paper_slug: str, chamber: Chamber, day: datetime | None) -> None:
    """A station before the one who must be heard."""
    circle = council.organization(name="Beirat", settings=OrganizationSettings(chamber=chamber).to_json())
    with transaction() as session:
        paper_id = session.scalars(select(Paper.id).where(Paper.slug == paper_slug)).one()
    sitting = meetings.meeting(start=day) if day else None
    station = meetings.consultation(
        paper_id=paper_id, meeting_id=sitting.id if sitting else None, readers={ADMINISTRATION}, authoritative=False
    )
    meetings.consultation_organization(consultation_id=station.id, organization_id=circle.id, position=0)


@pytest.mark.parametrize(
    ("field", "chamber", "norm"),
    [
        ("district", Chamber.DISTRICT, "§ 82 Abs. 3 HGO"),
        ("foreigners", Chamber.FOREIGNERS, "§ 88 Abs. 2 HGO"),
    ],
)
def test_who_is_concerned_is_heard_before_the_decision(
    body: Body, session: Session, field: str, chamber: Chamber, norm: str
) -> None:
    office = open_office(body)
    slug = decided_here(office, field)
    (open_hearing,) = findings(session, office, norm)
    assert (open_hearing.severity, open_hearing.jump) == (Severity.WARN, f"/vorlage/{slug}/bearbeiten#weg")
    assert open_hearing.sentence.startswith("TOP 2: Die Anhörung (")
    heard(slug, chamber, datetime(2026, 12, 1, 17, tzinfo=UTC))
    assert [finding.severity for finding in findings(session, office, norm)] == [Severity.KEPT]
    heard(slug, chamber, None)
    assert [finding.severity for finding in findings(session, office, norm)] == [Severity.WARN]


def test_where_nobody_is_concerned_nothing_is_said(body: Body, session: Session) -> None:
    office = open_office(body)
    slug = decided_here(office, "alternatives")
    heard(slug, Chamber.DISTRICT, None)
    assert findings(session, office, "§ 82 Abs. 3 HGO") == []
