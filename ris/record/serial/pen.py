"""What every object of the record is written with: the rows everybody may read, and the head and foot of each.

All functions take many ids at once and ask a fixed number of questions, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Integer, String, and_, bindparam, column, func, inspect, select, table

from ris.record.kinds import KINDS
from ris.record.models import PublishedObject
from ris.record.serial.words import kept, moment
from ris.record.visible import MODELS, public_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import BindParameter, Select
    from sqlalchemy.orm import Session

    from ris.db import JsonObject
    from ris.record.addresses import Addresses

PREFIX: Final = "ris:"
"""Before everything we say beyond OParl (docs/opendata.md)."""
VERSIONS: Final = PREFIX + "versions"
ORIGIN_VERSIONS: Final = PREFIX + "originVersions"
"""What a source of our kind says of its own past: told as the source's, since ours begins with the import (docs/adr/0166)."""
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
UNSAID: Final = {"file": {"text"}, "body": set[str]()}
"""Columns that are read only where they are asked for."""
_FOREIGN = table(
    "foreign_id",
    column("body_id", Integer),
    column("kind", String),
    column("subject_id", Integer),
    column("url", String),
)
"""The addresses imported things came with; the import stands above the record, so its table is named here."""


@dataclass(frozen=True)
class Pen:
    """A session that works for the Body, its addresses, and whether long inner lists are left out."""

    session: Session
    urls: Addresses
    omit_internal: bool = False

    def rows(self, kind: str, ids: Iterable[int]) -> dict[int, Any]:
        """The rows everybody may read, by id, each with ``ledger_created``, ``ledger_modified`` and ``origin``."""
        wanted = list(ids)
        if not wanted:
            return {}
        return {row.id: row for row in self.session.execute(_rows(kind), {"ids": wanted})}

    def links(self, statement: Select[*tuple[Any, ...]], ids: Iterable[int], **values: Any) -> dict[int, list[int]]:  # noqa: ANN401
        """First column → second columns, in the order of the statement, which asks for ``ids``."""
        wanted = list(ids)
        found: defaultdict[int, list[int]] = defaultdict(list)
        if wanted:
            for own, target in self.session.execute(statement, {"ids": wanted, **values}):
                if target not in found[own]:
                    found[own].append(target)
        return found

    def addresses(self, kind: str, ids: Iterable[int] | None) -> list[str]:
        """The ids of objects as OParl names them."""
        return [self.urls.thing(kind, own_id) for own_id in ids or ()]

    def address(self, kind: str, own_id: int | None) -> str | None:
        """The same of one that may be missing."""
        return None if own_id is None else self.urls.thing(kind, own_id)

    def written(self, kind: str, row: Any, said: JsonObject, **beyond: Any) -> JsonObject:  # noqa: ANN401 - a row
        """A whole object: its head, what is said of it, what is said beyond OParl, and its foot."""
        page = said.pop("web", None)
        origin = {} if kind == "body" else {PREFIX + "origin": row.origin, PREFIX + "originWeb": row.web}
        return {
            "id": self.urls.thing(kind, row.id),
            "type": KINDS[kind].type,
            **_passed_on(row.extra),
            **said,
            **kept({PREFIX + name: value for name, value in beyond.items()}),
            **kept(origin),
            **kept({"keyword": row.keyword, "license": row.license, "web": page}),
            "created": moment(row.ledger_created or row.created),
            "modified": moment(row.ledger_modified or row.modified),
        }


@cache
def _rows(kind: str) -> Select[*tuple[Any, ...]]:
    model = MODELS[kind]
    names = [attribute.key for attribute in inspect(model).column_attrs if attribute.key not in UNSAID.get(kind, ())]
    origin = (
        select(func.min(_FOREIGN.c.url))
        .where(
            _FOREIGN.c.body_id == (model.id if kind == "body" else model.body_id),
            _FOREIGN.c.kind == kind,
            _FOREIGN.c.subject_id == model.id,
            ~_FOREIGN.c.url.contains("#"),  # made by us for what had no address of its own
        )
        .correlate(model)
        .scalar_subquery()
    )
    return (
        select(
            *(getattr(model, name) for name in names),
            PublishedObject.created.label("ledger_created"),
            PublishedObject.modified.label("ledger_modified"),
            origin.label("origin"),
        )
        .outerjoin(PublishedObject, and_(PublishedObject.kind == kind, PublishedObject.subject_id == model.id))
        .where(model.id.in_(IDS), public_rows(kind))
        .order_by(model.id)
    )


def references(model: Any, own: Any, target: Any, kind: str, *order: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns
    """Own id and target id of a table between two, where everybody may read the target."""
    there = MODELS[kind]
    return (
        select(own, target)
        .select_from(model)
        .join(there, there.id == target)
        .where(own.in_(IDS), public_rows(kind))
        .order_by(own, *order, target)
    )


def _passed_on(extra: Any) -> JsonObject:  # noqa: ANN401 - JSON
    """What a source said with a prefix of its own, as it came; what had none was never OParl's."""
    given: Sequence[tuple[str, Any]] = list(extra.items()) if isinstance(extra, dict) else []
    said = {name: value for name, value in given if ":" in name and name.strip(":") == name}
    told = [said.pop(name, None) for name in (ORIGIN_VERSIONS, VERSIONS)]
    past = [one for part in told if isinstance(part, list) for one in part]
    return kept({**said, ORIGIN_VERSIONS: past})
