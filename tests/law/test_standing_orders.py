"""Orders as data: kept as JSON, read back the same, refused in German where they make no sense."""

import json
from datetime import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.counting import Period
from ris.law.provisions import Land, Medium
from ris.law.standing_orders import OrdersRefused, StandingOrders
from ris.law.working_days import DayCount

PERIODS = st.none() | st.builds(Period, st.integers(0, 90), st.sampled_from(DayCount))
TEXTS = st.text(min_size=1).filter(str.strip)
ORDERS = st.builds(
    StandingOrders,
    land=st.sampled_from(Land),
    main_bylaw=TEXTS,
    procedure=TEXTS,
    council_notice=PERIODS,
    committee_notice=PERIODS,
    district_notice=PERIODS,
    short_notice=PERIODS,
    second_notice=PERIODS,
    receipt_until=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    electronic_by_consent=st.booleans(),
    extension=st.none() | st.fractions(Fraction(1, 100), 1, max_denominator=100),
    sittings_a_year=st.none() | st.integers(1, 60),
    paper_deadline=PERIODS,
    motion_deadline=PERIODS,
    answer_deadline=PERIODS,
    co_signing=PERIODS,
    agenda_fixed=PERIODS,
    dispatch=PERIODS,
    public_notice=PERIODS,
    medium=st.none() | st.sampled_from([Medium.NEWSPAPER, Medium.GAZETTE]),
    medium_name=TEXTS,
    hint_newspaper=st.text(),
    remote_clause=st.text(),
)


@given(ORDERS)
def test_what_is_written_is_read_back_the_same(orders: StandingOrders) -> None:
    assert StandingOrders.from_json(json.loads(json.dumps(orders.to_json()))) == orders


def test_nothing_given_is_what_the_law_says() -> None:
    assert StandingOrders.from_json({}) == StandingOrders()
    assert StandingOrders.from_json(dict.fromkeys(StandingOrders().to_json())) == StandingOrders()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ladungsfrist", 7, "Unbekannte Angabe: „ladungsfrist“."),
        ("procedure", 7, "„procedure“: gebraucht wird ein Text."),
        ("electronic_by_consent", "ja", "ja oder nein"),
        ("sittings_a_year", "6", "eine ganze Zahl"),
        ("sittings_a_year", True, "eine ganze Zahl"),
        ("land", "XX", "eines von: HE, NI"),
        ("land", 6, "eines von: HE, NI"),
        ("receipt_until", "25:00", "eine Uhrzeit wie 18:00"),
        ("receipt_until", 18, "eine Uhrzeit wie 18:00"),
        ("extension", "2 von 3", "ein Bruch wie 2/3"),
        ("extension", "2/0", "ein Bruch wie 2/3"),
        ("extension", 0.67, "ein Bruch wie 2/3"),
        ("council_notice", 7, "eine Frist aus Tagen und Zählweise"),
        ("council_notice", {"days": "7"}, "eine Frist aus Tagen und Zählweise"),
        ("council_notice", {"count": "calendar"}, "eine Frist aus Tagen und Zählweise"),
        ("council_notice", {"days": 7, "count": "moon"}, "eine Frist aus Tagen und Zählweise"),
        ("council_notice", {"days": 7, "hours": 1}, "eine Frist aus Tagen und Zählweise"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, value: object, words: str) -> None:
    with pytest.raises(OrdersRefused) as refused:
        StandingOrders.from_json({name: value})
    assert len(refused.value.sentences) == 1
    assert words in refused.value.sentences[0]
    assert name in refused.value.sentences[0]


def test_a_period_counts_calendar_days_unless_it_says_otherwise() -> None:
    assert StandingOrders.from_json({"council_notice": {"days": 7}}).council_notice == Period(7)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"council_notice": {"days": 91}}, "zwischen 0 und 90 Tagen"),
        ({"dispatch": {"days": -1}}, "zwischen 0 und 90 Tagen"),
        ({"extension": "0/3"}, "höchstens bei eins"),
        ({"extension": "4/3"}, "höchstens bei eins"),
        ({"sittings_a_year": 0}, "mindestens eins"),
        ({"medium": "newspaper"}, "beim Namen"),
        ({"medium": "internet", "medium_name": "unsere Seite"}, "https://"),
        ({"medium": "internet", "medium_name": "javascript://x/"}, "https://"),
        ({"main_bylaw": " "}, "Fundstelle der Hauptsatzung"),
        ({"procedure": ""}, "Fundstelle der Geschäftsordnung"),
    ],
)
def test_what_makes_no_sense_is_refused_in_german(values: dict[str, object], words: str) -> None:
    with pytest.raises(OrdersRefused) as refused:
        StandingOrders.from_json(values)
    assert [words in sentence for sentence in refused.value.sentences] == [True]


def test_an_address_on_the_internet_is_taken() -> None:
    orders = StandingOrders(medium=Medium.INTERNET, medium_name="https://lindenau.example/bekanntmachungen")
    assert StandingOrders.from_json(orders.to_json()) == orders


def test_the_own_rules_are_as_sure_as_the_body() -> None:
    orders = StandingOrders(main_bylaw="Hauptsatzung, § 6", procedure="Geschäftsordnung, § 8")
    assert [orders.main_bylaw_norm.citation, orders.procedure_norm.citation] == [
        "Hauptsatzung, § 6",
        "Geschäftsordnung, § 8",
    ]
    assert orders.procedure_norm.status.may_block
