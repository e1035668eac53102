"""Passages and vectors for the search, and what is known of the index made from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import delete, select, update

from copilot.schemas.evidence import Locator
from copilot.store.accounts import require_account, touch
from copilot.store.database import Database
from copilot.store.records import IndexState, StoredChunk, Vectors
from copilot.store.tables import AccountRow, ChunkRow, DocumentRow, IndexRow, SegmentRow


class Passages:
    """The part of the store that the search reads."""

    _db: Database

    def chunks(self, workspace: str, account_id: str) -> list[StoredChunk]:
        """All passages of the account, in a fixed order, with the place of their first segment."""
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            rows = session.execute(
                select(
                    ChunkRow.document_id,
                    ChunkRow.ordinal,
                    ChunkRow.text,
                    ChunkRow.language,
                    ChunkRow.embedder,
                    DocumentRow.name,
                    DocumentRow.date,
                    DocumentRow.author,
                    SegmentRow.locator,
                    SegmentRow.heading,
                    SegmentRow.author.label("said_by"),
                    SegmentRow.said_on,
                )
                .join(DocumentRow, DocumentRow.id == ChunkRow.document_id)
                .outerjoin(
                    SegmentRow,
                    (SegmentRow.document_id == ChunkRow.document_id) & (SegmentRow.ordinal == ChunkRow.first_segment),
                )
                .where(ChunkRow.workspace_id == workspace, ChunkRow.account_id == account_id)
                .order_by(ChunkRow.document_id, ChunkRow.ordinal)
            )
            return [
                StoredChunk(
                    id=f"{row.document_id}:{row.ordinal}",
                    document_id=row.document_id,
                    document=row.name,
                    text=row.text,
                    language=row.language,
                    locator=Locator(**(row.locator or {})),
                    date=row.said_on or row.date,
                    author=row.said_by or row.author,
                    heading=row.heading,
                    embedder=row.embedder,
                )
                for row in rows
            ]

    def vectors(self, workspace: str, account_id: str, embedder: str) -> tuple[list[str], Vectors]:
        """Ids and vectors [n, dim] of the passages that this embedder has seen, in the order of `chunks`."""
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            rows = session.execute(
                select(ChunkRow.document_id, ChunkRow.ordinal, ChunkRow.vector)
                .where(
                    ChunkRow.workspace_id == workspace, ChunkRow.account_id == account_id,
                    ChunkRow.embedder == embedder, ChunkRow.vector.is_not(None),
                )
                .order_by(ChunkRow.document_id, ChunkRow.ordinal)
            ).all()  # fmt: skip
        ids = [f"{document}:{ordinal}" for document, ordinal, _ in rows]
        flat = np.frombuffer(b"".join(vector or b"" for _, _, vector in rows), "<f4")
        return ids, flat.reshape(len(ids), -1) if ids else np.zeros((0, 0), np.float32)

    def put_vectors(self, workspace: str, account_id: str, embedder: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Store the vectors that another embedder made; passages deleted meanwhile are left out."""
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            for chunk_id, vector in zip(ids, vectors, strict=True):
                document, ordinal = chunk_id.rsplit(":", 1)
                session.execute(
                    update(ChunkRow)
                    .where(
                        ChunkRow.workspace_id == workspace, ChunkRow.account_id == account_id,
                        ChunkRow.document_id == document, ChunkRow.ordinal == int(ordinal),
                    )
                    .values(embedder=embedder, vector=np.asarray(vector, "<f4").tobytes())
                )  # fmt: skip
            touch(session, account_id)

    def index_state(self, workspace: str, account_id: str, holder: str) -> IndexState | None:
        """What the account's index at that folder or server was made of, or None before the first one."""
        with self._db.read() as session:
            row = session.scalar(
                select(IndexRow).where(
                    IndexRow.workspace_id == workspace, IndexRow.account_id == account_id, IndexRow.holder == holder
                )
            )
            if row is None:
                return None
            return IndexState(embedder=row.embedder, dim=row.dim, place=row.place, revision=row.revision)

    def put_index_state(self, workspace: str, account_id: str, holder: str, state: IndexState) -> None:
        """Point the account at another index, or note what its index now holds."""
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            session.execute(delete(IndexRow).where(IndexRow.account_id == account_id, IndexRow.holder == holder))
            session.add(IndexRow(workspace_id=workspace, account_id=account_id, holder=holder, **state.model_dump()))

    def index_places(self, holder: str) -> set[str]:
        """Every index of that holder that some account points at; all others are left-overs."""
        with self._db.read() as session:
            return set(session.scalars(select(IndexRow.place).where(IndexRow.holder == holder)))

    def account_ids(self) -> list[tuple[str, str]]:
        """(workspace, account id) of every account."""
        with self._db.read() as session:
            rows = session.execute(
                select(AccountRow.workspace_id, AccountRow.id).order_by(AccountRow.workspace_id, AccountRow.slug)
            )
            return [(workspace, account_id) for workspace, account_id in rows]
