"""What is withdrawn is gone for everybody, leaves a tombstone where it was public, and says why."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import COUNCIL, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry, PublicLogEntry, Tombstone
from ris.council.models import Body, Organization
from ris.db import now_utc, transaction
from ris.publication.services import NoReason, Withdrawal, withdraw
from ris.scope.readers import audience_for

REASON = "Enthielt eine falsche Anlage."


def organization(body: Body, *tokens: str) -> int:
    with transaction() as session:
        row = Organization(
            name="Bauausschuss", audience=audience_for(session, tokens), created=now_utc(), modified=now_utc()
        )
        session.add(row)
        session.flush()
        return row.id


def take_back(body: Body, identity: int, reason: str = REASON, actor: Actor | None = None) -> None:
    with transaction() as session:
        row = session.get_one(Organization, identity)
        by = actor or Actor.machine(body.id, "test")
        withdraw(session, by, [Withdrawal(row, f"/gremium/{identity}")], reason, now=now_utc())


def test_a_public_thing_leaves_a_tombstone_and_an_entry_in_both_logs(body: Body, session: Session) -> None:
    identity = organization(body, PUBLIC)
    take_back(body, identity)
    row = session.get_one(Organization, identity)
    assert (row.deleted, row.reader_tokens) == (True, frozenset())
    assert session.scalars(select(Tombstone.reason)).all() == [REASON]
    assert session.scalars(select(PublicLogEntry.event)).all() == ["withdrawn"]
    assert session.scalars(select(AuditEntry.event)).all() == ["content:withdrawn"]


def test_what_was_never_public_leaves_no_public_trace(body: Body, session: Session) -> None:
    take_back(body, organization(body, COUNCIL))
    assert session.scalars(select(Tombstone)).all() == []
    assert session.scalars(select(PublicLogEntry)).all() == []


def test_withdrawing_twice_changes_nothing_more(body: Body, session: Session) -> None:
    identity = organization(body, PUBLIC)
    take_back(body, identity)
    take_back(body, identity, "Ein anderer Grund.")
    assert session.scalars(select(Tombstone.reason)).all() == [REASON]


def test_nothing_is_withdrawn_without_a_reason_or_by_just_anybody(body: Body, session: Session) -> None:
    identity = organization(body, PUBLIC)
    with pytest.raises(NoReason):
        take_back(body, identity, "  ")
    with pytest.raises(Forbidden):
        take_back(body, identity, actor=Actor.public(body.id))
    assert session.get_one(Organization, identity).deleted is False


def test_the_address_answers_with_date_and_reason(body: Body, client: FlaskClient) -> None:
    identity = organization(body, PUBLIC)
    take_back(body, identity)
    answer = client.get(f"/gremium/{identity}")
    assert answer.status_code == 410
    assert REASON in answer.text
    assert "Bauausschuss" not in answer.text
