"""What the index holds, in tantivy's words."""

from __future__ import annotations

from pathlib import Path

import tantivy

BOUNDARY = "¶"
"""Stands between title and text; no word is it, so no phrase runs across."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="position")
    for name in ("stem", "title", "part"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("own", "mentioned", "reader"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "result"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("body", "organization", "year", "day"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


SCHEMA = _schema()


def open_index(folder: Path) -> tantivy.Index:
    """Open an index, or begin one in an empty folder."""
    index = tantivy.Index(SCHEMA, str(folder))
    index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index
