"""Reading the accounts one person has in other towns of this installation, each half of a link in its own town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.accounts.models import AccountLink, User
from ris.accounts.queries import actor_for
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.scope.current import current_body_id, working_for

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


@dataclass(frozen=True)
class LinkedAccount:
    """Somebody's account in another town, whose both halves of the link stand."""

    link_id: int
    body_id: int
    town: str
    host: str | None
    settings: BodySettings
    actor: Actor
    """What the account may read and do there today; to be used while working for that town only."""
    since: datetime


def linked_accounts(session: Session, user: User) -> list[LinkedAccount]:
    """The other accounts of a person, by town.

    Both halves must stand, both accounts be open and have the same address: whoever undoes one of these, on either
    side, ends the link at once.
    """
    here = current_body_id()
    links = session.scalars(select(AccountLink).where(AccountLink.user_id == user.id)).all()
    found = [_behind(session, user, link, here) for link in links]
    return sorted((each for each in found if each is not None), key=lambda each: (each.town.casefold(), each.body_id))


def _behind(session: Session, user: User, link: AccountLink, here: int) -> LinkedAccount | None:
    body = session.scalars(select(Body).where(Body.id == link.other_body_id, Body.deleted.is_(False))).first()
    if body is None or body.id == here:
        return None
    with working_for(body.id):
        twin = session.scalars(
            select(AccountLink.id).where(
                AccountLink.user_id == link.other_user_id,
                AccountLink.other_user_id == user.id,
                AccountLink.other_body_id == here,
            )
        ).first()
        other = session.scalars(select(User).where(User.id == link.other_user_id, User.active)).first()
        if twin is None or other is None or other.email != user.email:
            return None
        actor = actor_for(session, other)
    settings = BodySettings.from_json(body.settings)
    return LinkedAccount(link.id, body.id, body.name, body.host, settings, actor, link.created)


def links_kept(session: Session, user: User) -> list[tuple[int, str, datetime]]:
    """Every half of a link that stands here, also one whose other half is gone: id, town, since when."""
    rows = session.execute(
        select(AccountLink.id, Body.name, AccountLink.created)
        .join(Body, Body.id == AccountLink.other_body_id)
        .where(AccountLink.user_id == user.id)
        .order_by(Body.name, AccountLink.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]
