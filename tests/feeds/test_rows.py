"""What stands in feeds and tables, whatever a title holds."""

from datetime import UTC, date, datetime

import feedparser
import pytest

from ris.feeds.atom import Frame, atom
from ris.feeds.listing import Column, Entry, Form, Value, with_ending
from ris.feeds.rows import feed_of, headings_of, lines_of
from ris.web.dates import midnight
from tests.feeds.reading import json_of, table_of

MOMENT = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
FRAME = Frame(
    title="Sitzungen – Lindenau",
    subtitle="2026",
    author="Stadt Lindenau",
    page="https://x.example/sitzungen?jahr=2026",
    own="https://x.example/sitzungen.atom?jahr=2026&nach=9",
    first="https://x.example/sitzungen.atom?jahr=2026",
    following="https://x.example/sitzungen.atom?jahr=2026&nach=7",
    unchanged_since=MOMENT,
)
COLUMNS = (Column("titel", "Titel"), Column("tag", "Tag"), Column("wer", "Wer"), Column("punkte", "Punkte"))


def entry(title: str = "Haushalt", *, mark: str = "", values: tuple[Value, ...] | None = None) -> Entry:
    return Entry(
        address="/sitzung/7",
        title=title,
        updated=MOMENT,
        values=values or (title, date(2026, 12, 10), ("Rat", "Ausschuss"), 3),
        summary=title,
        mark=mark,
    )


@pytest.mark.parametrize("title", ["Tom & <b>\x0b", "]]>", '"><script>', "Ä\ud7ffz", "ﬁ🌳"])
def test_a_feed_is_well_formed_whatever_a_title_holds(title: str) -> None:
    read = feedparser.parse(atom(FRAME, [entry(title)], public_url="https://x.example"), sanitize_html=False)

    assert not read.bozo
    assert read.entries[0].title_detail.type == "text/plain"
    assert read.entries[0].title == title.replace("\x0b", "").strip()


def test_a_feed_names_its_page_itself_and_its_next_page() -> None:
    read = feedparser.parse(atom(FRAME, [entry()], public_url="https://x.example"))

    assert read.version == "atom10"
    assert {link.rel: link.href for link in read.feed.links} == {
        "alternate": FRAME.page,
        "self": FRAME.own,
        "first": FRAME.first,
        "next": FRAME.following,
    }
    assert read.feed.id == FRAME.first
    assert read.feed.updated == "2026-12-01T09:00:00+01:00"
    assert read.feed.author == "Stadt Lindenau"


def test_two_entries_of_one_page_are_told_apart() -> None:
    two = [entry(mark="beratung-1"), entry(mark="beratung-2")]

    read = feedparser.parse(atom(FRAME, two, public_url="https://x.example"))

    assert [found.id for found in read.entries] == [
        "https://x.example/sitzung/7#beratung-1",
        "https://x.example/sitzung/7#beratung-2",
    ]
    assert {found.link for found in read.entries} == {"https://x.example/sitzung/7"}


def test_an_empty_feed_says_since_when_it_is_unchanged() -> None:
    read = feedparser.parse(atom(FRAME, [], public_url="https://x.example"))

    assert (read.bozo, read.entries, read.feed.updated) == (False, [], "2026-12-01T09:00:00+01:00")


def test_a_table_speaks_german_and_a_program_hears_iso() -> None:
    row = entry(values=("Haushalt", datetime(2026, 12, 10, 17, 0, tzinfo=UTC), ("Rat", "Ausschuss"), 3))

    [line] = table_of(headings_of(COLUMNS) + lines_of([row], public_url="https://x.example"))
    [item] = json_of(feed_of({"title": "T"}, COLUMNS, [row], public_url="https://x.example"))["items"]

    assert line == {
        "Titel": "Haushalt",
        "Tag": "10.12.2026 18:00",
        "Wer": "Rat, Ausschuss",
        "Punkte": "3",
        "Adresse": "https://x.example/sitzung/7",
    }
    assert item["_angaben"] == {
        "titel": "Haushalt",
        "tag": "2026-12-10T18:00:00+01:00",
        "wer": ["Rat", "Ausschuss"],
        "punkte": 3,
    }


def test_a_moment_without_a_clock_is_a_day_and_nothing_is_left_out_of_programs_as_nothing() -> None:
    row = entry(values=("", midnight(date(2026, 12, 10)), (), None))

    [line] = table_of(headings_of(COLUMNS) + lines_of([row], public_url=""))
    [item] = json_of(feed_of({"title": "T", "next_url": ""}, COLUMNS, [row], public_url=""))["items"]

    assert (line["Tag"], line["Wer"], line["Punkte"]) == ("10.12.2026", "", "")
    assert item["_angaben"] == {"tag": "2026-12-10"}
    assert "next_url" not in json_of(feed_of({"title": "T", "next_url": ""}, COLUMNS, [row], public_url=""))


@pytest.mark.parametrize("title", ["=1+1", "@SUM(A1)", "+49", "-1", "\tx", '"a";b', "a\nb"])
def test_no_cell_runs_and_none_breaks_the_table(title: str) -> None:
    [line] = table_of(headings_of(COLUMNS) + lines_of([entry(title)], public_url=""))

    assert line["Titel"].lstrip("'") == title
    assert not line["Titel"].startswith(("=", "+", "-", "@", "\t"))


def test_an_ending_stands_between_the_path_and_the_filter() -> None:
    assert with_ending("/sitzungen", Form.ICS) == "/sitzungen.ics"
    assert with_ending("/sitzungen?jahr=2026", "atom") == "/sitzungen.atom?jahr=2026"
    assert (
        with_ending("/a?b=1", Form.JSON, "2026-12-01T08:00:00+00:00_7")
        == "/a.json?b=1&nach=2026-12-01T08%3A00%3A00%2B00%3A00_7"
    )
