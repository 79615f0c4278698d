"""From HTML of our own to a tagged PDF (PDF/UA-1): headings, lists, tables, language, title; the only module that knows weasyprint.

weasyprint needs the system library pango. Where it is missing, :class:`TaggingUnavailable` says so in
German; everything else in the house works without it.
"""

from __future__ import annotations

from pathlib import Path

from ris.documents.pdf.typeface import CANDIDATES, Weight

MISSING_LIBRARY = (
    "Die barrierefreie Tagesordnung kann auf diesem Server nicht erzeugt werden: "
    "Die Systembibliothek Pango fehlt (Debian: libpango-1.0-0 und libpangoft2-1.0-0)."
)
STYLE = Path(__file__).with_name("agenda.css")
WEIGHTS = {Weight.REGULAR: 400, Weight.STRONG: 600}


class TaggingUnavailable(RuntimeError):
    """The library that writes tagged PDFs cannot be loaded on this machine."""

    def __init__(self) -> None:
        super().__init__(MISSING_LIBRARY)


def write_tagged(page: str, target: Path, *, identifier: bytes, style: str = "") -> int:
    """Write a page of HTML; the number of pages. The same page gives the same bytes.

    ``style`` is added to the style of the house; ``identifier`` names the kind of document.

    Raises:
        TaggingUnavailable: when pango is missing.
    """
    try:
        import weasyprint  # noqa: PLC0415 - looks for pango while it is imported
    except OSError as error:
        raise TaggingUnavailable from error
    fonts = weasyprint.text.fonts.FontConfiguration()
    # The page names no address to fetch but our own files; nothing else may be fetched either.
    fetcher = weasyprint.URLFetcher(allowed_protocols={"file"}, allow_redirects=False)
    html = weasyprint.HTML(string=page, url_fetcher=fetcher)
    css = _font_faces() + STYLE.read_text("utf-8") + style
    sheet = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
    document = html.render(font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/ua-1")
    document.write_pdf(target, pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return len(document.pages)


def write_picture(svg: Path, target: Path, width: float, height: float) -> None:
    """Write an SVG of our own as a PDF of one page of this size in points; nothing it names is fetched.

    Raises:
        TaggingUnavailable: when pango is missing.
    """
    try:
        import weasyprint  # noqa: PLC0415 - looks for pango while it is imported
    except OSError as error:
        raise TaggingUnavailable from error
    size = f"width: {width:.2f}pt; height: {height:.2f}pt"
    style = f"@page {{ size: {width:.2f}pt {height:.2f}pt; margin: 0 }} body {{ margin: 0 }} svg {{ display: block; {size} }}"
    page = f"<!doctype html><title>Wappen</title><body>{svg.read_text('utf-8')}</body>"
    fetcher = weasyprint.URLFetcher(allowed_protocols=set(), allow_redirects=False)
    sheet = weasyprint.CSS(string=style, url_fetcher=fetcher)
    weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf(target, stylesheets=[sheet], pdf_identifier=b"crest")


def _font_faces() -> str:
    return "".join(
        f'@font-face {{ font-family: "Fira Sans"; font-weight: {weight};'
        f' src: url("{CANDIDATES[name][0].as_uri()}") }}\n'
        for name, weight in WEIGHTS.items()
        if CANDIDATES[name][0].exists()
    )
