"""Finding our things by the addresses other systems gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.council.models import Body, Membership, Organization, Person
from ris.documents.models import File, Paper
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.oparl.models import ForeignId
from ris.scope.readers import readable_by
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

PAGES: tuple[Any, ...] = (Meeting, AgendaItem, Paper, Organization, Person, File)
"""The kinds that have a page of their own."""
SHOWN_ON: dict[Any, tuple[Any, Any]] = {
    Consultation: (Paper, Consultation.paper_id),
    Membership: (Person, Membership.person_id),
}
"""The kinds that stand on the page of another → its model, and what leads there."""
TOWN = "/"
"""The page of a Body."""


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
    if found is None:
        return None
    if found.kind == Body.__tablename__:
        return TOWN
    model: Any = next((model for model in (*PAGES, *SHOWN_ON) if model.__tablename__ == found.kind), None)
    if model is None:
        return None
    question = select(model.id).where(model.id == found.subject_id, readable_by(actor, model))
    if model in SHOWN_ON:
        page, holder = SHOWN_ON[model]
        question = question.join(page, page.id == holder).where(readable_by(actor, page))
    else:
        page = model
    key = session.scalar(question.with_only_columns(page.slug if page is Paper else page.id))
    return None if key is None else address_of(page.__tablename__, key)
