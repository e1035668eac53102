"""Indexes by account and document alone; what is needed to follow a change rather than to start again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OF_ACCOUNT = (
    "answers", "chunks", "conversations", "documents", "drafts", "events", "index_state", "messages", "segments",
    "uploads",
)  # fmt: skip


def upgrade() -> None:
    for table in _OF_ACCOUNT:
        op.drop_index(f"ix_{table}_workspace_id", table_name=table)
    op.create_index("ix_segments_document", "segments", ["document_id", "ordinal"])
    op.add_column("chunks", sa.Column("digest", sa.LargeBinary(length=16), nullable=True))
    op.create_index("ix_chunks_document", "chunks", ["document_id", "ordinal"])
    op.create_index("ix_chunks_embedder", "chunks", ["account_id", "embedder", "document_id", "ordinal"])
    op.create_index("ix_chunks_digest", "chunks", ["account_id", "digest"])
    op.add_column("documents", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("index_state", sa.Column("dead", sa.Integer(), server_default="0", nullable=False))
    # What indexes made before hold cannot be told from now on: they are made anew when next used.
    op.execute("UPDATE index_state SET revision = -1")
    op.create_table(
        "removed_documents",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("erase", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_index("ix_removed_documents_account_id", "removed_documents", ["account_id"])
    op.create_table(
        "folder_files",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "path"),
    )
    op.create_table(
        "spare_vectors",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("embedder", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "embedder", "digest"),
    )


def downgrade() -> None:
    for table in ("spare_vectors", "folder_files", "removed_documents"):
        op.drop_table(table)
    op.drop_column("index_state", "dead")
    op.drop_column("documents", "revision")
    for index in ("ix_chunks_digest", "ix_chunks_embedder", "ix_chunks_document"):
        op.drop_index(index, table_name="chunks")
    op.drop_column("chunks", "digest")
    op.drop_index("ix_segments_document", table_name="segments")
    for table in _OF_ACCOUNT:
        op.create_index(f"ix_{table}_workspace_id", table, ["workspace_id"])
