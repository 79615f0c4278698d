"""No form of the office falls over, whatever is sent with it; nothing is stored half, and no page falls over what was stored."""

from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.accounts.services.users import add_user
from ris.audit.cli import public_lines
from ris.audit.models import AuditEntry
from ris.audit.queries import trail_problems
from ris.audit.verify_log import problems_in
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.documents.services.files import NewFile, store_file
from ris.meetings import letters
from tests.factories import documents, meetings
from tests.hostile.forms import TOKEN, Form, Met, attacks, follow_links, forms_in
from tests.meetings.office import NOW, Office, open_office, waiting_paper
from tests.signing_in import PASSWORD, sent

CLOSED = (COUNCIL, ADMINISTRATION)
EVERYTHING = (Role.CLERK, Role.ADMINISTRATOR, Role.AUTHOR)
TELLS_OF_FAILURES = {"accounts.check_login", "accounts.second_factor"}
UNLOCKING = {"accounts.check_login", "accounts.second_factor", "own_account.confirm", "accounts.forgotten"}
"""Asked too often they refuse even who knows the password; so they come last."""
ACCOUNT = "/mein/konto"
ENDS_THE_VISIT = {"accounts.logout"}
ENTRANCES = (
    "/",
    "/buero",
    "/buero/vorlagen",
    "/verwaltung",
    ACCOUNT,
    "/vorlage/neu",
    "/vorlage/entwurf-1/bearbeiten",
)
OF_A_MEETING = ("", "/bearbeiten", "/freigeben", "/veroeffentlichen", "/nachtrag", "/verlegen", "/absagen")


