"""The schema files of OParl, where somebody has laid them beside this checkout; they are not ours to carry along.

They ask for less than the text of OParl does, which our own table follows (`types.py`), but are stricter about the letters of
addresses, keys of municipalities and digests.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator

from tests.crawler.shape import name_of

if TYPE_CHECKING:
    from tests.crawler.faults import Faults
    from tests.crawler.shape import Object

FOLDER: Final = Path(__file__).parents[3] / "shared" / "oparl-1.1-schema"
"""One file a type, ``Meeting.schema.json``."""


def at_hand() -> bool:
    """Whether the files are there."""
    return FOLDER.is_dir()


def check_schema(thing: Object, faults: Faults, where: str) -> None:
    """Say where a whole object does not keep the file of its type; of a deleted one the files know nothing."""
    if not at_hand() or "deleted" in thing:
        return
    for error in _validator(name_of(thing)).iter_errors(thing):
        place = ".".join("[]" if isinstance(step, int) else str(step) for step in error.absolute_path)
        faults.say(where, f"{name_of(thing)}.{place} breaks the schema file: {error.validator}", error.message[:200])


@cache
def _validator(name: str) -> Draft202012Validator:
    schema: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
