"""The addresses the record names things by: made of the installation's own address, whatever host was asked.

An address is made of the kind and the id only, which never change (OParl 1.1, 1: one canonical address for good).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from ris.council.models import Body
from ris.record.kinds import KINDS
from ris.scope.current import current_body_id
from ris.web.addresses import address_of, town_address

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

ROOT = "/oparl"


@dataclass(frozen=True)
class Addresses:
    """Where the things of one Body are found."""

    installation: str
    """The installation's address (``PUBLIC_URL``), without a slash at the end."""
    body_id: int
    town: str
    """Where people reach the pages of the town."""

    @property
    def system(self) -> str:
        """Where everything begins."""
        return f"{self.installation}{ROOT}/system"

    @property
    def body(self) -> str:
        """The Body these things belong to."""
        return self.thing("body", self.body_id)

    def thing(self, kind: str, own_id: int) -> str:
        """The id of an object; raises ``KeyError`` for a kind the record does not know."""
        return f"{self.installation}{path_of(kind, own_id)}"

    def things(self, kind: str) -> str:
        """The list of all objects of a kind."""
        return f"{self.body}/{KINDS[kind].word}"

    def page(self, kind: str, key: int | str) -> str:
        """The page of a thing for people; raises ``KeyError`` for kinds without one."""
        return f"{self.town}{address_of(kind, key)}"


def path_of(kind: str, own_id: int) -> str:
    """The path of an object's id."""
    return f"{ROOT}/{KINDS[kind].word}/{own_id}"


def addresses_of(session: Session, installation: str) -> Addresses:
    """The addresses of the current Body; raises ``NoResultFound`` where it is gone."""
    body_id = current_body_id()
    host = session.execute(_host(), {"id": body_id}).scalar_one()
    return Addresses(installation, body_id, town_address(host, installation))


@cache
def _host() -> Select[str | None]:
    return select(Body.host).where(Body.id == bindparam("id"))
