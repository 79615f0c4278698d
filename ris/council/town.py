"""What the current town decided for itself, where no page has loaded its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def body_settings(session: Session, body_id: int | None = None) -> BodySettings:
    """Settings of a town, else of the current one."""
    wanted = current_body_id() if body_id is None else body_id
    return BodySettings.from_json(session.scalars(select(Body.settings).where(Body.id == wanted)).one())
