"""Order, numbers and differences of agendas."""

import pytest

from ris.meetings.agenda_rules import (
    ChangeKind,
    Direction,
    changes_between,
    moved_by_one,
    moved_to,
    number_after,
    numbers_for,
)


def test_an_item_moves_by_one_and_stops_at_the_ends() -> None:
    assert moved_by_one("abc", "b", Direction.UP) == list("bac")
    assert moved_by_one("abc", "b", Direction.DOWN) == list("acb")
    assert moved_by_one("abc", "a", Direction.UP) == list("abc")
    assert moved_by_one("abc", "c", Direction.DOWN) == list("abc")


@pytest.mark.parametrize(("place", "expected"), [(0, "cab"), (2, "abc"), (1, "acb"), (99, "abc"), (-5, "cab")])
def test_an_item_moves_to_a_place(place: int, expected: str) -> None:
    assert moved_to("abc", "c", place) == list(expected)


def test_numbers_run_through() -> None:
    assert numbers_for(3) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("before", "taken", "expected"),
    [
        ("4", {"4", "5"}, "4a"),
        ("4", {"4", "4a"}, "4b"),
        ("4a", {"4", "4a"}, "4b"),
        ("3.1", {"3.1"}, "3.1a"),
        ("", set(), "a"),
        ("4", {f"4{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"}, "4aa"),
    ],
)
def test_a_late_item_is_numbered_after_the_one_it_follows(before: str, taken: set[str], expected: str) -> None:
    assert number_after(before, taken) == expected


Content = dict[str, object]


def item(
    key: int, name: str = "Radweg", *, public: bool = True, version: int | None = None, removed: bool = False
) -> Content:
    papers = [] if version is None else [{"slug": "2026-0001", "version": version}]
    return {"id": key, "number": str(key), "name": name, "public": public, "papers": papers, "removed": removed}


def content(*items: Content) -> Content:
    return {"items": list(items)}


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        (content(), content(item(1)), ChangeKind.ADDED, "Neu auf der Tagesordnung."),
        (content(item(1)), content(), ChangeKind.REMOVED, "Wird nicht beraten (abgesetzt)."),
        (content(item(1)), content(item(1, removed=True)), ChangeKind.REMOVED, "Wird nicht beraten (abgesetzt)."),
        (content(item(1)), content(item(1, "Radwege")), ChangeKind.RENAMED, "Hieß vorher: „Radweg“."),
        (
            content(item(1)),
            content(item(1, public=False)),
            ChangeKind.PUBLICITY,
            "Jetzt nichtöffentlich vorgeschlagen.",
        ),
        (content(item(1, public=False)), content(item(1)), ChangeKind.PUBLICITY, "Jetzt öffentlich."),
        (content(item(1)), content(item(1, version=1)), ChangeKind.PAPER, "Vorlage 2026-0001 ist dazugekommen."),
        (
            content(item(1, version=1)),
            content(item(1, version=2)),
            ChangeKind.PAPER,
            "Vorlage 2026-0001: jetzt Fassung 2, vorher 1.",
        ),
    ],
)
def test_members_read_what_changed(before: Content, after: Content, kind: ChangeKind, words: str) -> None:
    change = changes_between(before, after)[0]
    assert (change.kind, change.words) == (kind, words)


def test_what_stayed_is_no_change() -> None:
    same = content(item(1, version=1), item(2, removed=True))
    assert changes_between(same, same) == []
