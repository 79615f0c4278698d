"""Texts people write, as HTML: a small markup rendered by markdown-it, then cleaned by nh3. The only door to both.

What can be written: paragraphs, ``# Überschrift``, ``**fett**``, ``*kursiv*``, lists with ``-`` or ``1.``, tables with
``|``, quotes with ``>`` and links ``[Wort](https://…)``. HTML in a text stays text; pictures and foreign addresses
other than web and e-mail do not become anything (docs/adr/0080-texts-are-written-as-markup.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TEXT: Final = 100_000
"""Letters of one text; the longest of 11,280 real papers have a tenth."""
TAGS: Final = frozenset(
    "p br strong em ul ol li blockquote h3 h4 h5 h6 a table thead tbody tr th td hr".split(),
)
BELOW_SECTION: Final = 2
"""How far headings move down: a text stands in a section whose heading is h2."""
LOWEST: Final = 6

_MARKUP = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(["image", "code", "fence"])


def html_of(text: str) -> str:
    """The text as HTML that may stand in any page: no scripts, styles, pictures or classes."""
    tokens = _MARKUP.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + BELOW_SECTION, LOWEST)}"
    return _clean(_MARKUP.renderer.render(tokens, _MARKUP.options, {}))


def shown(html: str) -> Markup:
    """Stored HTML for a page; cleaned once more, so that not even a changed row in the database becomes active."""
    return Markup(_clean(html))  # noqa: S704 - that is what cleaning is for


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def html_of_all(texts: Mapping[str, str | None]) -> dict[str, str]:
    """Several texts by name; those without words are left out."""
    return {name: html_of(text) for name, text in texts.items() if text and text.strip()}
