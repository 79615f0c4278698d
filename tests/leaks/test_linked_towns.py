"""One person with accounts in two towns: the list shows both only by a link proved in both, and nothing but when and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from ris.access.actor import Actor
from ris.accounts.models import AccountLink, AttemptCount, LinkCode, LoginSession, User
from ris.accounts.services import add_user
from ris.audit.models import AuditEntry
from ris.council.models import Body, Membership
from ris.db import db, now_utc, transaction
from ris.mail.models import OutgoingMail
from ris.scope.current import working_for
from tests.factories import council, meetings
from tests.signing_in import PASSWORD, TOKEN

HERE, THERE = "ris.lindenau.example", "ris.eschbach.example"
PAGE = "/mein/konto/kommunen"
EMAIL = "ada@example.org"


@dataclass
class Window:
    """Somebody's browser in one town."""

    client: FlaskClient
    host: str

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=f"http://{self.host}")

    def send(self, path: str, fields: dict[str, object], page: str = PAGE) -> TestResponse:
        found = TOKEN.search(self.get(page).text)
        assert found, page
        return self.client.post(path, data={**fields, "csrf_token": found[1]}, base_url=f"http://{self.host}")

    def code(self) -> str:
        page = self.send(f"{PAGE}/code", {}).text
        return page.partition("<code>")[2].partition("</code>")[0]


@dataclass
class Towns:
    """Two towns with a committee and a closed sitting each, and ways in."""

    app: Flask
    here: int
    there: int

    def window(self, host: str, email: str = EMAIL) -> Window:
        window = Window(self.app.test_client(), host)
        assert window.send("/anmelden", {"email": email, "password": PASSWORD}, "/anmelden").status_code == 302
        return window


def furnish(host: str, town: str, emails: list[str]) -> int:
    """A town with members under these addresses, and a sitting of theirs nobody else knows of."""
    with transaction() as session:
        now = now_utc()
        body = Body(name=town, host=host, created=now, modified=now, settings={})
        session.add(body)
    with working_for(body.id):
        committee = council.organization(name=f"Ausschuss von {town}")
        own = {f"org:{committee.id}"}
        meeting = meetings.meeting(name=f"Klausur in {town}", start=now_utc() + timedelta(days=9), readers=own)
        meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
        meetings.agenda_item(meeting_id=meeting.id, name=f"Kündigung in {town}", readers=own)
        for email in emails:
            person = council.person(name=email)
            council.membership(person_id=person.id, organization_id=committee.id, role="Mitglied")
            with transaction() as session:
                machine = Actor.machine(body.id, "test")
                add_user(
                    session, machine, email=email, name="Ada", password=PASSWORD, person_id=person.id, now=now_utc()
                )
    return body.id


@pytest.fixture
def towns(app: Flask) -> Iterator[Towns]:
    here = furnish(HERE, "Lindenau", [EMAIL, "bert@example.org"])
    there = furnish(THERE, "Eschbach", [EMAIL, "cleo@example.org"])
    yield Towns(app, here, there)
    db.session.rollback()


@pytest.fixture
def linked(towns: Towns) -> Towns:
    code = towns.window(HERE).code()
    assert towns.window(THERE).send(PAGE, {"code": code}).status_code == 303
    return towns


def sees(window: Window) -> set[str]:
    """Which closed sittings the own page names; it never names what is on their agendas."""
    page = window.get("/mein").text
    assert "Kündigung" not in page
    return {town for town in ("Lindenau", "Eschbach") if f"Klausur in {town}" in page}


def test_the_same_address_alone_shows_nothing(towns: Towns) -> None:
    assert sees(towns.window(HERE)) == {"Lindenau"}
    assert sees(towns.window(THERE)) == {"Eschbach"}


def test_a_link_shows_when_and_where_on_both_sides_and_leads_to_the_other_host(linked: Towns) -> None:
    for host, other in ((HERE, THERE), (THERE, HERE)):
        window = linked.window(host)
        assert sees(window) == {"Lindenau", "Eschbach"}
        page = window.get("/mein").text
        assert f'href="http://{other}' in page
        meeting = page.partition(f'href="http://{other}')[2].partition('"')[0]
        path = meeting[meeting.index("/") :]
        assert window.get(path).status_code == 404, "the meeting itself stays in its town"
    assert sees(linked.window(HERE, "bert@example.org")) == {"Lindenau"}
    assert sees(linked.window(THERE, "cleo@example.org")) == {"Eschbach"}
    for body_id in (linked.here, linked.there):
        with working_for(body_id):
            purposes = db.session.scalars(select(OutgoingMail.purpose)).all()
            events = db.session.scalars(select(AuditEntry.event)).all()
        assert (purposes.count("accounts-linked"), events.count("accounts:linked")) == (1, 1)


