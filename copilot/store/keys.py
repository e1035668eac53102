"""API keys: shown once, kept as a hash. Keys are 256 random bits, so a fast hash is enough."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from sqlalchemy import func, select, update

from copilot.errors import NotFound
from copilot.store.accounts import new_id
from copilot.store.database import Database
from copilot.store.records import KeyInfo
from copilot.store.tables import KeyRow

PREFIX = "abp_"


class Keys:
    """The part of the store that keeps API keys."""

    _db: Database

    def create_key(self, workspace: str, name: str, *, now: dt.datetime) -> tuple[KeyInfo, str]:
        """A new key of the workspace, and its secret, which cannot be read again."""
        plain = PREFIX + secrets.token_urlsafe(32)
        with self._db.write() as session:
            row = KeyRow(
                id=new_id(), workspace_id=workspace, name=name, hash=_hash(plain), created_at=now, revoked_at=None
            )
            session.add(row)
            return _info(row), plain

    def find_key(self, plain: str) -> KeyInfo | None:
        """The key of that secret, unless it is unknown or revoked.

        The lookup is by hash: its timing says nothing about the secret.
        """
        if not plain.startswith(PREFIX):
            return None
        with self._db.read() as session:
            row = session.scalar(select(KeyRow).where(KeyRow.hash == _hash(plain), KeyRow.revoked_at.is_(None)))
            return _info(row) if row else None

    def keys(self, workspace: str) -> list[KeyInfo]:
        """All keys of the workspace, oldest first, revoked ones included."""
        with self._db.read() as session:
            rows = session.scalars(
                select(KeyRow).where(KeyRow.workspace_id == workspace).order_by(KeyRow.created_at, KeyRow.id)
            )
            return [_info(row) for row in rows]

    def revoke_key(self, workspace: str, key_id: str, *, now: dt.datetime | None = None) -> None:
        """Close the key for good."""
        with self._db.write() as session:
            row = session.scalar(select(KeyRow).where(KeyRow.workspace_id == workspace, KeyRow.id == key_id))
            if row is None:
                raise NotFound(f"there is no key {key_id!r}")
            if row.revoked_at is None:
                session.execute(update(KeyRow).where(KeyRow.id == key_id).values(revoked_at=now or func.now()))


def _hash(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


def _info(row: KeyRow) -> KeyInfo:
    return KeyInfo(
        id=row.id, workspace=row.workspace_id, name=row.name, created_at=row.created_at, revoked_at=row.revoked_at
    )
