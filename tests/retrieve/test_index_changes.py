from __future__ import annotations

import threading
from pathlib import Path

import pytest

from copilot.retrieve import index as module
from copilot.retrieve.index import VectorIndex
from copilot.schemas.account import Account
from copilot.settings import Settings
from copilot.store.repository import Store
from tests.store.samples import NOW, put, unit

DIM = 16


def add(store: Store, account: Account, name: str, n: int, seed: int) -> None:
    texts = [f"{name} {i} {seed}" for i in range(n)]
    put(store, account.id, name, *texts, vectors=unit(n, DIM, seed), embedder="e")


def ids_of(index: VectorIndex, store: Store, account: Account, n: int = 500) -> set[str]:
    query = unit(1, DIM, 99)[0]
    hits = index.nearest("default", account.id, store.revision("default", account.id), "e", query, n)
    return {chunk_id for chunk_id, _ in hits}


def stored(store: Store, account: Account) -> set[str]:
    return set(store.vector_ids("default", account.id, "e")[1])


def places(settings: Settings) -> set[str]:
    return {path.name for path in (settings.data_dir / "chroma").iterdir() if path.is_dir()}


@pytest.fixture
def index(settings: Settings, store: Store):
    opened = VectorIndex(settings, store)
    yield opened
    opened.close()


def test_a_new_note_is_added_to_the_same_index_and_an_edited_large_one_too(
    index: VectorIndex, settings: Settings, store: Store, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SMALL", 20)
    add(store, account, "a.txt", 60, 1)
    index.sync("default", account.id, "e")
    (place,) = places(settings)
    add(store, account, "b.txt", 5, 2)
    assert ids_of(index, store, account) == stored(store, account)
    add(store, account, "b.txt", 4, 3)
    assert ids_of(index, store, account) == stored(store, account)
    assert places(settings) == {place}
    assert len(stored(store, account)) == 64


def test_what_is_gone_leaves_the_files_at_once_to_erase_and_in_the_end_anyway(
    index: VectorIndex, settings: Settings, store: Store, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SMALL", 20)
    for name, size in (("a.txt", 60), ("b.txt", 5), ("c.txt", 5), ("d.txt", 12)):
        add(store, account, name, size, size)
    index.sync("default", account.id, "e")
    (first,) = places(settings)
    store.delete_document("default", account.id, "b.txt", erase=False)
    assert ids_of(index, store, account) == stored(store, account)
    assert places(settings) == {first}
    store.delete_document("default", account.id, "c.txt")
    index.sync("default", account.id, "e")
    (second,) = places(settings)
    assert second != first
    for name in ("d.txt",):
        store.delete_document("default", account.id, name, erase=False)
    index.sync("default", account.id, "e")
    assert places(settings) == {second}
    add(store, account, "a.txt", 30, 8)
    index.sync("default", account.id, "e")
    assert places(settings) != {second}
    assert ids_of(index, store, account) == stored(store, account)


def test_a_kill_while_the_index_is_written_is_seen_at_the_next_start(
    index: VectorIndex, settings: Settings, store: Store, account: Account
) -> None:
    add(store, account, "a.txt", 30, 1)
    index.sync("default", account.id, "e")
    holder = str(settings.data_dir.absolute() / "chroma")
    state = store.index_state("default", account.id, holder)
    assert state is not None
    store.put_index_state("default", account.id, holder, state.model_copy(update={"revision": -1}))
    index.close()
    again = VectorIndex(settings, store)
    assert ids_of(again, store, account) == stored(store, account)
    assert places(settings) != {state.place}
    again.close()


def test_a_change_made_elsewhere_while_the_index_was_closed_is_followed(
    index: VectorIndex, settings: Settings, store: Store, account: Account
) -> None:
    add(store, account, "a.txt", 30, 1)
    index.sync("default", account.id, "e")
    before = places(settings)
    index.close()
    add(store, account, "b.txt", 3, 2)
    again = VectorIndex(settings, store)
    assert ids_of(again, store, account) == stored(store, account)
    assert places(settings) == before
    again.close()


def test_reads_go_on_while_an_index_is_made(
    index: VectorIndex, settings: Settings, store: Store, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = store.create_account("default", "other", "Other", now=NOW)
    add(store, account, "a.txt", 30, 1)
    put(store, other.id, "o.txt", "x", vectors=unit(1, DIM), embedder="e")
    index.sync("default", account.id, "e")
    begun, finish = threading.Event(), threading.Event()
    probe = module._probe

    def slow(*args: object) -> None:
        begun.set()
        assert finish.wait(20)
        probe(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_probe", slow)
    maker = threading.Thread(target=index.rebuild, args=("default", account.id, "e"))
    maker.start()
    assert begun.wait(20)
    monkeypatch.setattr(module, "_probe", probe)
    assert ids_of(index, store, account) == stored(store, account)
    add(store, account, "b.txt", 2, 5)
    assert ids_of(index, store, account) == stored(store, account)
    assert len(ids_of(index, store, other)) == 1
    finish.set()
    maker.join(20)
    assert ids_of(index, store, account) == stored(store, account)
    assert len(places(settings)) == 2


def test_threads_that_read_while_others_change_and_rebuild_find_what_is_there(
    index: VectorIndex, store: Store, account: Account
) -> None:
    add(store, account, "a.txt", 40, 1)
    kept = stored(store, account)
    wrong: list[set[str]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            if missing := kept - ids_of(index, store, account):
                wrong.append(missing)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for round_ in range(4):
        add(store, account, "b.txt", 3, round_ + 2)
        index.sync("default", account.id, "e")
        index.rebuild("default", account.id, "e")
    stop.set()
    for reader in readers:
        reader.join(20)
    assert wrong == []
    assert ids_of(index, store, account) == stored(store, account)


def test_left_over_folders_are_swept_at_start(
    index: VectorIndex, settings: Settings, store: Store, account: Account
) -> None:
    add(store, account, "a.txt", 3, 1)
    stray: Path = settings.data_dir / "chroma" / "default-stray"
    stray.mkdir(parents=True)
    ids_of(index, store, account)
    assert not stray.exists()
