"""Two versions of a paper beside each other, as a page shows what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.accounts.models import User
from ris.documents.comparing import Piece, compare, differs
from ris.documents.models import PaperVersion
from ris.documents.rules import KIND_WORDS
from ris.drafting.kinds import details_told
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper

TOLD = {
    "name": "Betreff",
    "reference": "Nummer",
    "summary": "In Kürze",
    "proposal": "Beschlussvorschlag",
    "reasons": "Begründung",
    "finances": "Finanzielle Auswirkungen",
    "climate": "Auswirkungen auf das Klima",
}


@dataclass(frozen=True)
class VersionTold:
    """A version as the list names it."""

    number: int
    at: datetime
    who: str
    why: str
    digest: str


@dataclass(frozen=True)
class Comparison:
    """What the page of a comparison shows."""

    paper: Paper
    before: int
    after: int
    versions: Sequence[VersionTold]
    changes: Sequence[tuple[str, Sequence[Piece]]]
    files_added: Sequence[str]
    files_removed: Sequence[str]
    shows_people: bool

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not (self.changes or self.files_added or self.files_removed)


def comparison_of(
    session: Session, actor: Actor, paper: Paper, before: int | None, after: int | None
) -> Comparison | None:
    """Two readable versions of a readable paper, by default the last two; None where one of them is not there."""
    rows = session.execute(
        select(PaperVersion, User.name)
        .outerjoin(User, User.id == PaperVersion.by_user_id)
        .where(PaperVersion.paper_id == paper.id, readable_by(actor, PaperVersion))
        .order_by(PaperVersion.number)
    ).all()
    contents = {version.number: version.content for version, _ in rows}
    numbers = sorted(contents)
    if not numbers:
        return None
    last = after or numbers[-1]
    first = before or max((number for number in numbers if number < last), default=last)
    if first not in contents or last not in contents:
        return None
    people = not actor.anonymous  # the public learns when and why, not who
    return Comparison(
        paper=paper,
        before=first,
        after=last,
        versions=[
            VersionTold(
                version.number, version.at, (name or "") if people else "", version.reason or "", version.digest
            )
            for version, name in rows
        ],
        changes=_changes(contents[first], contents[last]),
        files_added=_only(contents[last], contents[first]),
        files_removed=_only(contents[first], contents[last]),
        shows_people=people,
    )


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, list[Piece]]]:
    details = (_details(before), _details(after))
    compared = [("Weitere Angaben", compare(*details))]
    compared += [(label, compare(before.get(key) or "", after.get(key) or "")) for key, label in TOLD.items()]
    return [(label, pieces) for label, pieces in compared if differs(pieces)]


def _details(content: dict[str, Any]) -> str:
    words = {kind: key.value for key, kind in KIND_WORDS.items()}
    told = details_told(content.get("details"), words.get(content.get("paper_type") or ""))
    return "\n".join(f"{label}: {text}" for label, text in told)


def _only(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    known = {file.get("digest") for file in other.get("files", ())}
    return [file.get("name") or "Unterlage" for file in one.get("files", ()) if file.get("digest") not in known]
