"""Dates for calendars, to go with letters: the same UID each time, so that an entry is moved or taken out, never doubled."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ris.access.circles import PUBLIC
from ris.council.town import body_settings
from ris.feeds.calendar import Method, calendar
from ris.mail.rules import is_address
from ris.mail.services import Attachment
from ris.meetings.events import events_of
from ris.meetings.queries.lines import line_for

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.models import Meeting
    from ris.storage import Storage

FILE_NAMES = {Method.PUBLISH: "sitzung.ics", Method.CANCEL: "absage.ics"}


@dataclass(frozen=True)
class CalendarDesk:
    """Where entries are kept until they are sent, and the address they lead to."""

    storage: Storage
    public_url: str


def calendar_entry(
    session: Session, actor: Actor, meeting: Meeting, desk: CalendarDesk, method: Method = Method.PUBLISH
) -> Attachment | None:
    """The date of a meeting, or that it does not hold; None for one without a day. Of a closed one without the reason."""
    line = line_for(session, actor, meeting.id)
    if line is None or line.start is None:
        return None
    if PUBLIC not in meeting.reader_tokens:
        line = replace(line, reason="")  # a letter is a postcard
    office = body_settings(session).office_email
    organizer = office if is_address(office) else ""
    method = method if organizer else Method.PUBLISH  # without an organizer it says by its STATUS that it is off
    content = calendar(
        events_of([line]), name=line.title, public_url=desk.public_url, method=method, organizer=organizer
    )
    kept = desk.storage.put(io.BytesIO(content.encode()))
    return Attachment(FILE_NAMES[method], f"text/calendar; method={method}; charset=utf-8", kept.sha512)
