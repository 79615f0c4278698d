"""What is told after an answer: that it is kept, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.meetings.reply_rules import Answer

if TYPE_CHECKING:
    from ris.meetings.services.replies import Replied


def sentence_of(done: Replied) -> str:
    """What is told to who answered."""
    told = {
        Answer.YES: "Sie haben zugesagt.",
        Answer.NO: "Sie haben abgesagt.",
        Answer.UNKNOWN: "Gespeichert: Sie wissen es noch nicht.",
    }[done.answer]
    return f"{told} {consequence_of(done)}".strip()


def consequence_of(done: Replied) -> str:
    """What followed from an answer."""
    if done.called_in:
        return f"{done.called_in} wird als Vertretung benachrichtigt."
    if done.released:
        return "Die Vertretung wird benachrichtigt, dass sie nicht mehr nötig ist."
    return "Eine Vertretung gibt es nicht; der Sitzungsdienst weiß Bescheid." if done.unreplaced else ""
