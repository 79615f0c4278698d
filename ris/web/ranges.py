"""Parts of files: one stretch of bytes is handed out; any other wish for a part gets the whole file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Flask

ONE_STRETCH = re.compile(r"bytes=(?:\d+-\d*|-\d+)", re.ASCII)


def pass_over_other_ranges() -> None:
    """Forget a range of several stretches, of another unit or of no sense (RFC 9110, 14.2), else it would be a 416."""
    wanted = request.headers.get("Range")
    if wanted is not None and not ONE_STRETCH.fullmatch(wanted.strip()):
        del request.environ["HTTP_RANGE"]


def use_ranges(app: Flask) -> None:
    """Look at every request before its view does."""
    app.before_request(pass_over_other_ranges)
