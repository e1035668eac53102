"""Passages for the search, and the vectors that are made for them later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import select, update

from copilot.schemas.evidence import Locator
from copilot.store.accounts import require_account, touch
from copilot.store.database import Database
from copilot.store.records import StoredChunk, Vectors
from copilot.store.tables import ChunkRow, DocumentRow, SegmentRow


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
                    DocumentRow.title,
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
                    title=row.title,
                    embedder=row.embedder,
                )
                for row in rows
            ]

    def without_vector(self, workspace: str, account_id: str, embedder: str, most: int) -> list[tuple[str, str]]:
        """(id, text) of at most that many passages whose vector this embedder has not made."""
        found: list[tuple[str, str]] = []
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            # Asked apart, each is answered by the index; as one question all passages would be read.
            for other in (ChunkRow.embedder.is_(None), ChunkRow.embedder < embedder, ChunkRow.embedder > embedder):
                rows = session.execute(
                    select(ChunkRow.document_id, ChunkRow.ordinal, ChunkRow.text)
                    .where(ChunkRow.account_id == account_id, other)
                    .limit(most - len(found))
                )
                found.extend((f"{document}:{ordinal}", text) for document, ordinal, text in rows)
        return found

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
            documents = {chunk_id.rsplit(":", 1)[0] for chunk_id in ids}
            revision = touch(session, account_id)
            session.execute(update(DocumentRow).where(DocumentRow.id.in_(documents)).values(revision=revision))
