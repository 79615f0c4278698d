"""What the town's letters need; what their links hold is the same each time the town is made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import current_app

from ris.council.models import Body
from ris.meetings.reply_rules import ReplySeal
from ris.meetings.services.invitation import PostRoom

if TYPE_CHECKING:
    from ris.demo_town.town import Town


def demo_room(town: Town) -> PostRoom:
    """The town's post room; the links with which people answer work on this machine."""
    return PostRoom(
        town=town.session.get_one(Body, town.body_id).name,
        office="Sitzungsdienst",
        public_url="http://localhost",
        storage=town.storage,
        seal=demo_seal,
        replies=ReplySeal(current_app.config["SECRET_KEY"]),
    )


def demo_seal(about: str) -> str:
    """The word of a link that confirms a receipt."""
    return hashlib.sha256(f"demo {about}".encode()).hexdigest()[:40]
