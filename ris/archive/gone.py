"""Rows without words: what was public once keeps its number, and agendas go on announcing how many closed items they have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from ris.access.circles import ADMINISTRATION
from ris.archive.columns import CLOSED_PART
from ris.audit.models import Tombstone
from ris.meetings.models import AgendaItem
from ris.record.models import PublishedObject
from ris.record.visible import MODELS
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

NEEDED: Final[dict[str, dict[str, Any]]] = {"agenda_item": {"position": 0}}
"""What a row of a kind cannot be without."""
LAST: Final = 10_000
"""Behind every item that is named."""


def keep_places(session: Session, body_id: int) -> None:
    """A row that nobody may read for everything of the current Body that was withdrawn or went."""
    nobody = audience_for(session, ()).id
    slugs = _slugs(session)
    for kind, model in MODELS.items():
        gone = session.execute(
            select(PublishedObject.subject_id, PublishedObject.created, PublishedObject.modified)
            .where(PublishedObject.kind == kind, PublishedObject.gone)
            .where(PublishedObject.subject_id.not_in(select(model.id)))
            .order_by(PublishedObject.subject_id),
        )
        rows = [
            {
                "id": row.subject_id,
                "created": row.created,
                "modified": row.modified,
                "deleted": True,
                "body_id": body_id,
                "audience_id": nobody,
                **NEEDED.get(kind, {}),
                **({"slug": slugs.get(row.subject_id, f"entfernt-{row.subject_id}")} if kind == "paper" else {}),
            }
            for row in gone
        ]
        session.bulk_insert_mappings(model.__mapper__, rows)


def keep_closed_parts(session: Session, root: Path, body_id: int, now: datetime) -> None:
    """As many items as each agenda announces without naming them; what they were about is in no public folder."""
    audience = audience_for(session, {ADMINISTRATION}).id
    with (root / "rows" / f"{CLOSED_PART}.jsonl").open(encoding="utf-8") as lines:
        parts = [json.loads(line) for line in lines]
    rows = [
        {
            "meeting_id": part["meeting_id"],
            "position": LAST + number,
            "public": False,
            "created": now,
            "modified": now,
            "body_id": body_id,
            "audience_id": audience,
        }
        for part in parts
        for number in range(part["items"])
    ]
    session.bulk_insert_mappings(AgendaItem.__mapper__, rows)


def _slugs(session: Session) -> dict[int, str]:
    """The last part of the addresses withdrawn papers had."""
    rows = session.execute(select(Tombstone.subject_id, Tombstone.address).where(Tombstone.subject_kind == "paper"))
    return {row.subject_id: row.address.rpartition("/")[2] for row in rows}
