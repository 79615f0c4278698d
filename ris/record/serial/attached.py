"""The files that hang on meetings, items and papers, by what they are to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.documents.models import File
from ris.record.serial.pen import IDS
from ris.record.visible import public_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select

    from ris.db import JsonObject
    from ris.documents.models import FileRole
    from ris.record.serial.pen import Pen


@dataclass
class Attached:
    """The public files of one thing, in order, each with its role."""

    files: list[tuple[int, str]] = field(default_factory=list)

    def one(self, documents: dict[int, JsonObject], role: FileRole) -> JsonObject | None:
        """The first file of a role; OParl has room for one."""
        return next((documents[own] for own, its in self.files if its == role and own in documents), None)

    def rest(self, documents: dict[int, JsonObject], *single: FileRole) -> list[JsonObject]:
        """All others: those of no such role, and what OParl has no room for in it."""
        shown = [self.one(documents, role) for role in single]
        taken = {found["id"] for found in shown if found is not None}
        ids = dict.fromkeys(own for own, _role in self.files if own in documents)
        return [documents[own] for own in ids if documents[own]["id"] not in taken]


def attached(pen: Pen, model: Any, own: Any, ids: Iterable[int]) -> defaultdict[int, Attached]:  # noqa: ANN401 - columns
    """Thing → its files, for the table between the two and its column of the things."""
    wanted = list(ids)
    found: defaultdict[int, Attached] = defaultdict(Attached)
    if wanted:
        for thing, file_id, role in pen.session.execute(_links(model, own), {"ids": wanted}):
            found[thing].files.append((file_id, role))
    return found


@cache
def _links(model: Any, own: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns
    return (
        select(own, model.file_id, model.role)
        .join(File, File.id == model.file_id)
        .where(own.in_(IDS), public_rows("file"))
        .order_by(own, model.role, model.position, model.file_id)
    )
