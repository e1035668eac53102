"""Vectors by what they were made of: the same passage is embedded once, and a long note is not begun again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from copilot.store.accounts import require_account
from copilot.store.database import Database
from copilot.store.records import Vectors
from copilot.store.tables import ChunkRow, SpareVectorRow

_ASKED = 400
"""Values in one question to the database."""


def text_digest(text: str) -> bytes:
    """Sixteen bytes that stand for a passage's text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class VectorsByText:
    """The part of the store that knows passages embedded before."""

    _db: Database

    def known_vectors(self, workspace: str, account_id: str, embedder: str, texts: Iterable[str]) -> dict[bytes, bytes]:
        """Vectors of those texts that this embedder made for the account before, by digest of the text."""
        found: dict[bytes, bytes] = {}
        digests = iter(dict.fromkeys(text_digest(text) for text in texts))
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            while asked := list(islice(digests, _ASKED)):
                for table in (ChunkRow, SpareVectorRow):
                    rows = session.execute(
                        select(table.digest, table.vector).where(
                            table.account_id == account_id, table.digest.in_(asked), table.embedder == embedder
                        )
                    )
                    found.update((digest, vector) for digest, vector in rows if digest and vector)
        return found

    def put_spare_vectors(
        self, workspace: str, account_id: str, embedder: str, texts: Sequence[str], vectors: Vectors
    ) -> None:
        """Keep vectors of a note that is not stored yet, so that a kill does not lose them."""
        scope = {"workspace_id": workspace, "account_id": account_id, "embedder": embedder}
        rows = {
            text_digest(text): scope | {"digest": text_digest(text), "vector": np.asarray(vector, "<f4").tobytes()}
            for text, vector in zip(texts, vectors, strict=True)
        }
        insert = sqlite_insert if self._db.is_sqlite else postgresql_insert
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            session.execute(insert(SpareVectorRow).on_conflict_do_nothing(), list(rows.values()))

    def drop_spare_vectors(self, workspace: str, account_id: str) -> None:
        """Forget what was kept of notes that were not stored."""
        with self._db.read() as session:
            if (
                session.scalar(select(SpareVectorRow.digest).where(SpareVectorRow.account_id == account_id).limit(1))
                is None
            ):
                return
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            session.execute(delete(SpareVectorRow).where(SpareVectorRow.account_id == account_id))
        self._db.forget()
