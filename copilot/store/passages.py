"""Passages for the search, and the vectors that are made for them later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from sqlalchemy import or_, select, update

from copilot.schemas.evidence import Locator, Segment
from copilot.store.accounts import require_account, touch
from copilot.store.database import Database
from copilot.store.documents import segment_of
from copilot.store.records import StoredChunk, Vectors
from copilot.store.tables import ChunkRow, DocumentRow, SegmentRow
from copilot.text.said_again import signature

_ASKED = 50
"""Stretches of notes in one question to the database."""


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
                    ChunkRow.first_segment,
                    ChunkRow.last_segment,
                    ChunkRow.sentences,
                    DocumentRow.name,
                    DocumentRow.date,
                    DocumentRow.title,
                    DocumentRow.kind.label("of_kind"),
                    DocumentRow.author,
                    SegmentRow.locator,
                    SegmentRow.heading,
                    SegmentRow.author.label("said_by"),
                    SegmentRow.said_on,
                    SegmentRow.kind,
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
                    kind=row.of_kind,
                    embedder=row.embedder,
                    first_segment=row.first_segment,
                    last_segment=row.last_segment,
                    sentences=row.sentences or signature(row.text, row.heading, row.kind),
                )
                for row in rows
            ]

    def segments_at(
        self, workspace: str, account_id: str, spans: Iterable[tuple[str, int, int]]
    ) -> dict[str, list[Segment]]:
        """The segments of notes from one ordinal to another, by the note's id, in order; what is gone is left out."""
        wanted = [
            (SegmentRow.document_id == document) & SegmentRow.ordinal.between(first, last)
            for document, first, last in spans
        ]
        found: dict[str, list[Segment]] = defaultdict(list)
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            for at in range(0, len(wanted), _ASKED):
                rows = session.scalars(
                    select(SegmentRow)
                    .where(SegmentRow.account_id == account_id, or_(*wanted[at : at + _ASKED]))
                    .order_by(SegmentRow.document_id, SegmentRow.ordinal)
                )
                for row in rows:
                    found[row.document_id].append(segment_of(row))
        return found

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
