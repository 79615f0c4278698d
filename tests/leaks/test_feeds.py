"""No feed says anything closed: to nobody, in no format, on no page of it, whoever is logged in."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ris.accounts.models import User
from ris.council.models import Organization, Person
from ris.db import db
from ris.documents.models import FileVersion, Paper
from ris.meetings.models import Meeting
from ris.scope.current import working_for
from tests.conftest import RealClient
from tests.leaks.closed import squeezed
from tests.leaks.conftest import Town
from tests.signing_in import sent

LISTS = ("sitzungen", "vorlagen", "gremien", "personen", "protokoll")
FILTERED = (
    "sitzungen.{}?termin=offen",
    "sitzungen.{}?jahr=2026",
    "vorlagen.{}?jahr=2026",
    "suche.{}?q=Vertrag",
    "suche.{}?q=der",
)
FORMS = ("ics", "atom", "json", "csv")
EYES = ("sitzungsdienst", "ricarda.vogt", "martina.hollerbach", "jule.brandt", "technik")
"""Who reads much of what is closed."""
PASSWORD = "muehlgraben-demo"


@pytest.fixture
def visitor(town: Town) -> FlaskClient:
    town.app.test_client_class = RealClient  # the open context of the town must not lend requests its old view
    return town.app.test_client()


@pytest.fixture
def addresses(town: Town) -> list[str]:
    """Every feed there is: of all lists, and of everything that has a page, closed or not."""
    with working_for(town.body_id):
        things = [f"vorlage/{slug}" for slug in db.session.scalars(select(Paper.slug))]
        for path, model in (("gremium", Organization), ("person", Person)):
            things += [f"{path}/{number}" for number in db.session.scalars(select(model.id))]
        things += [f"datei/{number}/fassungen" for number in db.session.scalars(select(FileVersion.file_id).distinct())]
        meetings = db.session.scalars(select(Meeting.id)).all()
        single = [f"/sitzung/{number}.{form}" for number in meetings for form in ("ics", "json")]
    db.session.rollback()
    paths = [f"{path}.{form}" for path in (*LISTS, *things) for form in FORMS]
    return single + [f"/{path}" for path in (*paths, *(each.format(form) for each in FILTERED for form in FORMS))]


def text_of(content: bytes) -> str:
    return squeezed(content.replace(b"\r\n ", b"").decode())


def parts(client: FlaskClient, address: str) -> Iterator[bytes]:
    """A feed with all its pages; nothing where there is none."""
    while address:
        answer = client.get(address)
        assert answer.status_code in {200, 301, 404, 410, 503}, address
        if answer.status_code != 200:
            return
        yield answer.data
        told = json.loads(answer.data) if answer.mimetype == "application/json" else {}
        address = told.get("next_url", "").partition("://")[2]
        address = address[address.index("/") :] if address else ""


def logged_in(town: Town, name: str) -> FlaskClient | None:
    email = f"{name}@lindenau.example"
    with working_for(town.body_id):
        known = db.session.scalar(select(User.id).where(User.email == email))
    db.session.rollback()
    if known is None:
        return None
    window = town.app.test_client()
    answer = sent(window, "/anmelden", {"email": email, "password": PASSWORD})
    assert answer.status_code == 302, name
    return window


def test_no_feed_says_anything_closed(town: Town, visitor: FlaskClient, addresses: list[str]) -> None:
    read = 0
    for address in addresses:
        for content in parts(visitor, address):
            read += 1
            text = text_of(content)
            said = {(thing.kind, thing.id, word) for thing in town.closed for word in thing.words if word in text}
            assert not said, f"{address} says {said}"
    assert read > 30


def test_a_feed_is_the_same_for_whoever_asks(town: Town, visitor: FlaskClient, addresses: list[str]) -> None:
    windows = [window for name in EYES if (window := logged_in(town, name)) is not None]
    if not windows:  # nobody has an account in an imported town; some have a cookie of another one
        stale = town.app.test_client()
        stale.set_cookie("ris", "of-another-town")
        windows = [stale]
    for place, address in enumerate(addresses[::7]):
        window = windows[place % len(windows)]
        mine, everybodys = window.get(address), visitor.get(address)
        assert mine.status_code == everybodys.status_code, address
        if mine.status_code == 200:
            assert mine.data == everybodys.data, address
            assert "Cookie" not in mine.headers.get("Vary", "")


def test_a_closed_word_is_not_found_by_any_feed_of_the_search(town: Town, visitor: FlaskClient) -> None:
    words = sorted(
        {word for thing in town.closed for phrase in thing.words for word in phrase.split() if len(word) > 7}
    )
    for word in words[:: max(1, len(words) // 40)]:
        for content in parts(visitor, f"/suche.json?q={quote(word)}"):
            own = text_of(json.dumps(json.loads(content)["items"], ensure_ascii=False).encode())
            assert not [said for thing in town.closed for said in thing.words if said in own], word