@pytest.mark.parametrize("host", [HERE, THERE])
def test_either_side_ends_it_for_both(linked: Towns, host: str) -> None:
    window = linked.window(host)
    with working_for(linked.here if host == HERE else linked.there):
        link = db.session.scalars(select(AccountLink.id)).one()
    db.session.rollback()
    other = linked.window(THERE if host == HERE else HERE)
    assert other.send(f"{PAGE}/{link}/loesen", {}).status_code == 404, "each town ends its own half"
    assert window.send(f"{PAGE}/{link}/loesen", {}).status_code == 303
    assert sees(linked.window(HERE)) == {"Lindenau"}
    assert sees(linked.window(THERE)) == {"Eschbach"}
    for body_id in (linked.here, linked.there):
        with working_for(body_id):
            assert db.session.scalars(select(AccountLink)).all() == []
            assert "accounts:unlinked" in db.session.scalars(select(AuditEntry.event)).all()


@pytest.mark.parametrize("what", ["closed", "another address", "no seat", "half gone"])
def test_what_ends_in_the_other_town_ends_here_at_once(linked: Towns, what: str) -> None:
    with working_for(linked.there), transaction() as session:
        user = session.scalars(select(User).where(User.email == EMAIL)).one()
        if what == "closed":
            user.active = False
        elif what == "another address":
            user.email = "anders@example.org"
        elif what == "no seat":
            for seat in session.scalars(select(Membership).where(Membership.person_id == user.person_id)):
                seat.end_date = now_utc().date() - timedelta(days=1)
        else:
            session.execute(delete(AccountLink))
    assert sees(linked.window(HERE)) == {"Lindenau"}
    assert linked.window(HERE).get(PAGE).status_code == 200


def test_a_code_works_once_for_its_owner_and_not_for_long(towns: Towns) -> None:
    here, there = towns.window(HERE), towns.window(THERE)
    first = here.code()
    second = here.code()
    assert there.send(PAGE, {"code": first}).status_code == 422, "a newer code ends the older"
    assert here.send(PAGE, {"code": second}).status_code == 422, "in its own town it links nothing"
    cleo = towns.window(THERE, "cleo@example.org")
    assert cleo.send(PAGE, {"code": second}).status_code == 422, "another address is another person"
    third = here.code()
    with working_for(towns.here), transaction() as session:
        session.scalars(select(LinkCode)).one().expires = now_utc() - timedelta(seconds=1)
    assert there.send(PAGE, {"code": third}).status_code == 422
    fourth = here.code()
    assert there.send(PAGE, {"code": f" {fourth.upper()} "}).status_code == 303
    assert there.send(PAGE, {"code": fourth}).status_code == 422
    with working_for(towns.there):
        assert len(db.session.scalars(select(AccountLink)).all()) == 1


@pytest.mark.parametrize("code", ["", "x", "1-", "999-k7wm3-x9trc", "-1-k7wm3-x9trc", "1" * 40, "١-k7wm3-x9trc"])
def test_what_is_no_code_is_refused_kindly(towns: Towns, code: str) -> None:
    answer = towns.window(HERE).send(PAGE, {"code": code})
    assert answer.status_code == 422
    assert "<title>Fehler: " in answer.text


def test_guessing_is_counted(towns: Towns) -> None:
    window = towns.window(HERE)
    statuses = [window.send(PAGE, {"code": f"{towns.there}-aaaaa-aaaa{n}"}).status_code for n in range(11)]
    assert statuses == [422] * 10 + [429]
    with working_for(towns.here):
        assert db.session.scalars(select(AttemptCount.key).where(AttemptCount.key.startswith("link:"))).all()


def test_a_login_left_open_long_ago_neither_makes_nor_gives_a_code(towns: Towns) -> None:
    window = towns.window(HERE)
    code = towns.window(THERE).code()
    with working_for(towns.here), transaction() as session:
        for login in session.scalars(select(LoginSession)):
            login.confirmed -= timedelta(hours=1)
    assert window.get(PAGE).location.startswith("/mein/konto/bestaetigen")
    for path, fields in ((f"{PAGE}/code", {}), (PAGE, {"code": code})):
        assert window.send(path, dict(fields), "/mein").location.startswith("/mein/konto/bestaetigen")
    with working_for(towns.here):
        assert db.session.scalars(select(AccountLink)).all() == []
