"""Pages for writing papers."""

from __future__ import annotations

from flask import Blueprint

from ris.drafting import models

blueprint = Blueprint("drafting", __name__)

__all__ = ["blueprint", "models"]
