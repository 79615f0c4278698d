"""Which organization represents the town is never guessed: closed things would open for its members."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry
from ris.council.models import Body, Organization
from ris.council.representation import NoSuchOrganization, name_council, propose_council
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from tests.factories import council

TODAY = date(2026, 4, 1)


def named(names: Iterable[str], **columns: Any) -> None:  # noqa: ANN401 - columns
    for name in names:
        council.organization(name=name, classification=None, **columns)


def proposed(body: Body) -> str | None:
    with transaction() as session:
        town = session.get_one(Body, body.id)
        found = propose_council(session, Actor.machine(body.id, "test"), town, TODAY, now=now_utc())
        return found.name if found else None


def noted(session: Session, body: Body) -> str | None:
    session.rollback()
    settings = session.scalars(select(Body.settings).where(Body.id == body.id)).one()
    identity = BodySettings.from_json(settings).council_organization_id
    return session.get_one(Organization, identity).name if identity is not None else None


def test_the_only_one_that_says_so_is_noted_on_the_record(body: Body, session: Session) -> None:
    named(["Bauausschuss", "Gemeinderat", "Ortschaftsrat Durlach"])
    assert proposed(body) == noted(session, body) == "Gemeinderat"
    assert session.scalars(select(AuditEntry.event)).all()[-1] == "council:changed"


def test_of_two_none_is_noted(body: Body, session: Session) -> None:
    named(["Gemeinderat", "Stadtrat"])
    assert proposed(body) is None
    assert noted(session, body) is None
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_one_that_ended_or_is_part_of_another_does_not_count(body: Body, session: Session) -> None:
    named(["Gemeinderat"], end_date=date(2026, 3, 31))
    parent = council.organization(name="Verband")
    named(["Gemeindevertretung"], sub_organization_of_id=parent.id)
    named(["Stadtverordnetenversammlung"])
    assert proposed(body) == noted(session, body) == "Stadtverordnetenversammlung"


def test_what_the_town_said_itself_stays(body: Body, session: Session) -> None:
    named(["Gemeinderat", "Versammlung"])
    with transaction() as writing:
        town = writing.get_one(Body, body.id)
        name_council(writing, Actor.machine(body.id, "test"), town, "Versammlung", now=now_utc())
    assert proposed(body) is None
    assert noted(session, body) == "Versammlung"


def test_only_the_office_says_it_and_only_of_one_organization(body: Body) -> None:
    named(["Gemeinderat", "Rat", "Rat"])
    with transaction() as session:
        town = session.get_one(Body, body.id)
        with pytest.raises(Forbidden):
            name_council(session, Actor.public(body.id), town, "Gemeinderat", now=now_utc())
        with pytest.raises(Forbidden):
            propose_council(session, Actor.public(body.id), town, TODAY, now=now_utc())
        for name in ("Rat", "Gibt es nicht"):
            with pytest.raises(NoSuchOrganization):
                name_council(session, Actor.machine(body.id, "test"), town, name, now=now_utc())


def test_the_command_says_what_it_did_and_what_is_wrong(app: Flask, body: Body, session: Session) -> None:
    named(["Gemeinderat"])
    session.rollback()
    runner = app.test_cli_runner()

    done = runner.invoke(args=["body", "council", "gemeinderat"])
    unknown = runner.invoke(args=["body", "council", "Rat"])
    elsewhere = runner.invoke(args=["body", "council", "Gemeinderat", "--body", "Nirgendwo"])

    assert (done.exit_code, unknown.exit_code, elsewhere.exit_code) == (0, 1, 1)
    assert "„Gemeinderat“ ist die Vertretung von Stadt Lindenau." in done.output
    assert "gibt es nicht genau ein Gremium „Rat“" in unknown.output
    assert "Diese Kommune gibt es hier nicht." in elsewhere.output
    assert noted(session, body) == "Gemeinderat"
