"""Templates hold semantic HTML and nothing else: no style, no script, no page nobody shows."""

import ast
import fnmatch
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.architecture.source import TEMPLATES, modules, strings, templates, tree

FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "an inline style sheet": r"<style\b",
    # <script type="application/json"> is data and not executed
    "an inline script": r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type\s*=\s*[\"']application/(ld\+)?json[\"'])",
    "a foreign address to load from": r"<(script|img|link|iframe|source)\b[^>]*(src|href)\s*=\s*[\"']https?://",
    "a javascript: address": r"javascript:",
    "trust in somebody's HTML": r"\|\s*safe\b",
}
NAMED = re.compile(
    r"{%-?\s*(?:extends|include|import|from)\s+((?:[\"'][^\"']+[\"']|[\w.]+)(?:\s*~\s*(?:[\"'][^\"']+[\"']|[\w.]+))*)"
)
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def text_of(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def named_in_templates() -> set[str]:
    """Names of templates in templates; `"a/" ~ b ~ ".html"` names everything that fits."""
    expressions = {name for path in templates() for name in NAMED.findall(text_of(path))}
    parts = ((part.strip() for part in expression.split("~")) for expression in expressions)
    return everything_named("".join(part[1:-1] if part[0] in "\"'" else "*" for part in of_one) for of_one in parts)


def everything_named(patterns: Iterable[str]) -> set[str]:
    """The templates that fit, or the pattern itself where none does."""
    existing = [name_of(path) for path in templates()]
    return {found for pattern in patterns for found in (fnmatch.filter(existing, pattern) or [pattern])}


def named_in_source() -> set[str]:
    """Names of templates in our modules; of a name that is put together, everything that fits."""
    pattern = re.compile(r"^[\w-]+/[\w/.*-]+\.(?:html|txt|xml)$")
    names = {text for path in modules("ris") for text in (*strings(path), *formatted(path)) if pattern.match(text)}
    return everything_named(names)


def formatted(path: Path) -> Iterator[str]:
    """The f-strings of a module, each hole a star."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)


@pytest.mark.parametrize("path", templates(), ids=name_of)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_is_free_of(what: str, path: Path) -> None:
    assert re.findall(FORBIDDEN[what], text_of(path), re.IGNORECASE) == []


def test_every_template_somebody_names_exists() -> None:
    missing = {name for name in named_in_source() | named_in_templates() if not (TEMPLATES / name).exists()}
    assert missing == set()


def test_every_template_is_shown_by_somebody() -> None:
    idle = {name_of(path) for path in templates()} - named_in_source() - named_in_templates()
    assert idle == set()


def test_the_patterns_find_what_they_are_for() -> None:
    bad = {
        "a style attribute": '<p class="x" style="color:red">',
        "an event attribute": "<a href='#' onclick='go()'>",
        "an inline style sheet": "<style>p{}</style>",
        "an inline script": "<script>go()</script>",
        "a foreign address to load from": '<script src="https://cdn.example/x.js"></script>',
        "a javascript: address": '<a href="javascript:go()">',
        "trust in somebody's HTML": "{{ text|safe }}",
    }
    assert all(re.search(FORBIDDEN[what], text, re.IGNORECASE) for what, text in bad.items())
    assert not re.search(FORBIDDEN["an inline script"], '<script src="/static/x.js" defer></script>')
