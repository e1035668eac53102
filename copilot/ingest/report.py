"""What ingest tells about each file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Frozen
from copilot.schemas.facts import SuspiciousPassage

FileStatus = Literal["stored", "unchanged", "replaced", "renamed", "removed", "failed"]
CHANGES: tuple[FileStatus, ...] = ("stored", "replaced", "renamed", "removed")
"""After these the search has something to learn."""


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
    was: str | None = Field(default=None, description="the name that the note had before")
    members: tuple[FileReport, ...] = Field(default=(), description="what became of the files of an archive")


class IngestReport(Frozen):
    """What became of each file, in the order they were read."""

    files: list[FileReport]
    skipped: int = Field(default=0, description="files of a followed folder that have not changed since the last time")

    @property
    def failed(self) -> list[FileReport]:
        """The files that could not be read."""
        return [report for report in self.files if report.status == "failed"]

    @property
    def changed(self) -> bool:
        """Whether any note came, went or became another."""
        return any(report.status in CHANGES for report in self.files)


Told = Callable[[FileReport], None]
"""Called for each file as soon as what became of it is committed."""


def untold(_report: FileReport) -> None:
    """Nobody listens."""


def failure(name: str, reason: str, detail: str) -> FileReport:
    """The report of a file that could not be read."""
    return FileReport(name=name, status="failed", reason=reason, detail=detail)


def of_archive(name: str, members: Sequence[FileReport]) -> FileReport:
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
