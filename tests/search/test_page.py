"""The search page: one list over everything a reader may see, working without script."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from ris.council.models import Body
from ris.db import db, transaction
from ris.documents.models import FileRole, Paper
from ris.scope.readers import audience_for
from ris.web.kept_pages import KeptPages
from tests.factories import council, documents, meetings

Page = Callable[[str], str]
MOST_STATEMENTS = 16


@pytest.fixture
def town(body: Body) -> None:
    committee = council.organization(name="Bauausschuss")
    meeting = meetings.meeting(name="Bauausschuss", start=datetime(2026, 3, 5, 18, tzinfo=UTC))
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
    paper = documents.paper(name="Ausbau der Radwege am Nordring", reference="2026/0412", date=date(2026, 2, 1))
    plan = documents.file(name="Lageplan Nordring", text="Legende\fDer Radweg ist blau & <rot>.", sha512_checksum="ab")
    documents.paper_file(paper_id=paper.id, file_id=plan.id, role=FileRole.AUXILIARY)
    meetings.agenda_item(meeting_id=meeting.id, number="Ö 4", name="Radweg Nordring: Beschluss")
    meetings.consultation(paper_id=paper.id, meeting_id=meeting.id)
    documents.paper(name="Radweg am Südring", date=date(2019, 2, 1))
    documents.paper(name="Geheimer Radweg", readers={"council"})


def headings(html: str) -> list[str]:
    return [
        re.sub("<[^>]+>", "", title) for title in re.findall(r'<h3 class="ris-hit__title">(.*?)</h3>', html, re.DOTALL)
    ]


def counted(html: str) -> str:
    found = re.search(r'<h2 id="treffer">(.*?)</h2>', html, re.DOTALL)
    return found[1].strip() if found else ""


def test_hits_say_what_they_are_and_where(town: None, page: Page) -> None:
    html = page("q=Nordring")
    assert counted(html) == "3 Treffer für „Nordring“"
    assert set(headings(html)) == {"Ausbau der Radwege am Nordring", "Lageplan Nordring", "Radweg Nordring: Beschluss"}
    assert "Nr. 2026/0412" in html
    assert "TOP Ö 4" in html
    assert "05.03.2026" in html
    assert "<mark>Nordring</mark>" in html


def test_a_hit_in_a_file_leads_to_its_page_and_its_text_is_never_html(town: None, page: Page) -> None:
    html = page("q=blau")
    assert re.search(r'href="/datei/\d+#page=2"', html)
    assert "Seite 2" in html
    assert "blau</mark> &amp; &lt;rot&gt;" in html


def test_a_hit_in_a_papers_main_file_leads_to_the_paper_and_to_the_page(town: None, page: Page) -> None:
    paper = documents.paper(name="Neubau Kita", summary="Eine Kita wird gebaut.", reference="2026/0500")
    main = documents.file(text="Deckblatt\fInhalt\fDie Baugrube an der Kita ist ausgehoben.", sha512_checksum="cd")
    documents.paper_file(paper_id=paper.id, file_id=main.id, role=FileRole.MAIN)
    html = page("q=Baugrube+Kita")
    assert re.search(rf'<h3 class="ris-hit__title"><a href="/vorlage/{paper.slug}">', html)
    assert re.search(rf'<a href="/datei/{main.id}#page=3">Seite 3<', html)
    assert "<mark>Baugrube</mark>" in html
    summary = page("q=gebaut")
    assert "<mark>gebaut</mark>" in summary
    assert f"/datei/{main.id}#page" not in summary


def test_a_page_is_named_only_where_the_words_are(town: None, page: Page) -> None:
    html = page("q=Lageplan")
    assert headings(html) == ["Lageplan Nordring"]
    assert (
        "Seite"
        not in re.sub("(?s)<head>.*</head>|<title>.*?</title>", "", html)
        .partition('id="treffer"')[2]
        .partition("</ol>")[0]
    )


def test_closed_papers_leave_no_trace(town: None, page: Page) -> None:
    html = page("q=Radweg")
    assert counted(html) == "4 Treffer für „Radweg“"
    assert "Geheim" not in html
    nothing = page("q=Geheimerr")
    assert "Geheimer" not in nothing.replace("Geheimerr", "")


def test_a_stale_index_hides_and_never_leaks(town: None, page: Page, client: FlaskClient) -> None:
    page("q=Radweg")
    with transaction() as session:
        for paper in session.query(Paper).where(Paper.name.like("%Südring")):
            paper.audience = audience_for(session, [])
    html = client.get("/suche?q=Südring").text  # nothing has been indexed since
    assert headings(html) == []
    assert "Radweg am Südring" not in html


def test_facets_are_boxes_of_one_form(town: None, page: Page) -> None:
    html = page("q=Radweg")
    boxes = re.findall(
        r'<input class="ris-facet__box" type="checkbox" form="suche" [^>]*name="(\w+)" value="([^"]+)"', html
    )
    assert {name for name, _ in boxes} == {"art", "gremium", "jahr"}
    assert ("jahr", "2019") in boxes
    assert "Filter anwenden" in html
    assert "Bauausschuss" in html


def test_a_chosen_filter_narrows_and_can_be_removed(town: None, page: Page) -> None:
    html = page("q=Radweg&jahr=2019&art=vorlage")
    assert headings(html) == ["Radweg am Südring"]
    assert "Filter (2 aktiv)" in html
    assert 'href="/suche?q=Radweg&amp;jahr=2019"' in html
    assert 'href="/suche?q=Radweg&amp;art=vorlage"' in html
    assert 'href="/suche?q=Radweg"' in html
    assert html.count(" checked>") == 2


def test_results_can_be_chosen_and_taken_back_without_script(town: None, page: Page) -> None:
    meeting = meetings.meeting(name="Bauausschuss")
    for number, result in enumerate(("Einstimmig  angenommen", "Abgelehnt\nmit 5 gegen 4 Stimmen", None)):
        meetings.agenda_item(meeting_id=meeting.id, name=f"Seilbahn {number}", result=result)
    html = page("q=Seilbahn")
    assert re.findall(r'id="(ergebnis-[^"]+)" name="ergebnis" value="([^"]+)"', html) == [
        ("ergebnis-Abgelehnt", "Abgelehnt"),
        ("ergebnis-Einstimmig_angenommen", "Einstimmig angenommen"),
    ]
    html = page("q=Seilbahn&ergebnis=Einstimmig+angenommen")
    assert headings(html) == ["Seilbahn 0"]
    assert "Filter (1 aktiv)" in html
    assert re.search(r'href="/suche\?q=Seilbahn"><span class="kern-sr-only">Filter entfernen: </span>Einstimmig', html)


def test_newest_first(town: None, page: Page) -> None:
    assert headings(page("q=Radweg&sortierung=neueste"))[-1] == "Radweg am Südring"


def test_a_misspelt_word_is_answered_with_a_suggestion_as_it_is_written(town: None, page: Page) -> None:
    html = page("q=Südrinng")
    assert "Keine Treffer für „Südrinng“" in html
    assert re.search(r"Meinten Sie <a href=\"/suche\?q=S%C3%BCdring\"><strong>Südring</strong>", html)


@pytest.mark.parametrize("typed", ["20260412", "2026+412", "412/2026"])
def test_a_number_written_otherwise_is_answered_with_the_paper(town: None, page: Page, typed: str) -> None:
    html = page(f"q={typed}")
    assert re.search(r"Meinten Sie <a [^>]*><strong>2026/0?412</strong>", html) or headings(html)[0].startswith(
        "Ausbau"
    )


def test_without_hits_the_page_says_what_to_do(town: None, page: Page) -> None:
    html = page("q=Straßenbahn&jahr=2019")
    assert "Filter löschen" in html
    assert "in allen Jahren suchen" in html
    assert "2026-0412" in html


def test_words_that_find_nothing_together_are_offered_one_by_one(town: None, page: Page) -> None:
    html = page("q=Legende+Südring")
    assert "Keine Treffer" in html
    assert re.search(r'href="/suche\?q=Legende">Legende', html)
    assert re.search(r'href="/suche\?q=S%C3%BCdring">Südring', html)


def test_without_a_question_the_page_explains_itself(town: None, page: Page) -> None:
    html = page("")
    assert "So finden Sie etwas" in html
    assert "<title>Suche –" in html


def test_before_the_first_index_the_page_says_so(client: FlaskClient, app: Flask, index_of_town: None) -> None:
    answer = client.get("/suche?q=Radweg")
    assert answer.status_code == 200
    assert "Die Suche wird gerade eingerichtet" in answer.text


def test_the_list_goes_on_by_key(body: Body, page: Page) -> None:
    for number in range(25):
        documents.paper(name=f"Baumpflege {number}", date=date(2026, 1, 1 + number))
    address, seen = "q=Baumpflege&sortierung=neueste", list[str]()
    while address:
        html = page(address)
        seen += headings(html)
        following = re.search(r'href="/suche\?([^"]*nach=[^"]*)"[^>]*rel="next"', html)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"Baumpflege {number}" for number in reversed(range(25))]


@pytest.mark.parametrize(
    "query",
    [
        "nach=x",
        "nach=nan_1_paper:1",
        "nach=1_1_1_1",
        "jahr=99999999999",
        "jahr=x&art=x&gremium=-1",
        "q=" + "a" * 5000,
        "q=*",
        "sortierung=x",
        "ergebnis=" + "x" * 500,
        "ergebnis=&ergebnis=<b>%0A",
    ],
)
def test_nonsense_in_the_address_is_left_out(town: None, page: Page, query: str) -> None:
    assert "<h1>Suche</h1>" in page(query)


@pytest.mark.parametrize("query", ["q=Radweg", "q=Nordring&art=unterlage", "q=Südrinng", "q=", "jahr=2026"])
def test_a_page_needs_a_bounded_number_of_statements(
    app: Flask, town: None, page: Page, client: FlaskClient, query: str
) -> None:
    page(query)
    app.extensions["kept_pages"] = KeptPages(0)
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    client.get(f"/suche?{query}")
    assert 0 < len(statements) <= MOST_STATEMENTS, statements


def test_an_unchanged_page_costs_no_search(town: None, page: Page, client: FlaskClient) -> None:
    page("q=Radweg")
    first = client.get("/suche?q=Radweg")
    again = client.get("/suche?q=Radweg", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    documents.paper(name="Noch ein Radweg")
    page("q=Radweg")
    changed = client.get("/suche?q=Radweg", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_what_the_worker_indexed_makes_pages_new(town: None, client: FlaskClient, work: Callable[[], int]) -> None:
    work()
    documents.paper(name="Seilbahn")
    before = client.get("/suche?q=Seilbahn")
    work()
    after = client.get("/suche?q=Seilbahn", headers={"If-None-Match": before.headers["ETag"]})
    assert headings(after.text) == ["Seilbahn"]


def test_commands_rebuild_and_tell(town: None, app: Flask, page: Page) -> None:
    page("q=Radweg")
    run = app.test_cli_runner().invoke
    rebuilt = run(args=["search", "rebuild"])
    assert rebuilt.exit_code == 0, rebuilt.output
    assert "Einträge in" in rebuilt.output
    assert "Wartend:      0" in run(args=["search", "status"]).output
    assert counted(page("q=Radweg")) == "4 Treffer für „Radweg“"
