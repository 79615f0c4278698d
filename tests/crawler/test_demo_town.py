"""The demo town as a stranger reads it: no fault, nothing closed, and closed is answered as if it were not there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tests.crawler.client import Answer, InProcess
from tests.crawler.crawl import Crawl
from tests.crawler.filters import check_error, check_filters, check_unchanged, check_wrong_filters
from tests.crawler.types import TYPES
from tests.crawler.visit import visit
from tests.demo_town import DemoTown
from tests.leaks.closed import closed_things, squeezed

WORDS = {
    "Paper": "paper",
    "Meeting": "meeting",
    "AgendaItem": "agendaitem",
    "File": "file",
    "Consultation": "consultation",
}
UNKNOWN = 999_999_999


def test_a_stranger_finds_no_fault_and_nothing_closed(demo_town: DemoTown) -> None:
    heard: set[str] = set()

    def listen(answer: Answer) -> None:
        if answer.content:
            heard.update(texts_in(answer.json()))

    system = f"{demo_town.app.config['RIS'].public_url}/oparl/system"
    crawl = visit(InProcess(demo_town.app), system, listen=listen)
    for url, (expected, ids) in list(crawl.lists.items()):
        if url.startswith(crawl.bodies[0]["id"] + "/"):
            check_filters(crawl, url, expected)
            for address in (url, *islice(ids, 1)):
                check_unchanged(crawl, address)
    check_wrong_questions(crawl, system)
    assert not crawl.faults, str(crawl.faults)
    assert {seen.type for seen in crawl.objects.values()} == TYPES.keys() - {"System"}

    with demo_town.at_work() as session:
        closed = closed_things(session)
    assert {thing.kind for thing in closed} >= {"AgendaItem", "Paper", "File"}
    said = squeezed("\n".join(heard))
    assert "stadtverordnetenversammlung" in said
    for thing in closed:
        assert not [word for word in thing.words if word in said], f"{thing.kind} {thing.id}"


def texts_in(said: object) -> Iterator[str]:
    """Every text of an answer, names of properties included; each is searched once, however often it was told."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        yield from said
        said = list(said.values())
    if isinstance(said, list):
        for inner in said:
            yield from texts_in(inner)


def check_wrong_questions(crawl: Crawl, system: str) -> None:
    """What does not exist, and what cannot be asked."""
    home = system.removesuffix("/system")
    for path in (
        "nothing",
        "body/99999",
        "body/1/paper/",
        "paper/x",
        f"paper/{UNKNOWN}",
        "body/1/nothing",
        "paper/" + "9" * 40,
    ):
        check_error(crawl, f"{home}/{path}", 404)
    for name in ("paper", "file"):
        check_wrong_filters(crawl, f"{home}/body/1/{name}")
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        check_error(crawl, system, 405, method)
    beyond = crawl.object_at(f"{home}/body/1/paper?after={UNKNOWN}")
    if beyond is None or beyond["data"] or "next" in beyond["links"]:
        crawl.faults.say(home, "a page beyond the end is no empty page", beyond)


def test_a_closed_thing_answers_exactly_as_an_unknown_one(demo_town: DemoTown) -> None:
    ask = InProcess(demo_town.app)
    home = f"{demo_town.app.config['RIS'].public_url}/oparl"
    with demo_town.at_work() as session:
        closed = [thing for thing in closed_things(session) if thing.kind in WORDS]
    never = [thing for thing in closed if not thing.withdrawn]
    withdrawn = [thing for thing in closed if thing.withdrawn]
    assert never
    assert withdrawn
    unknown = {word: ask("GET", f"{home}/{word}/{UNKNOWN}") for word in WORDS.values()}
    for thing in never:
        answer = ask("GET", f"{home}/{WORDS[thing.kind]}/{thing.id}")
        assert (answer.status, answer.content) == (404, unknown[WORDS[thing.kind]].content), thing
        assert answer.headers == unknown[WORDS[thing.kind]].headers
    told = set()
    for thing in withdrawn:
        answer = ask("GET", f"{home}/{WORDS[thing.kind]}/{thing.id}")
        if answer.status == 200:
            told.add(thing.kind)
            assert answer.json()["deleted"] is True
        else:  # it was never public before it was withdrawn
            assert answer.content == unknown[WORDS[thing.kind]].content
    assert told
