"""Who may read a row: one rule, set membership, in Python and in SQL.

A protected row names an :class:`Audience`, a distinct set of reader tokens. An actor belongs to circles
of the same words. Visible ⇔ the sets meet. There are few distinct sets in a town, so the SQL side looks
up a handful of rows whatever the number of papers (docs/adr/0002-audiences.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from ris.db import Base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class AudienceToken(Base):
    """One word of an audience."""

    __tablename__ = "audience_token"

    audience_id: Mapped[int] = mapped_column(ForeignKey("audience.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class Audience(Base):
    """A distinct set of reader tokens; the empty set is nobody (withdrawn). Never changed once made."""

    __tablename__ = "audience"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """The sorted tokens, separated by blanks."""

    @property
    def tokens(self) -> frozenset[str]:
        """The reader tokens."""
        return frozenset(self.key.split())


class Protected:
    """A row that not everybody may read. Whoever creates it says who may: there is no default."""

    @declared_attr
    def audience_id(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy calls it on the class
        """The audience this row is readable by. No index: nearly all rows share one, and it would tempt the planner."""
        return mapped_column(ForeignKey("audience.id"))

    @declared_attr
    def audience(cls) -> Mapped[Audience]:  # noqa: N805
        """The audience itself."""
        return relationship(Audience)

    @property
    def reader_tokens(self) -> frozenset[str]:
        """The circles that may read this row."""
        return self.audience.tokens


def readable(actor: Actor, row: Protected) -> bool:
    """Whether the actor may read the row (the Python side of the one rule)."""
    return not actor.reads.isdisjoint(row.reader_tokens)


def readable_by(actor: Actor, model: type[Protected] | Any) -> ColumnElement[bool]:  # noqa: ANN401 - also aliases
    """The SQL side of the one rule: a criterion for ``select(model).where(…)``."""
    tokens = sorted(actor.reads)
    # The public is in one circle only; an IN is expanded anew at each execution, which costs as much as the query.
    wanted = AudienceToken.token == tokens[0] if len(tokens) == 1 else AudienceToken.token.in_(tokens)
    return model.audience_id.in_(select(AudienceToken.audience_id).where(wanted))


def audience_for(session: Session, tokens: Iterable[str]) -> Audience:
    """The audience with exactly these tokens; made when it does not exist yet."""
    wanted = frozenset(tokens)
    key = " ".join(sorted(wanted))
    audience = session.scalar(select(Audience).where(Audience.key == key))
    if audience is None:
        audience = Audience(key=key)
        session.add(audience)
        session.flush()  # its id is needed for the words
        session.add_all(AudienceToken(audience_id=audience.id, token=token) for token in wanted)
        session.flush()
    return audience
