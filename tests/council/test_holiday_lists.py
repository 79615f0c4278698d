"""School holidays out of calendar files."""

from datetime import date

import pytest

from ris.council.holiday_lists import MOST_BYTES, Holidays, UnreadableList, holidays_in


def calendar(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\n{event}END:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n".encode()


EASTER = "SUMMARY:Osterferien 2027\\, He\r\n ssen\r\nDTSTART;VALUE=DATE:20270322\r\nDTEND;VALUE=DATE:20270404\r\n"


def test_the_day_after_the_last_is_not_one_of_the_holidays() -> None:
    assert holidays_in(calendar(EASTER)) == [Holidays("Osterferien 2027, Hessen", date(2027, 3, 22), date(2027, 4, 3))]


def test_entries_are_put_in_order_and_what_is_no_holiday_is_left_out() -> None:
    one_day = "SUMMARY:Beweglicher Ferientag\r\nDTSTART:20270212T000000Z\r\n"
    nameless = "DTSTART;VALUE=DATE:20270101\r\n"
    impossible = "SUMMARY:x\r\nDTSTART;VALUE=DATE:20270231\r\n"
    endless = "SUMMARY:x\r\nDTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20280101\r\n"
    found = holidays_in(calendar(EASTER, nameless, impossible, endless, one_day))
    assert [(one.first, one.last) for one in found] == [
        (date(2027, 2, 12), date(2027, 2, 12)),
        (date(2027, 3, 22), date(2027, 4, 3)),
    ]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "keine Kalenderdatei"),
        (b"\xff\xfe", "UTF-8"),
        (calendar(), "keine Ferien"),
        (b"x" * (MOST_BYTES + 1), "zu groß"),
        (calendar(*[EASTER] * 501), "mehr als 500"),
    ],
    ids=["empty", "encoding", "nothing in it", "huge", "too many"],
)
def test_what_is_no_list_of_holidays_is_refused_with_a_sentence(content: bytes, word: str) -> None:
    with pytest.raises(UnreadableList, match=word):
        holidays_in(content)
