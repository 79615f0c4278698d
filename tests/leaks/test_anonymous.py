"""What is closed is not there: for an anonymous reader, under every address, in every format."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from pypdfium2 import PdfDocument
from sqlalchemy import select
from werkzeug.test import TestResponse

from ris.db import db
from ris.meetings.models import AgendaItem
from ris.scope.current import working_for
from tests.conftest import RealClient
from tests.leaks.closed import Closed, addresses_for, keys_for, routes, squeezed
from tests.leaks.conftest import SOURCE, Town, run

LINK = re.compile(
    r'(?:href|src|action)="([^"#]+)|<loc>([^<]+)</loc>|<link>([^<]+)</link>|^URL[^:]*:(\S+)', re.MULTILINE
)
FORMS = {"/folgen"}
"""Where forms are sent to; asked for without what one follows there is nothing."""
NOTHING_THERE = {404, 405, 410}


@pytest.fixture
def visitor(town: Town) -> FlaskClient:
    town.app.test_client_class = RealClient  # the open context of the town must not lend requests its old view
    return town.app.test_client()


def readable_text(answer: TestResponse) -> str:
    """What an answer says; a PDF's words are read like its reader would."""
    if answer.mimetype == "application/pdf":
        return squeezed(pdf_text(answer.data))
    # A line of a calendar is folded with a blank, which would hide a word from us.
    unfolded = answer.get_data().replace(b"\r\n ", b"")
    return squeezed(re.sub(r"<[^>]+>", "", unfolded.decode("utf-8", "replace")))


