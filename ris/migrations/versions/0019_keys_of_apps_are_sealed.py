"""The keys of authenticator apps are kept sealed.

Revision 0019, follows 0018; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op
from flask import current_app

from ris.accounts.sealing import KeyRing, is_sealed, owner

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

keys = sa.table("totp_key", sa.column("user_id", sa.Integer), sa.column("secret", sa.String))


def upgrade() -> None:
    """Seal what stands there in clear."""
    ring: KeyRing = current_app.extensions["keys"]
    for user_id, secret in _rows():
        if not is_sealed(secret):
            _write(user_id, ring.seal(secret, about=owner(user_id)))


def downgrade() -> None:
    """Write them in clear again."""
    ring: KeyRing = current_app.extensions["keys"]
    for user_id, secret in _rows():
        _write(user_id, ring.open(secret, about=owner(user_id)))


def _rows() -> list[tuple[int, str]]:
    return [(row.user_id, row.secret) for row in op.get_bind().execute(sa.select(keys.c.user_id, keys.c.secret)).all()]


def _write(user_id: int, secret: str) -> None:
    op.get_bind().execute(sa.update(keys).where(keys.c.user_id == user_id).values(secret=secret))
