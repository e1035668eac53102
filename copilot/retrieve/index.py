"""The vector index: Chroma, made from the store's vectors and thrown away whenever it is in doubt.

Each account has a folder of its own (or a collection of its own on a Chroma server): a query never meets another
account's vectors, a damaged index is one account's, and erasing means making the folder anew, because Chroma keeps
deleted vectors on disk. Ids, vectors and scope are all it holds; text stays in the store.

A change is followed in the time of the change: the store tells which passages came and went since the revision that
the index holds. While it writes, the index is marked in the store, so that a kill in the middle is seen at the next
start and answered by a new index. Whoever asks while an index is being made reads the old one, or the store.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

import numpy as np
import structlog

from copilot.errors import NotFound
from copilot.retrieve.places import Places, broken, new_place
from copilot.settings import Settings
from copilot.store.records import IndexChanges, IndexState, Vectors
from copilot.store.repository import Store

log = structlog.get_logger()

Hits = list[tuple[str, float]]
"""(passage id, cosine), best first."""

_SCANNED = 16
"""Accounts whose vectors are kept in memory for exact scans."""
_ADD = 2000
_CHECKED = 90
"""Up to this many passages, opening an index compares every id that a query can reach with the store."""
_PROBES = 48
_DECIMALS = 5
"""Chroma and the exact scan round differently beyond."""
_SMALL = 1000
"""An index of this size is made anew in a second: nothing that was removed stays in its files."""
_DEAD_SHARE = 0.25
"""A larger one is made anew once this share of its vectors is of notes that are gone, or at once to erase."""


class VectorIndex:
    """Nearest passages of one account; exact from the store when Chroma cannot be used, with the same results."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._store = store
        self._places = Places(settings)
        self._lock = threading.RLock()
        self._making: dict[str, threading.RLock] = {}
        self._current: dict[str, tuple[IndexState, int]] = {}
        self._exact: OrderedDict[tuple[str, str, int], tuple[list[str], Vectors]] = OrderedDict()

    def nearest(self, workspace: str, account_id: str, revision: int, embedder: str, query: Vectors, n: int) -> Hits:
        """The n passages nearest to the query, ties by id."""
        for _attempt in range(2):
            known = self._usable(workspace, account_id, revision, embedder)
            if known is None:
                break
            state, size = known
            if size == 0:
                return []
            try:
                with self._places.lent(state.place) as collection:
                    hits = _query(collection, query, min(n, size))
                if len(hits) < min(n, size):
                    raise RuntimeError(f"the index gave {len(hits)} passages of {min(n, size)}")
                return hits
            except broken() as error:
                self._damaged(account_id, state.place, error)
        return self._scan(workspace, account_id, revision, embedder, query, n)

    def sync(self, workspace: str, account_id: str, embedder: str) -> None:
        """Bring the account's index up to the store now rather than at the next query."""
        if not self._own():
            return
        with self._maker(account_id):
            try:
                self._bring_up(workspace, account_id, embedder)
            except broken() as error:
                self._damaged(account_id, None, error)

    def rebuild(self, workspace: str, account_id: str, embedder: str) -> bool:
        """Make the account's index anew beside the old one, then switch; False if another process owns the folder."""
        if not self._own():
            return False
        with self._maker(account_id):
            self._rebuild(workspace, account_id, embedder)
            self._places.forget(account_id, self._store.index_places(self._places.holder))
        return True

    def forget(self, account_id: str) -> None:
        """Remove what is kept of an account that is gone."""
        with self._maker(account_id):
            with self._lock:
                self._current.pop(account_id, None)
                self._drop_exact(account_id)
            if self._own():
                self._places.forget(account_id, self._store.index_places(self._places.holder))
        self._making.pop(account_id, None)

    def close(self) -> None:
        """Close Chroma and let another process have it."""
        with self._lock:
            self._current.clear()
        self._places.close()

    def _own(self) -> bool:
        own, fresh = self._places.own()
        if fresh:
            self._places.sweep(self._store.index_places(self._places.holder))
        return own

    def _maker(self, account_id: str) -> threading.RLock:
        """One thread at a time changes an account's index; the others' accounts do not wait for it."""
        with self._lock:
            return self._making.setdefault(account_id, threading.RLock())

    def _usable(self, workspace: str, account_id: str, revision: int, embedder: str) -> tuple[IndexState, int] | None:
        """The account's index and its size, or None while another thread makes it, or when it cannot be made."""
        if not self._own():
            return None
        known = self._current.get(account_id)
        if known and known[0].revision >= revision and known[0].embedder == embedder:
            return known
        maker = self._maker(account_id)
        if not maker.acquire(blocking=False):
            return None
        try:
            return self._bring_up(workspace, account_id, embedder)
        except broken() as error:
            self._damaged(account_id, None, error)
            return None
        finally:
            maker.release()

    def _bring_up(self, workspace: str, account_id: str, embedder: str) -> tuple[IndexState, int]:
        """The account's index, equal to the store; trusted only after a look when this process has not used it yet."""
        state = self._store.index_state(workspace, account_id, self._places.holder)
        known = self._current.get(account_id)
        if known and state and known[0].place != state.place:
            known = None  # another process that shares the server has made it anew
        if state is None or state.embedder != embedder or state.revision < 0:
            return self._rebuild(workspace, account_id, embedder)
        changes = self._store.index_changes(workspace, account_id, embedder, state.revision)
        dead = state.dead + len(changes.removed)
        if changes.removed and (changes.erase or changes.size <= _SMALL or dead > _DEAD_SHARE * changes.size):
            return self._rebuild(workspace, account_id, embedder)
        try:
            with self._places.lent(state.place) as collection:
                self._follow(collection, workspace, account_id, state, changes)
                if known is None:
                    self._look(collection, workspace, account_id, embedder)
                elif collection.count() != changes.size:
                    raise RuntimeError(f"the index holds {collection.count()} passages of {changes.size}")
        except broken() as error:
            log.warning("index.damaged", account=account_id, error=str(error)[:200])
            return self._rebuild(workspace, account_id, embedder)
        if state.revision != changes.revision:
            state = state.model_copy(update={"revision": changes.revision, "dead": dead})
            self._put_state(workspace, account_id, state)
        self._current[account_id] = (state, changes.size)
        return state, changes.size

    def _follow(
        self, collection: Any, workspace: str, account_id: str, state: IndexState, changes: IndexChanges
    ) -> None:
        """Take out what is gone and add what came; nothing is written when there is nothing to do."""
        if not changes.added and not changes.removed:
            return
        self._put_state(workspace, account_id, state.model_copy(update={"revision": -1}))
        for at in range(0, len(changes.removed), _ADD):
            collection.delete(ids=changes.removed[at : at + _ADD])
        self._add(collection, workspace, account_id, state.embedder, changes.added)
        probed = [changes.added[at] for at in _spread(len(changes.added))]
        _probe(collection, *self._store.vectors_of(workspace, account_id, state.embedder, probed))

    def _add(self, collection: Any, workspace: str, account_id: str, embedder: str, ids: list[str]) -> int:
        """Add those passages that are still there; the length of their vectors."""
        dim = 0
        for at in range(0, len(ids), _ADD):
            part, vectors = self._store.vectors_of(workspace, account_id, embedder, ids[at : at + _ADD])
            if not part:
                continue
            dim = vectors.shape[1]
            scope = [{"workspace": workspace, "account": account_id, "document": i.rsplit(":", 1)[0]} for i in part]
            collection.upsert(ids=part, embeddings=vectors, metadatas=scope)
        return dim

    def _look(self, collection: Any, workspace: str, account_id: str, embedder: str) -> None:
        """Raise if the index does not find what the store holds; a count is not enough, it outlives lost vectors."""
        _, ids = self._store.vector_ids(workspace, account_id, embedder)
        held = collection.get(include=[])["ids"]
        if len(held) != len(ids) or set(held) != set(ids):
            raise RuntimeError(f"the index holds {len(held)} passages, the store {len(ids)}")
        probed, vectors = self._store.vectors_of(workspace, account_id, embedder, [ids[at] for at in _spread(len(ids))])
        if probed and len(ids) <= _CHECKED:
            reached = {chunk_id for chunk_id, _ in _query(collection, vectors[0], len(ids))}
            if reached != set(ids):
                raise RuntimeError(f"the index reaches {len(reached)} of {len(ids)} passages")
        _probe(collection, probed, vectors)

    def _rebuild(self, workspace: str, account_id: str, embedder: str) -> tuple[IndexState, int]:
        before = self._store.index_state(workspace, account_id, self._places.holder)
        revision, ids = self._store.vector_ids(workspace, account_id, embedder)
        if not ids and before is None:
            return IndexState(embedder=embedder, dim=0, place="", revision=revision), 0
        place = new_place(workspace, account_id)
        try:
            with self._places.lent(place, create=True) as collection:
                dim = self._add(collection, workspace, account_id, embedder, ids)
                probed = [ids[at] for at in _spread(len(ids))]
                _probe(collection, *self._store.vectors_of(workspace, account_id, embedder, probed))
                size = collection.count()
        except broken():
            self._places.remove(place)
            raise
        state = IndexState(embedder=embedder, dim=dim, place=place, revision=revision)
        self._put_state(workspace, account_id, state)
        self._current[account_id] = (state, size)
        if before is not None:
            self._places.remove(before.place)
        return state, size

    def _put_state(self, workspace: str, account_id: str, state: IndexState) -> None:
        try:
            self._store.put_index_state(workspace, account_id, self._places.holder, state)
        except NotFound:
            # The account was deleted meanwhile: its index goes too.
            self._current.pop(account_id, None)
            self._places.remove(state.place)
            raise

    def _damaged(self, account_id: str, place: str | None, error: BaseException) -> None:
        """Forget and remove the account's index, unless another one serves by now; the next use makes it anew."""
        known = self._current.get(account_id)
        if place and known and known[0].place != place:
            return
        log.warning("index.damaged", account=account_id, error=str(error)[:200])
        self._current.pop(account_id, None)
        if known:
            self._places.remove(known[0].place)

    def _scan(self, workspace: str, account_id: str, revision: int, embedder: str, query: Vectors, n: int) -> Hits:
        ids, vectors = self._from_store(workspace, account_id, revision, embedder)
        if not ids:
            return []
        cosines = np.round(vectors @ query, _DECIMALS)
        order = sorted(range(len(ids)), key=lambda at: (-float(cosines[at]), ids[at]))[:n]
        return [(ids[at], float(cosines[at])) for at in order]

    def _from_store(self, workspace: str, account_id: str, revision: int, embedder: str) -> tuple[list[str], Vectors]:
        key = (account_id, embedder, revision)
        with self._lock:
            if key in self._exact:
                self._exact.move_to_end(key)
                return self._exact[key]
        found = self._store.vectors(workspace, account_id, embedder)
        with self._lock:
            self._drop_exact(account_id)
            self._exact[key] = found
            while len(self._exact) > _SCANNED:
                self._exact.popitem(last=False)
        return found

    def _drop_exact(self, account_id: str) -> None:
        for key in [key for key in self._exact if key[0] == account_id]:
            del self._exact[key]


def _query(collection: Any, query: Vectors, n: int) -> Hits:
    found = collection.query(query_embeddings=[query], n_results=n, include=["distances"])
    pairs = zip(found["ids"][0], found["distances"][0], strict=True)
    return sorted(
        ((chunk_id, round(1.0 - float(distance), _DECIMALS)) for chunk_id, distance in pairs),
        key=lambda hit: (-hit[1], hit[0]),
    )


def _spread(size: int) -> list[int]:
    """Places of a few passages spread evenly over that many."""
    return [int(at) for at in np.linspace(0, size - 1, min(_PROBES, size), dtype=int)]


def _probe(collection: Any, ids: list[str], vectors: Vectors) -> None:
    """Raise unless each passage is found by its own vector."""
    for chunk_id, vector in zip(ids, vectors, strict=True):
        best = _query(collection, vector, 1)
        if not best or best[0][1] < 0.99:
            raise RuntimeError(f"the index does not find passage {chunk_id!r} by its own vector")