@dataclass
class Enemy:
    """Somebody with every right, and as many accounts as they want."""

    app: Flask
    body_id: int
    person_id: int
    count: int = 0
    last: FlaskClient = field(init=False)

    def client(self) -> FlaskClient:
        """A browser with a new account logged in."""
        self.count += 1
        email = f"feind{self.count}@lindenau.example"
        with transaction() as session:
            add_user(
                session,
                Actor.machine(self.body_id, "test"),
                email=email,
                name="Feind",
                password=PASSWORD,
                roles=EVERYTHING,
                person_id=self.person_id,
                now=now_utc(),
            )
        client = self.app.test_client()
        answer = sent(client, "/anmelden", {"email": email, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        self.last = client
        return client


@pytest.fixture
def town(app: Flask, body: Body) -> Office:
    """A meeting being prepared, one in the calendar, a paper in the midst of writing, a public and a closed file."""
    office = open_office(body)
    waiting_paper(office)
    planned = meetings.meeting(name="4. Sitzung", state="scheduled", readers={PUBLIC})
    meetings.meeting_organization(meeting_id=planned.id, organization_id=office.organization_id, position=0)
    public = documents.paper(name="Bebauungsplan", state="on_agenda", kind="proposal")
    documents.paper(name="Haushalt", state="draft", kind="proposal", readers=CLOSED, slug="entwurf-1", reference=None)
    with transaction() as session:
        machine = Actor.machine(body.id, "test")
        file = store_file(
            session,
            machine,
            app.extensions["storage"],
            BytesIO(b"%PDF-1.4 nothing"),
            NewFile("Lageplan", "plan.pdf"),
            readers={PUBLIC},
            now=NOW,
        )
    documents.paper_file(paper_id=public.id, file_id=file.id)
    return office


@pytest.fixture
def _letters_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most attacks leave the agenda as it is, and drawing its letter takes most of a second."""
    monkeypatch.setattr(letters, "draw", cache(letters.draw))


@pytest.fixture
def enemy(app: Flask, town: Office) -> Enemy:
    somebody = town.members[0]
    return Enemy(app, town.body_id, somebody)


def written(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def entrances(town: Office) -> list[str]:
    return [*ENTRANCES, *(f"/sitzung/{town.meeting_id}{page}" for page in OF_A_MEETING)]


def all_forms(app: Flask, met: Met) -> dict[str, Form]:
    """A form for each view that takes one: as a page shows it, or else with all names any form has."""
    names = sorted({(name, value) for form in met.forms.values() for name, value in form.fields if name != TOKEN})
    files = tuple(sorted({name for form in met.forms.values() for name in form.files}))
    forms = {}
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint not in ENDS_THE_VISIT:
            unmet = Form(ACCOUNT, address_of(app, rule), rule.endpoint, tuple(names), files)
            forms[rule.endpoint] = met.forms.get(rule.endpoint, unmet)
    return forms


def address_of(app: Flask, rule: Rule) -> str:
    """With the first row of each table in it."""
    values = {name: min(getattr(converter, "items", ["1"])) for name, converter in rule._converters.items()}
    return app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("_letters_drawn_once")
def test_no_form_falls_over_whatever_is_sent_with_it(
    app: Flask, body: Body, session: Session, town: Office, enemy: Enemy
) -> None:
    met = follow_links(app, enemy.client(), entrances(town))
    assert (met.fallen, len(met.forms) > 25) == ([], True), sorted(met.forms)
    wrong = []
    reader = enemy.client()
    for _, form in sorted(all_forms(app, met).items(), key=lambda each: (each[0] in UNLOCKING, each[0])):
        second_factor_is_not_asked(app, town)
        wrong += attacked(app, session, enemy, form)
    second_factor_is_not_asked(app, town)
    after = follow_links(app, reader, entrances(town))
    assert (wrong, after.fallen, after.live) == ([], [], [])
    assert list(problems_in(public_lines(session))) == []
    assert list(trail_problems(session, Actor.machine(town.body_id, "test"))) == []


def test_asking_for_the_head_of_a_page_is_no_act(
    app: Flask, body: Body, session: Session, town: Office, enemy: Enemy
) -> None:
    """Browsers and proxies ask for heads without being told to, and no token guards them."""
    client = enemy.client()
    before = written(session)
    both = [rule for rule in app.url_map.iter_rules() if {"HEAD", "POST"} <= (rule.methods or set())]
    addresses = [address_of(app, rule) for rule in both if rule.endpoint not in ENDS_THE_VISIT]
    answers = {address: (client.head(address).status_code, client.get(address).status_code) for address in addresses}
    assert len(answers) > 25
    assert {address: codes for address, codes in answers.items() if codes[0] != codes[1]} == {}
    assert written(session) == before


def second_factor_is_not_asked(app: Flask, town: Office) -> None:
    """One of the forms may have switched it on, and then the enemy would meet one page only."""
    with transaction() as session:
        body = session.get_one(Body, town.body_id)
        body.settings = replace(BodySettings.from_json(body.settings), second_factor_for_office=False).to_json()
    app.extensions["bodies"]._read_at = float("-inf")


def attacked(app: Flask, session: Session, enemy: Enemy, form: Form) -> list[str]:
    """What went wrong, one line each."""
    wrong: list[str] = []
    client = enemy.client() if form.endpoint not in UNLOCKING else enemy.last
    second = session.get_bind().dialect.name != "sqlite"
    for name, arguments in attacks(with_token(app, client, form), kept_only=second):
        before = written(session)
        answer = client.post(form.action, **arguments)
        stored = written(session) != before
        if answer.status_code >= 500:
            wrong.append(f"{form.action} ({form.endpoint}), {name}: {answer.status_code}")
        elif answer.status_code >= 400 and stored and form.endpoint not in TELLS_OF_FAILURES:
            wrong.append(f"{form.action}, {name}: {answer.status_code}, and something was stored")
        elif answer.status_code >= 400 and answer.mimetype == "text/html" and "<h1" not in answer.text:
            wrong.append(f"{form.action}, {name}: {answer.status_code} without a page")
        elif form.endpoint not in UNLOCKING and answer.status_code == 302 and answer.location.startswith("/anmelden"):
            client = enemy.client()
    return wrong


def with_token(app: Flask, client: FlaskClient, form: Form) -> Form:
    """The form as this browser's own session gets it."""
    own = forms_in(app, form.page, client.get(form.page).text)
    same = [each for each in own if each.action == form.action]
    if same:
        return same[0]
    everywhere = own or forms_in(app, ACCOUNT, client.get(ACCOUNT).text)  # the thing itself may be gone by now
    token = next(pair for each in everywhere for pair in each.fields if pair[0] == TOKEN)
    return replace(form, fields=(*(pair for pair in form.fields if pair[0] != TOKEN), token))
