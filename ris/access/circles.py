"""The words for circles of readers: what rows carry as reader tokens and actors as ``reads``."""

from __future__ import annotations

from typing import Final

PUBLIC: Final = "public"
"""Everybody."""
COUNCIL: Final = "council"
"""All members of the representative body (Gemeindevertretung, Stadtverordnetenversammlung)."""
ADMINISTRATION: Final = "administration"
"""The session office and the departments."""


def organization_token(organization_id: int) -> str:
    """The circle of one organization's members."""
    return f"org:{organization_id}"
