"""The tables. Every row carries its workspace; what belongs to an account goes with it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[dt.datetime]):
    """A moment in UTC; SQLite forgets time zones, so it is stored without and given back with one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The moment without its zone, in UTC."""
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The moment with its zone."""
        return value.replace(tzinfo=dt.UTC) if value else None


class Base(DeclarativeBase):
    """Base of the tables."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {dt.datetime: Utc, dict[str, Any]: JSON, list[str]: JSON}


class Scoped:
    """A row of a workspace."""

    workspace_id: Mapped[str] = mapped_column(String(64), index=True)


class OfAccount:
    """A row of an account; it is deleted with the account.

    The workspace has no index here: nearly every row is of one workspace, and a database that chose such an index
    would walk the whole store to answer for one account.
    """

    workspace_id: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)


class AccountRow(Scoped, Base):
    """A client."""

    __tablename__ = "accounts"
    __table_args__ = (Unique("workspace_id", "slug"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    slug: Mapped[str] = mapped_column(String(63))
    name: Mapped[str] = mapped_column(Text)
    supplier: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[dt.datetime]
    revision: Mapped[int] = mapped_column(Integer, default=0)


class DocumentRow(OfAccount, Base):
    """A note as read, without its segments."""

    __tablename__ = "documents"
    __table_args__ = (Unique("account_id", "name"),)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str | None] = mapped_column(Text)
    author: Mapped[str | None] = mapped_column(Text)
    recipients: Mapped[list[str]]
    date: Mapped[dt.date | None] = mapped_column(Date)
    language: Mapped[str] = mapped_column(String(8))
    warnings: Mapped[list[str]]
    added_at: Mapped[dt.datetime]
    revision: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """The account's revision at which its passages last changed: what an index made earlier lacks."""


class RemovedRow(OfAccount, Base):
    """A note that is gone and that some index may still hold: its id and number of passages, nothing of its text."""

    __tablename__ = "removed_documents"
    document_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    chunks: Mapped[int] = mapped_column(Integer)
    erase: Mapped[bool] = mapped_column(Boolean)
    revision: Mapped[int] = mapped_column(Integer)


class FolderFileRow(OfAccount, Base):
    """A file as it was when it was last read from a folder: what has not changed since needs no reading."""

    __tablename__ = "folder_files"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(Text, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mtime_ns: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    names: Mapped[list[str]]


class SpareVectorRow(OfAccount, Base):
    """The vector of a passage whose note is not stored yet: what a kill in the middle of a long note leaves."""

    __tablename__ = "spare_vectors"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    embedder: Mapped[str] = mapped_column(String(255), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class _OfDocument(OfAccount):
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)


class UploadRow(_OfDocument, Base):
    """The bytes of a note as they were given."""

    __tablename__ = "uploads"
    data: Mapped[bytes] = mapped_column(LargeBinary)


class SegmentRow(_OfDocument, Base):
    """The smallest citable piece of a note."""

    __tablename__ = "segments"
    __table_args__ = (Index("ix_segments_document", "document_id", "ordinal"),)
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    locator: Mapped[dict[str, Any]]
    heading: Mapped[str | None] = mapped_column(Text)
    header: Mapped[list[str]]
    cells: Mapped[list[str]]
    author: Mapped[str | None] = mapped_column(Text)
    said_on: Mapped[dt.date | None] = mapped_column(Date)
    hidden: Mapped[bool] = mapped_column(Boolean)


class ChunkRow(_OfDocument, Base):
    """A passage for the search, with its vector."""

    __tablename__ = "chunks"
    __table_args__ = (
        Index("ix_chunks_document", "document_id", "ordinal"),
        Index("ix_chunks_embedder", "account_id", "embedder", "document_id", "ordinal"),
        Index("ix_chunks_digest", "account_id", "digest"),
    )
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    first_segment: Mapped[int] = mapped_column(Integer)
    last_segment: Mapped[int] = mapped_column(Integer)
    tokens: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(8))
    embedder: Mapped[str | None] = mapped_column(Text)
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    """Of the text, so that the same passage is embedded once."""
    sentences: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The signature of what it says; none in passages of an older version, where it is made when it is needed."""


class PassageAboutRow(_OfDocument, Base):
    """What a passage is about, as read from all notes of the account when they were as the stamp says."""

    __tablename__ = "passage_about"
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True)
    stamp: Mapped[str] = mapped_column(String(32))
    about: Mapped[dict[str, Any]]


class AnswerRow(OfAccount, Base):
    """One version of an interview answer."""

    __tablename__ = "answers"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    given_by: Mapped[str] = mapped_column(Text)
    given_at: Mapped[dt.datetime]


class DraftRow(OfAccount, Base):
    """A plan or a negotiation file, whole."""

    __tablename__ = "drafts"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    generated_at: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    writer: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]]


class ConversationRow(OfAccount, Base):
    """A conversation."""

    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[dt.datetime]


class _OfConversation(OfAccount):
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)


class MessageRow(_OfConversation, Base):
    """A finished turn."""

    __tablename__ = "messages"
    id: Mapped[str] = mapped_column(String(32), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime]


class EventRow(_OfConversation, Base):
    """One event of the stream, kept so that a client can resume."""

    __tablename__ = "events"
    run_id: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]]


class KeyRow(Scoped, Base):
    """An API key, as a hash."""

    __tablename__ = "keys"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class IndexRow(OfAccount, Base):
    """Which index serves an account at one holder (an index folder or a Chroma server), and what it was made of."""

    __tablename__ = "index_state"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    holder: Mapped[str] = mapped_column(Text, primary_key=True)
    embedder: Mapped[str] = mapped_column(Text)
    dim: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer)
    dead: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
