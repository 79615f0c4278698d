"""A text that saves itself, what it says when it cannot, and stations moved with the keyboard and without a script."""

from playwright.sync_api import Route, expect

from tests.browser.conftest import Visiting
from tests.browser.test_drafting import working
from tests.browser.visit import Visit
from tests.browser.working import AUTHOR, CLERK, sound

OFFLINE = "ERR_INTERNET_DISCONNECTED"


def begun(window: Visit, name: str) -> str:
    """A new paper's desk; its address."""
    page = window.page
    window.open("/vorlage/neu")
    page.check("input[name=art][value=report]")
    page.fill("input[name=name]", name)
    page.select_option("select[name=stelle]", label="Fachbereich Bauen und Umwelt")
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    return page.url.partition("#")[0]


def test_a_text_saves_itself_and_loses_nothing_to_others_or_without_a_network(visit: Visiting) -> None:
    with working(visit, AUTHOR) as window, working(visit, CLERK) as other:
        page = window.page
        address = begun(window, "Bericht über die Bänke")
        line = page.locator("[data-autosave-status]")
        page.fill("textarea[name=reasons]", "Drei Bänke stehen.")
        expect(line).to_contain_text("Gespeichert um")
        sound(window)

        page.context.set_offline(True)
        page.fill("textarea[name=reasons]", "Vier Bänke stehen.")
        expect(line).to_contain_text("Keine Verbindung")
        page.context.set_offline(False)
        expect(line).to_contain_text("Gespeichert um")
        window.complaints = [each for each in window.complaints if OFFLINE not in each]

        other.open(address)
        assert other.page.input_value("textarea[name=reasons]") == "Vier Bänke stehen."
        page.fill("textarea[name=reasons]", "Fünf Bänke stehen.")
        expect(line).to_contain_text("Gespeichert um")
        expect(page.locator("input[name=saves]")).to_have_value("3")
        other.page.fill("textarea[name=reasons]", "Keine Bank steht.")
        expect(other.page.locator("[data-autosave-status]")).to_contain_text("Jemand anderes")
        other.page.click("text=Beide Fassungen zeigen")
        told = other.page.locator("main").inner_text()
        assert "Fünf Bänke stehen." in told
        assert "Keine Bank steht." in told
        assert "Entwurf" in page.locator("main").inner_text()


def test_what_was_written_before_the_script_came_is_saved_too(visit: Visiting) -> None:
    held: list[Route] = []
    with working(visit, AUTHOR) as window, working(visit, AUTHOR) as slow:
        address = begun(window, "Bericht über die Furt")
        page = slow.page
        page.route("**/autosave.js*", lambda route: held.append(route))  # noqa: PLW0108 - it wants a function of Python
        with page.expect_request("**/autosave.js*"):
            page.goto(address, wait_until="commit")
        page.click("textarea[name=reasons]")
        page.keyboard.type("Die Furt ist tief.")
        held[0].continue_()
        expect(page.locator("[data-autosave-status]")).to_contain_text("Gespeichert um")
        sound(slow)


def test_stations_are_moved_by_buttons_without_a_script(visit: Visiting) -> None:
    with working(visit, AUTHOR, script=False) as window:
        page = window.page
        begun(window, "Bericht über das Wehr")
        page.select_option("select[name=mz_1_person]", label="Thomas Engel")
        page.click("button:has-text('Stationen speichern')")
        page.select_option("select[name=mz_2_person]", index=3)
        page.fill("input[name=mz_2_platz]", "1")
        page.click("button:has-text('Stationen speichern')")
        assert page.locator("legend:has-text('Schritt 1:')").count() == 2
        button = page.locator("button[id^=spaeter-]").first
        moved = button.get_attribute("id")
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
        assert "zeichnet jetzt in Schritt 2 von 2" in page.locator("[role=status]").first.inner_text()
        assert page.evaluate("document.activeElement.id") == moved
