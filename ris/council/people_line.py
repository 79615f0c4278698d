"""PURE. One line of a table of people: cells in, a person and perhaps a seat out, or what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ris.web.answers import ADDRESS, UNPRINTABLE, day_from

LONGEST_CELL = 300
PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{2,39}")
FORMULA = ("=", "+", "-", "@", "\t")
"""Signs a spreadsheet would begin to calculate with: such a cell is no name, and nobody shall be sent one."""
YES, NO = frozenset({"ja", "j", "x", "1"}), frozenset({"nein", "n", "0"})


@dataclass(frozen=True)
class Column:
    """A column of the table."""

    field: str
    name: str
    others: tuple[str, ...] = ()
    """Other names it may have."""


COLUMNS = (
    Column("family_name", "Nachname", ("name", "familienname")),
    Column("given_name", "Vorname"),
    Column("title", "Titel"),
    Column("form_of_address", "Anrede"),
    Column("email", "E-Mail", ("mail", "email", "e-mail-adresse")),
    Column("phone", "Telefon", ("tel",)),
    Column("organization", "Gremium", ("organisation",)),
    Column("role", "Rolle", ("funktion", "amt")),
    Column("group", "Fraktion"),
    Column("start", "Beginn", ("von", "ab")),
    Column("end", "Ende", ("bis",)),
    Column("votes", "Stimmrecht"),
)


@dataclass(frozen=True)
class TableError:
    """Something wrong in a line; 0 is the file as a whole."""

    line: int
    sentence: str


@dataclass(frozen=True)
class PersonRow:
    """One line: a person, and perhaps a seat."""

    line: int
    family_name: str
    given_name: str
    title: str = ""
    form_of_address: str = ""
    email: str = ""
    phone: str = ""
    organization: str = ""
    role: str = ""
    group: str = ""
    start: date | None = None
    end: date | None = None
    votes: bool | None = None

    @property
    def key(self) -> tuple[str, str]:
        """By which name the person is known, whatever the case."""
        return self.family_name.casefold(), self.given_name.casefold()


class LineReader:
    """The cells of one line, asked for by name; `errors` collects what is wrong."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self._line = line
        self._cells = cells
        self.errors: list[TableError] = []

    def refuse(self, sentence: str) -> None:
        """Say what is wrong."""
        self.errors.append(TableError(self._line, sentence))

    def row(self) -> PersonRow | None:
        """The line as a row; None where something is wrong."""
        organization, role = self._text("organization"), self._text("role")
        start, end = self._day("start"), self._day("end")
        if start is not None and end is not None and end < start:
            self.refuse("Das Ende liegt vor dem Beginn.")
        if organization and (not role or start is None):
            self.refuse("Zu einem Gremium gehören Rolle und Beginn.")
        if not organization and (role or start or end or self._text("group")):
            self.refuse("Rolle, Fraktion, Beginn und Ende gelten nur mit einem Gremium.")
        row = PersonRow(
            line=self._line,
            family_name=self._text("family_name", "Der Nachname fehlt."),
            given_name=self._text("given_name", "Der Vorname fehlt."),
            title=self._text("title"),
            form_of_address=self._text("form_of_address"),
            email=self._email(),
            phone=self._phone(),
            organization=organization,
            role=role,
            group=self._text("group"),
            start=start,
            end=end,
            votes=self._yes("votes"),
        )
        return None if self.errors else row

    def _plain(self, field: str) -> str:
        return " ".join(UNPRINTABLE.sub("", self._cells.get(field, "")).split())

    def _text(self, field: str, missing: str = "") -> str:
        value = self._plain(field)
        name = next(column.name for column in COLUMNS if column.field == field)
        if missing and not value:
            self.refuse(missing)
        if len(value) > LONGEST_CELL:
            self.refuse(f"„{name}“ ist länger als {LONGEST_CELL} Zeichen.")
        if value.startswith(FORMULA):
            self.refuse(f"„{name}“ beginnt mit „{value[0]}“ wie eine Formel. Bitte tragen Sie den Text ein.")
        if any(sign in value for sign in "<>"):
            self.refuse(f"„{name}“ enthält spitze Klammern. Bitte tragen Sie reinen Text ein.")
        return value

    def _email(self) -> str:
        value = self._plain("email")
        if value and (len(value) > LONGEST_CELL or not ADDRESS.fullmatch(value) or value.startswith(FORMULA)):
            self.refuse(f"„{value[:60]}“ ist keine E-Mail-Adresse.")
        return value

    def _phone(self) -> str:
        value = self._plain("phone")
        if value and not PHONE.fullmatch(value):
            self.refuse(f"„{value[:40]}“ ist keine Telefonnummer.")
        return value

    def _day(self, field: str) -> date | None:
        value = self._plain(field)
        found = day_from(value)
        if value and found is None:
            self.refuse(f"„{value[:30]}“ ist kein Datum. Bitte schreiben Sie es so: 01.04.2026.")
        return found

    def _yes(self, field: str) -> bool | None:
        value = self._plain(field).casefold()
        if value in YES or value in NO:
            return value in YES
        if value:
            self.refuse("Bei „Stimmrecht“ steht ja oder nein.")
        return None
