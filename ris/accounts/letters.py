"""What accounts write to people: links that open once, and news of what was changed. In German, as they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.mail.services import Letter
from ris.web.dates import full_moment

if TYPE_CHECKING:
    from datetime import datetime

    from ris.accounts.models import User

WELCOME = """Guten Tag {name},

für Sie wurde ein Konto im Ratsinformationssystem eingerichtet: {town}.
Bitte legen Sie über diesen Link Ihr Passwort fest. Der Link gilt sieben Tage und nur einmal:

{link}

Danach melden Sie sich mit dieser E-Mail-Adresse an: {email}

Haben Sie kein Konto erwartet? Dann brauchen Sie nichts zu tun.
"""
RESET = """Guten Tag {name},

jemand möchte für Ihr Konto ein neues Passwort festlegen: {town}.
Waren Sie das? Dann öffnen Sie bitte diesen Link. Er gilt 30 Minuten und nur einmal:

{link}

Waren Sie das nicht? Dann brauchen Sie nichts zu tun. Ihr Passwort bleibt, wie es ist.
"""
CHANGED = """Guten Tag {name},

das Passwort Ihres Kontos wurde geändert, am {moment}. Alle anderen Geräte sind abgemeldet.

Waren Sie das nicht? Dann melden Sie sich bitte sofort beim Sitzungsdienst.
"""

LINKED = """Guten Tag {name},

Ihr Konto wurde mit Ihrem Konto in einer anderen Kommune verbunden, am {moment}: {town}.
Beide zeigen jetzt auch, wann und wo Sie in der anderen Kommune Sitzungen haben. Mehr nicht.

Sie lösen die Verbindung jederzeit auf der Seite „Mein Konto“.
Waren Sie das nicht? Dann melden Sie sich bitte sofort beim Sitzungsdienst.
"""


def welcome(user: User, link: str, town: str, now: datetime) -> Letter:
    """The invitation of a new user."""
    text = WELCOME.format(name=user.name, town=town, link=link, email=user.email)
    return _letter("welcome", user, f"Ihr Konto im Ratsinformationssystem: {town}", text, now, secret=True)


def reset(user: User, link: str, town: str, now: datetime) -> Letter:
    """A link for who forgot the password."""
    text = RESET.format(name=user.name, town=town, link=link)
    return _letter("password-reset", user, "Neues Passwort festlegen", text, now, secret=True)


def changed(user: User, now: datetime) -> Letter:
    """News that the password is another."""
    text = CHANGED.format(name=user.name, moment=full_moment(now))
    return _letter("password-changed", user, "Ihr Passwort wurde geändert", text, now, secret=False)


def linked(user: User, town: str, now: datetime) -> Letter:
    """News that the account shows meetings of another town."""
    text = LINKED.format(name=user.name, town=town, moment=full_moment(now))
    return _letter("accounts-linked", user, "Ihr Konto wurde verbunden", text, now, secret=False)


def _letter(purpose: str, user: User, subject: str, text: str, now: datetime, *, secret: bool) -> Letter:
    """Each of these may be sent again later: the moment makes them different."""
    return Letter(
        purpose=purpose,
        about=f"user:{user.id}:{now.isoformat()}",
        recipient=user.email,
        recipient_name=user.name,
        subject=subject,
        text=text,
        secret=secret,
    )
