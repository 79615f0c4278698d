"""Enums and the tables that must know each of their members."""

import pytest

from ris.access.permissions import Permission
from ris.access.policy import POLICY
from ris.audit.events import AUDIT_LABELS, PUBLIC_LABELS, AuditEvent, PublicEvent
from ris.db import Base
from ris.handlers import HANDLERS
from ris.jobs.models import JobKind
from ris.scope.readers import Protected


def protected_tables() -> list[str]:
    """Every table whose rows not everybody may read."""
    return sorted(str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, Protected))


def test_every_kind_of_job_has_its_handler() -> None:
    assert set(HANDLERS) == set(JobKind)


def test_every_permission_is_in_the_policy() -> None:
    assert set(POLICY) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
def test_no_row_of_the_policy_grants_by_being_empty(permission: Permission) -> None:
    assert POLICY[permission], "nobody could ever do this"
    assert all(row for row in POLICY[permission]), "all([]) is true: an empty row grants everything"


def test_every_permission_is_an_act_on_a_subject() -> None:
    assert [permission for permission in Permission if len(permission.split(":")) != 2] == []


def test_every_recorded_event_has_a_german_label() -> None:
    assert set(AUDIT_LABELS) == set(AuditEvent)
    assert set(PUBLIC_LABELS) == set(PublicEvent)
    assert all(label.strip() for label in (*AUDIT_LABELS.values(), *PUBLIC_LABELS.values()))


def test_there_are_protected_tables() -> None:
    assert set(protected_tables()) >= {"paper", "file", "meeting", "agenda_item", "person"}


@pytest.mark.parametrize("table", protected_tables())
def test_no_row_becomes_readable_by_default(table: str) -> None:
    column = Base.metadata.tables[table].c.audience_id
    assert column.default is None
    assert column.server_default is None
    assert not column.nullable
