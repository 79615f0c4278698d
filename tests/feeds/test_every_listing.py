"""Every page everybody may open either has feeds, which its head and its readers are told of, or a reason for having none."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter

from ris.feeds.listing import Form, with_ending
from ris.web.doors import door_of
from tests.factories import council, documents, meetings

TYPES = {
    Form.ICS: "text/calendar",
    Form.ATOM: "application/atom+xml",
    Form.JSON: "application/json",
    Form.CSV: "text/csv",
}
NEWS = {Form.ATOM, Form.JSON, Form.CSV}
WITH_FEEDS = {
    "/sitzungen": {*Form},
    "/sitzung/<int:meeting_id>": {*Form},
    "/vorlagen": NEWS,
    "/vorlage/<key>": {*Form},
    "/gremien": NEWS,
    "/gremium/<int:organization_id>": {*Form},
    "/personen": NEWS,
    "/person/<int:person_id>": NEWS,
    "/suche": {*Form},
    "/protokoll": NEWS,
    "/datei/<int:file_id>/fassungen": NEWS,
}
ONE_THING = "one thing, or two compared: its news are in the feed of what it belongs to"
A_FILE = "a file: it is the data"
FOR_PROGRAMS = "made for programs as it is"
A_FORM = "a form, or the page behind a link of a letter"
OWN = "of somebody with an account, or behind a secret address"
SAID_ONCE = "words of the town; nothing is listed"
MOVED = "leads to a page that has them"
WITHOUT = {
    "/": "shows the beginnings of two lists, whose feeds its head names",
    "/videos": "there is no table of recordings yet, so nothing is listed; with the first one it gets its feeds",
    "/sitzung/<int:meeting_id>/video": ONE_THING,
    "/sitzung/<int:meeting_id>/stand/<int:number>": ONE_THING,
    "/top/<int:item_id>": ONE_THING,
    "/vorlage/<key>/fassung/<int:number>": ONE_THING,
    "/vorlage/<key>/vergleich": ONE_THING,
    "/datei/<int:file_id>/aenderungen": ONE_THING,
    "/offene-daten": SAID_ONCE,
    "/oparl": MOVED,
    "/sitzung/": MOVED,
    "/sitzungen.rss": MOVED,
    "/anmelden": A_FORM,
    "/anmelden/code": A_FORM,
    "/passwort-vergessen": A_FORM,
    "/konto/passwort/<token>": A_FORM,
    "/einladung/<word>": A_FORM,
    "/rueckmeldung/<word>": A_FORM,
    "/robots.txt": FOR_PROGRAMS,
    "/sitemap.xml": FOR_PROGRAMS,
    "/offene-daten/katalog.jsonld": FOR_PROGRAMS,
    "/protokoll.jsonl": FOR_PROGRAMS,
    "/protokoll/verify_log.py": A_FILE,
    "/sitzung/<int:meeting_id>/unterlagen.zip": A_FILE,
    "/sitzung/<int:meeting_id>/termin.ics": FOR_PROGRAMS,
    "/vorlage/<key>/pdf": A_FILE,
}
"""Rule of the address → why it has no feeds."""
WITHOUT_BELOW = {
    r"/<any\('so-laeuft": SAID_ONCE,
    r"/folgen\b": A_FORM,
    r"/mappe/": OWN,
    r"/mein/kalender/": OWN,
    r"/oparl/": FOR_PROGRAMS,
    r"/sitemap-": FOR_PROGRAMS,
    r"/datei/<int:file_id>(/download|/fassung/.*|/seitenbild/.*)?$": A_FILE,
    r"/sitzung/<int:meeting_id>/[a-z0-9-]+\.pdf$": A_FILE,
    r"/(farbe|wappen)-": A_FILE,
}
"""The same for everything whose rule begins so."""


@pytest.fixture
def examples(client: FlaskClient) -> Callable[[str], str]:
    """The address of something for each rule that has feeds."""
    del client  # there is a town
    committee, person, paper = council.organization(), council.person(), documents.paper()
    meeting, file = meetings.meeting(), documents.file(sha512_checksum="ab" * 64)
    documents.paper_file(paper_id=paper.id, file_id=file.id)
    known = {
        "<int:organization_id>": str(committee.id),
        "<int:person_id>": str(person.id),
        "<key>": paper.slug,
        "<int:meeting_id>": str(meeting.id),
        "<int:file_id>": str(file.id),
    }

    def made(rule: str) -> str:
        for blank, value in known.items():
            rule = rule.replace(blank, value)
        return rule

    return made


def open_rules(app: Flask) -> list[Rule]:
    """Every address everybody may ask for."""
    found = []
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        if door is not None and not door.shuts_out and "GET" in (rule.methods or ()):
            found.append(rule)
    return found


def page_of(rule: Rule) -> tuple[str, set[Form]] | None:
    """The page a rule writes in other formats, and which; None for the rule of a page."""
    path, dot, _ = rule.rule.rpartition(".<any(")
    kinds = [each for each in rule._converters.values() if isinstance(each, AnyConverter)]
    if not dot or not kinds or not kinds[-1].items <= {*Form}:
        return None
    return path, {Form(ending) for ending in kinds[-1].items}


def reason_for(rule: str) -> str:
    return WITHOUT.get(rule) or next((why for start, why in WITHOUT_BELOW.items() if re.match(start, rule)), "")


def test_a_page_everybody_may_open_has_feeds_or_says_why_not(app: Flask) -> None:
    rules = open_rules(app)
    feeds = dict(found for rule in rules if (found := page_of(rule)) is not None)
    pages = {rule.rule for rule in rules if page_of(rule) is None}

    assert feeds == WITH_FEEDS
    assert {page for page in pages - {*feeds} if not reason_for(page)} == set(), "give it feeds or say why not"
    assert {page for page in feeds if reason_for(page)} == set(), "it has feeds, and a reason for having none"
    assert {page for page in WITHOUT if page not in pages} == set(), "a reason for no page"
    assert [start for start in WITHOUT_BELOW if not any(re.match(start, page) for page in pages)] == []


def names_its_formats(client: FlaskClient, page: str, address: str, forms: set[Form]) -> None:
    """The head of a page names each format once, its box names them again, and each is what it is said to be."""
    text = client.get(page).text
    for form in Form:
        wanted = with_ending(address, form)
        written = wanted.replace("&", "&amp;")
        if form not in forms:
            assert f'href="{written}"' not in text, wanted
            assert client.get(wanted).status_code == 404, wanted
            continue
        in_head = rf'<link rel="alternate" type="{re.escape(TYPES[form])}" title="[^"]+" href="{re.escape(written)}">'
        assert len(re.findall(in_head, text)) == 1, wanted
        assert text.count(f'href="{written}"') >= 2, wanted
        answer = client.get(wanted)
        assert (answer.status_code, answer.mimetype) == (200, TYPES[form]), wanted
    assert ">Abonnieren<" in text, page


def test_a_page_with_a_list_names_its_formats_to_programs_and_to_people(
    client: FlaskClient, examples: Callable[[str], str]
) -> None:
    for rule, forms in WITH_FEEDS.items():
        if rule != "/suche":  # needs an index: see the search's own test
            address = examples(rule)
            names_its_formats(client, "/gremien" if rule == "/personen" else address, address, forms)
