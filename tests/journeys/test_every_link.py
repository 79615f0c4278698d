"""No link of the demo town's portal leads nowhere, and every view can be reached by links alone."""

import pytest

from ris.web.doors import door_of
from tests.demo_town import DemoTown
from tests.journeys.crawl import NOWHERE, Answer, answers

PACKS = (
    "/mappe.pdf",
    "/mappe-2-auf-1.pdf",
    "/mappe-grossdruck.pdf",
    "/pressemappe.pdf",
    "/aenderungen.pdf",
    "/tagesordnung.pdf",
)
FOUND_OTHERWISE = {
    "static": "loaded by pages",
    "meetings.meeting_list_moved": "an address somebody shortened",
    "meetings.meeting_news_moved": "the address of a feed of before",
    "meetings.own_meeting_date": "linked for who may read of a meeting that not everybody may read of",
    "portal_feeds.people_page": "what is left of a feed's address without its ending",
    "following.sent": "shown after the form",
    **dict.fromkeys(
        ("following_links.confirmation", "following_links.ending", "following_links.own"), "linked in a letter"
    ),
    **dict.fromkeys(
        (f"record.{name}" for name in ("bodies", "entry", "thing", "things", "things_of_organization")),
        "named by the record for machines",
    ),
    "oparl.foreign_address": "an address of the system before",
    "streaming.meeting_video": "linked as soon as there is a recording",
    "streaming.video_list": "linked as soon as there is a recording",
    "appearance.brand_sheet": "loaded by pages",
    "appearance.crest": "loaded by pages",
    "accounts.second_factor": "shown after the password",
    "accounts.set_password": "linked in a letter",
    "invitations.confirm": "linked in a letter",
    "members.calendar": "its address is a secret of one member",
    "replies.by_link": "linked in a letter",
    "papers.paper_pdf": "linked from papers that were written here and are public",
    "packs.changes_download": "linked as soon as something changed since the invitation",
    "documents.file_saved": "named by the record for machines",
    "documents.file_versions": "linked as soon as a document was replaced",
    "documents.file_version": "linked as soon as a document was replaced",
    "file_changes.file_changes": "linked as soon as a document was replaced",
    "file_changes.page_picture": "loaded by the page of what changed",
    "reader_shell.shelf": "linked in a member's own area",
    "reader_shell.reader": "linked in a member's own area",
    "reader_shell.part": "loaded by the reader",
    "reader_shell.service_worker": "loaded by the reader",
    "reader_shell.manifest": "loaded by the reader",
    **dict.fromkeys(
        (f"reader_data.{name}" for name in ("me", "packs", "plan", "document", "called", "people")),
        "asked by the reader, which tells who it asks for",
    ),
}


@pytest.fixture(scope="module")
def crawled(demo_town: DemoTown) -> dict[str, list[Answer]]:
    return answers(demo_town.app)


def test_no_link_leads_nowhere(crawled: dict[str, list[Answer]]) -> None:
    assert crawled.get(NOWHERE, []) == []
    broken = [
        answer
        for of_view in crawled.values()
        for answer in of_view
        if answer.status >= 400
        and not (answer.status == 410 and "/stand/" in answer.found_on)  # an old agenda names what was withdrawn since
        and (answer.status != 503 or not answer.address.endswith(PACKS))
    ]
    assert broken == [], "503 is right only for a PDF that waits because many do"


def test_every_view_is_reached_by_links(demo_town: DemoTown, crawled: dict[str, list[Answer]]) -> None:
    functions = demo_town.app.view_functions
    views = {
        rule.endpoint
        for rule in demo_town.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not ((door := door_of(functions[rule.endpoint])) and door.shuts_out)
    }
    assert sorted(views - set(crawled) - set(FOUND_OTHERWISE)) == []
