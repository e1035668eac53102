from __future__ import annotations

import datetime as dt
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from copilot.deps import Deps
from copilot.errors import BadInput, ModelFailed
from copilot.ingest import folder as folder_module
from copilot.ingest import watch
from copilot.ingest.folder import sync_folder
from copilot.ingest.report import FileReport
from copilot.ingest.run import ingest, ingest_bytes
from copilot.retrieve.search import Searcher
from copilot.schemas.account import Account
from copilot.schemas.plan import Plan
from copilot.settings import Settings
from copilot.store.repository import Store
from tests.retrieve.conftest import WordEmbedder
from tests.store.samples import claim, plan

NOW = dt.datetime(2030, 3, 1, 9, 0, tzinfo=dt.UTC)
"""After the files were written: none is too fresh to be trusted."""


class Counting(WordEmbedder):
    """Counts the passages, and fails when told to."""

    fail_after = 10**9

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        if self.embedded >= self.fail_after:
            raise KeyboardInterrupt
        return super().passages(texts)


@pytest.fixture
def embedder() -> Counting:
    return Counting()


@pytest.fixture
def deps(tmp_path: Path, embedder: Counting) -> Iterator[Deps]:
    settings = Settings(data_dir=tmp_path / "data", max_upload_mb=1)
    store = Store.open(settings)
    searcher = Searcher(settings, store, embedder)
    yield Deps(settings=settings, store=store, searcher=searcher, now=lambda: NOW)
    searcher.close()
    store.close()


@pytest.fixture
def account(deps: Deps) -> Account:
    return deps.store.create_account("default", "dupond", "Dupond", now=NOW)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    write(folder, "a.txt", "Le client veut un rabais sur la régie.")
    write(folder, "b.txt", "Visite de Lyon avec Claire.")
    write(folder, "sub/c.txt", "Contrat de maintenance du four.")
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def sync(deps: Deps, account: Account, folder: Path) -> dict[str, str]:
    report = sync_folder(deps, account, folder)
    return {file.name: file.status for file in report.files}


def names(deps: Deps, account: Account) -> list[str]:
    return sorted(head.name for head in deps.store.document_heads("default", account.id))


