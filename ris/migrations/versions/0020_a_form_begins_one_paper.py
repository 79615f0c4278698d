"""A form that is sent twice begins one paper.

Revision 0020, follows 0019; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.add_column(sa.Column("begun_with", sa.String(length=60), nullable=True))
        batch_op.create_index(batch_op.f("ix_paper_body_id_begun_with"), ["body_id", "begun_with"], unique=True)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_body_id_begun_with"))
        batch_op.drop_column("begun_with")
