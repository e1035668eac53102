"""Accounts, and the lookups that the other parts of the store share."""

from __future__ import annotations

import datetime as dt
import re
import uuid

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from copilot.errors import BadInput, Conflict, NotFound
from copilot.schemas.account import Account
from copilot.store.database import Database
from copilot.store.tables import AccountRow

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


def new_id() -> str:
    """A fresh opaque id."""
    return uuid.uuid4().hex


def require_account(session: Session, workspace: str, account_id: str) -> AccountRow:
    """The account of that id in that workspace.

    Raises:
        NotFound: there is none; an account of another workspace is told no differently.
    """
    row = session.scalar(select(AccountRow).where(AccountRow.workspace_id == workspace, AccountRow.id == account_id))
    if row is None:
        raise NotFound(f"there is no account with id {account_id!r} in workspace {workspace!r}")
    return row


def touch(session: Session, account_id: str) -> int:
    """Count a change of the account's documents, so that every cache of them is renewed; the new number."""
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(revision=AccountRow.revision + 1))
    return session.scalars(select(AccountRow.revision).where(AccountRow.id == account_id)).one()


class Accounts:
    """The part of the store that keeps accounts."""

    _db: Database

    def create_account(
        self, workspace: str, slug: str, name: str, *, now: dt.datetime, supplier: str | None = None
    ) -> Account:
        """A new account.

        Raises:
            BadInput: the slug is not made of small letters, digits and hyphens.
            Conflict: the workspace has an account of that slug.
        """
        if not _SLUG.fullmatch(slug):
            raise BadInput(f"{slug!r} cannot name an account: use small letters, digits and hyphens, at most 63")
        with self._db.write() as session:
            if session.scalar(_of_slug(workspace, slug)) is not None:
                raise Conflict(f"the account {slug!r} exists already in workspace {workspace!r}")
            row = AccountRow(
                id=new_id(), workspace_id=workspace, slug=slug, name=name, supplier=supplier, created_at=now, revision=0
            )
            session.add(row)
            return _account(row)

    def account(self, workspace: str, slug: str) -> Account:
        """The account of that slug.

        Raises:
            NotFound: there is none; the message names those that exist.
        """
        with self._db.read() as session:
            return _account(_require_slug(session, workspace, slug))

    def accounts(self, workspace: str) -> list[Account]:
        """All accounts of the workspace, by slug."""
        with self._db.read() as session:
            rows = session.scalars(
                select(AccountRow).where(AccountRow.workspace_id == workspace).order_by(AccountRow.slug)
            )
            return [_account(row) for row in rows]

    def update_account(
        self, workspace: str, slug: str, *, name: str | None = None, supplier: str | None = None
    ) -> Account:
        """The account with what is given changed."""
        with self._db.write() as session:
            row = _require_slug(session, workspace, slug)
            row.name = row.name if name is None else name
            row.supplier = row.supplier if supplier is None else supplier
            return _account(row)

    def delete_account(self, workspace: str, slug: str) -> None:
        """Erase the account and all that belongs to it."""
        with self._db.write() as session:
            row = _require_slug(session, workspace, slug)
            session.execute(delete(AccountRow).where(AccountRow.id == row.id))
        self._db.forget()

    def revision(self, workspace: str, account_id: str) -> int:
        """A number that grows with each change of the account's documents, whoever makes it."""
        with self._db.read() as session:
            return require_account(session, workspace, account_id).revision


def _of_slug(workspace: str, slug: str) -> Select[AccountRow]:
    return select(AccountRow).where(AccountRow.workspace_id == workspace, AccountRow.slug == slug)


def _require_slug(session: Session, workspace: str, slug: str) -> AccountRow:
    row = session.scalar(_of_slug(workspace, slug))
    if row is not None:
        return row
    known = session.scalars(
        select(AccountRow.slug).where(AccountRow.workspace_id == workspace).order_by(AccountRow.slug).limit(20)
    ).all()
    raise NotFound(
        f"there is no account {slug!r}; known: {', '.join(known)}"
        if known
        else f"there is no account {slug!r}; `abp ingest` makes the first one"
    )


def _account(row: AccountRow) -> Account:
    return Account(
        id=row.id, workspace=row.workspace_id, slug=row.slug, name=row.name, supplier=row.supplier,
        created_at=row.created_at,
    )  # fmt: skip
