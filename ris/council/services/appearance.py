"""How the town looks: its one colour and its coat of arms. Both are checked before anybody sees them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.council.colours import brand_colours
from ris.council.crests import Crest, read_crest
from ris.council.services.towns import change_settings
from ris.council.settings import BodySettings

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.models import Body
    from ris.storage import Storage


def set_colour(session: Session, actor: Actor, body: Body, colour: str, dark: str = "", *, now: datetime) -> None:
    """Use a colour on all pages; raises :class:`ris.council.colours.ColourRefused` when it cannot be read."""
    require(actor, Permission.BODY_EDIT)
    colours = brand_colours(colour, dark)
    settings = BodySettings.from_json(body.settings)
    new = replace(settings, brand_colour=colours.light, brand_colour_dark=colours.dark)
    change_settings(session, actor, body, new, now=now)


def set_crest(session: Session, actor: Actor, body: Body, storage: Storage, content: bytes, *, now: datetime) -> Crest:
    """Show a coat of arms on all pages, cleaned; raises :class:`ris.council.crests.CrestRefused`."""
    require(actor, Permission.BODY_EDIT)
    crest = read_crest(content)
    digest = storage.put(io.BytesIO(crest.content)).sha512
    settings = replace(BodySettings.from_json(body.settings), crest=digest, crest_type=crest.kind)
    change_settings(session, actor, body, settings, now=now)
    return crest
