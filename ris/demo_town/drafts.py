"""Papers on their way, on the demo's own day: a draft, one going round, one returned, one released, a Fraktion's motions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.demo_town.wording import letterhead
from ris.documents.models import PaperVersion
from ris.documents.pdf.blocks import Prose
from ris.documents.pdf.letter import Letter, draw_letter
from ris.documents.rules import PaperKind
from ris.documents.services.files import KnownText
from ris.drafting.rules import SignVerdict, StopRole
from ris.drafting.services.attaching import Upload, attach_upload
from ris.drafting.services.numbering import submit
from ris.drafting.services.signing import Saying, send_round, sign
from ris.drafting.services.stations import NewStation, set_stations
from ris.drafting.services.ways import NewStop, set_way
from ris.drafting.services.writing import NewDraft, Wording, begin_draft, save_wording

if TYPE_CHECKING:
    from datetime import datetime

    from ris.access.actor import Actor
    from ris.demo_town.town import Town
    from ris.documents.models import Paper

ADDRESS = "http://localhost"
TREASURER, MAYOR, AUTHOR, FACTION = "engel", "falk", "vogt", "brandt"


@dataclass(frozen=True)
class Draft:
    """A paper of the building department, and how far it is."""

    wording: Wording
    goes_round: bool = True
    agreed: tuple[str, ...] = ()
    """Who has agreed so far."""
    returned: str = ""
    """Why the next one sent it back."""
    attachment: str = ""
    """Name of a sheet that hangs on it."""


DRAFTS = (
    Draft(
        Wording(
            "Regenwasserkonzept für das Gewerbegebiet Nord",
            reasons="# Anlass\n\nBeim Starkregen im Juni standen drei Betriebe unter Wasser.\n\n- Das Kanalnetz stammt von 1974.\n- Ein Rückhaltebecken fehlt.",
        ),
        goes_round=False,
    ),
    Draft(
        Wording(
            "Erneuerung der Spielgeräte am Lindenplatz",
            summary="Die Spielgeräte am Lindenplatz sind 20 Jahre alt. Zwei sind schon gesperrt. Die Stadt will sie 2027 ersetzen.",
            proposal="Die Spielgeräte am Lindenplatz werden im Jahr **2027** ersetzt. Die Geräte sind barrierefrei zu wählen.",
            reasons="Die jährliche Prüfung hat Mängel ergeben:\n\n| Gerät | Zustand |\n|---|---|\n| Kletterturm | gesperrt |\n| Wippe | gesperrt |\n| Schaukel | noch nutzbar |",
            finances="62.000 Euro im Haushalt 2027, Produkt 366.01.",
            climate="Keine nennenswerten Auswirkungen; das Holz kommt aus der Region.",
            public=True,
        ),
        agreed=(TREASURER,),
        attachment="Prüfbericht der Spielgeräte",
    ),
    Draft(
        Wording(
            "Neubau der Fußgängerbrücke am Wehr",
            proposal="Der Magistrat wird beauftragt, die Planung der Brücke bis zur Entwurfsreife zu vergeben.",
            reasons="Die Brücke ist seit März gesperrt. Ein Gutachten rät vom Sanieren ab.",
            finances="Planungskosten etwa 90.000 Euro.",
            climate="Kürzere Wege zu Fuß und mit dem Rad.",
            public=True,
        ),
        returned="Für die Planungskosten fehlt die Deckung. Bitte nennen Sie die Haushaltsstelle.",
    ),
    Draft(
        Wording(
            "Tempo 30 in der Bahnhofstraße",
            proposal="In der Bahnhofstraße gilt zwischen Markt und Bahnhof **Tempo 30**.",
            reasons="Die Lärmkarte 2025 zeigt nachts mehr als 60 dB(A). Die Straßenverkehrsbehörde stimmt zu.",
            finances="4.500 Euro für Schilder, Produkt 541.02.",
            climate="Weniger Lärm und Abgase.",
            public=True,
        ),
        agreed=(TREASURER, MAYOR),
    ),
)
MOTION = Wording(
    "Mehr Sitzbänke auf dem Weg zum Friedhof",
    proposal="Der Magistrat stellt auf dem Weg zum Friedhof in Hainbrück vier weitere Bänke auf.",
    reasons="Ältere Menschen brauchen auf den 900 Metern Gelegenheit zum Ausruhen.",
    public=True,
)
ASKED = Wording(
    "Straßenlaternen an der Mühlgasse: Wann werden sie repariert?",
    reasons="Seit September sind drei Laternen dunkel.",
    details={"questions": "Wann werden die Laternen repariert?\nWas kostet es?", "answer": "schriftlich"},
    public=True,
)
BEGUN = Wording("Öffnungszeiten der Bücherei am Samstag", reasons="Der Ortsbeirat hat gefragt.")


def write_drafts(town: Town, *, now: datetime) -> None:
    """Let the accounts of the town write, sign and hand in; call it when they are there."""
    moment = now - timedelta(days=3)
    author, faction = _actor(town, AUTHOR), _actor(town, FACTION)
    for draft in DRAFTS:
        _write(town, author, draft, moment)
        moment += timedelta(hours=5)
    motions = ((PaperKind.MOTION, MOTION, True), (PaperKind.QUESTION, ASKED, True), (PaperKind.QUESTION, BEGUN, False))
    for kind, wording, handed_in in motions:
        new = NewDraft(kind, wording.name, town.organizations["sol"].id)
        paper = begin_draft(town.session, faction, new, now=moment)
        save_wording(town.session, faction, paper, wording, saves=0, now=moment)
        set_way(town.session, faction, paper, [_stop(town, "stvv", StopRole.DECISION)], now=moment)
        if handed_in:
            submit(town.session, faction, paper, now=moment)


def _write(town: Town, author: Actor, draft: Draft, moment: datetime) -> None:
    session = town.session
    new = NewDraft(PaperKind.PROPOSAL, draft.wording.name, town.organizations["bau"].id)
    paper = begin_draft(session, author, new, now=moment)
    save_wording(session, author, paper, draft.wording, saves=0, now=moment)
    way = [_stop(town, "buv", StopRole.PREPARATION), _stop(town, "stvv", StopRole.DECISION)]
    set_way(session, author, paper, way, now=moment)
    if draft.attachment:
        _attach(town, author, paper, draft.attachment, moment)
    if not draft.goes_round:
        return
    finances = town.organizations["finanzen"].id
    due = (moment + timedelta(days=7)).date()
    stations = [
        NewStation(town.persons[TREASURER].id, None, finances, due),
        NewStation(town.persons[MAYOR].id, due=due),
    ]
    set_stations(session, author, paper, stations, now=moment)
    send_round(session, author, paper, address=ADDRESS, now=moment)
    for number, person in enumerate(draft.agreed, 1):
        _sign(town, paper, person, SignVerdict.AGREED, "", moment + timedelta(hours=number))
    if draft.returned:
        _sign(town, paper, TREASURER, SignVerdict.RETURNED, draft.returned, moment + timedelta(hours=1))


def _attach(town: Town, author: Actor, paper: Paper, name: str, moment: datetime) -> None:
    letter = Letter(letterhead(town, "magistrat"), "Anlage", name, name, (Prose("Kletterturm: Standfuß angerostet."),))
    drawn = draw_letter(letter)
    known = KnownText(drawn.pages, tagged=False)
    upload = Upload(BytesIO(drawn.content), f"{name}.pdf", public=True, name=name, known=known)
    attach_upload(town.session, author, town.storage, paper, upload, converts=False, now=moment)


def _sign(town: Town, paper: Paper, person: str, verdict: SignVerdict, note: str, moment: datetime) -> None:
    seen = select(PaperVersion.digest).where(PaperVersion.paper_id == paper.id, PaperVersion.number == paper.version)
    saying = Saying(verdict, town.session.scalars(seen).one(), note)
    sign(town.session, _actor(town, person), paper, saying, address=ADDRESS, now=moment)


def _stop(town: Town, organization: str, role: StopRole) -> NewStop:
    return NewStop(town.organizations[organization].id, role)


def _actor(town: Town, person: str) -> Actor:
    user = town.session.scalars(select(User).where(User.person_id == town.persons[person].id)).one()
    return actor_for(town.session, user)
