"""What a table of people says, and what is wrong with it, line by line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.council.people_line import COLUMNS
from ris.council.people_table import MOST_BYTES, MOST_LINES, read_table

HEAD = "Nachname;Vorname;E-Mail;Telefon;Gremium;Rolle;Beginn;Ende;Stimmrecht\n"


def errors_of(text: str | bytes) -> list[tuple[int, str]]:
    content = text.encode() if isinstance(text, str) else text
    return [(error.line, error.sentence) for error in read_table(content).errors]


def test_a_line_is_a_person_and_perhaps_a_seat() -> None:
    text = HEAD + "Wüst;Änne;a@b.example;+49 6001 12-0;HFA;Mitglied;01.04.2026;2031-03-31;ja\nOhl;Kai;;;;;;;\n"
    table = read_table(text.encode())
    assert not table.errors
    seat, person = table.rows
    assert (seat.family_name, seat.given_name, seat.phone) == ("Wüst", "Änne", "+49 6001 12-0")
    assert (seat.start, seat.end, seat.votes) == (date(2026, 4, 1), date(2031, 3, 31), True)
    assert (person.line, person.organization, person.votes) == (3, "", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_what_spreadsheets_write_is_read(encoding: str, separator: str) -> None:
    text = "Nachname;Vorname;Telefon\r\nGrüßner;José;06001 12\r\n".replace(";", separator)
    row = read_table(text.encode(encoding)).rows[0]
    assert (row.family_name, row.given_name, row.phone) == ("Grüßner", "José", "06001 12")


def test_quoted_cells_may_hold_the_separator_and_lines_are_counted_as_in_the_file() -> None:
    text = 'Nachname,Vorname,Rolle\n"Wüst, geb. Ohl",Änne,\n\n"Ha\nbe",Kai,Chef\n'
    table = read_table(text.encode())
    assert table.rows[0].family_name == "Wüst, geb. Ohl"
    assert [error.line for error in table.errors] == [4]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("=1+1;Kai;;;;;;;", "Formel"),
        ("@SUM(A1);Kai;;;;;;;", "Formel"),
        ("+Ohl;Kai;;;;;;;", "Formel"),
        ("-Ohl;Kai;;;;;;;", "Formel"),
        ("<script>;Kai;;;;;;;", "spitze Klammern"),
        (";Kai;;;;;;;", "Nachname fehlt"),
        ("Ohl;;;;;;;;", "Vorname fehlt"),
        ("Ohl;Kai;kein;;;;;;", "keine E-Mail-Adresse"),
        ("Ohl;Kai;=a@b.example;;;;;;", "keine E-Mail-Adresse"),
        ("Ohl;Kai;;+49=cmd;;;;;", "keine Telefonnummer"),
        ("Ohl;Kai;;;HFA;;01.04.2026;;", "gehören Rolle und Beginn"),
        ("Ohl;Kai;;;HFA;Mitglied;;;", "gehören Rolle und Beginn"),
        ("Ohl;Kai;;;;Mitglied;;;", "nur mit einem Gremium"),
        ("Ohl;Kai;;;HFA;Mitglied;31.02.2026;;", "kein Datum"),
        ("Ohl;Kai;;;HFA;Mitglied;01.04.2026;31.03.2026;", "Ende liegt vor dem Beginn"),
        ("Ohl;Kai;;;HFA;Mitglied;01.04.2026;;vielleicht", "ja oder nein"),
        (f"{'x' * 301};Kai;;;;;;;", "länger als"),
        ("Ohl;Kai;;;;;;;;Rest", "mehr Felder"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_taken(line: str, word: str) -> None:
    found = errors_of(f"{HEAD}Gut;Anna;;;;;;;\n{line}\n")
    assert [number for number, _ in found] == [3] * len(found)
    assert any(word in sentence for _, sentence in found)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "leer"),
        (b"\n\n", "leer"),
        (HEAD.encode(), "keine Zeile"),
        ("Nachname;Vorname\nOhl;Kai".encode("utf-16"), "keine Texttabelle"),
        (b"Nachname;Vorname\n\x81\x8d;Kai", "keine Texttabelle"),
        (b"PK\x03\x04\0\0xlsx", "keine Texttabelle"),
        (b"x" * (MOST_BYTES + 1), "zu groß"),
        (b"Nachname;Geheim;Vorname\nOhl;1;Kai", "unbekannt"),
        (b"Nachname;Nachname;Vorname\nOhl;Ohl;Kai", "zweimal"),
        (b"Nachname;Telefon\nOhl;1", "fehlt: Vorname"),
        (b'Nachname;Vorname\n"Ohl;Kai\n', "nicht lesbar"),
        (("Nachname;Vorname\n" + f'"{"x" * 200_000}";Kai\n').encode(), "nicht lesbar"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_such_table_is_refused_with_a_sentence(content: bytes, word: str) -> None:
    assert any(word in sentence for _, sentence in errors_of(content))


def test_ten_thousand_lines_are_read_and_one_more_is_too_many() -> None:
    lines = [f"Muster{n};Alex" for n in range(MOST_LINES)]
    assert len(read_table("\n".join(["Nachname;Vorname", *lines]).encode()).rows) == MOST_LINES
    assert "mehr als" in errors_of("\n".join(["Nachname;Vorname", *lines, "Eine;Zuviel"]))[0][1]


def test_a_hundred_errors_are_enough() -> None:
    assert len(errors_of("Nachname;Vorname\n" + ";Kai\n" * 500)) == 100


@given(st.binary(max_size=400))
def test_whatever_comes_it_is_rows_or_sentences(content: bytes) -> None:
    table = read_table(content)
    assert table.rows or table.errors


@given(st.text(max_size=200))
def test_whatever_stands_in_a_cell_never_becomes_a_formula(cell: str) -> None:
    table = read_table(f'Nachname;Vorname\n"{cell.replace(chr(34), "")}";Kai\n'.encode(errors="ignore"))
    assert not any(row.family_name.startswith(("=", "+", "-", "@")) for row in table.rows)


def test_every_column_has_a_name_of_its_own() -> None:
    names = [name.casefold() for column in COLUMNS for name in (column.name, *column.others)]
    assert len(names) == len(set(names))