def pdf_text(content: bytes) -> str:
    document = PdfDocument(content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    return " ".join([*pages, *titles, *document.get_metadata_dict().values()])


def assert_says_nothing_of(closed: list[Closed], answer: TestResponse) -> None:
    text = readable_text(answer)
    said = {(thing.kind, thing.id, word) for thing in closed for word in thing.words if word in text}
    assert not said, f"{answer.request.path} says {said}"


def test_there_is_something_closed_to_look_for(town: Town) -> None:
    kinds = {thing.kind for thing in town.closed if thing.words}
    assert {"AgendaItem", "File"} <= kinds


def test_no_address_of_a_closed_thing_answers(town: Town, visitor: FlaskClient) -> None:
    """Every route with every closed thing it could be asked for: nothing there, or a public thing with the same id."""
    asked = 0
    for rule in routes(town.app):
        for address in addresses_for(town.app, rule, keys_for(rule, town.closed)):
            assert_says_nothing_of(town.closed, visitor.get(address))
            asked += 1
    assert asked > 10 * len(town.closed)


def test_a_closed_thing_answers_like_one_that_does_not_exist(town: Town, visitor: FlaskClient) -> None:
    places = {"Meeting": "/sitzung/{}", "AgendaItem": "/top/{}", "File": "/datei/{}", "Organization": "/gremium/{}"}
    for thing in town.closed:
        if thing.withdrawn:
            continue
        if thing.kind in places:
            paths = [places[thing.kind].format(number) for number in (thing.id, 10**9)]
            there, nowhere = (visitor.get(path) for path in paths)
            assert there.status_code == nowhere.status_code == 404
            assert there.text.replace(paths[0], "") == nowhere.text.replace(paths[1], "")
        if thing.kind == "Paper":
            assert visitor.get(f"/vorlage/{thing.slug}").status_code == 404
            assert visitor.get(f"/vorlage/{thing.id}").status_code == 404


def test_a_withdrawn_thing_says_when_and_why_and_nothing_else(town: Town, visitor: FlaskClient) -> None:
    for thing in town.closed:
        if thing.withdrawn and thing.slug:
            answer = visitor.get(f"/vorlage/{thing.slug}")
            assert answer.status_code == 410
            assert "zurückgezogen" in answer.text
            assert_says_nothing_of([thing], answer)


def test_nothing_reachable_from_the_start_page_or_the_sitemap_speaks_of_it(town: Town, visitor: FlaskClient) -> None:
    """Follow every link there is, formats and feeds included."""
    seen: set[str] = set()
    nowhere: list[str] = []
    waiting = ["/", "/sitemap.xml", "/robots.txt", "/sitzungen.ics", "/sitzungen.atom"]
    while waiting and len(seen) < 6000:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = visitor.get(address)
        busy = answer.status_code == 503 and "Retry-After" in answer.headers  # too many PDFs ordered at once
        assert answer.status_code < 500 or busy, address
        if answer.status_code == 404:
            nowhere.append(address)
        assert_says_nothing_of(town.closed, answer)
        if any(kind in (answer.mimetype or "") for kind in ("html", "xml", "calendar")):
            waiting += links_on(address, answer.text)
    assert len(seen) > 20
    assert set(nowhere) <= FORMS


def links_on(address: str, text: str) -> Iterator[str]:
    for groups in LINK.findall(text):
        parts = urlsplit(urljoin(f"http://localhost{address}", "".join(groups).replace("&amp;", "&")))
        own = parts.hostname in {"localhost", "127.0.0.1"}
        if own and not parts.path.startswith("/static/"):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_the_pdfs_of_a_meeting_with_a_closed_part_say_nothing_of_it(town: Town, visitor: FlaskClient) -> None:
    with town.app.app_context(), working_for(town.body_id):
        closed_items = [thing.id for thing in town.closed if thing.kind == "AgendaItem"]
        of_items = select(AgendaItem.meeting_id).where(AgendaItem.id.in_(closed_items))
        meetings = {m for m in db.session.scalars(of_items) if m is not None}
        db.session.remove()
    run(town.app, ["jobs", "drain"])  # what other tests ordered; else the line may be too long for one more
    checked = 0
    for meeting in sorted(meetings):
        addresses = [f"/sitzung/{meeting}/{name}.pdf" for name in ("mappe", "tagesordnung")]
        ordered = [visitor.get(address) for address in addresses]
        if {answer.status_code for answer in ordered} == {404}:
            continue  # the whole meeting is closed
        run(town.app, ["jobs", "drain"])
        for address, before in zip(addresses, ordered, strict=True):
            assert_says_nothing_of(town.closed, before)
            drawn = visitor.get(address)
            assert (drawn.status_code, drawn.mimetype) == (200, "application/pdf"), address
            assert_says_nothing_of(town.closed, drawn)
            checked += 1
    assert checked >= 2


def test_the_search_finds_nothing_closed(town: Town, visitor: FlaskClient) -> None:
    words = {word for thing in town.closed for phrase in thing.words for word in re.findall(r"\w{6,}", phrase)}
    for word in sorted(words)[:: max(1, len(words) // 300)]:
        answer = visitor.get(f"/suche?q={quote(word)}")
        assert answer.status_code == 200
        own = squeezed(answer.text).replace(squeezed(word), "")
        for thing in town.closed:
            assert not [said for said in thing.words if said != squeezed(word) and said in own], word


def test_a_foreign_address_of_a_closed_thing_leads_nowhere(town: Town, visitor: FlaskClient) -> None:
    for key in ("2", "3"):
        ours = visitor.get(f"/oparl/agendaitem/{key}")  # another thing, where there is one of this id
        assert_says_nothing_of(town.closed, ours)
        assert visitor.get(f"/oparl?id={SOURCE}/agendaitem/{key}").status_code == 404
    assert visitor.get("/oparl/file/kaufvertrag").status_code == 404


def test_no_post_by_a_stranger_changes_or_shows_anything(town: Town, visitor: FlaskClient) -> None:
    for rule in town.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            for address in addresses_for(town.app, rule, [1, 2, 3]):
                answer = visitor.post(address)
                assert answer.status_code in {204, 302, 400, 403, *NOTHING_THERE, 422, 429}
                assert_says_nothing_of(town.closed, answer)
