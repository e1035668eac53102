"""Files and folders into the store: read, cut, embedded, committed; a bad file never stops the others."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from copilot.deps import Deps
from copilot.errors import BadInput, ModelFailed, UnreadableFile
from copilot.ingest.chunk import chunk
from copilot.ingest.read import READABLE, Member, read_or_unpack
from copilot.progress import Progress, silent
from copilot.schemas.account import Account
from copilot.schemas.evidence import Frozen, ParsedDocument, SourceDocument
from copilot.schemas.facts import SuspiciousPassage
from copilot.text.planted import QUOTE_SHOWN, suspicious_passages

FileStatus = Literal["stored", "unchanged", "replaced", "failed"]
_SKIPPED = ("thumbs.db", "desktop.ini", "__macosx")
_MB = 1024 * 1024


class FileReport(Frozen):
    """What became of one file."""

    name: str
    status: FileStatus
    segments: int = 0
    chunks: int = 0
    warnings: tuple[str, ...] = ()
    suspicious: tuple[SuspiciousPassage, ...] = Field(
        default=(), description="passages that address an assistant: shown, never followed, proof of nothing"
    )
    reason: str | None = Field(default=None, description="stable code of a failure: empty, encrypted, truncated…")
    detail: str | None = Field(default=None, description="one line that says what to do")
    members: tuple[FileReport, ...] = Field(default=(), description="what became of the files of an archive")


class IngestReport(Frozen):
    """What became of each file, in the order they were read."""

    files: list[FileReport]

    @property
    def failed(self) -> list[FileReport]:
        """The files that could not be read."""
        return [report for report in self.files if report.status == "failed"]


class _File(NamedTuple):
    name: str
    path: Path


def ingest(
    deps: Deps,
    account: Account,
    paths: Sequence[Path],
    progress: Progress = silent,
    display_name: str | None = None,
) -> IngestReport:
    """Read files and folders into an account; `display_name` renames a single file.

    Raises:
        BadInput: a path does not exist, or there is nothing to read.
    """
    files = find_files(paths)
    if len(files) > deps.settings.max_files:
        raise BadInput(f"{len(files)} files are more than {deps.settings.max_files} at once: give a smaller folder")
    if display_name is not None:
        if len(files) != 1:
            raise BadInput("a display name can be given to one file only")
        files = [_File(display_name, files[0].path)]
    known = _known(deps, account)
    reports: list[FileReport] = []
    for number, file in enumerate(files):
        progress("ingest", number, len(files), file.name)
        report = _ingest_path(deps, account, file, known)
        reports.extend(report.members or (report,))
    if any(report.status in ("stored", "replaced") for report in reports):
        progress("index", len(files), len(files), account.name)
        deps.searcher.changed(deps.workspace, account.id)
    progress("ingest", len(files), len(files), "")
    return IngestReport(files=reports)


def ingest_bytes(deps: Deps, account: Account, name: str, data: bytes) -> FileReport:
    """Read one uploaded file into an account."""
    report = _ingest_data(deps, account, name, data, _known(deps, account))
    if report.status in ("stored", "replaced"):
        deps.searcher.changed(deps.workspace, account.id)
    return report


def find_files(paths: Sequence[Path]) -> list[_File]:
    """The files to read, sorted within each folder; hidden and temporary ones are left out."""
    found: list[tuple[Path, Path]] = []
    for given in paths:
        path = given.expanduser()
        if path.is_dir():
            inside = [(file, path) for file in sorted(path.rglob("*")) if _is_wanted(file, path)]
            if not inside and len(paths) == 1:
                raise BadInput(f"the folder {str(given)!r} has no files to read; these are read: {_extensions()}")
            found.extend(inside)
        elif path.is_file():
            found.append((path, path.parent))
        else:
            raise BadInput(f"{str(given)!r} does not exist: give a file or a folder")
    unique = list(dict.fromkeys(found))
    if not unique:
        raise BadInput(f"there are no files to read; these are read: {_extensions()}")
    often = Counter(path.name for path, _ in unique)
    # Names are what claims cite, so two files of one name are told apart by their folder.
    return [
        _File(path.name if often[path.name] == 1 else path.relative_to(root).as_posix(), path) for path, root in unique
    ]


def _extensions() -> str:
    return " ".join(READABLE)


def _is_wanted(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    hidden = any(part.startswith((".", "~$")) or part.lower() in _SKIPPED for part in parts)
    return not hidden and path.is_file()


def _known(deps: Deps, account: Account) -> dict[str, SourceDocument]:
    """The stored notes, by name."""
    return {document.name: document for document in deps.store.documents(deps.workspace, account.id)}


def _ingest_path(deps: Deps, account: Account, file: _File, known: dict[str, SourceDocument]) -> FileReport:
    limit = deps.settings.max_upload_mb
    try:
        if file.path.stat().st_size > limit * _MB:
            return _failed(file.name, "too_large", f"the file is larger than {limit} MB")
        data = file.path.read_bytes()
    except OSError as error:
        return _failed(file.name, "unreadable", f"the file cannot be opened: {error.strerror or error}")
    return _ingest_data(deps, account, file.name, data, known)


def _ingest_data(deps: Deps, account: Account, name: str, data: bytes, known: dict[str, SourceDocument]) -> FileReport:
    limit = deps.settings.max_upload_mb
    if len(data) > limit * _MB:
        return _failed(name, "too_large", f"the file is larger than {limit} MB")
    sha256 = hashlib.sha256(data).hexdigest()
    before = known.get(name)
    if before is not None and before.sha256 == sha256:
        return FileReport(name=name, status="unchanged", segments=len(before.segments), suspicious=_suspicious(before))
    try:
        document = read_or_unpack(name, data)
    except UnreadableFile as error:
        return _failed(name, error.reason, error.detail)
    if isinstance(document, list):
        return _summed(name, [_ingest_member(deps, account, member, known) for member in document])
    return _stored(deps, account, document, data, sha256, known)


def _ingest_member(deps: Deps, account: Account, member: Member, known: dict[str, SourceDocument]) -> FileReport:
    if member.refusal is not None:
        return _failed(member.name, member.refusal.reason, member.refusal.detail)
    return _ingest_data(deps, account, member.name, member.data, known)


def _summed(name: str, members: Sequence[FileReport]) -> FileReport:
    """One report for an archive: as good as its best file, with a line for each that could not be read."""
    order: tuple[FileStatus, ...] = ("stored", "replaced", "unchanged", "failed")
    status = min((one.status for one in members), key=order.index, default="failed")
    bad = [one for one in members if one.status == "failed"]
    lines = [f"{one.name}: {line}" for one in members for line in (one.detail, *one.warnings) if line]
    return FileReport(
        name=name,
        status=status,
        segments=sum(one.segments for one in members),
        chunks=sum(one.chunks for one in members),
        warnings=(f"{len(members) - len(bad)} of {len(members)} files of the archive were read", *lines),
        suspicious=tuple(passage for one in members for passage in one.suspicious),
        reason="unsupported" if status == "failed" else None,
        detail="no file of the archive can be read" if status == "failed" else None,
        members=tuple(members),
    )


def _stored(
    deps: Deps, account: Account, document: ParsedDocument, data: bytes, sha256: str, known: dict[str, SourceDocument]
) -> FileReport:
    chunks = chunk(document)
    embedder = deps.searcher.embedder
    warnings = document.warnings
    vectors = None
    try:
        vectors = embedder.passages([one.text for one in chunks]) if chunks else None
    except ModelFailed as error:
        # The text is safe in the store; the searcher makes missing vectors when it next needs them.
        warnings = (*warnings, f"not searchable by meaning yet: {error}")
    stored, status = deps.store.put_document(
        deps.workspace,
        account.id,
        document,
        sha256=sha256,
        chunks=chunks,
        vectors=vectors,
        raw=data,
        now=deps.now(),
        embedder=embedder.name if vectors is not None else None,
    )
    known[document.name] = stored
    return FileReport(
        name=document.name,
        status=status,
        segments=len(document.segments),
        chunks=len(chunks),
        warnings=warnings,
        suspicious=_suspicious(stored),
    )


def _suspicious(document: SourceDocument) -> tuple[SuspiciousPassage, ...]:
    return tuple(suspicious_passages(document, QUOTE_SHOWN))


def _failed(name: str, reason: str, detail: str) -> FileReport:
    return FileReport(name=name, status="failed", reason=reason, detail=detail)
