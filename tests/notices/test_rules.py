"""When a visit begins, what is told by default, and when the daily e-mail is due."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ris.notices.rules import FIRST_LOOK, QUIET, Channel, NoticeKind, NoticeRules, Pace, Visit, next_digest, visit_at

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_who_was_never_here_sees_two_weeks() -> None:
    assert visit_at(NOW, None) == Visit(NOW - FIRST_LOOK, NOW)


def test_loading_the_page_anew_or_coming_back_from_a_document_loses_nothing() -> None:
    first = visit_at(NOW, Visit(NOW - timedelta(days=9), NOW - timedelta(days=2)))
    assert first.since == NOW - timedelta(days=2)
    again = visit_at(NOW + timedelta(minutes=1), first)
    later = visit_at(NOW + timedelta(hours=5), again)
    assert (again.since, later.since) == (first.since, first.since)


def test_another_visit_begins_where_the_last_look_was() -> None:
    evening = NOW + QUIET
    assert visit_at(evening, Visit(NOW - timedelta(days=2), NOW)) == Visit(NOW, evening)


def test_a_clock_set_back_does_not_take_the_last_look_back() -> None:
    known = Visit(NOW - timedelta(days=2), NOW)
    assert visit_at(NOW - timedelta(hours=1), known) == known


@given(st.lists(st.timedeltas(timedelta(), timedelta(days=3)), max_size=30))
def test_whatever_came_was_new_at_some_look(gaps: list[timedelta]) -> None:
    visit, at = None, NOW
    for gap in gaps:
        at += gap
        following = visit_at(at, visit)
        assert visit is None or following.since <= visit.last, "something was never shown"
        assert following.since <= at
        visit = following


def test_by_default_one_letter_a_day_and_pushes_at_once() -> None:
    rules = NoticeRules({(NoticeKind.MINUTES, Channel.MAIL): Pace.NEVER})
    assert rules.kinds(Channel.MAIL, Pace.DAILY) == frozenset(NoticeKind) - {NoticeKind.MINUTES}
    assert rules.kinds(Channel.PUSH, Pace.NOW) == frozenset(NoticeKind)
    assert rules.kinds(Channel.MAIL, Pace.NOW) == frozenset()


def test_the_daily_letter_comes_in_the_morning_summer_and_winter() -> None:
    assert next_digest(NOW) == datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
    assert next_digest(datetime(2026, 7, 1, 4, 0, tzinfo=UTC)) == datetime(2026, 7, 1, 4, 30, tzinfo=UTC)
    due = next_digest(NOW)
    assert next_digest(due) == due + timedelta(days=1)


def test_no_words_of_a_count_name_anything() -> None:
    assert [kind.counted(1) for kind in NoticeKind] == [
        "1 geänderte Unterlage",
        "1 neue Unterlage oder neuer Punkt",
        "1 neue Niederschrift",
        "1 mit Ihnen geteilte Notiz",
        "1 Ihrer Notizen betrifft eine geänderte Stelle",
        "1 Sitzung wartet auf Ihre Rückmeldung",
    ]
    assert NoticeKind.TOUCHED.counted(3) == "3 Ihrer Notizen betreffen geänderte Stellen"
