"""The connection: SQLite tuned for durability and real deletion, or any database by URL, migrated when opened."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from copilot.errors import CopilotError
from copilot.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0004"
"""Newest revision under migrations/versions; tested against it."""

_PRAGMAS = (
    "PRAGMA busy_timeout = 15000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


class Database:
    """Sessions for reading and writing; safe to share between threads and between processes."""

    def __init__(self, url: str) -> None:
        import json

        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = sa.create_engine(self.url, json_serializer=lambda value: json.dumps(value, ensure_ascii=False))
        if self.is_sqlite:
            event.listen(self.engine, "connect", _tune)
            event.listen(self.engine, "begin", _begin)
        self._writing = self.engine.execution_options(abp_write=True)
        self._write_lock = threading.Lock()

    @classmethod
    def open(cls, settings: Settings) -> Database:
        """The migrated database of those settings; the data folder is made when it is missing."""
        url = settings.database_url
        if url is None:
            folder = settings.data_dir.absolute()
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CopilotError(f"the data folder {str(folder)!r} cannot be made: {error.strerror}") from error
            url = f"sqlite:///{folder / 'abp.sqlite3'}"
        database = cls(url)
        try:
            database.migrate()
        except DBAPIError as error:
            database.engine.dispose()
            raise CopilotError(f"the database {database.name!r} cannot be opened: {error.orig}") from error
        return database

    @property
    def name(self) -> str:
        """The database for messages, without a password."""
        return self.url.database or "" if self.is_sqlite else self.url.render_as_string(hide_password=True)

    def migrate(self) -> None:
        """Bring the tables to the newest revision; a second process waits for the first."""
        if self._revision() == HEAD:
            return
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self._writing.begin() as connection:
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise CopilotError(f"the database {self.name!r} was made by a newer version: {error}") from error

    def _revision(self) -> str | None:
        with self.engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return None if revision is None else str(revision)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on one consistent snapshot."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back whole.

        Threads of this process queue on a lock of ours, which is fairer than SQLite's waiting; other
        processes queue on SQLite's own lock.
        """
        with self._write_lock, Session(self._writing, expire_on_commit=False) as session:
            try:
                with session.begin():
                    yield session
            except OperationalError as error:
                raise CopilotError(f"the database {self.name!r} refused the write: {error.orig}") from error

    def forget(self) -> None:
        """Leave no deleted text behind in the write-ahead log."""
        if self.is_sqlite:
            with self._write_lock, self.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Fold the log into the database file and let go of it."""
        try:
            self.forget()
        except DBAPIError:
            # Another process is in the middle of a write: its own close will fold the log.
            pass
        finally:
            self.engine.dispose()


def _tune(connection: Any, _record: Any) -> None:
    # Transactions are begun by `_begin`, not by the driver, which would begin too late for a consistent read.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("abp_write") else "BEGIN")
