"""Every permission of the house, ``subject:act``, one sentence each."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """A permission is never a bare string."""

    COUNCIL_EDIT = "council:edit"
    """Keep terms, organizations, persons, seats and places."""
    FILE_STORE = "file:store"
    """Put a document into the storage."""
    MEETING_PLAN = "meeting:plan"
    """Plan, move and cancel meetings, set agendas and invite."""
    MEETING_RECORD = "meeting:record"
    """Record attendance, results and minutes."""
    PAPER_WRITE = "paper:write"
    """Take in papers and write new versions of them."""
    BODY_ADD = "body:add"
    """Take a municipality into the installation."""
    CONTENT_IMPORT = "content:import"
    """Bring in objects of another system."""
    CONTENT_WITHDRAW = "content:withdraw"
    """Take something public back, with a reason."""
    CONTENT_PUBLISH = "content:publish"
    """Make something readable for everybody."""
    USER_ADD = "user:add"
    """Open an account."""
    LOG_READ = "log:read"
    """Read the internal audit trail."""
