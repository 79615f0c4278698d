"""What is written in the logs stays, in order, and holds on to what came before."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.audit.chain import BEGINNING, chained_hash
from ris.audit.events import AUDIT_LABELS, PUBLIC_LABELS, AuditEvent, PublicEvent
from ris.audit.log import PublicAct, public_content, publish_entries, record
from ris.audit.models import AppendOnly, AuditEntry, PublicLogEntry
from ris.council.models import Body
from ris.db import now_utc, transaction


def test_entries_are_numbered_and_chained(body: Body, session: Session) -> None:
    for _ in range(2):
        with transaction() as writing:
            acts = [PublicAct(PublicEvent.PUBLISHED, f"/sitzung/{n}", "ab" * 32) for n in range(3)]
            publish_entries(writing, acts, now=now_utc())
    entries = session.scalars(select(PublicLogEntry).order_by(PublicLogEntry.sequence)).all()
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5, 6]
    previous = BEGINNING
    for entry in entries:
        content = public_content(entry.sequence, entry.at, entry.event, entry.address, entry.digest)
        assert entry.previous == previous
        assert entry.hash == chained_hash(previous, content)
        previous = entry.hash


def test_the_trail_names_accounts_by_number_never_by_name(body: Body) -> None:
    with transaction() as session:
        actor = Actor(body_id=body.id, user_id=7, name="Erika Beispiel")
        entry = record(session, actor, AuditEvent.BODY_ADDED, body, {}, now=now_utc())
        assert entry.actor == "user:7"
        assert (entry.subject_kind, entry.subject_id) == ("body", body.id)


def test_a_written_entry_is_neither_changed_nor_deleted(body: Body) -> None:
    with transaction() as session:
        record(session, Actor.public(body.id), AuditEvent.BODY_ADDED, body, {}, now=now_utc())
        publish_entries(session, [PublicAct(PublicEvent.PUBLISHED, "/x", "0")], now=now_utc())
    with pytest.raises(AppendOnly), transaction() as session:
        session.scalars(select(AuditEntry)).one().event = "something:else"
    with pytest.raises(AppendOnly), transaction() as session:
        session.scalars(select(PublicLogEntry)).one().address = "/elsewhere"
    for model in (AuditEntry, PublicLogEntry):
        with pytest.raises(AppendOnly), transaction() as session:
            session.delete(session.scalars(select(model)).one())


def test_every_event_has_a_german_label() -> None:
    assert set(AUDIT_LABELS) == set(AuditEvent)
    assert set(PUBLIC_LABELS) == set(PublicEvent)
