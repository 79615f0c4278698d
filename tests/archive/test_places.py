"""Where the pages of the portal lie in its copy, and how they link to each other."""

import pytest

from ris.archive.places import Places

PLACES = Places("https://ris.lindenau.example", {(7, 0): "datei/7/Plan A.pdf"}, frozenset({"2026"}))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/", "index.html"),
        ("/sitzung/7", "sitzung/7/index.html"),
        ("/sitzung/7/stand/2", "sitzung/7/stand/2/index.html"),
        ("/sitzung/7.ics", "sitzung/7.ics"),
        ("/vorlage/2026-0004", "vorlage/2026-0004/index.html"),
        ("/vorlagen?nach=2024-09-21_60", "vorlagen/nach-2024-09-21_60/index.html"),
        ("/gremien?nach=m%C3%BCller_9", "gremien/nach-5a6ed9d78848e3e9/index.html"),
        ("/vorlagen?art=Antrag", "vorlagen/index.html"),
        ("/sitzungen?ansicht=monat&monat=2026-11", "verzeichnis/2026/index.html"),
        ("/sitzungen?monat=1900-01", "verzeichnis/index.html"),
        ("/suche?q=Radweg", "suche/index.html"),
        ("/static/ris.css?v=abc", "static/ris.css"),
        ("/datei/7", "datei/7/Plan A.pdf"),
        ("/datei/8", "datei/8/index.html"),
        ("/vorlage/2026-0004.atom", None),
        ("/anmelden", None),
        ("/sitzung/7/mappe.pdf", None),
        ("/static/../../secret_key", None),
        ("/static/%2e%2e/secret_key", None),
        ("https://elsewhere.example/sitzung/7", None),
    ],
)
def test_an_address_has_one_place_or_none(address: str, place: str | None) -> None:
    assert PLACES.place_of(address) == place


@pytest.mark.parametrize(
    ("here", "address", "link"),
    [
        ("index.html", "/sitzung/7#top-3", "sitzung/7/index.html#top-3"),
        ("sitzung/7/index.html", "/", "../../index.html"),
        ("sitzung/7/index.html", "/datei/7#page=3", "../../datei/7/Plan%20A.pdf#page=3"),
        ("index.html", "/suche?q=Rad&x=1", "suche/index.html?q=Rad&x=1"),
        ("index.html", "#inhalt", "#inhalt"),
        ("index.html", "mailto:a@b.example", "mailto:a@b.example"),
        ("index.html", "https://elsewhere.example/x", "https://elsewhere.example/x"),
        ("index.html", "/anmelden", "https://ris.lindenau.example/anmelden"),
    ],
)
def test_links_are_relative_or_lead_to_the_running_system(here: str, address: str, link: str) -> None:
    assert PLACES.link(here, address) == link
