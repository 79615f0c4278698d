"""What every test's application would work out anew, and comes out the same: templates, statements and addresses, compiled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from werkzeug.routing import Rule

from ris.db import db
from ris.web.program import program_version

Builder = Callable[..., tuple[str, str]]


class KeptTemplates(BytecodeCache):
    """Compiled templates by name and source, for all applications of one run."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled before."""
        kept = self._kept.get(f"{bucket.key}:{bucket.checksum}")
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled just now."""
        self._kept[f"{bucket.key}:{bucket.checksum}"] = bucket.bytecode_to_string()


TEMPLATES = KeptTemplates()
ENGINES: dict[str, Engine] = {}
"""The first engine of each kind of database: its dialect and the statements it has compiled serve all later ones."""


def with_what_was_made(app: Flask) -> Flask:
    """The application, which compiles no template and no statement a second time."""
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        engine = db.engine
    first = ENGINES.setdefault(engine.dialect.name, engine)
    engine.dialect = engine.pool._dialect = first.dialect
    engine._compiled_cache = first._compiled_cache
    return app


@contextmanager
def addresses_made_once() -> Iterator[None]:
    """Werkzeug writes two functions for each of 500 addresses; the version of the program reads each of its files."""
    compile_builder, kept = Rule._compile_builder, dict[tuple[str, str, bool], Builder]()

    def kept_builder(rule: Rule, append_unknown: bool = True) -> Builder:
        # The function names the rule's parts and its defaults, and takes the rule itself when it is called.
        key = (rule.rule, repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    version = program_version()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", kept_builder)
        patch.setattr("ris.app.program_version", lambda: version)
        yield
