"""Meetings, agendas, and what joins papers to them."""

from datetime import UTC, datetime, timedelta

from ris.meetings.models import (
    AgendaItem,
    AgendaItemFile,
    AgendaVersion,
    Consultation,
    ConsultationOrganization,
    Meeting,
    MeetingFile,
    MeetingOrganization,
)
from tests.factories.rows import Factory

FIRST_START = datetime(2026, 1, 15, 18, 0, tzinfo=UTC)

meeting = Factory(
    Meeting,
    lambda n: {"name": f"{n}. Sitzung", "start": FIRST_START + timedelta(weeks=n), "meeting_state": "terminiert"},
)
meeting_organization = Factory(MeetingOrganization)
meeting_file = Factory(MeetingFile, lambda _n: {"role": "auxiliary"})
agenda_item = Factory(AgendaItem, lambda n: {"number": f"Ö {n}", "position": n, "name": f"Punkt {n}", "public": True})
agenda_item_file = Factory(AgendaItemFile, lambda _n: {"role": "auxiliary"})
agenda_version = Factory(AgendaVersion)
consultation = Factory(Consultation, lambda _n: {"role": "Beratung"})
consultation_organization = Factory(ConsultationOrganization)
