"""What a vector index is filled from, and what is known of each one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from copilot.store.accounts import require_account
from copilot.store.database import Database
from copilot.store.records import IndexChanges, IndexState, Vectors
from copilot.store.tables import AccountRow, ChunkRow, DocumentRow, IndexRow, RemovedRow

_NOTES = 200
"""Notes in one question to the database."""


class Indexes:
    """The part of the store that the vector index reads."""

    _db: Database

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

    def vector_ids(self, workspace: str, account_id: str, embedder: str) -> tuple[int, list[str]]:
        """The account's revision, and the passages that this embedder has seen then."""
        with self._db.read() as session:
            revision = require_account(session, workspace, account_id).revision
            return revision, _ids(session, _held(account_id, embedder))

    def vectors_of(
        self, workspace: str, account_id: str, embedder: str, ids: Sequence[str]
    ) -> tuple[list[str], Vectors]:
        """Those of the passages that this embedder has seen, and their vectors [n, dim], in the order asked."""
        wanted = set(ids)
        found: dict[str, bytes] = {}
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            for notes in _parts(sorted({chunk_id.rsplit(":", 1)[0] for chunk_id in ids}), _NOTES):
                rows = session.execute(
                    select(ChunkRow.document_id, ChunkRow.ordinal, ChunkRow.vector).where(
                        ChunkRow.document_id.in_(notes),
                        ChunkRow.account_id == account_id,
                        ChunkRow.embedder == embedder,
                    )
                )
                for document, ordinal, vector in rows:
                    if vector and (chunk_id := f"{document}:{ordinal}") in wanted:
                        found[chunk_id] = vector
        kept = [chunk_id for chunk_id in ids if chunk_id in found]
        flat = np.frombuffer(b"".join(found[chunk_id] for chunk_id in kept), "<f4")
        return kept, flat.reshape(len(kept), -1) if kept else np.zeros((0, 0), np.float32)

    def index_changes(self, workspace: str, account_id: str, embedder: str, since: int) -> IndexChanges:
        """What has come and gone since the account had that revision, in time that depends on that alone."""
        with self._db.read() as session:
            revision = require_account(session, workspace, account_id).revision
            fresh = select(DocumentRow.id).where(DocumentRow.account_id == account_id, DocumentRow.revision > since)
            notes = session.scalars(fresh).all()
            added = [
                chunk_id
                for part in _parts(notes, _NOTES)
                for chunk_id in _ids(
                    session, _columns().where(ChunkRow.document_id.in_(part), ChunkRow.embedder == embedder)
                )
            ]
            gone = session.scalars(
                select(RemovedRow).where(RemovedRow.account_id == account_id, RemovedRow.revision > since)
            ).all()
            size = session.scalar(_held(account_id, embedder).with_only_columns(func.count()).order_by(None))
        return IndexChanges(
            revision=revision,
            size=size or 0,
            added=added,
            removed=[f"{row.document_id}:{ordinal}" for row in gone for ordinal in range(row.chunks)],
            erase=any(row.erase for row in gone),
        )

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
            return IndexState(embedder=row.embedder, dim=row.dim, place=row.place, revision=row.revision, dead=row.dead)

    def put_index_state(self, workspace: str, account_id: str, holder: str, state: IndexState) -> None:
        """Point the account at another index, or note what its index now holds."""
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            session.execute(delete(IndexRow).where(IndexRow.account_id == account_id, IndexRow.holder == holder))
            session.add(IndexRow(workspace_id=workspace, account_id=account_id, holder=holder, **state.model_dump()))
            session.flush()
            oldest = select(func.min(IndexRow.revision)).where(IndexRow.account_id == account_id).scalar_subquery()
            session.execute(
                delete(RemovedRow).where(RemovedRow.account_id == account_id, RemovedRow.revision <= oldest)
            )

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


def _columns() -> Select[str, int]:
    return select(ChunkRow.document_id, ChunkRow.ordinal)


def _held(account_id: str, embedder: str) -> Select[str, int]:
    """Answered by an index alone: no passage is read."""
    return (
        _columns()
        .where(ChunkRow.account_id == account_id, ChunkRow.embedder == embedder)
        .order_by(ChunkRow.document_id, ChunkRow.ordinal)
    )


def _ids(session: Session, query: Select[str, int]) -> list[str]:
    return [f"{document}:{ordinal}" for document, ordinal in session.execute(query)]


def _parts(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (values[at : at + size] for at in range(0, len(values), size))
