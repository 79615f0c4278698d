import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.council.models import Body
from ris.documents.models import Paper, PaperFile
from ris.meetings.models import AgendaItem, Meeting
from ris.oparl.fetching import Fetcher, Patience
from ris.oparl.models import ImportSource
from ris.oparl.remote import Remote, with_filters
from ris.oparl.report import Report
from ris.oparl.towns import NoSuchTown
from tests.oparl.server import Request, Server, serving
from tests.oparl.town import NOW, bring, committee, item, meeting, paper, thing, town

QUICK = Patience(connecting=1.0, reading=1.0, whole=2.0, pause=0.01)
LISTS = {"Organization": "organization", "Paper": "paper", "Meeting": "meeting", "Person": "person"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def page(objects: list[Any], following: str | None = None) -> dict[str, Any]:
    return {"data": objects, "pagination": {}, "links": {"next": following} if following else {}}


def publish(server: Server, objects: list[Any], **lists: str) -> None:
    """A system with one body that lists these objects."""
    server.answers["/system"] = {
        "id": f"{server.home}/system",
        "type": "https://schema.oparl.org/1.1/System",
        "body": f"{server.home}/bodies",
    }
    body = thing("Body", "body/1", name="Stadt Quellbach", ags="06000000", **dict.fromkeys(LISTS.values(), ""))
    for kind, name in LISTS.items():
        body[name] = f"{server.home}/{name}"
        server.answers.setdefault(f"/{name}", page([one for one in objects if one["type"].endswith(f"/{kind}")]))
    server.answers["/bodies"] = page([{**body, **lists}])


def fetched(server: Server, path: str = "/system", **order: Any) -> Report:  # noqa: ANN401
    order.setdefault("body_name", None)
    fetcher = Fetcher(f"{server.home}{path}", patience=QUICK, sleep=lambda _seconds: None)
    now = order.pop("now", NOW)
    return bring(Remote(f"{server.home}{path}", fetcher, order["body_name"]), now=now, **order)


def written(report: Report) -> tuple[int, int]:
    return sum(c.new for c in report.counts.values()), sum(c.changed for c in report.counts.values())


def how_many(session: Session, model: Any) -> int:  # noqa: ANN401 - any table
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def here(session: Session) -> Session:
    """The test's town takes the name the source gives its own."""
    return session


def test_a_system_is_followed_to_its_body_and_its_lists(here: Session, server: Server) -> None:
    publish(server, town())
    report = fetched(server, body_name="Stadt Lindenau")
    assert report.problems == []
    assert how_many(here, Meeting) == how_many(here, Paper) == 1
    assert here.scalars(select(Body)).one().ags == "06000000"
    assert here.scalars(select(Body)).one().name == "Stadt Lindenau"


def test_a_body_is_a_source_too(here: Session, server: Server) -> None:
    publish(server, town())
    server.answers["/body"] = server.answers["/bodies"]["data"][0]
    assert written(fetched(server, "/body", body_name="Stadt Lindenau"))[0] == 10


def test_without_a_name_the_town_is_called_as_the_source_says(here: Session, server: Server) -> None:
    publish(server, town())
    assert fetched(server).body == "Stadt Quellbach"
    assert fetched(server).body == "Stadt Quellbach"
    assert [body.name for body in here.scalars(select(Body).order_by(Body.id))] == ["Stadt Lindenau", "Stadt Quellbach"]


def test_of_several_towns_one_has_to_be_named(here: Session, server: Server) -> None:
    publish(server, town())
    bodies = server.answers["/bodies"]["data"]
    bodies.append({**bodies[0], "id": f"{server.home}/body/2", "name": "Stadt Nebenan"})
    with pytest.raises(NoSuchTown, match="„Stadt Quellbach“, „Stadt Nebenan“"):
        fetched(server)
    assert fetched(server, body_name="Stadt Quellbach").body == "Stadt Quellbach"


def test_pages_are_followed_to_the_last_one(here: Session, server: Server) -> None:
    server.answers["/paper"] = page([paper(1)], f"{server.home}/paper2")
    server.answers["/paper2"] = page([paper(2)], "/paper3")
    server.answers["/paper3"] = page([paper(3)])
    publish(server, town())
    assert fetched(server, body_name="Stadt Lindenau").problems == []
    assert how_many(here, Paper) == 3


def test_a_later_run_asks_for_what_changed_since_the_last_one(here: Session, server: Server) -> None:
    publish(server, town())
    fetched(server, body_name="Stadt Lindenau")
    server.asked.clear()

    def changed(request: Request) -> None:
        since = datetime.fromisoformat(request.parameters["modified_since"])
        assert since <= NOW
        server.answers["/seen"] = since
        gone = thing("Paper", "paper/1", deleted=True)
        request.give(json.dumps(page([gone])).encode())

    server.answers["/paper"] = changed
    report = fetched(server, body_name="Stadt Lindenau", now=NOW + timedelta(days=1))
    assert report.problems == []
    assert report.counts["paper"].deleted == 1
    assert NOW - server.answers["/seen"] < timedelta(hours=1)
    assert all("modified_since" in path for path in server.asked if path.startswith(("/paper", "/meeting")))


def test_the_filter_is_kept_where_a_next_page_lost_it() -> None:
    window = {"modified_since": "2026-01-01T00:00:00+01:00"}
    first = with_filters("https://a.example/papers?page=2", window)
    assert first == "https://a.example/papers?page=2&modified_since=2026-01-01T00%3A00%3A00%2B01%3A00"
    assert with_filters(first, window) == first


def test_an_empty_window_answered_with_404_means_nothing_new(here: Session, server: Server) -> None:
    publish(server, town())
    fetched(server, body_name="Stadt Lindenau")
    del server.answers["/paper"]
    publish_again = dict(server.answers)
    server.answers.clear()
    server.answers.update({path: answer for path, answer in publish_again.items() if path != "/paper"})
    report = fetched(server, body_name="Stadt Lindenau")
    assert report.problems == []
    assert written(report) == (0, 0)


def test_a_run_that_could_not_read_everything_asks_again_from_the_start(here: Session, server: Server) -> None:
    publish(server, town())
    papers = server.answers["/paper"]
    server.answers["/paper"] = lambda request: request.give(b"{}", 500)
    report = fetched(server, body_name="Stadt Lindenau")
    assert [problem.message for problem in report.problems] == ["Antwort 500"]
    assert how_many(here, Meeting) == 1
    assert here.scalars(select(ImportSource)).one().last_started is None
    server.answers["/paper"] = papers
    fetched(server, body_name="Stadt Lindenau")
    assert how_many(here, Paper) == 1
    assert here.scalars(select(ImportSource)).one().last_started == NOW.astimezone(UTC)


def test_lists_left_out_by_omit_internal_are_not_emptied(here: Session, server: Server) -> None:
    publish(server, town())
    fetched(server, body_name="Stadt Lindenau")
    lean_meeting, lean_paper = meeting([]), paper(1)
    del lean_meeting["agendaItem"], lean_paper["auxiliaryFile"]
    lists = {
        "meeting": f"{server.home}/lean_meeting?omit_internal=true",
        "paper": f"{server.home}/lean_paper?omit_internal=true",
    }
    server.answers["/lean_meeting"], server.answers["/lean_paper"] = page([lean_meeting]), page([lean_paper])
    publish(server, town(), **lists)
    report = fetched(server, body_name="Stadt Lindenau")
    assert report.problems == []
    assert how_many(here, PaperFile) == 2
    assert {row.meeting_id for row in here.scalars(select(AgendaItem))} == {here.scalars(select(Meeting.id)).one()}


def test_without_omit_internal_a_list_that_is_gone_is_empty(here: Session, server: Server) -> None:
    publish(server, town())
    fetched(server, body_name="Stadt Lindenau")
    lean = paper(1)
    del lean["auxiliaryFile"]
    server.answers["/paper"] = page([lean])
    fetched(server, body_name="Stadt Lindenau")
    assert how_many(here, PaperFile) == 1


def test_every_misbehaviour_is_named_and_the_rest_is_imported(here: Session, server: Server) -> None:
    give: dict[str, Any] = {
        "html": lambda request: request.give(b"<html>Wartung</html>", Content_Type="text/html"),
        "latin": lambda request: request.give('{"data": ["Müll"]}'.encode("latin-1")),
        "broken": lambda request: request.give(b'{"data": ['),
        "deep": lambda request: request.give(b"[" * 100_000),
        "circle": page([], f"{server.home}/circle"),
        "elsewhere": page([paper(4)], "http://localhost:1/paper"),
        "scheme": page([paper(5)], "file:///etc/passwd"),
        "words": {"data": "viele"},
    }
    server.answers.update({f"/{name}": answer for name, answer in give.items()})
    names = [
        "person",
        "membership",
        "file",
        "agendaItem",
        "consultation",
        "legislativeTermList",
        "locationList",
        "files",
    ]
    publish(server, town(), **{name: f"{server.home}/{path}" for name, path in zip(names, give, strict=True)})
    report = fetched(server, body_name="Stadt Lindenau")
    told = {problem.place.removeprefix(server.home): problem.message for problem in report.problems}
    assert told["/html"] == "HTML statt JSON"
    assert "kein UTF-8" in told["/latin"]
    assert "kein gültiges JSON" in told["/broken"]
    assert told["/deep"] == "zu tief geschachtelt"
    assert "im Kreis" in told["/circle"]
    assert "anderen Rechner (localhost)" in told["http://localhost:1/paper"]
    assert told["file:///etc/passwd"] == "nur http und https sind erlaubt"
    assert "unbekannter Typ" in told["/words"]
    assert how_many(here, Paper) == 3
    assert how_many(here, Meeting) == 1


def test_a_list_whose_pages_bring_nothing_new_is_left(here: Session, server: Server) -> None:
    def again(request: Request) -> None:
        number = int(request.parameters.get("page", "1"))
        request.give(json.dumps(page([paper(1)], f"{server.home}/paper?page={number + 1}")).encode())

    server.answers["/paper"] = again
    publish(server, town())
    report = fetched(server, body_name="Stadt Lindenau")
    assert "ohne Neues" in report.problems[0].message
    assert len(server.asked) < 20


def test_a_limit_stops_turning_pages(here: Session, server: Server) -> None:
    server.answers["/paper"] = page([paper(1), paper(2)], f"{server.home}/paper2")
    publish(server, [committee(), meeting([item(1)])])
    fetched(server, body_name="Stadt Lindenau", limit=1)
    assert how_many(here, Paper) == 1
    assert "/paper2" not in server.asked


def test_a_source_that_is_not_there_is_named(here: Session, server: Server) -> None:
    report = fetched(server, "/nichts", body_name="Stadt Lindenau")
    assert [problem.message for problem in report.problems] == ["Antwort 404"]
    assert how_many(here, Meeting) == 0
