"""Forms of the administration of accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ris.access.actor import Role
from ris.accounts.models import User
from ris.mail.rules import is_address

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from werkzeug.datastructures import MultiDict

GIVEN_ROLES: Final = (Role.CLERK, Role.AUTHOR, Role.FACTION_STAFF, Role.ADMINISTRATOR, Role.READER)
"""Roles an account can be given; membership and chair follow from seats."""
LONGEST_NAME = 120
PUBLIC_EYES: Final = "public"


@dataclass(frozen=True)
class UserForm:
    """A new account, or a changed one (``email`` then stays as it is)."""

    email: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    person: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, user: User) -> UserForm:
        """What stands there now."""
        return cls(user.email, user.name, tuple(user.roles), str(user.person_id or ""))

    @classmethod
    def parse(cls, values: MultiDict[str, str], people: Collection[int], *, email: str = "") -> UserForm:
        """Read what was sent; ``people`` are those who may be chosen, ``email`` that of an account that is there."""
        form = cls(
            email or values.get("email", "").strip(),
            values.get("name", "").strip(),
            tuple(values.getlist("roles")),
            values.get("person", "").strip(),
        )
        errors = {}
        if not is_address(form.email):
            errors["email"] = "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@stadt.de."
        if not form.name or len(form.name) > LONGEST_NAME:
            errors["name"] = f"Bitte geben Sie einen Namen mit höchstens {LONGEST_NAME} Zeichen ein."
        elif not form.name.isprintable():
            errors["name"] = "Bitte geben Sie den Namen in einer Zeile und ohne unsichtbare Zeichen ein."
        if not set(form.roles) <= {role.value for role in GIVEN_ROLES}:
            errors["roles"] = "Bitte wählen Sie aus den angezeigten Rollen."
        if form.person and (not form.person.isdecimal() or int(form.person[:12]) not in people):
            errors["person"] = "Bitte wählen Sie eine Person aus der Liste."
        return cls(form.email, form.name, form.roles, form.person, errors)

    @property
    def person_id(self) -> int | None:
        """The chosen person."""
        return int(self.person) if self.person else None

    @property
    def chosen_roles(self) -> list[Role]:
        """The chosen roles."""
        return [Role(role) for role in self.roles]


@dataclass(frozen=True)
class ViewForm:
    """With whose eyes to look."""

    role: str = ""
    organization: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str], organizations: Collection[int]) -> ViewForm:
        """Read what was sent; ``organizations`` are the Gremien that may be chosen."""
        form = cls(values.get("role", ""), values.get("organization", ""))
        errors = {}
        if form.role not in {PUBLIC_EYES, *Role}:
            errors["role"] = "Bitte wählen Sie, als wer Sie die Seiten sehen möchten."
        chosen = form.organization.isdecimal() and int(form.organization[:12]) in organizations
        if form.organization and not chosen:
            errors["organization"] = "Bitte wählen Sie ein Gremium aus der Liste."
        if form.role in {Role.MEMBER, Role.CHAIR} and not form.organization:
            errors["organization"] = "Bitte wählen Sie, in welchem Gremium."
        return cls(form.role, form.organization, errors)

    @property
    def organization_id(self) -> int | None:
        """The chosen Gremium, where the role has one."""
        return int(self.organization) if self.organization and self.role in {Role.MEMBER, Role.CHAIR} else None