def test_only_what_changed_is_opened(
    deps: Deps, account: Account, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sync(deps, account, notes) == {"a.txt": "stored", "b.txt": "stored", "c.txt": "stored"}
    write(notes, "b.txt", "Visite de Lyon avec Claire et Paul.")
    opened: list[str] = []
    read_bytes = Path.read_bytes

    def noted(path: Path) -> bytes:
        opened.append(path.name)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    report = sync_folder(deps, account, notes)
    assert ([(f.name, f.status) for f in report.files], report.skipped) == ([("b.txt", "replaced")], 2)
    assert [name for name in opened if name.endswith(".txt")] == ["b.txt"]
    assert sync(deps, account, notes) == {}


def test_a_plain_ingest_is_remembered_and_touching_a_file_changes_nothing(
    deps: Deps, account: Account, notes: Path
) -> None:
    ingest(deps, account, [notes])
    assert sync_folder(deps, account, notes).skipped == 3
    os.utime(notes / "a.txt", (1, 1))
    report = sync_folder(deps, account, notes)
    assert (report.files, report.skipped) == ([], 2)
    assert sync_folder(deps, account, notes).skipped == 3


def test_a_file_that_may_still_change_in_the_same_tick_is_looked_at_again(
    deps: Deps, account: Account, notes: Path
) -> None:
    path = notes / "a.txt"
    moment = NOW.timestamp() - 1
    os.utime(path, (moment, moment))
    sync(deps, account, notes)
    path.write_text(path.read_text("utf-8").replace("rabais", "remise"), "utf-8")
    os.utime(path, (moment, moment))
    assert sync(deps, account, notes) == {"a.txt": "replaced"}


def test_what_is_gone_from_the_folder_goes_and_nothing_else(
    deps: Deps, account: Account, notes: Path, tmp_path: Path
) -> None:
    elsewhere = write(tmp_path / "notes-2", "d.txt", "Une autre note.")
    ingest_bytes(deps, account, "upload.txt", b"Une note envoyee.")
    ingest(deps, account, [notes, elsewhere.parent])
    (notes / "a.txt").unlink()
    shutil.rmtree(notes / "sub")
    elsewhere.unlink()
    assert sync(deps, account, notes) == {"a.txt": "removed", "c.txt": "removed"}
    assert names(deps, account) == ["b.txt", "d.txt", "upload.txt"]
    found = {hit.document for hit in deps.searcher.search("default", account.id, "rabais régie contrat four", 9)}
    assert found.isdisjoint({"a.txt", "c.txt"})
    ingest(deps, account, [notes])
    assert names(deps, account) == ["b.txt", "d.txt", "upload.txt"]


def test_a_renamed_file_keeps_its_vectors_and_plans_cite_its_new_name(
    deps: Deps, account: Account, notes: Path, embedder: Counting
) -> None:
    write(notes, "long.txt", "\n\n".join(f"Le point {n} du contrat de régie est fixé à {n} jours." for n in range(200)))
    sync(deps, account, notes)
    deps.store.put_plan("default", account.id, plan(claim("1", "Un rabais.", ("a.txt", "veut un rabais"))))
    before = embedder.embedded
    (notes / "a.txt").rename(notes / "compte rendu.txt")
    (notes / "sub" / "c.txt").rename(notes / "c.txt")
    report = sync_folder(deps, account, notes)
    assert [(f.was, f.name, f.status) for f in report.files] == [("a.txt", "compte rendu.txt", "renamed")]
    assert names(deps, account) == ["b.txt", "c.txt", "compte rendu.txt", "long.txt"]
    kept = deps.store.plan("default", account.id)
    assert isinstance(kept, Plan)
    assert [c.document for c in kept.sections[0].claims[0].citations] == ["compte rendu.txt"]
    assert deps.searcher.search("default", account.id, "rabais régie", 1)[0].document == "compte rendu.txt"
    assert sync(deps, account, notes) == {}
    assert embedder.embedded - before <= 1  # the passage begins with the name of its file


def test_an_edited_long_note_is_embedded_where_it_changed(
    deps: Deps, account: Account, notes: Path, embedder: Counting
) -> None:
    lines = [f"Le point {n} du contrat de régie numéro {n * 7919} est fixé à {n} jours ouvrés." for n in range(300)]
    write(notes, "long.txt", "# Contrat\n\n" + "\n\n".join(lines))
    sync(deps, account, notes)
    before = embedder.embedded
    lines[150] = lines[150].replace("fixé", "porté")
    write(notes, "long.txt", "# Contrat\n\n" + "\n\n".join(lines))
    assert sync(deps, account, notes) == {"long.txt": "replaced"}
    assert embedder.embedded - before == 1


def test_a_long_note_goes_on_where_it_was_killed(
    deps: Deps, account: Account, tmp_path: Path, embedder: Counting
) -> None:
    text = "\n\n".join(f"Point {n}: " + f"décision {n * 7919} du comité, " * 30 for n in range(200))
    path = write(tmp_path / "one", "long.txt", text)
    embedder.fail_after = 128
    with pytest.raises(KeyboardInterrupt):
        ingest(deps, account, [path])
    assert names(deps, account) == []
    done, embedder.fail_after = embedder.embedded, 10**9
    assert done >= 128
    (report,) = ingest(deps, account, [path]).files
    assert embedder.embedded == report.chunks
    assert deps.store.known_vectors("default", account.id, "words-1", ["anything"]) == {}
    with deps.store._db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM spare_vectors").scalar() == 0


def test_an_empty_or_missing_folder_removes_nothing(deps: Deps, account: Account, notes: Path) -> None:
    sync(deps, account, notes)
    shutil.move(notes, notes.with_name("away"))
    with pytest.raises(BadInput, match="not a folder"):
        sync_folder(deps, account, notes)
    notes.mkdir()
    with pytest.raises(BadInput, match="nothing was removed"):
        sync_folder(deps, account, notes)
    assert len(names(deps, account)) == 3


def test_a_folder_that_cannot_be_listed_removes_nothing(
    deps: Deps, account: Account, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(deps, account, notes)
    scandir = os.scandir

    def closed(path: str) -> object:
        if path.endswith("sub"):
            raise PermissionError("no")
        return scandir(path)

    monkeypatch.setattr(folder_module.os, "scandir", closed)
    assert sync(deps, account, notes) == {}
    assert len(names(deps, account)) == 3


def test_a_bad_file_is_told_once_and_a_damaged_one_keeps_what_was_read(
    deps: Deps, account: Account, notes: Path
) -> None:
    (notes / "x.pdf").write_bytes(b"")
    assert sync(deps, account, notes)["x.pdf"] == "failed"
    assert sync(deps, account, notes) == {}
    (notes / "a.txt").write_bytes(b"")
    assert sync(deps, account, notes) == {"a.txt": "failed"}
    assert "a.txt" in names(deps, account)
    (notes / "a.txt").unlink()
    assert sync(deps, account, notes) == {"a.txt": "removed"}


def test_a_second_file_of_the_same_name_does_not_take_the_first_ones_place(
    deps: Deps, account: Account, notes: Path
) -> None:
    sync(deps, account, notes)
    write(notes, "other/a.txt", "Un autre contenu.")
    assert sync(deps, account, notes) == {"other/a.txt": "stored"}
    assert sync(deps, account, notes) == {}
    (notes / "other" / "a.txt").unlink()
    assert sync(deps, account, notes) == {"other/a.txt": "removed"}
    assert "a.txt" in names(deps, account)


def test_a_note_deleted_by_hand_comes_back_while_its_file_is_there(deps: Deps, account: Account, notes: Path) -> None:
    sync(deps, account, notes)
    deps.store.delete_document("default", account.id, "a.txt")
    assert sync(deps, account, notes) == {"a.txt": "stored"}


class _Followed:
    def __init__(self, deps: Deps, account: Account, folder: Path) -> None:
        self.told: list[tuple[str, str]] = []
        self.errors: list[str] = []
        self.stop = threading.Event()
        self._told = threading.Condition()

        def sync(one: Path) -> None:
            sync_folder(deps, account, one, told=self._note)
            self._note(FileReport(name="all", status="unchanged"))

        def failed(_folder: Path, error: Exception) -> None:
            self.errors.append(str(error))
            self._note(FileReport(name=str(error), status="failed"))

        self.thread = threading.Thread(target=watch.follow, args=([folder], sync, failed, self.stop))
        self.thread.start()

    def _note(self, report: FileReport) -> None:
        with self._told:
            self.told.append((report.name, report.status))
            self._told.notify_all()

    def wait(self, expected: tuple[str, str]) -> None:
        with self._told:
            assert self._told.wait_for(lambda: expected in self.told, 20), self.told

    def end(self) -> None:
        self.stop.set()
        self.thread.join(20)
        assert not self.thread.is_alive()


@pytest.mark.parametrize("notices", [True, False])
def test_a_watched_folder_is_followed_through_an_error(
    deps: Deps, account: Account, notes: Path, notices: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not notices:
        polled = watch._polled
        monkeypatch.setattr(watch, "changes", lambda folders, stop: _first(polled(folders, stop, 0.1)))
    followed = _Followed(deps, account, notes)
    try:
        followed.wait(("all", "unchanged"))
        failing = deps.searcher.changed
        monkeypatch.setattr(deps.searcher, "changed", _raise)
        write(notes, "d.txt", "Une note de plus.")
        followed.wait(("down", "failed"))
        monkeypatch.setattr(deps.searcher, "changed", failing)
        (notes / "d.txt").rename(notes / "e.txt")
        followed.wait(("e.txt", "renamed"))
        (notes / "e.txt").unlink()
        followed.wait(("e.txt", "removed"))
    finally:
        followed.end()
    assert followed.errors == ["down"]
    assert ("d.txt", "stored") in followed.told
    assert names(deps, account) == ["a.txt", "b.txt", "c.txt"]


def _first(more: Iterator[None]) -> Iterator[None]:
    yield
    yield from more


def _raise(*_: object) -> None:
    raise ModelFailed("down")
