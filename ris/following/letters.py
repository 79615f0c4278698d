"""What followers are written. In German, as it is sent.

Who asks may not be who gets the letter: before the click it holds nothing that the asking person could have written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ris.following.rules import Followed, Purpose
from ris.mail.services import Letter
from ris.notices.rules import Pace
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ris.following.locks import Locks
    from ris.following.models import Follower, Subscription
    from ris.following.queries.changes import Changes
    from ris.following.queries.subjects import Subject, Wish

CONFIRM, NEWS = "follow-confirm", "following"
PURPOSES: Final = (CONFIRM, NEWS)
"""Everything written here."""

CONFIRM_TEXT = """Guten Tag,

jemand hat diese E-Mail-Adresse eingetragen, um Neues aus dem Ratsinformationssystem zu bekommen: {town}.
Gewünscht ist {pace} eine E-Mail, wenn es Neues gibt.
{about}

Waren Sie das? Dann bestätigen Sie es bitte auf dieser Seite. Der Link gilt 48 Stunden:

{link}

Waren Sie das nicht? Dann brauchen Sie nichts zu tun. Nach 48 Stunden löschen wir die Anfrage,
und Ihre Adresse, wenn wir Ihnen sonst nichts schreiben.
"""
ALREADY_TEXT = """Guten Tag,

jemand hat diese E-Mail-Adresse noch einmal eingetragen, um Neues aus dem Ratsinformationssystem zu bekommen: {town}.
{why} Es bleibt alles, wie es ist.

Hier sehen Sie alles, worüber wir Ihnen schreiben, und können es ändern oder beenden:

{manage}
"""
FOLLOWED_ALREADY = "Dem folgen Sie schon."
FULL = "Sie folgen schon so vielem, dass nichts mehr dazukommt. Bitte beenden Sie zuerst etwas."
NEWS_TEXT = """Guten Tag,

es gibt Neues im Ratsinformationssystem: {town}.

{told}

--
Sie bekommen diese E-Mail, weil Sie ihr zugestimmt haben.
Worüber wir Ihnen schreiben, ändern oder einzeln beenden: {manage}
Alle diese E-Mails abbestellen: {end}
"""
SUBJECTS = {Pace.NOW: "Neues im Ratsinformationssystem: {town}", Pace.DAILY: "Neues vom Tag: {town}"}
ONCE_A_DAY = {Pace.NOW: "jedes Mal", Pace.DAILY: "höchstens einmal am Tag"}


@dataclass(frozen=True)
class Letterhead:
    """The town, as its letters name it and link to it, and what makes the words of their links."""

    town: str
    public_url: str
    locks: Locks

    @property
    def name(self) -> str:
        """On one line."""
        return " ".join(self.town.split())


@dataclass(frozen=True)
class Told:
    """One followed thing and what is new about it."""

    subject: Subject
    changes: Changes


def confirm_letter(row: Subscription, wish: Wish, head: Letterhead, *, now: datetime) -> Letter:
    """The question whether somebody at the address wants this."""
    link = f"{head.public_url}/folgen/bestaetigen/{head.locks.seal.word(Purpose.CONFIRM, current_body_id(), row.name)}"
    text = CONFIRM_TEXT.format(town=head.name, pace=ONCE_A_DAY[wish.pace], about=_about(wish, head), link=link)
    return _letter(CONFIRM, row.follower, wish.address, "Bitte bestätigen: Neues per E-Mail", text, now)


def already_letter(follower: Follower, wish: Wish, head: Letterhead, *, now: datetime) -> Letter:
    """The answer to a wish that changes nothing."""
    known = any((row.kind, row.about) == (wish.wanted.kind, wish.wanted.about) for row in follower.subscriptions)
    text = ALREADY_TEXT.format(
        town=head.name, why=FOLLOWED_ALREADY if known else FULL, manage=manage_link(follower, head)
    )
    return _letter(CONFIRM, follower, wish.address, "Neues per E-Mail: nichts geändert", text, now)


def news_letter(follower: Follower, told: Sequence[Told], pace: Pace, head: Letterhead, *, now: datetime) -> Letter:
    """What is new about everything an address follows at this pace."""
    unsubscribe = f"{head.public_url}/folgen/ende/{head.locks.seal.word(Purpose.END, current_body_id(), follower.name)}"
    text = NEWS_TEXT.format(
        town=head.name,
        told="\n\n".join(_paragraph(each, head.public_url) for each in told),
        manage=manage_link(follower, head),
        end=unsubscribe,
    )
    subject = SUBJECTS[pace].format(town=head.name)
    return _letter(NEWS, follower, head.locks.address_of(follower), subject, text, now, unsubscribe=unsubscribe)


def manage_link(follower: Follower, head: Letterhead) -> str:
    """The address of the page with everything somebody follows."""
    return f"{head.public_url}/folgen/meine/{head.locks.seal.word(Purpose.MANAGE, current_body_id(), follower.name)}"


def _about(wish: Wish, head: Letterhead) -> str:
    """What it is about, by its address; of a search only that it is one: its words are whoever's who asks."""
    if wish.wanted.kind is Followed.SEARCH:
        return "Es geht um eine Suche; welche, steht auf der Seite hinter dem Link."
    return f"Es geht um diese Seite:\n{head.public_url}{wish.page}"


def _paragraph(told: Told, public_url: str) -> str:
    subject, changes = told.subject, told.changes
    head = (
        f"{subject.kind}: {_line(subject.title)}"
        if subject.public
        else f"{subject.kind}: {public_url}{subject.address}"
    )
    lines = [head]
    for line in changes.lines:
        lines += (
            [f"- {line.what}: {_line(line.words)}", f"  {public_url}{line.address}"]
            if line.words
            else [f"- {line.what}: {public_url}{line.address}"]
        )
    if changes.more:
        lines.append(f"- und {changes.more} weitere Änderungen: {public_url}{subject.address}")
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())


def _letter(
    purpose: str, follower: Follower, recipient: str, subject: str, text: str, now: datetime, unsubscribe: str = ""
) -> Letter:
    """Its links open something, so it is forgotten once it is sent; by the follower's name it is found again."""
    return Letter(
        purpose=purpose,
        about=f"{follower.name}:{now.isoformat()}",
        recipient=recipient,
        subject=subject,
        text=text,
        secret=True,
        unsubscribe=unsubscribe,
    )
