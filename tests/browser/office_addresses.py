"""Addresses of all pages behind a door, found among the rows of a demo town, by the account that opens them."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.accounts.device_models import ReaderDevice
from ris.council.models import Membership
from ris.demo import PASSWORD
from ris.documents.models import File, Paper
from ris.documents.rules import PaperState
from ris.factions.models import FactionNote
from ris.meetings.models import AgendaItem, Meeting
from ris.publication.models import PublicationProposal
from tests.browser.working import (
    ADMINISTRATOR,
    AUTHOR,
    CLERK,
    COMMITTEE_CHAIR,
    FACTION,
    MAYOR,
    MEMBER,
    READER,
    SECOND_CLERK,
)
from tests.demo_town import DemoTown
from tests.documents.uploads import pdf
from tests.signing_in import sent

NO_PAGE = {
    "agenda_desk.checks": "a part of the desk, which its script fetches",
    "factions.motions_table": "a table to download",
    "own_data.download": "a file to download",
    "towns.crest": "a picture",
    "own_account.app": "opens only after a form; tests/browser/test_accounts.py looks at it",
    "replacing.new_bytes": "the document itself",
    "sheets.notice_sheet": "a PDF",
    "sheets.postal_sheet": "a PDF",
    "supplements.notice_file": "a text to download",
}
PREPARED = "Zuschuss für das Jugendorchester"
TABLE = "Nachname;Vorname;Gremium;Rolle;Beginn\nWüst;Änne;HFA;Beratendes Mitglied;01.04.2026\n;Ohne;;;\n"
OFFICE = (
    "/buero",
    "/buero/fristen",
    "/buero/jahresplan",
    "/buero/jahresplan?gremium=3",
    "/buero/kalender",
    "/buero/veroeffentlichungen",
    "/buero/vorlagen",
    "/verwaltung",
    "/verwaltung/ansicht",
    "/verwaltung/email",
    "/verwaltung/ferien",
    "/verwaltung/import",
    "/verwaltung/import/1",
    "/verwaltung/koerperschaft",
    "/verwaltung/protokoll",
    "/verwaltung/recht",
    "/verwaltung/rechte",
)
REGISTER = ("wahlperioden", "gremien", "personen", "orte")
OF_A_MEETING = (
    "",
    "/stand/1",
    "/bearbeiten",
    "/freigeben",
    "/einladung",
    "/einladung/post",
    "/rueckmeldungen",
    "/aufruf",
    "/nachtrag",
    "/bekanntmachung",
    "/veroeffentlichen",
    "/vertretung",
    "/verlegen",
    "/absagen",
    "/zurueckziehen",
)


def prepare(town: DemoTown) -> None:
    """What only forms make: a table to take over, publications that wait for a second person, a device with packs."""
    client = town.app.test_client()
    assert sent(client, "/anmelden", {"email": CLERK, "password": PASSWORD}).status_code == 302
    _sent(client, "/verwaltung/import", {"datei": (BytesIO(TABLE.encode()), "liste.csv")})
    with town.at_work() as session:
        paper = session.scalars(select(Paper).where(Paper.name == PREPARED)).one()
        address, key = f"/vorlage/{paper.slug}/veroeffentlichen", f"paper:{paper.id}"
        document = _document(session)
    _sent(client, address, {"zeile": key, "geprueft": "1"})
    _sent(client, f"{document}/ersetzen", {"reason": "Zahlendreher.", "document": (BytesIO(pdf()), "neu.pdf")})
    member = town.app.test_client()
    assert sent(member, "/anmelden", {"email": MEMBER, "password": PASSWORD}).status_code == 302
    assert member.get("/mappe/daten/ich", headers={"X-Device": str(uuid4())}).status_code == 200


def _sent(client: FlaskClient, address: str, fields: dict[str, object]) -> None:
    answer = sent(client, address, fields)
    assert answer.status_code in {302, 303}, f"{address}: {answer.status_code}"


def addresses_of(town: DemoTown) -> dict[str, list[str]]:
    """Account → the addresses it opens."""
    with town.at_work() as session:
        prepared, invited = (
            _meeting(session, "Sondersitzung des Ausschusses für Soziales"),
            _meeting(session, "Sondersitzung des Haupt"),
        )
        council = _meeting(session, "Stadtverordnetenversammlung")
        cosigning = _paper(session, PaperState.COSIGNING)
        return {
            CLERK: [
                *OFFICE,
                *_register(session),
                *(f"{invited}{page}" for page in OF_A_MEETING),
                *(f"{prepared}{page}" for page in ("/bearbeiten", "/freigeben", "/veroeffentlichen")),
                f"{prepared}/bearbeiten/punkt/{_item(session, prepared)}",
                f"/top/{_item(session, invited)}/zurueckziehen",
                f"/top/{_item(session, invited)}/nichtoeffentlich",
                *_papers(session),
                f"{_document(session)}/ersetzen",
                f"{_document(session)}/zurueckziehen",
            ],
            SECOND_CLERK: ["/buero/veroeffentlichungen", *_waiting(session)],
            AUTHOR: [
                "/buero/vorlagen",
                "/vorlage/neu",
                "/vorlage/neu?art=proposal",
                f"{_paper(session, PaperState.DRAFT)}/bearbeiten",
                f"{_paper(session, PaperState.RETURNED)}/bearbeiten",
                cosigning,
                f"{cosigning}/bearbeiten",
            ],
            MAYOR: ["/mein", "/buero/vorlagen", f"{cosigning}/mitzeichnen"],
            COMMITTEE_CHAIR: [prepared, f"{prepared}/freigeben"],
            MEMBER: [
                "/",
                "/mein",
                "/mein/konto",
                "/mein/konto/benachrichtigungen",
                "/mein/konto/kommunen",
                "/mein/konto/zustellung",
                _device(session),
                "/sitzungen",
                *(f"{council}{page}" for page in ("", "/rueckmeldung", "/stand/1")),
                "/vorlagen",
            ],
            FACTION: [
                "/fraktion",
                _note(session),
                "/fraktion/einreichen",
                "/fraktion/einreichen?art=motion",
                f"/fraktion/einreichen/{_paper(session, PaperState.DRAFT, 'question').removeprefix('/vorlage/')}",
                f"/fraktion/eingang/{_paper(session, PaperState.NUMBERED, 'motion').removeprefix('/vorlage/')}",
                f"{_paper(session, PaperState.DRAFT, 'question')}/bearbeiten",
            ],
            READER: [
                "/",
                "/mein/konto",
                "/mein/konto/bestaetigen",
                "/mein/konto/passwort",
            ],
            ADMINISTRATOR: [
                "/buero",
                "/verwaltung",
                "/verwaltung/benutzer",
                "/verwaltung/benutzer/neu",
                "/verwaltung/benutzer/1",
                "/verwaltung/protokoll",
                "/verwaltung/rechte",
            ],
        }


def _register(session: Session) -> list[str]:
    seat = session.scalars(select(Membership.id).where(Membership.end_date.is_(None))).first()
    lists = [f"/verwaltung/{word}{page}" for word in REGISTER for page in ("", "/neu", "/1")]
    return [
        *lists,
        "/verwaltung/gremien/1/mandat",
        f"/verwaltung/mandate/{seat}",
        f"/verwaltung/mandate/{seat}/nachruecken",
        f"/verwaltung/mandate/{seat}/vertretung",
    ]


def _papers(session: Session) -> list[str]:
    ready, revised = _paper(session, PaperState.NUMBERED), select(Paper.slug).where(Paper.version > 1)
    prepared = session.scalars(select(Paper.slug).where(Paper.name == PREPARED)).one()
    return [
        ready,
        f"{ready}/zurueckziehen",
        f"/vorlage/{prepared}/veroeffentlichen",
        f"/vorlage/{session.scalars(revised).first()}/vergleich",
        f"/vorlage/{session.scalars(revised).first()}/fassung/1/zurueckziehen",
        f"{_paper(session, PaperState.RELEASED)}/bearbeiten",
    ]


def _waiting(session: Session) -> list[str]:
    """What the second person looks at: the page that asks, and the preview."""
    paper = session.scalars(select(PublicationProposal.id).where(PublicationProposal.kind == "paper")).first()
    prepared = session.scalars(select(Paper.slug).where(Paper.name == PREPARED)).one()
    return [
        f"/vorlage/{prepared}/veroeffentlichen",
        f"/veroeffentlichung/{paper}/vorschau",
        f"{_document(session)}/ersetzen",
    ]


def _meeting(session: Session, words: str) -> str:
    """The next meeting of that kind on whose agenda somebody works or has worked."""
    wanted = select(Meeting.id).where(Meeting.name.contains(words), Meeting.state.in_(("agenda", "invited")))
    return f"/sitzung/{session.scalars(wanted.order_by(Meeting.start)).first()}"


def _item(session: Session, meeting: str) -> int:
    standing = select(AgendaItem.id).where(AgendaItem.meeting_id == int(Path(meeting).name))
    return session.scalars(standing.order_by(AgendaItem.position.desc())).first() or 0


def _note(session: Session) -> str:
    """What a Fraktion wrote down about an item."""
    note = session.scalars(select(FactionNote).order_by(FactionNote.id)).first()
    return f"/fraktion/{note.faction_id}/top/{note.agenda_item_id}" if note else "/fraktion/0/top/0"


def _paper(session: Session, state: PaperState, kind: str = "proposal") -> str:
    wanted = select(Paper.slug).where(Paper.state == state.value, Paper.kind == kind).order_by(Paper.id)
    return f"/vorlage/{session.scalars(wanted).first()}"


def _device(session: Session) -> str:
    """The page that asks before a device is emptied."""
    return f"/mein/konto/lesegeraete/{session.scalars(select(ReaderDevice.id)).first()}/loeschen"


def _document(session: Session) -> str:
    """A document everybody may read."""
    wanted = select(File.id).where(File.mime_type == "application/pdf", File.deleted.is_(False)).order_by(File.id)
    return f"/datei/{session.scalars(wanted).first()}"
