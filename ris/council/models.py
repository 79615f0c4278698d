"""The town and its people, in OParl's words."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, event, insert, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ris.db import Base, JsonObject, OParlObject
from ris.scope.models import BelongsToBody, Revision
from ris.scope.objects import ProtectedObject

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Mapper


class System(OParlObject, Base):
    """This installation, as OParl's entry point; one row."""

    __tablename__ = "system"

    name: Mapped[str]
    contact_name: Mapped[str | None]
    contact_email: Mapped[str | None]
    website: Mapped[str | None]


class Body(OParlObject, Base):
    """A municipality (Körperschaft). The whole system knows no other tenant."""

    __tablename__ = "body"

    name: Mapped[str]
    short_name: Mapped[str | None]
    host: Mapped[str | None] = mapped_column(unique=True)
    """Host name its pages answer under; the only Body of an installation needs none."""
    ags: Mapped[str | None]
    """Amtlicher Gemeindeschlüssel, 8 digits with leading zeros."""
    rgs: Mapped[str | None]
    """Amtlicher Regionalschlüssel, 12 digits."""
    website: Mapped[str | None]
    classification: Mapped[str | None]
    contact_name: Mapped[str | None]
    contact_email: Mapped[str | None]
    license_valid_since: Mapped[datetime | None]
    oparl_since: Mapped[datetime | None]
    equivalent: Mapped[list[str] | None]
    location_id: Mapped[int | None] = mapped_column()
    """A location of this Body; no foreign key, since locations already point at Bodies."""
    settings: Mapped[JsonObject] = mapped_column(default=dict)
    """What the town decides for itself (ris/council/settings.py)."""


@event.listens_for(Body, "after_insert")
def _count_its_changes(_mapper: Mapper[Body], connection: Connection, body: Body) -> None:
    # By no service's grace: its row is what two who write for the Body at once wait for.
    connection.execute(insert(Revision).values(body_id=body.id, number=1, changed_at=body.created))


class LegislativeTerm(ProtectedObject, Base):
    """Wahlperiode."""

    __tablename__ = "legislative_term"

    name: Mapped[str | None]
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]


class Location(ProtectedObject, Base):
    """A place: where a meeting is, or what a paper is about."""

    __tablename__ = "location"

    description: Mapped[str | None]
    geojson: Mapped[dict[str, Any] | None]
    """A GeoJSON Feature; coordinates are longitude, latitude."""
    street_address: Mapped[str | None]
    room: Mapped[str | None]
    postal_code: Mapped[str | None]
    sub_locality: Mapped[str | None]
    locality: Mapped[str | None]
    room_key: Mapped[str | None]
    """A word for a room that several Bodies of the installation use; places with the same word are one room."""
    in_use: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether meetings may still be planned here."""


class SchoolHoliday(BelongsToBody, Base):
    """School holidays as the Body entered them: the ministry fixes them some years ahead, no rule gives them."""

    __tablename__ = "school_holiday"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    """Both days belong to it."""


class Organization(ProtectedObject, Base):
    """Gremium, Fraktion, office or any other group of people."""

    __tablename__ = "organization"

    name: Mapped[str | None]
    short_name: Mapped[str | None]
    organization_type: Mapped[str | None]
    """One of OParl's: Gremium, Partei, Fraktion, Verwaltungsbereich, externes Gremium, Institution, Sonstiges."""
    classification: Mapped[str | None]
    post: Mapped[list[str] | None]
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    website: Mapped[str | None]
    task: Mapped[str | None]
    """What it decides, in one plain sentence."""
    sub_organization_of_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), index=True)
    settings: Mapped[JsonObject] = mapped_column(default=dict, server_default=text("'{}'"))
    """How it works: size, place, standing items … (ris/council/organization_settings.py)."""

    location: Mapped[Location | None] = relationship()


class Person(ProtectedObject, Base):
    """Somebody who holds or held an office in the town."""

    __tablename__ = "person"

    name: Mapped[str | None]
    family_name: Mapped[str | None]
    given_name: Mapped[str | None]
    form_of_address: Mapped[str | None]
    affix: Mapped[str | None]
    title: Mapped[list[str] | None]
    gender: Mapped[str | None]
    phone: Mapped[list[str] | None]
    email: Mapped[list[str] | None]
    status: Mapped[list[str] | None]
    life: Mapped[str | None]
    life_source: Mapped[str | None]
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), index=True)
    electronic_since: Mapped[date | None]
    """Since when they agree to be invited electronically; None: by post."""


class Membership(ProtectedObject, Base):
    """A person's seat or office in an organization, from day to day; never deleted, only ended."""

    __tablename__ = "membership"
    __table_args__ = (Index(None, "organization_id", "person_id"),)

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[str | None]
    voting_right: Mapped[bool | None]
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    succeeds_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    """The membership this one followed (Nachrücken)."""
    deputy_for_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    """The membership whose seat this one takes when its holder is away (persönliche Stellvertretung)."""

    person: Mapped[Person | None] = relationship()
    organization: Mapped[Organization | None] = relationship(foreign_keys=[organization_id])


class DeliveryChoice(BelongsToBody, Base):
    """How somebody wants to be invited from a moment on; a choice is never changed, a later one follows it."""

    __tablename__ = "delivery_choice"
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    way: Mapped[str] = mapped_column(String(16))
    """:class:`ris.council.delivery.DeliveryWay`."""
    at: Mapped[datetime]
    """When it was said here."""
    since: Mapped[date | None]
    """First day it holds for; None for paper."""
    by_user_id: Mapped[int | None]
    """The account that said it; None for the machine. No foreign key, since accounts know the council."""
    own: Mapped[bool]
    """Whether the person said it themselves, else the session office noted it for them."""


class PeopleImport(BelongsToBody, Base):
    """A table of people that waits between its dry run and the decision; its content goes when that is taken."""

    __tablename__ = "people_import"
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None]
    """Who uploaded it, the only one who may confirm it; an account, no foreign key, since accounts know the council."""
    at: Mapped[datetime]
    file_name: Mapped[str]
    content: Mapped[bytes | None]
    """None once it was taken over or dropped."""
