"""What news look like in an e-mail: how much there is, and where. A mail is a postcard, so nothing is named."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ris.mail.services import Letter
from ris.notices.rules import NoticeKind, Pace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ris.accounts.models import User
    from ris.notices.rules import News

TEXT = """Guten Tag {name},

für Sie gibt es Neues:

{lines}

Lesen in Ihrem Bereich:
{public_url}/mein

Worum es geht, steht aus Gründen der Vertraulichkeit nicht in dieser E-Mail.
Diese Nachrichten wählen Sie hier: {public_url}/mein/konto/benachrichtigungen
"""
SUBJECTS = {Pace.NOW: "Neues in Ihrem Bereich: {town}", Pace.DAILY: "Neues vom Tag: {town}"}


def news_letter(user: User, news: Sequence[News], pace: Pace, about: str, *, town: str, public_url: str) -> Letter:
    """The e-mail about news of one person; ``about`` makes it the only one of its moment or day."""
    counted: Counter[NoticeKind | None] = Counter()
    for each in news:
        counted[each.kind] += each.count
    lines = "\n".join(f"- {kind.counted(counted[kind])}" for kind in NoticeKind if counted[kind])
    return Letter(
        purpose="news",
        about=f"user:{user.id}:{pace.value}:{about}",
        recipient=user.email,
        recipient_name=" ".join(user.name.split()),
        subject=SUBJECTS[pace].format(town=" ".join(town.split())),
        text=TEXT.format(name=user.name, lines=lines, public_url=public_url),
    )
