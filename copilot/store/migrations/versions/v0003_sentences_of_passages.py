"""The sentences of each passage, so that what another note says again is known."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chunks", sa.Column("sentences", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("chunks", "sentences")
