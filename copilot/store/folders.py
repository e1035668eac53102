"""Files as they were when they were last read, so that a folder is followed in the time of its changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select

from copilot.store.accounts import require_account
from copilot.store.database import Database
from copilot.store.records import FolderFile
from copilot.store.tables import FolderFileRow


class Folders:
    """The part of the store that remembers files of folders."""

    _db: Database

    def folder_files(self, workspace: str, account_id: str) -> list[FolderFile]:
        """Every file that the account's notes were read from."""
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            rows = session.execute(
                select(
                    FolderFileRow.path, FolderFileRow.size, FolderFileRow.mtime_ns, FolderFileRow.sha256,
                    FolderFileRow.names,
                ).where(FolderFileRow.account_id == account_id)
            )  # fmt: skip
            return [
                FolderFile(path=path, size=size, mtime_ns=mtime, sha256=sha256, names=tuple(names))
                for path, size, mtime, sha256, names in rows
            ]

    def put_folder_files(self, workspace: str, account_id: str, files: Sequence[FolderFile]) -> None:
        """Remember how the files are now."""
        if not files:
            return
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            for file in files:
                row = FolderFileRow(workspace_id=workspace, account_id=account_id, **file.model_dump())
                row.names = list(file.names)
                session.merge(row)

    def drop_folder_files(self, workspace: str, account_id: str, paths: Iterable[str]) -> None:
        """Forget files that are there no more."""
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            for path in paths:
                session.execute(
                    delete(FolderFileRow).where(FolderFileRow.account_id == account_id, FolderFileRow.path == path)
                )
