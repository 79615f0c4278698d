"""Asking to follow: what is refused, what nobody learns from it, and that nobody can be flooded by it."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from time_machine import Traveller

from ris.accounts.rules import Limit
from ris.db import transaction
from ris.following import link_views, views
from ris.following.models import Follower as Row
from ris.following.models import Subscription
from ris.following.rules import (
    MOST_SUBSCRIPTIONS,
    WISHES_FOR_ADDRESS,
    WISHES_FROM_NETWORK,
    FollowSeal,
    Purpose,
    network_of,
    next_look,
    told_up_to,
)
from ris.mail.models import OutgoingMail
from ris.notices.rules import Pace, next_digest
from ris.web.dates import BERLIN
from tests.factories import council, documents, meetings
from tests.following.conftest import ADDRESS, Follower, Work, link_in, text_of
from tests.signing_in import TOKEN, sent

WRONG: list[tuple[dict[str, object], str]] = [
    ({"email": "", "wie-oft": "now"}, "Bitte geben Sie Ihre E-Mail-Adresse ein"),
    ({"email": "ada", "wie-oft": "now"}, "Bitte geben Sie Ihre E-Mail-Adresse ein"),
    ({"email": "a@b.example\r\nBcc: x@b.example", "wie-oft": "now"}, "Bitte geben Sie Ihre E-Mail-Adresse ein"),
    ({"email": f"{'a' * 260}@b.example", "wie-oft": "now"}, "Bitte geben Sie Ihre E-Mail-Adresse ein"),
    ({"email": ADDRESS, "wie-oft": "never"}, "Bitte wählen Sie, wie oft"),
    ({"email": ADDRESS}, "Bitte wählen Sie, wie oft"),
]


def test_a_wrong_answer_is_kept_and_its_cure_named(client: FlaskClient, session: Session) -> None:
    documents.paper(slug="2026-0412")
    for values, cure in WRONG:
        answer = sent(client, "/folgen?vorlage=2026-0412", values)
        assert answer.status_code == 422
        assert cure in answer.text
        assert "<title>Fehler: " in answer.text
        assert values["email"] != ADDRESS or f'value="{ADDRESS}"' in answer.text
    assert session.scalar(select(func.count()).select_from(Row)) == 0


def test_what_is_not_public_is_not_there(client: FlaskClient) -> None:
    closed = documents.paper(slug="2026-0999", readers={"council"})
    organization = council.organization(readers={"council"})
    person = council.person(readers={"council"})
    asked = [
        "vorlage=2026-0999",
        f"vorlage={closed.id}",
        "vorlage=gibt-es-nicht",
        f"gremium={organization.id}",
        "gremium=99999999999999999999",
        "gremium=-1",
        f"person={person.id}",
        "person=x",
        "suche=",
        "suche=sortierung%3Dneueste",
        f"suche=q%3D{'%25C3%25A4' * 400}",
        "sitzung=1",
        "",
    ]
    answers = {about: client.get(f"/folgen?{about}") for about in asked}
    assert {about: answer.status_code for about, answer in answers.items()} == dict.fromkeys(asked, 404)


def test_the_same_is_said_whether_the_address_is_known_or_not(ada: Follower, work: Work) -> None:
    documents.paper(name="Radweg", slug="2026-0412")
    ada.follows("vorlage=2026-0412")
    again = ada.asks("vorlage=2026-0412")
    new = sent(ada.client, "/folgen?vorlage=2026-0412", {"email": "neu@lindenau.example", "wie-oft": "now"})
    assert (again.status_code, again.location) == (new.status_code, new.location)
    work()
    assert "Dem folgen Sie schon." in text_of(ada.letters[1])
    assert ada.client.get(link_in(ada.letters[1], "meine")).status_code == 200


def test_an_address_gets_a_few_letters_a_day_and_nobody_is_told_that_it_had_its_share(
    ada: Follower, work: Work, clock: Traveller
) -> None:
    documents.paper(name="Radweg", slug="2026-0412")
    for _ in range(WISHES_FOR_ADDRESS.most + 2):
        assert ada.asks("vorlage=2026-0412").location == "/folgen/unterwegs"
        clock.shift(timedelta(minutes=1))
    work()
    assert len(ada.letters) == WISHES_FOR_ADDRESS.most


def test_a_network_asks_for_so_many_letters_an_hour_and_is_told_to_wait(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "WISHES_FROM_NETWORK", replace(WISHES_FROM_NETWORK, most=4))
    documents.paper(name="Radweg", slug="2026-0412")
    token = TOKEN.search(client.get("/folgen?vorlage=2026-0412").text)
    assert token is not None
    statuses = []
    for number in range(5):
        form = {"email": f"a{number}@lindenau.example", "wie-oft": "now", "csrf_token": token[1]}
        from_there = {"REMOTE_ADDR": f"198.51.100.{number}"}
        statuses.append(client.post("/folgen?vorlage=2026-0412", data=form, environ_base=from_there).status_code)
    assert statuses == [303] * 4 + [429]
    assert session.scalar(select(func.count()).select_from(OutgoingMail)) == 4


def test_nobody_follows_more_than_a_person_does(ada: Follower, work: Work, session: Session) -> None:
    documents.paper(name="Radweg", slug="2026-0412")
    documents.paper(name="Freibad", slug="2026-0500")
    ada.follows("vorlage=2026-0412")
    with transaction() as writing:
        row = writing.scalars(select(Row)).one()
        for number in range(MOST_SUBSCRIPTIONS - 1):
            facts = {"name": f"{number:016}", "kind": "suche", "about": f"q={number}", "pace": "daily"}
            row.subscriptions.append(Subscription(**facts, created=row.created, told_until=row.created))
    ada.asks("vorlage=2026-0500")
    work()
    assert "Sie folgen schon so vielem" in text_of(ada.letters[-1])
    assert session.scalar(select(func.count()).select_from(Subscription)) == MOST_SUBSCRIPTIONS


def test_addresses_with_other_letters_in_their_domain_are_understood(client: FlaskClient, session: Session) -> None:
    documents.paper(slug="2026-0412")
    sent(client, "/folgen?vorlage=2026-0412", {"email": "ada@müller.example", "wie-oft": "daily"})
    assert session.scalars(select(OutgoingMail.recipient)).one() == "ada@xn--mller-kva.example"


def test_networks_are_counted_and_not_single_addresses() -> None:
    assert network_of("198.51.100.7") == network_of("198.51.100.250") == "198.51.100.0/24"
    assert network_of("2001:db8:0:1::1") == network_of("2001:db8:0:ff::2")
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8:0:100::1")
    assert network_of("") == ""


def test_words_are_made_for_one_purpose_town_and_secret() -> None:
    seal, name = FollowSeal(("secret",)), "0123456789abcdef"
    word = seal.word(Purpose.END, 1, name)
    assert seal.read(Purpose.END, 1, word) == name
    assert seal.read(Purpose.MANAGE, 1, word) is None
    assert seal.read(Purpose.END, 2, word) is None
    assert FollowSeal(("other",)).read(Purpose.END, 1, word) is None
    assert FollowSeal(("other", "secret")).read(Purpose.END, 1, word) == name
    assert seal.read(Purpose.END, 1, word.upper()) is None
    assert seal.read(Purpose.END, 1, f"{word}\n") is None
    assert len(set(seal.marks(1, "ada@b.example") + seal.marks(2, "ada@b.example"))) == 2


@pytest.mark.parametrize("clock_change", ["2026-03-29T12:00", "2026-10-25T12:00", "2026-07-01T12:00"])
def test_a_day_is_told_once_also_when_the_clocks_change(clock_change: str) -> None:
    noon = datetime.fromisoformat(clock_change).replace(tzinfo=BERLIN)
    written = next_look(Pace.DAILY, noon)
    assert written > next_digest(noon)
    assert told_up_to(Pace.DAILY, written) == next_digest(noon)
    assert told_up_to(Pace.DAILY, noon) == told_up_to(Pace.DAILY, written - timedelta(minutes=2))
    assert next_look(Pace.DAILY, written) > written
    assert told_up_to(Pace.NOW, noon) < noon < next_look(Pace.NOW, noon)


def test_every_page_that_can_be_followed_leads_to_its_form(
    client: FlaskClient, index_of_town: object, work: Work
) -> None:
    del index_of_town
    paper, organization = documents.paper(name="Radweg", slug="2026-0412"), council.organization(name="Bauausschuss")
    person, meeting = council.person(name="Jule Brandt"), meetings.meeting(start=datetime(2027, 1, 14, 17, tzinfo=UTC))
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=organization.id)
    work()
    pages = {
        f"/vorlage/{paper.slug}": "Radweg",
        f"/gremium/{organization.id}": "Bauausschuss",
        f"/person/{person.id}": "Jule Brandt",
        "/suche?q=Radweg": "„Radweg“",
        f"/sitzungen?gremium={organization.id}&jahr=2027": "Bauausschuss",
        "/sitzungen?jahr=2027": "Alle Sitzungen, 2027",
        "/vorlagen": "Alle Vorlagen",
        "/vorlagen?art=Antrag&jahr=2026": "Alle Vorlagen, 2026",
        "/gremien": "Alle Gremien",
        "/gremien?nach=A_0": "Alle Personen",
        f"/sitzung/{meeting.id}": "Bauausschuss",
        "/suche?q=Quastenflosser+%26+mehr&art=vorlage": "„Quastenflosser &amp; mehr“, Vorlagen",
    }
    for address, title in pages.items():
        page = client.get(address).text
        link = re.search(r'href="(/folgen\?[^"]+)"', page)
        assert link is not None
        form = client.get(link[1].replace("&amp;", "&"))
        assert form.status_code == 200
        assert title in form.text


def test_two_who_type_the_same_address_at_once_make_one_follower(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    slugs = [documents.paper(slug=f"2026-080{number}").slug for number in range(4)]
    session.rollback()

    def wish(slug: str) -> int:
        with app.app_context():
            form = {"email": ADDRESS, "wie-oft": "now"}
            return FlaskClient(app, app.response_class).post(f"/folgen?vorlage={slug}", data=form).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(wish, slugs)) == [303] * 4
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Row)) == 1
    assert session.scalar(select(func.count()).select_from(Subscription)) == 4
    assert session.scalar(select(func.count()).select_from(OutgoingMail)) == 4


def test_guessing_links_is_counted(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_views, "GUESSES", Limit("follow-guess", 2, timedelta(hours=1)))
    statuses = [client.get(f"/folgen/meine/{number:048x}").status_code for number in range(3)]
    assert statuses == [404, 404, 429]
