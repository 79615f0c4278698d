"""Members have a calendar of their own under a secret address.

Revision 0022, follows 0021; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar_hash", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_user_account_calendar_hash"), ["calendar_hash"])


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_user_account_calendar_hash"), type_="unique")
        batch_op.drop_column("calendar_hash")
