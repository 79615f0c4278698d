"""Rows that belong to a Body, and the hooks that keep them apart.

Reading: each ORM statement that touches rows of a Body is narrowed to the current Body, and refused where
there is none. The hook cannot see a Core ``select(Model.__table__)`` beside ORM classes; ``__table__``
therefore stays inside migrations (tests/architecture). Writing: a new row gets the current Body, and a row
of another Body is refused.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from sqlalchemy import ForeignKey, event, update
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, with_loader_criteria
from sqlalchemy.sql import visitors

from ris.db import Base, now_utc
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, UOWTransaction


REACHES_NO_BODY = 0
"""Key for statements that concern no rows of a Body; Bodies are numbered from 1."""

_narrowed: WeakKeyDictionary[Any, dict[int, Any]] = WeakKeyDictionary()
"""What became of statements that are still around: walking one costs about as much as running it."""


class ForeignBody(RuntimeError):
    """A row of one Body was to be written while working for another."""


class BelongsToBody:
    """A row of exactly one Body."""

    revises: ClassVar[bool] = True
    """Whether a change of such a row changes what readers see (logs do not)."""

    @declared_attr
    def body_id(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy calls it on the class
        """The Body whose row this is."""
        return mapped_column(ForeignKey("body.id"), index=True)


class Revision(Base):
    """One counter per Body, raised by every transaction that changes its rows; pages derive their ETag from it."""

    __tablename__ = "revision"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]


def raise_revision(session: Session, body_id: int) -> None:
    """Make every page of the Body new; done by itself for ORM changes, called by bulk writers and the index.

    The counter came with its Body (ris/council/models.py), so that two at once wait for each other here.
    """
    session.execute(
        update(Revision).where(Revision.body_id == body_id).values(number=Revision.number + 1, changed_at=now_utc()),
        execution_options={"synchronize_session": False},
    )


def touches_body_rows(statement: Any) -> bool:  # noqa: ANN401 - SQLAlchemy's own type cannot be walked
    """Whether an ORM statement concerns rows of a Body, also inside joins, EXISTS and subqueries."""
    for element in visitors.iterate(statement):
        entity: Any = getattr(element, "_annotations", {}).get("parententity")
        if entity is not None and issubclass(entity.mapper.class_, BelongsToBody):
            return True
    return False


@event.listens_for(Session, "do_orm_execute")
def _narrow_to_current_body(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_column_load or state.is_relationship_load:
        # Loads of columns and relationships start from a row that was itself narrowed.
        return
    known = _narrowed.setdefault(state.statement, {})
    if REACHES_NO_BODY in known:
        return
    if not known and not touches_body_rows(state.statement):
        known[REACHES_NO_BODY] = state.statement
        return
    body_id = current_body_id()
    if body_id not in known:
        known[body_id] = state.statement.options(_rows_of(body_id))
    state.statement = known[body_id]


@lru_cache(maxsize=256)
def _rows_of(body_id: int) -> LoaderCriteriaOption:
    # Kept per Body: SQLAlchemy works each new option out anew.
    return with_loader_criteria(BelongsToBody, lambda cls: cls.body_id == body_id, include_aliases=True)


@event.listens_for(Session, "before_flush")
def _write_for_current_body(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, BelongsToBody):
            given: int | None = getattr(row, "body_id", None)
            if given is None:
                row.body_id = current_body_id()
            elif given != current_body_id():
                message = f"{type(row).__name__} of Body {row.body_id} while working for {current_body_id()}"
                raise ForeignBody(message)


@event.listens_for(Session, "after_flush")
def _remember_changed_bodies(session: Session, _context: UOWTransaction) -> None:
    changed: set[int] = session.info.setdefault("changed_bodies", set())
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, BelongsToBody) and row.revises and session.is_modified(row) | (row in session.new):
            changed.add(row.body_id)


@event.listens_for(Session, "before_commit")
def _raise_revisions(session: Session) -> None:
    session.flush()
    for body_id in sorted(session.info.pop("changed_bodies", ())):
        raise_revision(session, body_id)


@event.listens_for(Session, "after_rollback")
def _forget_changed_bodies(session: Session) -> None:
    session.info.pop("changed_bodies", None)
