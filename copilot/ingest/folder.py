"""Follows a folder: what changed since the last time is read, what is gone is removed, the rest is not even opened.

A file counts as unchanged while its size and time of change are those remembered and its notes are still stored.
A file that appears with the bytes of one that is gone is that one under another name: its note keeps its vectors,
and plans cite it by the new name. Only notes that came from the folder are ever removed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256 as hashed
from pathlib import Path

from copilot.deps import Deps
from copilot.errors import BadInput, NotFound
from copilot.ingest.intake import Intake
from copilot.ingest.report import FileReport, IngestReport, Told, untold
from copilot.ingest.run import absolute, is_wanted
from copilot.progress import Progress, silent
from copilot.schemas.account import Account
from copilot.store.records import FolderFile


@dataclass
class Listing:
    """What lies in a folder: size and time of change by path, and where one could not look."""

    root: Path
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    blind: list[str] = field(default_factory=list)


def look(folder: Path) -> Listing:
    """The files of a folder and the folders in it; nothing is opened.

    Raises:
        BadInput: there is no such folder.
    """
    root = absolute(folder)
    if not root.is_dir():
        raise BadInput(f"{str(folder)!r} is not a folder that can be followed: give a folder")
    listing = Listing(root)
    waiting = [str(root)]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if is_wanted(entry.name):
                        _note(entry, listing, waiting)
        except OSError:
            listing.blind.append(here)
    return listing


def _note(entry: os.DirEntry[str], listing: Listing, waiting: list[str]) -> None:
    try:
        if entry.is_dir(follow_symlinks=False):
            waiting.append(entry.path)
        elif entry.is_file():
            stat = entry.stat()
            listing.files[entry.path] = (stat.st_size, stat.st_mtime_ns)
    except OSError:
        listing.blind.append(entry.path)


def sync_folder(
    deps: Deps, account: Account, folder: Path, progress: Progress = silent, told: Told = untold
) -> IngestReport:
    """Bring the account's notes from that folder to what lies in it now.

    Raises:
        BadInput: there is no such folder, too much of it is new, or nothing is left in it.
    """
    follower = _Follower(deps, account, look(folder))
    reports: list[FileReport] = []

    def tell(report: FileReport) -> None:
        for one in report.members or (report,):
            if one.status != "unchanged":
                reports.append(one)
                told(one)

    changed = follower.changed()
    if len(changed) > deps.settings.max_files:
        raise BadInput(f"{len(changed)} files are more than {deps.settings.max_files} at once: give a smaller folder")
    for number, path in enumerate(changed):
        progress("ingest", number, len(changed), os.path.basename(path))
        for report in follower.take(path):
            tell(report)
    for report in follower.remove_gone():
        tell(report)
    follower.intake.finish()
    done = IngestReport(files=reports, skipped=len(follower.here) - len(changed))
    if done.changed:
        progress("index", len(changed), len(changed), account.name)
        deps.searcher.changed(deps.workspace, account.id)
    progress("ingest", len(changed), len(changed), "")
    return done


class _Follower:
    """One look at a folder, against what is remembered of it."""

    def __init__(self, deps: Deps, account: Account, listing: Listing) -> None:
        self._deps, self._account, self._root = deps, account, listing.root
        self.intake = Intake(deps, account)
        self.here = listing.files
        remembered = deps.store.folder_files(deps.workspace, account.id)
        below = str(listing.root) + os.sep
        self._old = {file.path: file for file in remembered if file.path.startswith(below)}
        blind = tuple(place + os.sep for place in listing.blind)
        self._gone = {
            path: file
            for path, file in self._old.items()
            if path not in self.here and path not in listing.blind and not path.startswith(blind or ("\0",))
        }
        if self._gone and not self.here:
            raise BadInput(
                f"the folder {str(listing.root)!r} is empty, as if it were not mounted: nothing was removed;"
                " use `abp documents delete` for the notes that came from it"
            )
        # Every name that a file of some folder stands for, by that file: names are what claims cite.
        self._named = {name: file.path for file in remembered for name in file.names if file.path not in self._gone}
        self._often = Counter(os.path.basename(path) for path in self.here)

    def changed(self) -> list[str]:
        """The files that must be read, in order."""
        return sorted(path for path in self.here if not self._is_as_it_was(path))

    def take(self, path: str) -> Iterator[FileReport]:
        """Read a file; notes that it held before and holds no more are removed."""
        name, was = self._name(path), self._moved_from(path)
        report = self.intake.path(name, Path(path), was)
        yield report
        if report.status == "failed":
            return  # what was read of it before stays
        names = {one.name for one in report.members or (report,)}
        for lost in set(self._old[path].names if path in self._old else ()) - names:
            yield from self._remove(lost, path)
        self._named.update((one, path) for one in names)

    def remove_gone(self) -> Iterator[FileReport]:
        """Remove the notes of files that are not there any more."""
        for path, file in self._gone.items():
            for name in file.names:
                yield from self._remove(name, path)
        if self._gone:
            self._deps.store.drop_folder_files(self._deps.workspace, self._account.id, self._gone)

    def _remove(self, name: str, path: str) -> Iterator[FileReport]:
        if name not in self.intake.known or self._named.get(name, path) != path:
            return
        try:
            self._deps.store.delete_document(self._deps.workspace, self._account.id, name, erase=False)
        except NotFound:
            return
        segments = self.intake.known.pop(name).segments
        yield FileReport(name=name, status="removed", segments=segments)

    def _is_as_it_was(self, path: str) -> bool:
        old = self._old.get(path)
        return (
            old is not None
            and (old.size, old.mtime_ns) == self.here[path]
            and all(name in self.intake.known for name in old.names)
        )

    def _moved_from(self, path: str) -> str | None:
        """The note of a file that is gone and had the same bytes, when this file is new."""
        if path in self._old:
            return None
        size = self.here[path][0]
        alike = [file for file in self._gone.values() if file.size == size and len(file.names) == 1]
        if not alike:
            return None
        try:
            digest = _digest(path)
        except OSError:
            return None
        for file in alike:
            name = file.names[0]
            if file.sha256 == digest and name in self.intake.known and self._named.get(name) is None:
                return name
        return None

    def _name(self, path: str) -> str:
        """The name that it had, else its own, else its own with its folders when another file has that name."""
        old: FolderFile | None = self._old.get(path)
        base, relative = os.path.basename(path), Path(path).relative_to(self._root).as_posix()
        if old is not None and len(old.names) == 1 and old.names[0].endswith(base):
            return old.names[0]
        choices = [base] if self._often[base] == 1 else []
        for name in [*choices, relative]:
            if self._named.get(name, path) == path:
                return name
        return f"{self._root.name}/{relative}"


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashed(file.read()).hexdigest()
