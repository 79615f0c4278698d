"""The public log can be read page by page, downloaded whole, and checked; it says nothing of closed things."""

import json
from pathlib import Path

from flask.testing import FlaskClient

from ris.audit.events import PublicEvent
from ris.audit.log import PublicAct, publish_entries
from ris.audit.verify_log import problems_in
from ris.council.models import Body
from ris.db import now_utc, transaction


def published(count: int) -> None:
    acts = [PublicAct(PublicEvent.PUBLISHED, f"/vorlage/2026-{number:04}", "ab" * 32) for number in range(count)]
    with transaction() as session:
        publish_entries(session, acts, now=now_utc())


def test_an_empty_log_says_so(body: Body, client: FlaskClient) -> None:
    page = client.get("/protokoll")
    assert page.status_code == 200
    assert "Hier ist noch nichts veröffentlicht worden." in page.text
    assert client.get("/protokoll.jsonl").text == ""


def test_the_newest_entry_comes_first_and_every_entry_is_on_exactly_one_page(body: Body, client: FlaskClient) -> None:
    published(120)
    seen: list[str] = []
    address = "/protokoll"
    while address:
        text = client.get(address).text
        assert "120 Einträge" in text.replace("\N{NO-BREAK SPACE}", " ")
        seen += [part.split('"')[0] for part in text.split('<h3><a href="/vorlage/')[1:]]
        following = text.split('rel="next"')[0].rsplit('href="', 1)[-1].split('"')[0] if 'rel="next"' in text else ""
        address = following
    assert seen == [f"2026-{number:04}" for number in reversed(range(120))]


def test_the_download_is_whole_and_holds(body: Body, client: FlaskClient) -> None:
    published(1203)
    answer = client.get("/protokoll.jsonl")
    lines = answer.text.splitlines()
    assert answer.mimetype == "application/jsonl"
    assert [json.loads(line)["sequence"] for line in lines] == list(range(1, 1204))
    assert list(problems_in(lines)) == []


def test_nonsense_in_the_address_shows_the_first_page(body: Body, client: FlaskClient) -> None:
    published(1)
    for nonsense in ("x", "-1", "9" * 40, ""):
        assert "Vorlage 2026-0000" in client.get(f"/protokoll?vor={nonsense}").text.replace("\N{SOFT HYPHEN}", "")


def test_the_verifier_comes_as_it_stands_in_the_source(body: Body, client: FlaskClient) -> None:
    answer = client.get("/protokoll/verify_log.py")
    assert answer.mimetype == "text/x-python"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data == Path("ris/audit/verify_log.py").read_bytes()
