"""Notes: stored whole, replaced whole, erased for good."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from copilot.errors import NotFound
from copilot.schemas.evidence import DocumentKind, Locator, ParsedDocument, Segment, SegmentKind, SourceDocument
from copilot.store.accounts import new_id, require_account, touch
from copilot.store.database import Database
from copilot.store.records import ChunkLike, DocumentHead, PutStatus, Vectors
from copilot.store.tables import ChunkRow, DocumentRow, RemovedRow, SegmentRow, SpareVectorRow, UploadRow
from copilot.store.vectors import text_digest
from copilot.store.withdraw import rename_citations, withdraw_document
from copilot.text.said_again import signature

_ASKED = 400
"""Values in one question to the database."""


class Documents:
    """The part of the store that keeps notes with their segments, passages and bytes."""

    _db: Database

    def put_document(
        self,
        workspace: str,
        account_id: str,
        parsed: ParsedDocument,
        *,
        sha256: str,
        chunks: Sequence[ChunkLike],
        vectors: Vectors | None,
        raw: bytes,
        now: dt.datetime,
        embedder: str | None = None,
        was: str | None = None,
    ) -> tuple[SourceDocument, PutStatus]:
        """The note as stored, and whether it is new, replaces an older one of its name, or was there already.

        `embedder` names who made the vectors; vectors of an unknown maker are made again before they are used.
        `was` is the name of the note that goes and whose place this one takes: plans that cite it cite the new name.
        """
        with self._db.write() as session:
            require_account(session, workspace, account_id)
            old = session.scalar(
                select(DocumentRow).where(*_in(workspace, account_id), DocumentRow.name == parsed.name)
            )
            if old is not None and old.sha256 == sha256:
                return _sources(session, [old])[0], "unchanged"
            status: PutStatus = "stored" if old is None else "replaced"
            revision = touch(session, account_id)
            if old is not None:
                _remove(session, old, revision, erase=False)
            if was is not None and was != parsed.name:
                _remove(session, _require(session, workspace, account_id, was), revision, erase=False)
                rename_citations(session, account_id, was, parsed.name)
                status = "renamed"
            row = _document_row(workspace, account_id, parsed, sha256, now, revision)
            session.add(row)
            session.flush()
            scope = {"workspace_id": workspace, "account_id": account_id, "document_id": row.id}
            session.add(UploadRow(**scope, data=raw))
            _insert(session, SegmentRow, [scope | _segment_values(segment) for segment in parsed.segments])
            _insert(session, ChunkRow, [scope | values for values in _chunk_values(parsed, chunks, vectors, embedder)])
            stored = _source(row, parsed.segments)
        if status != "stored":
            self._db.forget()
        return stored, status

    def documents(self, workspace: str, account_id: str) -> list[SourceDocument]:
        """All notes of the account with their segments, oldest first, undated ones last."""
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            rows = session.scalars(select(DocumentRow).where(*_in(workspace, account_id))).all()
            return _sources(session, sorted(rows, key=lambda row: (row.date or dt.date.max, row.name)))

    def document_heads(self, workspace: str, account_id: str) -> list[DocumentHead]:
        """What tells the notes of the account apart, without reading them."""
        count = select(func.count()).where(SegmentRow.document_id == DocumentRow.id).scalar_subquery()
        with self._db.read() as session:
            require_account(session, workspace, account_id)
            rows = session.execute(
                select(DocumentRow.id, DocumentRow.name, DocumentRow.sha256, count).where(*_in(workspace, account_id))
            )
            return [DocumentHead(id=i, name=name, sha256=sha256, segments=n) for i, name, sha256, n in rows]

    def document(self, workspace: str, account_id: str, name_or_id: str) -> SourceDocument:
        """One note, by name or id."""
        with self._db.read() as session:
            return _sources(session, [_require(session, workspace, account_id, name_or_id)])[0]

    def raw(self, workspace: str, account_id: str, name_or_id: str) -> bytes:
        """The bytes of the note as they were given."""
        with self._db.read() as session:
            row = _require(session, workspace, account_id, name_or_id)
            upload = session.scalar(
                select(UploadRow).where(UploadRow.document_id == row.id, UploadRow.workspace_id == workspace)
            )
            if upload is None:
                raise NotFound(f"the bytes of {row.name!r} are not stored")
            return upload.data

    def delete_document(self, workspace: str, account_id: str, name_or_id: str, *, erase: bool = True) -> None:
        """Erase the note everywhere; claims of stored plans that cite it are withdrawn.

        Without `erase` its vectors, not its text, may stay in the files of a large index until that is made anew.
        """
        with self._db.write() as session:
            row = _require(session, workspace, account_id, name_or_id)
            texts = session.scalars(select(SegmentRow.text).where(SegmentRow.document_id == row.id)).all()
            withdraw_document(session, account_id, row.name, _said_here_only(session, row, texts))
            session.execute(delete(SpareVectorRow).where(SpareVectorRow.account_id == account_id))
            _remove(session, row, touch(session, account_id), erase=erase)
        self._db.forget()


def _in(workspace: str, account_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return DocumentRow.workspace_id == workspace, DocumentRow.account_id == account_id


def _require(session: Session, workspace: str, account_id: str, name_or_id: str) -> DocumentRow:
    require_account(session, workspace, account_id)
    rows = session.scalars(
        select(DocumentRow).where(
            *_in(workspace, account_id), or_(DocumentRow.name == name_or_id, DocumentRow.id == name_or_id)
        )
    ).all()
    # A file may be named like another one's id: the name wins.
    for row in sorted(rows, key=lambda row: row.name != name_or_id):
        return row
    raise NotFound(f"the account has no document {name_or_id!r}")


def _remove(session: Session, row: DocumentRow, revision: int, *, erase: bool) -> None:
    """Delete the note, and note down for the indexes that it is gone."""
    chunks = session.scalar(select(func.count()).where(ChunkRow.document_id == row.id))
    session.execute(delete(DocumentRow).where(DocumentRow.id == row.id))
    if chunks:
        gone = {"document_id": row.id, "chunks": chunks, "erase": erase, "revision": revision}
        session.add(RemovedRow(workspace_id=row.workspace_id, account_id=row.account_id, **gone))


def _said_here_only(session: Session, row: DocumentRow, texts: Sequence[str]) -> list[str]:
    """The passages of a note that no other note of the account holds: what those prove stays as it is."""
    kept: set[str] = set()
    for asked in (texts[at : at + _ASKED] for at in range(0, len(texts), _ASKED)):
        others = select(SegmentRow.text).where(
            SegmentRow.account_id == row.account_id, SegmentRow.document_id != row.id, SegmentRow.text.in_(asked)
        )
        kept.update(session.scalars(others))
    return [text for text in texts if text not in kept]


def _insert(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _document_row(
    workspace: str, account_id: str, parsed: ParsedDocument, sha256: str, now: dt.datetime, revision: int
) -> DocumentRow:
    return DocumentRow(
        id=new_id(), workspace_id=workspace, account_id=account_id, name=parsed.name, sha256=sha256,
        media_type=parsed.media_type, kind=parsed.kind, title=parsed.title, author=parsed.author,
        recipients=list(parsed.recipients), date=parsed.date, language=parsed.language,
        warnings=list(parsed.warnings), added_at=now, revision=revision,
    )  # fmt: skip


def _segment_values(segment: Segment) -> dict[str, Any]:
    return {
        "ordinal": segment.ordinal,
        "kind": segment.kind,
        "text": segment.text,
        "locator": segment.locator.model_dump(exclude_none=True),
        "heading": segment.heading,
        "header": list(segment.header),
        "cells": list(segment.cells),
        "author": segment.author,
        "said_on": segment.said_on,
        "hidden": segment.hidden,
    }


def _chunk_values(
    parsed: ParsedDocument, chunks: Sequence[ChunkLike], vectors: Vectors | None, embedder: str | None
) -> Iterable[dict[str, Any]]:
    if vectors is not None and len(vectors) != len(chunks):
        raise ValueError(f"{len(vectors)} vectors for {len(chunks)} chunks")
    segments = {segment.ordinal: segment for segment in parsed.segments}
    signed = {segment.text for segment in parsed.segments if (segment.locator.part or "").endswith("signature")}
    for position, chunk in enumerate(chunks):
        first = segments[chunk.first_segment]
        yield {
            "ordinal": chunk.ordinal,
            "text": chunk.text,
            "first_segment": chunk.first_segment,
            "last_segment": chunk.last_segment,
            "tokens": chunk.tokens,
            "language": chunk.language,
            "embedder": embedder if vectors is not None else None,
            "vector": None if vectors is None else np.asarray(vectors[position], "<f4").tobytes(),
            "digest": text_digest(chunk.text),
            "sentences": signature(chunk.text, first.heading, first.kind, signed),
        }


def _sources(session: Session, rows: Sequence[DocumentRow]) -> list[SourceDocument]:
    if not rows:
        return []
    where = SegmentRow.document_id == rows[0].id if len(rows) == 1 else SegmentRow.account_id == rows[0].account_id
    segments: dict[str, list[Segment]] = defaultdict(list)
    for row in session.scalars(select(SegmentRow).where(where).order_by(SegmentRow.document_id, SegmentRow.ordinal)):
        segments[row.document_id].append(segment_of(row))
    return [_source(row, segments[row.id]) for row in rows]


def segment_of(row: SegmentRow) -> Segment:
    """A segment as it is stored."""
    return Segment(
        ordinal=row.ordinal, kind=cast("SegmentKind", row.kind), text=row.text, locator=Locator(**row.locator),
        heading=row.heading, header=tuple(row.header), cells=tuple(row.cells), author=row.author, said_on=row.said_on,
        hidden=row.hidden,
    )  # fmt: skip


def _source(row: DocumentRow, segments: Sequence[Segment]) -> SourceDocument:
    return SourceDocument(
        id=row.id, sha256=row.sha256, added_at=row.added_at, name=row.name, media_type=row.media_type,
        kind=cast("DocumentKind", row.kind), title=row.title, author=row.author, recipients=tuple(row.recipients),
        date=row.date, language=row.language, segments=tuple(segments), warnings=tuple(row.warnings),
    )  # fmt: skip
