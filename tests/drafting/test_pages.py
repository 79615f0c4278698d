import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.accounts.services.users import add_user
from ris.council.models import Body, Person
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.documents.extraction import extract_text
from ris.documents.models import File, Paper, PaperFile
from ris.documents.rules import PaperState
from ris.drafting.models import Signature
from ris.drafting.queries.signing import stations_of
from ris.drafting.services.stations import NewStation, set_stations
from tests.documents.uploads import pdf, png
from tests.drafting.desk import Desk
from tests.factories import council

PASSWORD = "ein langes Kennwort"
TEXTS = {
    "name": "Radweg",
    "proposal": "Der Radweg wird **gebaut**.",
    "reasons": "Er fehlt.",
    "finances": "Keine.",
    "climate": "Gut.",
    "sichtbar": "oeffentlich",
    "saves": "0",
}


@pytest.fixture
def desk(body: Body) -> Desk:
    return Desk(body)


@pytest.fixture
def town(desk: Desk, body: Body) -> Desk:
    with transaction() as session:
        settings = BodySettings(council_organization_id=desk.council.id)
        session.get_one(Body, body.id).settings = settings.to_json()
    return desk


def logged_in(
    app: Flask, desk: Desk, name: str, roles: tuple[Role, ...], organization_id: int | None = None
) -> FlaskClient:
    person = council.person(name=name)
    if organization_id is not None:
        council.membership(person_id=person.id, organization_id=organization_id, role="Mitarbeit")
    with transaction() as session:
        machine = Actor.machine(desk.body.id, "test")
        email = f"{name.lower()}@example.org"
        facts = {"email": email, "name": name, "password": PASSWORD}
        add_user(session, machine, **facts, roles=roles, person_id=person.id, now=now_utc())
    client = app.test_client()
    assert client.post("/anmelden", data={"email": email, "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def author(app: Flask, town: Desk) -> FlaskClient:
    return logged_in(app, town, "Autor", (Role.AUTHOR,), town.office.id)


@pytest.fixture
def colleague(app: Flask, town: Desk) -> FlaskClient:
    return logged_in(app, town, "Kollegin", (Role.AUTHOR,), town.office.id)


@pytest.fixture
def other_office(app: Flask, town: Desk) -> FlaskClient:
    garden = council.organization(name="Gartenamt", organization_type="Verwaltungsbereich")
    return logged_in(app, town, "Gaertner", (Role.AUTHOR,), garden.id)


@pytest.fixture
def clerk(app: Flask, town: Desk) -> FlaskClient:
    return logged_in(app, town, "Sitzungsdienst", (Role.CLERK,))


@pytest.fixture
def staff(app: Flask, town: Desk) -> FlaskClient:
    return logged_in(app, town, "Fraktion", (Role.FACTION_STAFF,), town.faction.id)


@pytest.fixture(autouse=True)
def _without_csrf(app: Flask) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.config["WTF_CSRF_ENABLED"] = True


def begin(client: FlaskClient, desk: Desk, kind: str = "proposal", name: str = "Radweg") -> str:
    sent = client.post("/vorlage/neu", data={"art": kind, "name": name, "stelle": str(desk.office.id)})
    assert sent.status_code == 303, sent.text
    return str(sent.location)


def the_paper(session: Session) -> Paper:
    session.rollback()
    return session.scalars(select(Paper)).one()


def upload(content: bytes, name: str = "plan.pdf", **more: str) -> dict[str, object]:
    return {**TEXTS, "datei": (io.BytesIO(content), name), **more}


def test_a_department_writes_and_the_office_numbers(
    session: Session, author: FlaskClient, clerk: FlaskClient, town: Desk
) -> None:
    address = begin(author, town)
    way = {"weg_1_gremium": str(town.council.id), "weg_1_aufgabe": "Entscheidung", "weg_1_platz": "1"}
    assert author.post(address, data=TEXTS | way).status_code == 303
    assert clerk.post(address, data=TEXTS | way | {"saves": "1", "tun": "freigeben"}).status_code == 303
    assert clerk.post(address, data={"tun": "nummer", **way}).status_code == 303
    paper = the_paper(session)
    assert (paper.state, paper.slug) == (PaperState.NUMBERED, f"{now_utc().year}-0001")
    assert "<strong>gebaut</strong>" in clerk.get(f"/vorlage/{paper.slug}").text


def test_a_button_pressed_twice_says_that_its_work_is_done(
    session: Session, author: FlaskClient, clerk: FlaskClient, town: Desk
) -> None:
    address = begin(author, town)
    way = {"weg_1_gremium": str(town.council.id), "weg_1_aufgabe": "Entscheidung", "weg_1_platz": "1"}
    assert author.post(address, data=TEXTS | way).status_code == 303
    with transaction() as writing:
        mine = writing.scalars(select(Paper)).one()
        set_stations(writing, Actor.machine(town.body.id, "test"), mine, town.stations, now=now_utc())
    pressed = (
        (author, {**TEXTS, "saves": "1", "tun": "mitzeichnung"}, "schon in der Mitzeichnung."),
        (author, {"tun": "zurueckholen"}, "schon zurückgeholt."),
        (clerk, {**TEXTS, "saves": "1", "tun": "freigeben"}, "schon freigegeben."),
        (clerk, {"tun": "nummer"}, f"hat schon die Nummer {now_utc().year}/0001."),
    )
    for who, form, said in pressed:
        assert who.post(address, data=form | way).status_code == 303
        answer = who.post(address, data=form | way)
        assert answer.status_code == 303, (form, answer.text)
        assert said in who.get(answer.location).text
    assert the_paper(session).state == PaperState.NUMBERED


def test_two_clicks_sign_at_one_station_also_for_who_stands_in_at_the_next(
    app: Flask, session: Session, author: FlaskClient, town: Desk
) -> None:
    signer = logged_in(app, town, "Kaemmer", (Role.READER,))
    address = begin(author, town)
    with transaction() as writing:
        mine = writing.scalars(select(Paper)).one()
        kai = writing.scalars(select(Person).where(Person.name == "Kaemmer")).one()
        stations = [NewStation(kai.id), NewStation(town.lawyer.id, kai.id)]
        set_stations(writing, Actor.machine(town.body.id, "test"), mine, stations, now=now_utc())
    assert author.post(address, data=TEXTS | {"tun": "mitzeichnung"}).status_code == 303
    page = f"/vorlage/{the_paper(session).id}/mitzeichnen"
    fields = re.findall(r'name="(digest|station)" value="([^"]+)"', signer.get(page).text)
    assert len(fields) == 2
    assert signer.post(page, data={**dict(fields), "verdict": "agreed"}).status_code == 303
    answer = signer.post(page, data={**dict(fields), "verdict": "agreed"})
    assert answer.status_code == 303, answer.text
    paper_itself = signer.get(answer.location).location
    assert "Ihre Mitzeichnung ist schon festgehalten." in signer.get(paper_itself).text
    assert session.scalars(select(Signature.as_deputy)).all() == [False]
    session.rollback()
    again = re.findall(r'name="(digest|station)" value="([^"]+)"', signer.get(page).text)
    assert signer.post(page, data={**dict(again), "verdict": "agreed"}).status_code == 303
    assert signer.get(page).status_code == 303
    assert session.scalars(select(Signature.as_deputy).order_by(Signature.id)).all() == [False, True]


def test_what_is_missing_is_named_and_nothing_typed_is_lost(
    session: Session, author: FlaskClient, clerk: FlaskClient, town: Desk
) -> None:
    address = begin(author, town)
    clerk.post(address, data={"name": "Radweg", "reasons": "Er fehlt.", "saves": "0", "tun": "freigeben"})
    answer = clerk.post(address, data={"tun": "nummer"})
    assert answer.status_code == 422
    assert "Bitte schreiben Sie, was beschlossen werden soll." in answer.text
    assert the_paper(session).reasons == "Er fehlt."


def test_two_who_write_at_once_see_both_texts(
    session: Session, author: FlaskClient, colleague: FlaskClient, town: Desk
) -> None:
    address = begin(author, town)
    assert author.post(address, data=TEXTS | {"reasons": "Mein Grund."}).status_code == 303
    answer = colleague.post(address, data=TEXTS | {"reasons": "Ein anderer Grund."})
    assert answer.status_code == 409
    assert "Mein Grund." in answer.text
    assert "Ein anderer Grund." in answer.text
    assert "Autor hat diesen Text um" in answer.text
    assert the_paper(session).reasons == "Mein Grund."
    assert colleague.post(address, data=TEXTS | {"reasons": "Ein anderer Grund.", "saves": "1"}).status_code == 303
    assert the_paper(session).reasons == "Ein anderer Grund."


def test_a_draft_is_there_for_nobody_else(
    session: Session,
    author: FlaskClient,
    other_office: FlaskClient,
    staff: FlaskClient,
    client: FlaskClient,
    town: Desk,
) -> None:
    address = begin(author, town, name="Geheimplan Süd")
    author.post(address, data=upload(pdf(), datei_sichtbar="oeffentlich"))
    file_id = session.scalars(select(File.id)).one()
    slug = the_paper(session).slug
    for reader in (other_office, staff, client):
        for path in (f"/vorlage/{slug}", f"/vorlage/{slug}/pdf", f"/vorlage/{slug}/vergleich", f"/datei/{file_id}"):
            assert reader.get(path).status_code == 404, path
        for path in ("/vorlagen", "/sitemap.xml", "/suche?q=Geheimplan", "/"):
            assert "Geheimplan Süd" not in reader.get(path).text
    assert client.get(address).status_code == 302
    assert other_office.get(address).status_code == 404
    assert "Geheimplan" not in other_office.get("/buero/vorlagen").text


@pytest.mark.parametrize(
    ("content", "more", "sentence"),
    [
        (pdf(), {}, "Bitte wählen Sie, ob die Datei öffentlich werden darf."),
        (pdf(), {"datei_sichtbar": "nichtoeffentlich"}, "Bitte begründen Sie, warum die Datei nichtöffentlich bleibt."),
        (b"MZ program", {"datei_sichtbar": "oeffentlich"}, "Diese Art von Datei geht hier nicht."),
        (b"", {"datei_sichtbar": "oeffentlich"}, "Die Datei ist leer (0 Byte)."),
    ],
)
def test_a_refused_upload_stores_nothing_and_keeps_the_text(
    session: Session, author: FlaskClient, town: Desk, content: bytes, more: dict[str, str], sentence: str
) -> None:
    address = begin(author, town)
    answer = author.post(address, data=upload(content, **more))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Der Radweg wird **gebaut**." in answer.text
    session.rollback()
    assert session.scalars(select(File)).all() == []
    assert the_paper(session).proposal is None


def test_findings_are_shown_at_the_file_and_accepted_with_a_reason(
    app: Flask, session: Session, author: FlaskClient, town: Desk
) -> None:
    address = begin(author, town)
    author.post(address, data=upload(pdf(bar=True), datei_sichtbar="oeffentlich"))
    session.rollback()
    app.extensions["worker"]().drain()
    page = author.get(address).text
    assert "Unter dunklen Flächen steht lesbarer Text" in page
    assert "Eine Schwärzung verdeckt nur." in page
    link = session.scalars(select(PaperFile)).one()
    assert (link.public, link.closed_reason) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "=cmd|' /C calc'!A0",
        "{{ 7*7 }}",
        "\x1b[2J\u202e",
    ],
)
def test_hostile_words_stay_words(author: FlaskClient, town: Desk, text: str) -> None:
    address = begin(author, town, name=f"Titel {text}")
    fields = ("proposal", "reasons", "finances", "d_alternatives", "grund", "datei_name", "warum")
    assert author.post(address, data=TEXTS | dict.fromkeys(fields, text)).status_code == 303
    for page in (author.get(address).text, author.get(address.replace("/bearbeiten", "")).text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\x1b" not in page


def test_a_huge_text_is_refused_with_a_sentence(author: FlaskClient, town: Desk) -> None:
    answer = author.post(begin(author, town), data=TEXTS | {"reasons": "Wort " * 30_000})
    assert answer.status_code == 422
    assert "Bitte kürzen Sie" in answer.text


def test_a_fraktion_hands_in_a_motion_and_has_its_receipt_at_once(
    session: Session, staff: FlaskClient, clerk: FlaskClient, author: FlaskClient, town: Desk
) -> None:
    sent = staff.post(
        "/fraktion/einreichen", data={"art": "motion", "name": "Mehr Bänke", "stelle": str(town.faction.id)}
    )
    assert sent.status_code == 303
    draft = the_paper(session)
    for other in (clerk, author):
        assert other.get(f"/vorlage/{draft.slug}").status_code == 404
    saved = staff.post(sent.location, data={"name": "Mehr Bänke", "saves": str(draft.saves), "tun": "weiter"})
    assert saved.location == f"/fraktion/einreichen/{draft.id}"
    assert staff.post(saved.location).status_code == 422
    filled = {
        "name": "Mehr Bänke",
        "proposal": "Vier Bänke.",
        "sichtbar": "oeffentlich",
        "saves": str(the_paper(session).saves),
    }
    staff.post(sent.location, data=filled)
    assert "Frist" in staff.get(saved.location).text
    receipt = staff.get(staff.post(saved.location).location)
    assert f"Antrag {now_utc().year}/0001" in receipt.text
    assert "Eingegangen" in receipt.text
    assert clerk.get(f"/vorlage/{the_paper(session).slug}").status_code == 200
    assert staff.post(saved.location).status_code == 303
    assert the_paper(session).reference == f"{now_utc().year}/0001"


def test_a_fraktion_hands_in_a_question_on_one_page(staff: FlaskClient, town: Desk, session: Session) -> None:
    sent = {"art": "question", "name": "Wann öffnet das Bad?", "stelle": str(town.faction.id), "tun": "einreichen"}
    refused = staff.post("/fraktion/einreichen", data=sent | {"sichtbar": "nichtoeffentlich"})
    assert refused.status_code == 422
    for field in ("d_questions", "d_answer", "grund"):
        assert f'href="#{field}"' in refused.text
    assert "Wann öffnet das Bad?" in refused.text
    session.rollback()
    assert session.scalars(select(Paper)).all() == []
    asked = {"d_questions": "Wann öffnet es?", "d_answer": "schriftlich", "sichtbar": "oeffentlich"}
    handed_in = staff.post("/fraktion/einreichen", data=sent | asked)
    assert handed_in.location == f"/fraktion/eingang/{the_paper(session).slug}"
    assert f"Anfrage {now_utc().year}/0001" in staff.get(handed_in.location).text


def test_a_form_sent_twice_hands_in_one_motion(app: Flask, staff: FlaskClient, town: Desk, session: Session) -> None:
    """A double click, or the button „Zurück“ and once more: one number, one receipt."""
    word = re.search(r'name="einmal" value="([^"]+)"', staff.get("/fraktion/einreichen?art=question").text)
    assert word
    form = {
        "einmal": word[1],
        "art": "question",
        "name": "Wann öffnet das Bad?",
        "stelle": str(town.faction.id),
        "tun": "einreichen",
        "d_questions": "Wann öffnet es?",
        "d_answer": "schriftlich",
        "sichtbar": "oeffentlich",
    }

    def clicked(_: int) -> str:
        with app.app_context():
            return staff.post("/fraktion/einreichen", data=form).location

    with ThreadPoolExecutor(2) as at_once:
        both = list(at_once.map(clicked, range(2)))
    assert both == [f"/fraktion/eingang/{the_paper(session).slug}"] * 2
    assert staff.post("/fraktion/einreichen", data=form).location == both[0]
    staff.post("/fraktion/einreichen", data=form | {"einmal": "anderes"})
    session.rollback()
    assert len(session.scalars(select(Paper)).all()) == 2


def test_a_draft_begun_twice_is_one(author: FlaskClient, town: Desk, session: Session) -> None:
    form = {"einmal": "wort", "art": "proposal", "name": "Radweg", "stelle": str(town.office.id)}
    first, second = (author.post("/vorlage/neu", data=form).location for _ in range(2))
    assert first == second == f"/vorlage/{the_paper(session).slug}/bearbeiten"


def test_a_changed_paper_with_a_number_says_why_and_shows_what_is_new(
    session: Session, author: FlaskClient, clerk: FlaskClient, town: Desk
) -> None:
    address = begin(author, town)
    author.post(address, data=TEXTS)
    clerk.post(address, data=TEXTS | {"saves": "1", "tun": "freigeben"})
    clerk.post(address, data={"tun": "nummer"})
    saves = str(the_paper(session).saves)
    changed = TEXTS | {"reasons": "Er fehlt seit Jahren.", "saves": saves}
    assert clerk.post(address, data=changed).status_code == 422
    assert clerk.post(address, data=changed | {"warum": "Genauer gesagt"}).status_code == 303
    page = clerk.get(f"/vorlage/{the_paper(session).slug}/vergleich").text
    assert "<ins>" in page
    assert "seit Jahren" in page
    assert "Genauer gesagt" in page


def test_a_paper_is_printed_as_a_tagged_pdf(session: Session, author: FlaskClient, town: Desk, tmp_path: Path) -> None:
    address = begin(author, town)
    author.post(address, data=TEXTS)
    answer = author.get(f"/vorlage/{the_paper(session).slug}/pdf")
    if answer.status_code == 503:
        pytest.skip("tagged PDFs: pango is not installed")
    (tmp_path / "paper.pdf").write_bytes(answer.data)
    printed = extract_text(tmp_path / "paper.pdf")
    assert printed.tagged
    assert "noch ohne Nummer" in printed.text
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_arrows_move_a_station_save_what_was_typed_and_keep_the_focus(
    session: Session, author: FlaskClient, town: Desk
) -> None:
    address = begin(author, town)
    paper = the_paper(session)
    with transaction() as writing:
        actor, mine = Actor.machine(town.body.id, "test"), writing.get_one(Paper, paper.id)
        set_stations(writing, actor, mine, town.stations, now=now_utc())
    second = stations_of(session, paper.id)[1]
    sent = author.post(address, data=TEXTS | {"tun": f"frueher-{second.id}"})
    assert sent.status_code == 303
    assert sent.location.endswith(f"#frueher-{second.id}")
    page = author.get(address).text
    assert "„Rita Recht“ zeichnet jetzt in Schritt 1 von 2." in page
    assert f'id="frueher-{second.id}" type="submit" name="tun" value="frueher-{second.id}" aria-disabled' in page
    assert the_paper(session).reasons == "Er fehlt."
    answer = author.post(address, data=TEXTS | {"saves": "1", "tun": "spaeter-999999"})
    assert answer.status_code == 303
    assert "gibt es nicht mehr" in author.get(address).text


def test_the_script_saves_by_the_same_view_and_presses_no_button(
    session: Session, author: FlaskClient, colleague: FlaskClient, town: Desk
) -> None:
    address = begin(author, town)
    sent = {name: value for name, value in TEXTS.items() if not name.startswith("weg")} | {"automatisch": "1"}
    told = author.post(address, data=sent | {"tun": "freigeben"})
    assert told.get_json()["fields"] == {"saves": 1}
    assert told.get_json()["said"].startswith("Gespeichert um ")
    paper = the_paper(session)
    assert (paper.reasons, paper.state) == ("Er fehlt.", PaperState.DRAFT)
    late = colleague.post(address, data=sent | {"reasons": "Anders."})
    assert late.status_code == 409
    assert "Anders." in late.text
    wrong = author.post(address, data=sent | {"saves": "1", "name": ""})
    assert (wrong.status_code, wrong.get_json()["said"]) == (
        422,
        "Noch nicht gespeichert. Bitte geben Sie einen Betreff ein.",
    )
    assert the_paper(session).name == "Radweg"


def test_what_a_picture_shows_is_asked_where_it_is_uploaded_and_told_where_it_is_read(
    app: Flask, session: Session, author: FlaskClient, town: Desk
) -> None:
    address = begin(author, town)
    assert "Was zeigt das Bild? (Alternativtext)" in author.get(address).text
    author.post(address, data=upload(png(30, 20), "wehr.png", datei_sichtbar="oeffentlich"))
    app.extensions["worker"]().drain()
    page = author.get(address).text
    assert "Zu dem Bild fehlt eine Beschreibung (Alternativtext)" in page
    file_id = session.scalars(select(File.id)).one()
    said = {f"f_{file_id}_alt": "Das Wehr <von Süden>.", "saves": "2", "tun": ""}
    assert author.post(address, data=TEXTS | said).status_code == 303
    app.extensions["worker"]().drain()
    page = author.get(address).text
    assert "Bildbeschreibung: Das Wehr &lt;von Süden&gt;." in page
    assert "Zu dem Bild fehlt" not in page
