from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ris.oparl.reading import Reading
from ris.oparl.rows import columns_of
from ris.oparl.said import Said
from ris.oparl.staging import Staging
from ris.oparl.vocabulary import KINDS, Kind
from tests.oparl.town import item, meeting, paper, thing, url

PROPERTIES = sorted({name for kind in KINDS for name in (*kind.columns, *kind.relations)})


def read(value: object, **options: bool) -> Reading:
    reading = Reading("quelle.jsonl:3", **options)
    reading.read(value)
    return reading


def said(reading: Reading, table: str) -> list[Said]:
    return [one for one in reading.found if one.table == table]


def test_a_meeting_is_read_with_everything_it_embeds() -> None:
    reading = read(meeting([item(1), item(2)]))
    assert [one.table for one in reading.found] == ["meeting", "location", "file", "agenda_item", "agenda_item"]
    assert reading.problems == []


def test_embedded_objects_learn_who_embeds_them_and_their_place_in_the_agenda() -> None:
    items = said(read(meeting([item(5), item(3)])), "agenda_item")
    assert [one.references["meeting"] for one in items] == [[url("meeting/1")]] * 2
    assert [one.values["position"] for one in items] == [0, 1]
    assert [one.extra["order"] for one in items] == [35, 21]


def test_null_and_empty_text_say_nothing() -> None:
    (place,) = said(read(meeting([])), "location")
    assert place.values == {"description": "Rathaus"}


def test_unknown_properties_and_the_source_s_own_times_are_kept() -> None:
    (one,) = said(read(paper(1, **{"musterris:votes": {"yes": [1, {"tief": "x\x00"}]}})), "paper")
    assert one.extra["musterris:votes"] == {"yes": [1, {"tief": "x"}]}
    assert one.extra["modified"] == "2026-02-05T09:00:00+01:00"


def test_objects_of_oparl_1_0_are_read_too() -> None:
    value = {**paper(1), "type": "https://schema.oparl.org/1.0/Paper"}
    assert said(read(value), "paper")[0].values["reference"] == "V 1/2026"


def test_a_system_is_no_object_of_a_town() -> None:
    assert read({"id": url("system"), "type": "https://schema.oparl.org/1.1/System"}).found == []


def problem_of(value: object) -> str:
    reading = read(value)
    assert len(reading.problems) == 1, reading.problems
    assert reading.problems[0].place == "quelle.jsonl:3"
    return reading.problems[0].message


def test_what_is_no_object_of_oparl_is_named() -> None:
    without_id = paper(1)
    del without_id["id"]
    cases: list[tuple[Any, str]] = [
        ([1], "Objekt erwartet, nicht Liste"),
        ("Text", "Objekt erwartet, nicht Text"),
        ({"id": "x"}, "unbekannter Typ"),
        ({"id": "x", "type": ["Paper"]}, "unbekannter Typ"),
        (without_id, "Paper ohne brauchbare id"),
        ({**paper(1), "id": 7}, "Paper ohne brauchbare id"),
        ({**paper(1), "id": "x" * 5000}, "Paper ohne brauchbare id"),
    ]
    for value, message in cases:
        assert message in problem_of(value)
        assert read(value).found == []


def test_a_wrong_value_is_named_and_left_out_and_the_rest_is_read() -> None:
    assert "paper/1 date: „gestern“ ist kein Datum" in problem_of(paper(1, date="gestern"))
    (one,) = said(read(paper(1, date="gestern")), "paper")
    assert "date" not in one.values
    assert one.values["name"] == "Vorlage Nummer 1"


def test_wrong_relations_are_named() -> None:
    assert "Objekt oder Adresse erwartet, nicht Zahl" in problem_of(paper(1, mainFile=7))
    assert "ein Wert erwartet, nicht 2" in problem_of(paper(1, mainFile=[url("file/1"), url("file/2")]))
    assert "File ohne brauchbare id" in problem_of(paper(1, mainFile={"name": "ohne"}))
    assert "vom Typ" in problem_of(paper(1, mainFile=thing("Paper", "paper/7")))


def test_a_relation_may_be_an_address_where_an_object_is_expected() -> None:
    assert said(read(paper(1, mainFile=url("file/8"))), "paper")[0].references["mainFile"] == [url("file/8")]


def test_a_place_without_an_id_gets_one() -> None:
    (place,) = said(read(meeting([], location={"description": "Saal"})), "location")
    assert place.url == url("meeting/1#location")


def test_what_is_nested_too_deeply_is_named_and_left_out() -> None:
    deep: Any = "unten"
    for _ in range(200):
        deep = [deep]
    assert "zu tief geschachtelt" in problem_of(paper(1, tief=deep))


def test_an_endless_unknown_text_is_named_and_left_out() -> None:
    assert "zu lang" in problem_of(paper(1, fremd="x" * 10_000_000))


def test_a_deleted_object_says_nothing_else() -> None:
    (one,) = read({**paper(1), "deleted": True}).found
    assert one.deleted
    assert one.values == {}


def test_an_embedded_object_that_is_deleted_is_not_listed() -> None:
    gone = {**item(2), "deleted": True}
    (one,) = said(read(meeting([item(1), gone])), "meeting")
    assert one.references["agendaItem"] == [url("item/1")]


def test_lists_left_out_by_omit_internal_are_silent() -> None:
    (one,) = said(read(thing("Meeting", "meeting/1"), omits_internal=True), "meeting")
    assert one.silent == {"auxiliaryFile", "agendaItem"}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2026-13-01", url("x")]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*PROPERTIES, "x_fremd"]), inner, max_size=3)
    ),
    max_leaves=4,
)


@settings(max_examples=60)
@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from([*PROPERTIES, "x_fremd"]), JSON, max_size=6))
def test_whatever_a_source_writes_is_read_or_named(kind: Kind, properties: dict[str, Any]) -> None:
    reading = Reading("quelle.jsonl:1")
    reading.read({**thing(kind.oparl, "ding/1"), **properties})
    assert reading.found or reading.problems
    with TemporaryDirectory() as folder, Staging(Path(folder)) as staging:
        for one in reading.found:
            staging.add(one)
            staging.add(one)
        staging.finish_collecting()
        for batch in staging.batches(kind.table, 10):
            for found in batch:
                assert len(found.digest) == 64
                columns_of(found)
