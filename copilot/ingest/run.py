"""Files and folders into the store: read, cut, embedded, committed; a bad file never stops the others."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from copilot.deps import Deps
from copilot.errors import BadInput
from copilot.ingest.intake import Intake
from copilot.ingest.read import READABLE
from copilot.ingest.report import CHANGES, FileReport, IngestReport, Told, untold
from copilot.progress import Progress, silent
from copilot.schemas.account import Account

__all__ = ["FileReport", "IngestReport", "absolute", "find_files", "ingest", "ingest_bytes", "is_wanted"]

_SKIPPED = ("thumbs.db", "desktop.ini", "__macosx")


class _File(NamedTuple):
    name: str
    path: Path


def ingest(
    deps: Deps,
    account: Account,
    paths: Sequence[Path],
    progress: Progress = silent,
    display_name: str | None = None,
    told: Told = untold,
) -> IngestReport:
    """Read files and folders into an account; `display_name` renames a single file.

    `told` hears of each file once it is committed.

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
    intake = Intake(deps, account)
    reports: list[FileReport] = []
    for number, file in enumerate(files):
        progress("ingest", number, len(files), file.name)
        report = intake.path(file.name, file.path)
        for one in report.members or (report,):
            reports.append(one)
            told(one)
    intake.finish()
    done = IngestReport(files=reports)
    if done.changed:
        progress("index", len(files), len(files), account.name)
        deps.searcher.changed(deps.workspace, account.id)
    progress("ingest", len(files), len(files), "")
    return done


def ingest_bytes(deps: Deps, account: Account, name: str, data: bytes) -> FileReport:
    """Read one uploaded file into an account."""
    intake = Intake(deps, account)
    report = intake.data(name, data)
    intake.finish()
    if report.status in CHANGES:
        deps.searcher.changed(deps.workspace, account.id)
    return report


def find_files(paths: Sequence[Path]) -> list[_File]:
    """The files to read, sorted within each folder; hidden and temporary ones are left out."""
    found: list[tuple[Path, Path]] = []
    for given in paths:
        path = absolute(given)
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
    return all(is_wanted(part) for part in path.relative_to(root).parts) and path.is_file()


def absolute(path: Path) -> Path:
    """The path by which a file is remembered."""
    return Path(os.path.abspath(path.expanduser()))


def is_wanted(part: str) -> bool:
    """Whether a file or folder of that name is read: hidden and temporary ones are not."""
    return not part.startswith((".", "~$")) and part.lower() not in _SKIPPED
