"""Pages of the lists: which objects are on them, by key, with every filter of OParl 1.1.

What is shown is read from the rows; when it was said, from the ledger. What the ledger has not entered yet stands on the
plain lists at once, and on the filtered ones as soon as there is a moment to filter by, which is always later than now.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Integer, and_, bindparam, func, select

from ris.db import UTCDateTime
from ris.meetings.models import ConsultationOrganization, MeetingOrganization
from ris.record.kinds import KINDS
from ris.record.models import PublishedObject
from ris.record.serial import objects
from ris.record.serial.tombstones import tombstones
from ris.record.visible import MODELS, public_rows
from ris.record.wishes import MOST
from ris.scope.current import current_body_id
from ris.scope.models import Revision

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from ris.db import JsonObject
    from ris.record.addresses import Addresses
    from ris.record.wishes import Wishes

LONG: Final = {"file": 25}
"""Kinds whose objects carry long texts have shorter pages, so that a page stays as small as others."""
OF_ORGANIZATION: Final[dict[str, tuple[Any, Any]]] = {
    "meeting": (MeetingOrganization.meeting_id, MeetingOrganization.organization_id),
    "consultation": (ConsultationOrganization.consultation_id, ConsultationOrganization.organization_id),
}
"""The lists of an organization: the column of the thing and that of the organization."""
MOST_TOTALS: Final = 1000
"""How many totals a process remembers."""
_COMPARED: Final[dict[str, ColumnElement[bool]]] = {
    "created_since": PublishedObject.created >= bindparam("created_since", type_=UTCDateTime()),
    "created_until": PublishedObject.created <= bindparam("created_until", type_=UTCDateTime()),
    "modified_since": PublishedObject.modified >= bindparam("modified_since", type_=UTCDateTime()),
    "modified_until": PublishedObject.modified <= bindparam("modified_until", type_=UTCDateTime()),
}


@dataclass(frozen=True)
class Listing:
    """Which list: all objects of a kind, or those of one organization."""

    kind: str
    organization: int | None = None

    @property
    def most(self) -> int:
        """Objects on a page at most."""
        return LONG.get(self.kind, MOST)

    def address(self, urls: Addresses) -> str:
        """Where the list begins."""
        if self.organization is None:
            return urls.things(self.kind)
        return f"{urls.thing('organization', self.organization)}/{KINDS[self.kind].word}"

    def web(self, urls: Addresses) -> str | None:
        """The page of the portal that shows the same to people."""
        if self.organization is not None:
            return urls.page("organization", self.organization)
        path = KINDS[self.kind].pages
        return f"{urls.town}{path}" if path else None


def page_of(session: Session, listing: Listing, wishes: Wishes, urls: Addresses) -> JsonObject:
    """One page of a list of the current Body, as OParl writes it."""
    length = wishes.per_page(listing.most)
    asked = {**dict(wishes.filters), "organization": listing.organization}
    chosen, counted = _statements(
        listing.kind,
        tuple(name for name, _ in wishes.filters),
        of_organization=listing.organization is not None,
    )
    ids = list(session.scalars(chosen, {**asked, "after": wishes.after, "length": length + 1}))
    total = _counted(session, counted, (listing, wishes.filters), asked)
    shown = ids[:length]
    said = objects(session, listing.kind, shown, urls, omit_internal=bool(wishes.omit_internal))
    if wishes.tombstones:
        said |= tombstones(session, listing.kind, [own for own in shown if own not in said], urls)
    following = shown[-1] if len(ids) > length else None
    data = [said[own] for own in shown if own in said]
    return written(listing.address(urls), listing.web(urls), wishes, data, Extent(total, length, following))


@dataclass(frozen=True)
class Extent:
    """How far a list reaches: how many there are, how many stand on a page, and behind which id the next begins."""

    total: int
    per_page: int
    following: int | None


def written(address: str, web: str | None, wishes: Wishes, data: list[JsonObject], extent: Extent) -> JsonObject:
    """A page with its links; each carries what was asked for."""
    links = {
        "first": address + wishes.query(),
        "self": address + wishes.query(wishes.after),
        "next": None if extent.following is None else address + wishes.query(extent.following),
        "web": web,
    }
    return {
        "data": data,
        "pagination": {"totalElements": extent.total, "elementsPerPage": extent.per_page},
        "links": {name: link for name, link in links.items() if link is not None},
    }


_TOTALS: Final[dict[Hashable, int]] = {}
"""How many objects a list had at a revision of its Body: whoever reads all pages makes us count once."""


def _counted(session: Session, counted: Select[int], which: Hashable, asked: JsonObject) -> int:
    body_id = current_body_id()
    revision = session.execute(select(Revision.number, Revision.changed_at).where(Revision.body_id == body_id)).first()
    key = (body_id, revision and tuple(revision), which)
    known = _TOTALS.get(key)
    if known is None:
        known = session.scalar(counted, asked) or 0
        if len(_TOTALS) >= MOST_TOTALS:
            _TOTALS.clear()
        _TOTALS[key] = known
    return known


@lru_cache(maxsize=512)
def _statements(
    kind: str,
    filters: tuple[str, ...],
    *,
    of_organization: bool,
) -> tuple[Select[int], Select[int]]:
    """The ids of a page, and how many there are in all; built once for each set of filters."""
    model = MODELS[kind]
    if "modified_since" in filters:
        # Everything that ever was public: what is not any more says so.
        own = PublishedObject.subject_id
        found = select(own).where(PublishedObject.kind == kind)
    else:
        own = model.id
        found = select(own).where(public_rows(kind))
        if filters:
            entered = and_(PublishedObject.kind == kind, PublishedObject.subject_id == own)
            found = found.join(PublishedObject, entered).where(PublishedObject.gone.is_(False))
    for name in filters:
        found = found.where(_COMPARED[name])
    if of_organization:
        thing, organization = OF_ORGANIZATION[kind]
        found = found.where(own.in_(select(thing).where(organization == bindparam("organization", type_=Integer))))
    counted = found.with_only_columns(func.count())
    shown = found.where(own > bindparam("after", type_=Integer)).order_by(own)
    return shown.limit(bindparam("length", type_=Integer)), counted
