"""Documents are replaced by new versions, with a reason.

Revision 0012, follows 0011; 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "file_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha512_checksum", sa.String(length=128), nullable=False),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("mime_type", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("replaced", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=True),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audience_id"], ["audience.id"], name=op.f("fk_file_version_audience_id_audience")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_file_version_body_id_body")),
        sa.ForeignKeyConstraint(
            ["by_user_id"], ["user_account.id"], name=op.f("fk_file_version_by_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_version_file_id_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_version")),
        sa.UniqueConstraint("file_id", "number", name=op.f("uq_file_version_file_id_number")),
    )
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_version_body_id"), ["body_id"], unique=False)
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    with op.batch_alter_table("publication_proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replacement", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("publication_proposal", schema=None) as batch_op:
        batch_op.drop_column("replacement")
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_column("version")
    op.drop_table("file_version")
