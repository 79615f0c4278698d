"""Service pages: their addresses and titles; the words stand in templates, or in the town's own settings."""

from dataclasses import dataclass

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from ris.web.conditional import conditional
from ris.web.doors import open_to_all

blueprint = Blueprint("service", __name__)

LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class ServicePage:
    """A service page: title and the template of its default text."""

    title: str
    template: str


SERVICE_PAGES = {
    "so-laeuft-eine-sitzung-ab": ServicePage("So läuft eine Sitzung ab", "meeting_guide"),
    "frage-einreichen": ServicePage("Frage einreichen", "ask_question"),
    "leichte-sprache": ServicePage("Leichte Sprache", "easy_language"),
    "gebaerdensprache": ServicePage("Gebärdensprache", "sign_language"),
    "offene-daten": ServicePage("Offene Daten", "open_data"),
    "barriere-melden": ServicePage("Barriere melden", "report_barrier"),
    "barrierefreiheit": ServicePage("Erklärung zur Barrierefreiheit", "accessibility"),
    "datenschutz": ServicePage("Datenschutz", "privacy"),
    "impressum": ServicePage("Impressum", "imprint"),
    "kontakt": ServicePage("Kontakt zum Sitzungsdienst", "contact"),
}


def own_paragraphs(name: str) -> list[str]:
    """The town's own paragraphs for a page; none when it keeps the default text."""
    text = g.body.settings.page_texts.get(name, "")
    return [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]


@blueprint.get(f"/<any({', '.join(repr(name) for name in SERVICE_PAGES)}):name>")
@open_to_all
@conditional
def service_page(name: str) -> ResponseReturnValue:
    """One of the service pages."""
    page = SERVICE_PAGES.get(name)
    if page is None:
        abort(404)
    reported = request.args.get("seite", "")[:LONGEST_ADDRESS]
    return render_template(
        "portal/service_page.html",
        page=page,
        paragraphs=own_paragraphs(name),
        # Only an address of ours is repeated on the page.
        reported=reported if reported.startswith("/") and not reported.startswith("//") else "",
    )
