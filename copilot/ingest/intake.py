"""One file into the store: read, cut, embedded, committed whole; passages embedded before are not embedded again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from copilot.deps import Deps
from copilot.errors import ModelFailed, UnreadableFile
from copilot.ingest.chunk import Chunk, chunk
from copilot.ingest.crm.hint import several_accounts
from copilot.ingest.read import Member, ocr_program, read_or_unpack
from copilot.ingest.report import FileReport, failure, of_archive
from copilot.schemas.account import Account
from copilot.schemas.evidence import ParsedDocument, SourceDocument
from copilot.schemas.facts import SuspiciousPassage
from copilot.store.records import DocumentHead, FolderFile, Vectors
from copilot.store.vectors import text_digest
from copilot.text.planted import QUOTE_SHOWN, suspicious_passages

_MB = 1024 * 1024
_EMBED = 64
"""Passages embedded between two savings of a long note."""
_REMEMBER = 64
"""Files between two savings of what is known of them."""
_FRESH_S = 2.0
"""A file changed that recently may change again within the same tick of its clock."""
_TRANSIENT = ("timeout", "unreadable")
"""Reasons that may be gone the next time."""


class Intake:
    """Files of one account on their way in."""

    def __init__(self, deps: Deps, account: Account) -> None:
        self._deps = deps
        self._account = account
        self.known: dict[str, DocumentHead] = {
            head.name: head for head in deps.store.document_heads(deps.workspace, account.id)
        }
        self._seen: list[FolderFile] = []

    def path(self, name: str, path: Path, was: str | None = None) -> FileReport:
        """Read a file of a folder, and remember how it was; `was` is the note whose place it takes."""
        limit = self._deps.settings.max_upload_mb
        try:
            stat = path.stat()
            if stat.st_size > limit * _MB:
                return self._too_large(name)
            data = path.read_bytes()
        except OSError as error:
            return failure(name, "unreadable", f"the file cannot be opened: {error.strerror or error}")
        report = self.data(name, data, was)
        if report.reason not in _TRANSIENT:
            whole = [one.name for one in report.members or (report,) if one.name in self.known]
            fresh = self._deps.now().timestamp() - stat.st_mtime < _FRESH_S or stat.st_size != len(data)
            self.remember(
                FolderFile(
                    path=str(path), size=stat.st_size, mtime_ns=0 if fresh else stat.st_mtime_ns,
                    sha256=hashlib.sha256(data).hexdigest(), names=tuple(whole),
                )
            )  # fmt: skip
        return report

    def data(self, name: str, data: bytes, was: str | None = None) -> FileReport:
        """Read the bytes of a file."""
        if len(data) > self._deps.settings.max_upload_mb * _MB:
            return self._too_large(name)
        sha256 = hashlib.sha256(data).hexdigest()
        before = self.known.get(name)
        if before is not None and before.sha256 == sha256:
            stored = self._deps.store.document(self._deps.workspace, self._account.id, before.id)
            return FileReport(name=name, status="unchanged", segments=before.segments, suspicious=_suspicious(stored))
        try:
            document = read_or_unpack(name, data, ocr=ocr_program(self._deps.settings))
        except UnreadableFile as error:
            return failure(name, error.reason, error.detail)
        if isinstance(document, list):
            return of_archive(name, [self._member(member) for member in document])
        return self._store(document, data, sha256, was)

    def remember(self, file: FolderFile) -> None:
        """Note down how a file is now; saved now and then, and by `finish`."""
        self._seen.append(file)
        if len(self._seen) >= _REMEMBER:
            self._save()

    def finish(self) -> None:
        """Save what is known of the files, and let go of what only a killed run would have needed."""
        self._save()
        self._deps.store.drop_spare_vectors(self._deps.workspace, self._account.id)

    def _save(self) -> None:
        self._deps.store.put_folder_files(self._deps.workspace, self._account.id, self._seen)
        self._seen = []

    def _member(self, member: Member) -> FileReport:
        if member.refusal is not None:
            return failure(member.name, member.refusal.reason, member.refusal.detail)
        return self.data(member.name, member.data)

    def _store(self, document: ParsedDocument, data: bytes, sha256: str, was: str | None) -> FileReport:
        chunks = chunk(document)
        warnings = document.warnings
        if whole := several_accounts(document):
            warnings = (*warnings, whole)
        vectors = None
        try:
            vectors = self._vectors(chunks) if chunks else None
        except ModelFailed as error:
            # The text is safe in the store; the searcher makes missing vectors when it next needs them.
            warnings = (*warnings, f"not searchable by meaning yet: {error}")
        stored, status = self._deps.store.put_document(
            self._deps.workspace,
            self._account.id,
            document,
            sha256=sha256,
            chunks=chunks,
            vectors=vectors,
            raw=data,
            now=self._deps.now(),
            embedder=self._deps.searcher.embedder.name if vectors is not None else None,
            was=was,
        )
        if status == "renamed" and was is not None:
            self.known.pop(was, None)
        self.known[stored.name] = DocumentHead(
            id=stored.id, name=stored.name, sha256=sha256, segments=len(stored.segments)
        )
        return FileReport(
            name=stored.name,
            status=status,
            segments=len(stored.segments),
            chunks=len(chunks),
            warnings=warnings,
            suspicious=_suspicious(stored),
            was=was if status == "renamed" else None,
        )

    def _vectors(self, chunks: Sequence[Chunk]) -> Vectors:
        """A vector for each passage; those of a long note are saved on the way, so that a kill costs one batch."""
        store, embedder = self._deps.store, self._deps.searcher.embedder
        scope = (self._deps.workspace, self._account.id, embedder.name)
        known = store.known_vectors(*scope, (one.text for one in chunks))
        # Of one length together: an endpoint that pads has less to pad.
        missing = sorted({one.text for one in chunks if text_digest(one.text) not in known}, key=lambda t: (len(t), t))
        for at in range(0, len(missing), _EMBED):
            part = missing[at : at + _EMBED]
            made = embedder.passages(part)
            known.update(
                (text_digest(text), np.asarray(vector, "<f4").tobytes())
                for text, vector in zip(part, made, strict=True)
            )
            if len(missing) > _EMBED:
                store.put_spare_vectors(*scope, part, made)
        return np.stack([np.frombuffer(known[text_digest(one.text)], "<f4") for one in chunks])

    def _too_large(self, name: str) -> FileReport:
        return failure(name, "too_large", f"the file is larger than {self._deps.settings.max_upload_mb} MB")


def _suspicious(document: SourceDocument) -> tuple[SuspiciousPassage, ...]:
    return tuple(suspicious_passages(document, QUOTE_SHOWN))
