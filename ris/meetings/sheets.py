"""Writings for paper: the public notice for the board in the hall, and letters for those who are invited by post."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ris.documents.building import NotBuilt, build_envelopes
from ris.documents.envelopes import Envelope, PostalPlan
from ris.documents.pack import PackSection, Wording
from ris.meetings.letters import agenda_plan, draw
from ris.meetings.services.agenda_notice import closed_sentence
from ris.web.dates import full_moment, long_day

if TYPE_CHECKING:
    from ris.meetings.queries.desk import Desk
    from ris.meetings.queries.receipts import InvitationPage, RecipientLine

ON_THE_BOARD = "Zum Aushang. Gäste sind bei öffentlichen Punkten willkommen; eine Anmeldung ist nicht nötig."
NOTHING_PUBLIC = "Diese Sitzung hat keine öffentlichen Punkte."
NO_ADDRESS = "Anschrift fehlt"


def notice_pdf(desk: Desk, *, town: str, public_url: str) -> bytes | None:
    """The public notice (§ 58 Abs. 6 HGO) as a tagged PDF with a code that leads to the meeting's page.

    It names what the text for the newspaper names. None where this machine cannot draw tagged PDFs.
    """
    standing = [row for row in desk.rows if not row.removed]
    public = [PackSection(row.number or "", row.name or "") for row in standing if row.public]
    closed = len(standing) - len(public)
    as_of = f"Fassung {desk.meeting.agenda_version} der Tagesordnung" if desk.sent else "Entwurf, noch nicht eingeladen"
    plan = agenda_plan(desk, town=town, public_url=public_url, audience=ON_THE_BOARD, as_of=as_of)
    wording = Wording(
        "Öffentliche Bekanntmachung",
        before=() if public else (NOTHING_PUBLIC,),
        after=(
            *((closed_sentence(closed),) if closed else ()),
            "Tagesordnung und öffentliche Unterlagen lesen Sie unter der Adresse unten, oder mit diesem Code:",
        ),
        code=plan.address,
    )
    return draw(replace(plan, sections=tuple(public)), wording)


def postal_pdf(page: InvitationPage, *, town: str, office: str, sender: str) -> bytes | None:
    """A list of everybody who gets the invitation by post, and a covering letter for each window envelope."""
    plan = postal_plan(page, town=town, office=office, sender=sender)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "envelopes.pdf"
        try:
            build_envelopes(plan, target)
        except NotBuilt:
            return None
        return target.read_bytes()


def postal_plan(page: InvitationPage, *, town: str, office: str, sender: str) -> PostalPlan:
    """The letters of one sending; a covering letter names the meeting and no item."""
    meeting = page.desk.meeting
    kind = f"{page.supplement.number}. Nachtrag zur Einladung" if page.supplement else "Einladung"
    when = f"am {full_moment(meeting.start)}" if meeting.start else ""
    what = "den Nachtrag zur Tagesordnung" if page.supplement else "die Einladung mit der Tagesordnung"
    return PostalPlan(
        body=town,
        sender=sender,
        day=long_day(page.invitation.sent),
        subject=f"{kind}: {meeting.name or 'Sitzung'}",
        paragraphs=(
            f"anbei erhalten Sie {what} und die Unterlagen zu dieser Sitzung {when}".rstrip() + ".",
            *((f"Ort: {page.desk.facts.place}",) if page.desk.facts.place else ()),
            "Wenn Sie Einladungen lieber per E-Mail bekommen möchten, sagen Sie uns bitte Bescheid.",
            "Mit freundlichen Grüßen",
            f"{page.invitation.signed_by}, {office}",
        ),
        envelopes=tuple(_envelope(line) for line in page.lines if not line.by_mail),
    )


def _envelope(line: RecipientLine) -> Envelope:
    address = [part.strip() for part in line.row.address.split("\n") if part.strip()]
    return Envelope((line.row.name, *(address or [NO_ADDRESS])), line.part.label)
