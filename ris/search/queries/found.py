"""What a hit is once its row is loaded, and how rows are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.scope.readers import readable_by
from ris.search.entries import Kind

Ids = Sequence[int]


@dataclass(frozen=True)
class Found:
    """A hit as the page shows it, before anything is marked."""

    key: str
    kind: Kind
    address: str
    title: str
    day: date | None = None
    number: str = ""
    around: str = ""
    """What it belongs to: the meeting of an item, the paper of a file."""
    around_address: str = ""
    text: str = ""
    elsewhere: bool = False
    """Whether the address belongs to another system."""
    pages: bool = False
    """Whether form feeds in the text count pages that the address can point to."""
    modified: datetime | None = None
    """When the row changed last."""
    files: tuple[Found, ...] = ()
    """The main files of a paper, which is found under their words."""


def readable(session: Session, actor: Actor, model: Any, ids: Ids, *columns: Any) -> Sequence[Row[*tuple[Any, ...]]]:  # noqa: ANN401 - models and columns
    """The living rows with these ids this actor may see."""
    statement = select(*columns).where(model.id.in_(ids), readable_by(actor, model), model.deleted.is_(False))
    return session.execute(statement).all()
