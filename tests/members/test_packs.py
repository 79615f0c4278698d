"""What the member's page says of a pack: documents that are here and readable, their bytes, and of when."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ris.access.circles import ADMINISTRATION, PUBLIC, organization_token
from ris.council.models import Body
from ris.db import transaction
from ris.documents.models import FileVersion
from ris.members.packs import PackSize, pack_sizes
from ris.scope.readers import audience_for
from tests.factories import documents, meetings
from tests.meetings.office import NOW, Office
from tests.meetings.test_invitation import invited_office

HERE = "a" * 128


@pytest.fixture
def office(body: Body) -> Office:
    """A committee that was invited at NOW."""
    return invited_office(body)


def test_a_pack_is_what_its_reader_may_read_each_document_once(office: Office, session: Session) -> None:
    own = organization_token(office.organization_id)
    file = documents.file(size=4000, sha512_checksum=HERE, readers={own}, created=NOW - timedelta(days=2))
    hidden = documents.file(size=9000, sha512_checksum=HERE, readers={ADMINISTRATION}, created=NOW)
    elsewhere = documents.file(size=9000, sha512_checksum=None, readers={PUBLIC}, created=NOW)
    for number in (1, 2):
        item = meetings.agenda_item(meeting_id=office.meeting_id, name=f"Punkt {number}")
        for each in (file, hidden, elsewhere):
            meetings.agenda_item_file(agenda_item_id=item.id, file_id=each.id, role="main")
    session.rollback()
    assert pack_sizes(session, office.member, [office.meeting_id]) == {office.meeting_id: PackSize(1, 4000, NOW)}
    with transaction() as writing:
        version = FileVersion(
            file_id=file.id,
            number=1,
            sha512_checksum="0" * 128,
            replaced=NOW + timedelta(hours=1),
            reason="Berichtigt",
            audience_id=audience_for(writing, {PUBLIC}).id,
        )
        writing.add(version)
    session.rollback()
    later = pack_sizes(session, office.member, [office.meeting_id])
    assert later == {office.meeting_id: PackSize(1, 4000, NOW + timedelta(hours=1))}


def test_a_meeting_without_documents_has_an_empty_pack(office: Office, session: Session) -> None:
    other = meetings.meeting(start=NOW)
    assert pack_sizes(session, office.member, [other.id]) == {other.id: PackSize(0, 0, None)}
    assert pack_sizes(session, office.member, []) == {}
