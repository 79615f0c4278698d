"""What people say about coming to a meeting.

Revision 0013, follows 0012; 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "meeting_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_reply_body_id_body")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_reply_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_reply_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_reply")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_reply_meeting_id_person_id")),
    )
    with op.batch_alter_table("meeting_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_reply_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_reply_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("meeting_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_reply_person_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_reply_body_id"))

    op.drop_table("meeting_reply")
