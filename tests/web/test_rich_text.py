import pytest

from ris.web.rich_text import html_of, html_of_all, shown


def test_what_people_write_becomes_html() -> None:
    assert html_of("Der **Radweg** wird gebaut.\n\n- Nord\n- Süd") == (
        "<p>Der <strong>Radweg</strong> wird gebaut.</p>\n<ul>\n<li>Nord</li>\n<li>Süd</li>\n</ul>"
    )


def test_headings_stand_below_the_heading_of_their_section() -> None:
    assert (
        html_of("# Kosten\n\n## Folgekosten\n\n###### Anhang")
        == "<h3>Kosten</h3>\n<h4>Folgekosten</h4>\n<h6>Anhang</h6>"
    )


def test_tables_can_be_written() -> None:
    assert "<td>120.000 Euro</td>" in html_of("| Jahr | Betrag |\n|---|---|\n| 2027 | 120.000 Euro |")


def test_a_line_break_stays_one() -> None:
    assert html_of("Erste Zeile\nzweite Zeile") == "<p>Erste Zeile<br>\nzweite Zeile</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[Haushalt](javascript:alert(1))",
        "[Haushalt](data:text/html,<script>alert(1)</script>)",
        "![Bild](https://example.org/zaehlpixel.png)",
        "<a href='https://example.org' style='position:fixed' onclick='x()'>hier</a>",
        "<!-- --><style>body{display:none}</style>",
        "[a]: javascript:alert(1)\n[Haushalt][a]",
        "<javascript:alert(1)>",
    ],
)
def test_nothing_written_becomes_active(text: str) -> None:
    html = html_of(text)
    assert "<script" not in html
    assert "<img" not in html
    assert "<style" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert "<a href='" not in html
    assert ' onclick="' not in html


def test_links_to_the_web_tell_nobody_where_they_were_found() -> None:
    assert html_of("[Plan](https://example.org/)") == (
        '<p><a href="https://example.org/" rel="noopener noreferrer nofollow">Plan</a></p>'
    )


def test_texts_without_words_have_no_html() -> None:
    assert html_of_all({"proposal": "Ja.", "reasons": "  ", "climate": None}) == {"proposal": "<p>Ja.</p>"}


def test_not_even_a_changed_row_becomes_active() -> None:
    assert shown('<p onclick="x()">Gut<script>alert(1)</script></p>') == "<p>Gut</p>"
