"""Every page of the demo town, read by a parser that forgives nothing."""

import html5lib
import pytest

from tests.browser.addresses import PAGES, addresses_of
from tests.demo_town import DemoTown

ERRORS = {"not_found": 404}


@pytest.fixture(scope="session")
def addresses(demo_town: DemoTown) -> dict[str, str]:
    return addresses_of(demo_town)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_html5_without_a_fault(demo_town: DemoTown, addresses: dict[str, str], name: str) -> None:
    answer = demo_town.app.test_client().get(addresses[name])

    assert answer.status_code == ERRORS.get(name, 200)
    html5lib.HTMLParser(strict=True).parse(answer.get_data(as_text=True))


@pytest.mark.parametrize("name", PAGES)
def test_every_link_into_a_page_has_its_anchor(demo_town: DemoTown, addresses: dict[str, str], name: str) -> None:
    answer = demo_town.app.test_client().get(addresses[name])
    document = html5lib.parse(answer.get_data(as_text=True), namespaceHTMLElements=False)
    anchors = [element.get("id") for element in document.iter() if element.get("id")]

    targets = {link.get("href", "") for link in document.iter("a")}

    assert len(anchors) == len(set(anchors)), "an id stands twice"
    assert {target for target in targets if target.startswith("#")} <= {f"#{anchor}" for anchor in anchors}
