"""A page of the portal becomes a page of its copy, and its text stays as it was."""

from ris.archive.places import Places
from ris.archive.rewriting import copied, pointer

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Plan &amp; Bau – Stadt Lindenau</title>
<link rel="alternate" type="application/atom+xml" href="/x.atom"></head><body>
<main id="inhalt"><a href="/sitzung/7?a=1&amp;b=2">7</a> <a title="a > b" href="/anmelden">Anmelden</a>
<form action="/suche" method="get"><input name="q"></form><form action="/vorlagen"><input></form>
<p>Im Text steht href=&#34;/sitzung/8&#34; und src="/sitzung/9".</p></main></body></html>"""


def test_links_forms_and_frame_are_changed_and_text_is_not() -> None:
    page = copied(PAGE, "vorlagen/index.html", Places("https://live.example"))
    text = page.content.decode()
    assert '<a href="../sitzung/7/index.html">' in text
    assert '<a title="a > b" href="https://live.example/anmelden">' in text
    assert '<form action="../suche/index.html" method="get">' in text
    assert text.count("<form") == 1
    assert "x.atom" not in text
    assert 'href=&#34;/sitzung/8&#34; und src="/sitzung/9"' in text
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'' in text
    assert "frame-ancestors" not in text
    assert "Dies ist eine Kopie." in text
    assert page.title == "Plan & Bau"
    assert page.leads_to == {"/sitzung/7?a=1&b=2", "/anmelden", "/suche"}


def test_a_document_is_found_at_its_permanent_address() -> None:
    text = pointer('Plan "A" & <B>.pdf').decode()
    assert 'href="Plan%20%22A%22%20%26%20%3CB%3E.pdf"' in text
    assert "<title>Plan &quot;A&quot; &amp; &lt;B&gt;.pdf</title>" in text
