"""Reading the news as one's own page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.documents.queries.changes import changed_files
from ris.notices.queries.news import news_for
from ris.notices.rules import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.queries.changes import ChangedPages
    from ris.notices.rules import News

MOST_SHOWN = 60


@dataclass(frozen=True)
class AreaNews:
    """What is new, as the page lists it."""

    lines: Sequence[News]
    more: int
    """How many are not shown."""
    pages: Mapping[int, ChangedPages]
    """What changed in a replaced document, by its id, where that is known by now."""


def area_news(session: Session, actor: Actor, since: datetime, *, now: datetime) -> AreaNews:
    """What came since a moment; an answer that is missing stands among the things to do, not here."""
    news = [each for each in news_for(session, actor, since, now=now) if each.kind is not NoticeKind.REMINDER]
    shown = news[:MOST_SHOWN]
    replaced = [each.file_id for each in shown if each.file_id is not None]
    return AreaNews(shown, len(news) - len(shown), changed_files(session, actor, replaced))
