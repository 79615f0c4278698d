"""Keeping accounts, reading who may do what, and looking with other eyes."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, closed_readers, organization_token
from ris.access.viewing import Standpoint, seen_as
from ris.accounts.models import LoginSession, OneTimeLink, User
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.web.dates import local_day
from tests.accounts.conftest import AddUser, LogIn
from tests.factories.council import membership, organization, person
from tests.factories.documents import paper

ADMIN = "technik@lindenau.example"


@pytest.fixture
def admin(add_account: AddUser, log_in: LogIn) -> FlaskClient:
    """A browser of the administration."""
    add_account(ADMIN, Role.ADMINISTRATOR)
    return log_in(ADMIN)


def events(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))


def test_a_new_account_is_opened_with_a_link(admin: FlaskClient, session: Session) -> None:
    somebody = person(name="Ada Öhl")
    where = organization()
    membership(person_id=somebody.id, organization_id=where.id)
    sent = {"email": "Ada@lindenau.example", "name": "Ada Öhl", "roles": ["clerk", "author"], "person": somebody.id}
    done = admin.post("/verwaltung/benutzer/neu", data=sent)
    user = session.scalars(select(User).where(User.email == "ada@lindenau.example")).one()
    assert done.location == f"/verwaltung/benutzer/{user.id}"
    assert (user.roles, user.person_id, user.password_hash) == (["author", "clerk"], somebody.id, None)
    assert len(session.scalars(select(OneTimeLink)).all()) == 1
    assert events(session)[-2:] == ["user:added", "user:welcomed"]
    assert "Eine E-Mail mit dem Link" in admin.get(done.location).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "keine"),
        ("email", "a@b.de\nBcc: x@y.de"),
        ("email", ADMIN),
        ("name", ""),
        ("name", "x" * 121),
        ("name", "A\nB"),
        ("roles", "king"),
        ("roles", "chair"),
        ("person", "999999"),
        ("person", "<script>"),
    ],
)
def test_a_bad_account_is_answered_at_the_field_and_what_was_typed_is_kept(
    admin: FlaskClient, session: Session, field: str, value: str
) -> None:
    sent = {"email": "neu@lindenau.example", "name": "Neu", "roles": "clerk", "person": ""} | {field: value}
    answer = admin.post("/verwaltung/benutzer/neu", data=sent)
    assert answer.status_code == 422
    assert f'id="{field}-fehler"' in answer.text
    assert "Fehler: " in answer.text
    assert "<script>" not in answer.text
    assert len(session.scalars(select(User)).all()) == 1


def test_the_list_is_searched_and_paged(admin: FlaskClient, body: Body) -> None:
    with transaction() as session:
        session.add_all(
            User(email=f"u{number}@x.de", name=f"Nutzer_{number:03}", roles=[], created=now_utc())
            for number in range(120)
        )
    seen: list[str] = []
    address: str | None = "/verwaltung/benutzer"
    while address:
        page = admin.get(address).text
        seen += re.findall(r'<a href="/verwaltung/benutzer/\d+">([^<]+)</a>', page)
        following = re.search(r'href="(/verwaltung/benutzer\?[^"]*ab=[^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == 121
    assert "Nutzer_007" in admin.get("/verwaltung/benutzer?q=u7@").text
    assert "Kein Konto passt" in admin.get("/verwaltung/benutzer?q=%25").text


def test_roles_are_changed_and_written_down(admin: FlaskClient, add_account: AddUser, session: Session) -> None:
    user_id = add_account("ada@lindenau.example", Role.READER)
    admin.post(f"/verwaltung/benutzer/{user_id}", data={"name": "Ada", "roles": ["clerk"]})
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert session.get_one(User, user_id).roles == ["clerk"]
    assert entry is not None
    assert (entry.event, entry.details["was"]["roles"]) == ("user:changed", ["reader"])


def test_nobody_locks_themselves_out(admin: FlaskClient, session: Session) -> None:
    own = session.scalars(select(User.id)).one()
    assert admin.post(f"/verwaltung/benutzer/{own}", data={"name": "Ich", "roles": []}).status_code == 422
    admin.post(f"/verwaltung/benutzer/{own}/schliessen")
    assert "Das kann nur jemand anderes tun." in admin.get(f"/verwaltung/benutzer/{own}").text
    session.rollback()
    assert session.get_one(User, own).active


def test_a_closed_account_is_logged_out_and_can_be_opened_again(
    admin: FlaskClient, user: int, log_in: LogIn, session: Session
) -> None:
    theirs = log_in(fresh=True)
    admin.post(f"/verwaltung/benutzer/{user}/schliessen")
    assert theirs.get("/mein/konto").status_code == 302
    assert "geschlossen" in admin.get("/verwaltung/benutzer").text
    admin.post(f"/verwaltung/benutzer/{user}/oeffnen")
    assert log_in(fresh=True).get("/mein/konto").status_code == 200


def test_all_devices_and_the_second_factor_can_be_taken_back(
    admin: FlaskClient, user: int, log_in: LogIn, session: Session
) -> None:
    log_in(fresh=True)
    admin.post(f"/verwaltung/benutzer/{user}/abmelden")
    assert session.scalars(select(LoginSession).where(LoginSession.user_id == user)).all() == []
    admin.post(f"/verwaltung/benutzer/{user}/zweiter-faktor")
    assert events(session)[-2:] == ["user:logged-out", "factor:removed"]


@pytest.mark.parametrize("address", ["", "/schliessen", "/link"])
def test_accounts_that_are_not_there_are_404(admin: FlaskClient, address: str) -> None:
    assert admin.post(f"/verwaltung/benutzer/99999{address}", data={"name": "X"}).status_code == 404


def test_the_matrix_reads_the_policy(admin: FlaskClient) -> None:
    page = admin.get("/verwaltung/rechte").text
    assert "Eine Tagesordnung freigeben" in page
    assert "wer heute den Vorsitz eines der beteiligten Gremien hat" in page


def test_commands_open_and_list_accounts(app: Flask, body: Body, session: Session) -> None:
    run = app.test_cli_runner().invoke
    session.rollback()
    made = run(args=["user", "add", "neu@lindenau.example", "--name", "Neu", "--role", "clerk"])
    assert made.exit_code == 0, made.output
    assert "http://localhost/konto/passwort/" in made.output
    asked = run(
        args=["user", "add", "b@lindenau.example", "--name", "B", "--ask-password"],
        input="ein langes Passwort\nein langes Passwort\n",
    )
    assert asked.exit_code == 0, asked.output
    assert "gibt es schon" in run(args=["user", "add", "neu@lindenau.example", "--name", "Neu"]).output
    assert "keine E-Mail-Adresse" in run(args=["user", "add", "neu", "--name", "Neu"]).output
    assert "nicht genau eine Person" in run(args=["user", "add", "c@x.de", "--name", "C", "--person", "Niemand"]).output
    listed = run(args=["user", "list"]).output
    assert "neu@lindenau.example" in listed
    assert "Sitzungsdienst" in listed


@pytest.fixture
def clerk(user: int, log_in: LogIn) -> FlaskClient:
    """A browser of the session office."""
    del user
    return log_in()


def test_with_other_eyes_one_reads_what_they_read(clerk: FlaskClient, body: Body) -> None:
    committee = organization(name="Bauausschuss")
    with transaction() as session:
        session.get_one(Body, body.id).settings = BodySettings(council_organization_id=organization().id).to_json()
    day = local_day(now_utc())
    closed = paper(name="Geheimes", readers=closed_readers([committee.id], day=day, council=False))
    draft = paper(name="Entwurf", readers={ADMINISTRATION})
    assert clerk.get(f"/vorlage/{draft.slug}").status_code == 200
    begun = clerk.post("/verwaltung/ansicht", data={"role": "member", "organization": committee.id})
    assert begun.location == "/"
    page = clerk.get(f"/vorlage/{closed.slug}")
    assert page.status_code == 200
    assert "Mitglied eines Gremiums, Bauausschuss" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert clerk.get(f"/vorlage/{draft.slug}").status_code == 404
    assert clerk.get("/verwaltung/rechte").status_code == 403
    clerk.post("/verwaltung/ansicht/beenden")
    assert clerk.get(f"/vorlage/{draft.slug}").status_code == 200


def test_without_account_means_without_account(clerk: FlaskClient) -> None:
    draft = paper(name="Entwurf", readers={ADMINISTRATION})
    clerk.post("/verwaltung/ansicht", data={"role": "public"})
    page = clerk.get("/")
    assert "Sie sehen diese Seite als" in page.text
    assert "Abmelden" not in page.text
    assert clerk.get(f"/vorlage/{draft.slug}").status_code == 404
    assert clerk.post("/verwaltung/ansicht/beenden").status_code == 302
    assert clerk.get(f"/vorlage/{draft.slug}").status_code == 200


def test_with_other_eyes_nothing_can_be_changed(clerk: FlaskClient, session: Session) -> None:
    clerk.post("/verwaltung/ansicht", data={"role": "administrator"})
    before = events(session)
    assert clerk.post("/verwaltung/benutzer/neu", data={"email": "x@y.de", "name": "X"}).status_code == 403
    assert clerk.post("/mein/konto/ueberall-abmelden").status_code == 403
    assert events(session) == before
    assert before[-1] == "role:viewed"


def test_borrowed_eyes_open_no_door_one_cannot_open_oneself(clerk: FlaskClient) -> None:
    assert clerk.get("/verwaltung/benutzer").status_code == 403
    clerk.post("/verwaltung/ansicht", data={"role": "administrator"})
    assert clerk.get("/verwaltung/benutzer").status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"role": "king"},
        {"role": "member"},
        {"role": "chair", "organization": "77"},
        {"role": "member", "organization": "x"},
    ],
)
def test_eyes_nobody_has_are_refused(clerk: FlaskClient, data: dict[str, str]) -> None:
    assert clerk.post("/verwaltung/ansicht", data=data).status_code == 422


VIEWERS = {
    "clerk": Actor(1, frozenset({PUBLIC, ADMINISTRATION, COUNCIL}), frozenset({Role.CLERK}), user_id=1),
    "administrator": Actor(1, frozenset({PUBLIC}), frozenset({Role.ADMINISTRATOR}), user_id=2),
}


@pytest.mark.parametrize("role", [None, *Role])
def test_an_administrator_without_the_office_borrows_no_circle(role: Role | None) -> None:
    seen = seen_as(VIEWERS["administrator"], Standpoint(role, organization_id=5, of_council=True))
    assert seen.reads == {PUBLIC}


@pytest.mark.parametrize("role", [None, *Role])
def test_what_is_borrowed_is_always_within_what_the_office_reads(role: Role | None) -> None:
    day = local_day(now_utc())
    readers = closed_readers([5], day=day)
    seen = seen_as(VIEWERS["clerk"], Standpoint(role, organization_id=5, of_council=True))
    if not seen.reads.isdisjoint(readers):
        assert not VIEWERS["clerk"].reads.isdisjoint(readers)
    assert organization_token(6) not in seen.reads
