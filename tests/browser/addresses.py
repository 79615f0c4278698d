"""One address for each kind of page of the demo town, found among its rows."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Organization, Person
from ris.documents.models import FileVersion, Paper
from ris.meetings.models import AgendaItem, AgendaVersion, Consultation, Meeting
from ris.portal.service import SERVICE_PAGES
from ris.scope.readers import readable_by
from tests.demo_town import DemoTown

FIXED = {
    "home": "/",
    "meeting_list": "/sitzungen",
    "meeting_list_filtered": "/sitzungen?gremium=1",
    "meeting_list_grid": "/sitzungen?ansicht=monat",
    "meeting_list_undated": "/sitzungen?termin=offen",
    "meeting_list_empty_month": "/sitzungen?monat=1950-01",
    "paper_list": "/vorlagen",
    "organization_list": "/gremien",
    "video_list": "/videos",
    "search": "/suche",
    "search_hits": "/suche?q=Radweg",
    "search_nothing": "/suche?q=Quastenflosser",
    "public_log": "/protokoll",
    "login": "/anmelden",
    "not_found": "/gibt-es-nicht",
    **{name: f"/{name}" for name in SERVICE_PAGES},
    "barriere-melden-with-page": "/barriere-melden?seite=/sitzungen",
}
FOUND = (
    "meeting_to_come",
    "meeting_held",
    "meeting_cancelled",
    "meeting_moved",
    "meeting_video",
    "agenda_version",
    "agenda_item_decided",
    "agenda_item_plain",
    "paper",
    "paper_version",
    "organization",
    "faction",
    "person",
    "file_changes",
)
PAGES = (*FIXED, *FOUND)


def addresses_of(town: DemoTown) -> dict[str, str]:
    """Name of a page → its address in this town."""
    with town.at_work() as session:
        return FIXED | _found(session, Actor.public(town.body_id))


def _found(session: Session, reader: Actor) -> dict[str, str]:
    meetings = select(Meeting.id).where(readable_by(reader, Meeting)).order_by(Meeting.start.desc())
    items = (
        select(AgendaItem.id, AgendaItem.meeting_id)
        .where(readable_by(reader, AgendaItem), AgendaItem.public.is_(True))
        .order_by(AgendaItem.id.desc())
    )
    decided = session.execute(items.where(AgendaItem.votes_no > 0)).first()
    plain = session.execute(items.where(AgendaItem.result.is_(None))).first()
    moved = session.scalars(meetings.where(Meeting.moved_to_id.is_not(None))).first()
    cancelled = session.scalars(meetings.where(Meeting.cancelled, Meeting.moved_to_id.is_(None))).first()
    version = session.execute(select(AgendaVersion.meeting_id, AgendaVersion.number)).first()
    longest_way = session.scalars(
        select(Paper.slug)
        .join(Consultation, Consultation.paper_id == Paper.id)
        .where(readable_by(reader, Paper))
        .group_by(Paper.slug)
        .order_by(func.count().desc(), Paper.slug)
    ).first()
    revised = session.scalars(select(Paper.slug).where(readable_by(reader, Paper), Paper.version > 1)).first()
    organizations = select(Organization.id).where(readable_by(reader, Organization)).order_by(Organization.id)
    faction = session.scalars(organizations.where(Organization.organization_type == "Fraktion")).first()
    person = session.scalars(select(Person.id).where(readable_by(reader, Person)).order_by(Person.id)).first()
    replaced = session.scalars(select(FileVersion.file_id).where(readable_by(reader, FileVersion))).first()
    assert decided is not None, "the demo town has no vote that was not unanimous"
    assert plain is not None, "the demo town has no item without a result"
    assert version is not None, "the demo town has no agenda version"
    return {
        "meeting_to_come": f"/sitzung/{plain.meeting_id}",
        "meeting_held": f"/sitzung/{decided.meeting_id}",
        "meeting_cancelled": f"/sitzung/{cancelled}",
        "meeting_moved": f"/sitzung/{moved}",
        "meeting_video": f"/sitzung/{decided.meeting_id}/video",
        "agenda_version": f"/sitzung/{version.meeting_id}/stand/{version.number}",
        "agenda_item_decided": f"/top/{decided.id}",
        "agenda_item_plain": f"/top/{plain.id}",
        "paper": f"/vorlage/{longest_way}",
        "paper_version": f"/vorlage/{revised}/fassung/1",
        "organization": f"/gremium/{session.scalars(organizations).first()}",
        "faction": f"/gremium/{faction}",
        "person": f"/person/{person}",
        "file_changes": f"/datei/{replaced}/aenderungen",
    }
