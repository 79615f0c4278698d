"""Finding our things by the addresses other systems gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.council.models import Organization, Person
from ris.documents.models import File, Paper
from ris.meetings.models import AgendaItem, Meeting
from ris.oparl.models import ForeignId
from ris.scope.readers import readable_by
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

PAGES: tuple[Any, ...] = (Meeting, AgendaItem, Paper, Organization, Person, File)
"""The kinds that have a page of their own."""


def own_address_of(
    session: Session,
    actor: Actor,
    *,
    url: str | None = None,
    path: str | None = None,
) -> str | None:
    """Our address of the thing another system calls ``url`` (or whose address there had this path)."""
    wanted = ForeignId.url == url if url is not None else ForeignId.path == path
    found = session.execute(select(ForeignId.kind, ForeignId.subject_id).where(wanted).limit(1)).first()
    model = next((page for page in PAGES if found and page.__tablename__ == found.kind), None)
    if found is None or model is None:
        return None
    column = model.slug if model is Paper else model.id
    key = session.scalar(select(column).where(model.id == found.subject_id, readable_by(actor, model)))
    return None if key is None else address_of(model.__tablename__, key)
