from datetime import datetime

import pytest

from ris.oparl.values import (
    Unfit,
    address,
    all_words,
    day,
    feature,
    instant,
    kept,
    long_text,
    mark,
    number,
    truth,
    words,
)


@pytest.mark.parametrize(
    ("given", "read"),
    [("2026-03-01", "2026-03-01"), ("2026-03-01T23:30:00Z", "2026-03-02"), ("", None), ("20260301", "2026-03-01")],
)
def test_a_day_is_read_in_german_time(given: str, read: str | None) -> None:
    assert day(given) == read


@pytest.mark.parametrize(
    "given", ["None", "31.02.2026", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", 7, [], True]
)
def test_what_is_no_date_is_refused(given: object) -> None:
    with pytest.raises(Unfit):
        day(given)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-07-01T10:00:00+02:00", "2026-07-01T08:00:00+00:00"),
        ("2026-07-01T10:00:00", "2026-07-01T08:00:00+00:00"),
        ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00+00:00"),
        ("2026-01-01T10:00:00.123+0100", "2026-01-01T09:00:00.123000+00:00"),
    ],
)
def test_an_instant_without_an_offset_is_german_time(given: str, read: str) -> None:
    assert instant(given) == read
    assert datetime.fromisoformat(read).tzinfo is not None


@pytest.mark.parametrize("given", ["gestern", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", {}, 5])
def test_what_is_no_instant_is_refused(given: object) -> None:
    with pytest.raises(Unfit):
        instant(given)


def test_words_lose_what_no_database_keeps() -> None:
    assert words("a\x00b \ud800 ") == "ab ?"
    assert words("   ") is None
    assert words(12) == "12"


def test_endless_words_are_refused_but_a_long_text_is_a_text() -> None:
    endless = "x" * 10_000_000
    with pytest.raises(Unfit, match="zu lang"):
        words(endless)
    assert long_text(endless) == endless


def test_a_list_of_words_may_be_written_as_one_word() -> None:
    assert all_words("Dr.") == ["Dr."]
    assert all_words(["", None, "Prof."]) == ["Prof."]


@pytest.mark.parametrize(("given", "read"), [("5083", 5083), (3.0, 3), ("", None), (-1, -1)])
def test_numbers_may_be_written_as_text(given: object, read: int | None) -> None:
    assert number(given) == read


@pytest.mark.parametrize("given", [True, "viele", 10**40, float("inf"), float("nan"), []])
def test_what_is_no_number_is_refused(given: object) -> None:
    with pytest.raises(Unfit):
        number(given)


@pytest.mark.parametrize(("given", "read"), [(True, True), (0, False), ("true", True), ("False", False), ("", None)])
def test_truth_may_be_written_as_text(given: object, read: bool | None) -> None:
    assert truth(given) is read


@pytest.mark.parametrize("given", ["vielleicht", 2, None, [], {}])
def test_what_is_neither_true_nor_false_is_refused(given: object) -> None:
    with pytest.raises(Unfit):
        truth(given)


def test_coordinates_written_as_text_become_numbers() -> None:
    given = {"type": "Feature", "geometry": {"type": "Point", "coordinates": ["8.317490", "49.005950"]}}
    assert feature(given) == {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [8.31749, 49.00595]},
    }


def test_a_bare_geometry_becomes_a_feature() -> None:
    read = feature({"type": "Point", "coordinates": [8.3, 49.0]})
    assert read is not None
    assert read["type"] == "Feature"


@pytest.mark.parametrize("given", ["Karte", {"type": "Feature"}, {"type": "Point", "coordinates": ["Nord"]}])
def test_what_is_no_place_on_a_map_is_refused(given: object) -> None:
    with pytest.raises(Unfit):
        feature(given)


def test_what_is_looked_up_is_short() -> None:
    with pytest.raises(Unfit, match="zu lang"):
        mark("V" * 501)
    with pytest.raises(Unfit, match="zu lang"):
        address("https://ris.example.org/" + "ü" * 1500)


@pytest.mark.parametrize("given", [float("nan"), {"a": [float("inf")]}, "x" * 100_001])
def test_what_no_database_keeps_is_not_kept(given: object) -> None:
    with pytest.raises(Unfit):
        kept(given)
