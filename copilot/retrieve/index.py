"""The vector index: Chroma, made from the store's vectors and thrown away whenever it is in doubt.

Each account has a folder of its own (or a collection of its own on a Chroma server): a query never meets another
account's vectors, a damaged index is one account's, and erasing means making the folder anew, because Chroma keeps
deleted vectors on disk. Ids, vectors and scope are all it holds; text stays in the store.
"""

from __future__ import annotations

import re
import shutil
import threading
import uuid
from collections import OrderedDict
from contextlib import suppress
from typing import IO, Any

import numpy as np
import structlog

from copilot.settings import Settings
from copilot.store.records import IndexState, Vectors
from copilot.store.repository import Store

log = structlog.get_logger()

Hits = list[tuple[str, float]]
"""(passage id, cosine), best first."""

_OPEN = 16
"""Indexes kept open at once; one costs about 6 MB and 6 threads."""
_ADD = 2000
_CHECKED = 90
"""Up to this many passages, opening an index compares every id that a query can reach with the store."""
_PROBES = 48
_DECIMALS = 5
"""Chroma and the exact scan round differently beyond."""


class VectorIndex:
    """Nearest passages of one account; exact from the store when Chroma cannot be used, with the same results."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._store = store
        self._url = settings.chroma_url
        self._root = settings.data_dir.absolute() / "chroma"
        self._holder = self._url or str(self._root)
        self._lock = threading.RLock()
        self._open: OrderedDict[str, Any] = OrderedDict()
        self._current: dict[str, tuple[IndexState, int]] = {}
        self._exact: OrderedDict[tuple[str, str, int], tuple[list[str], Vectors]] = OrderedDict()
        self._owner: IO[str] | None = None
        self._shared = False
        self._http: Any = None

    def nearest(self, workspace: str, account_id: str, revision: int, embedder: str, query: Vectors, n: int) -> Hits:
        """The n passages nearest to the query, ties by id."""
        with self._lock:
            for _attempt in range(2):
                try:
                    hits = self._ask(workspace, account_id, revision, embedder, query, n)
                except _broken() as error:
                    log.warning("index.damaged", account=account_id, error=str(error)[:200])
                    hits = None
                    self._discard(account_id)
                if hits is not None:
                    return hits
                if self._shared:
                    break
            return self._scan(workspace, account_id, revision, embedder, query, n)

    def sync(self, workspace: str, account_id: str, revision: int, embedder: str) -> None:
        """Bring the account's index up to the store now rather than at the next query."""
        with self._lock:
            if not self._own():
                return
            try:
                self._collection(workspace, account_id, revision, embedder)
            except _broken() as error:
                log.warning("index.damaged", account=account_id, error=str(error)[:200])
                self._discard(account_id)

    def rebuild(self, workspace: str, account_id: str, revision: int, embedder: str) -> bool:
        """Make the account's index anew beside the old one, then switch; False if another process owns the folder."""
        with self._lock:
            if not self._own():
                return False
            self._rebuild(workspace, account_id, revision, embedder)
            return True

    def forget(self, account_id: str) -> None:
        """Remove what is kept of an account that is gone."""
        with self._lock:
            self._discard(account_id)
            self._drop_exact(account_id)
            if self._own():
                self._sweep(account_id)

    def close(self) -> None:
        """Close Chroma and let another process have it."""
        with self._lock:
            for place in list(self._open):
                self._shut(place)
            self._current.clear()
            if self._owner is not None:
                self._owner.close()
                self._owner = None

    def _ask(
        self, workspace: str, account_id: str, revision: int, embedder: str, query: Vectors, n: int
    ) -> Hits | None:
        if not self._own():
            return None
        collection, size = self._collection(workspace, account_id, revision, embedder)
        if size == 0:
            return []
        hits = _query(collection, query, min(n, size))
        if len(hits) < min(n, size):
            raise RuntimeError(f"the index gave {len(hits)} passages of {min(n, size)}")
        return hits

    def _scan(self, workspace: str, account_id: str, revision: int, embedder: str, query: Vectors, n: int) -> Hits:
        ids, vectors = self._from_store(workspace, account_id, revision, embedder)
        if not ids:
            return []
        cosines = np.round(vectors @ query, _DECIMALS)
        order = sorted(range(len(ids)), key=lambda at: (-float(cosines[at]), ids[at]))[:n]
        return [(ids[at], float(cosines[at])) for at in order]

    def _from_store(self, workspace: str, account_id: str, revision: int, embedder: str) -> tuple[list[str], Vectors]:
        key = (account_id, embedder, revision)
        if key not in self._exact:
            self._drop_exact(account_id)
            self._exact[key] = self._store.vectors(workspace, account_id, embedder)
            while len(self._exact) > _OPEN:
                self._exact.popitem(last=False)
        return self._exact[key]

    def _drop_exact(self, account_id: str) -> None:
        for key in [key for key in self._exact if key[0] == account_id]:
            del self._exact[key]

    def _collection(self, workspace: str, account_id: str, revision: int, embedder: str) -> tuple[Any, int]:
        """The account's collection, equal to the store at that revision."""
        known = self._current.get(account_id)
        if known and known[0].revision == revision and known[0].embedder == embedder:
            return self._client_collection(known[0].place), known[1]
        state = self._store.index_state(workspace, account_id, self._holder)
        ids, vectors = self._store.vectors(workspace, account_id, embedder)
        if state is None or state.embedder != embedder or (ids and state.dim != vectors.shape[1]):
            return self._rebuild(workspace, account_id, revision, embedder)
        try:
            collection = self._client_collection(state.place)
            held = set(collection.get(include=[])["ids"])
            if held - set(ids):
                return self._rebuild(workspace, account_id, revision, embedder)
            fresh = [at for at, chunk_id in enumerate(ids) if chunk_id not in held]
            _add(collection, workspace, account_id, [ids[at] for at in fresh], vectors[fresh])
            _check(collection, ids, vectors)
        except _broken() as error:
            log.warning("index.damaged", account=account_id, error=str(error)[:200])
            return self._rebuild(workspace, account_id, revision, embedder)
        if state.revision != revision:
            state = state.model_copy(update={"revision": revision})
            self._store.put_index_state(workspace, account_id, self._holder, state)
        self._current[account_id] = (state, len(ids))
        return collection, len(ids)

    def _rebuild(self, workspace: str, account_id: str, revision: int, embedder: str) -> tuple[Any, int]:
        ids, vectors = self._store.vectors(workspace, account_id, embedder)
        before = self._store.index_state(workspace, account_id, self._holder)
        place = f"{_safe(workspace)}-{account_id}-{uuid.uuid4().hex[:12]}"
        collection = self._client_collection(place, create=True)
        _add(collection, workspace, account_id, ids, vectors)
        _check(collection, ids, vectors)
        state = IndexState(embedder=embedder, dim=vectors.shape[1] if ids else 0, place=place, revision=revision)
        self._store.put_index_state(workspace, account_id, self._holder, state)
        self._current[account_id] = (state, len(ids))
        if before is not None:
            self._remove(before.place)
        return collection, len(ids)

    def _discard(self, account_id: str) -> None:
        """Forget and remove the account's index; the next use makes it anew."""
        known = self._current.pop(account_id, None)
        if known:
            self._remove(known[0].place)

    def _client_collection(self, place: str, create: bool = False) -> Any:
        if place in self._open:
            self._open.move_to_end(place)
            return self._open[place][1]
        client = self._server() if self._url else self._folder(place, create)
        # Without an explicit None, Chroma would fetch a model of its own from the network.
        if create:
            collection = client.create_collection(
                place, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 400}}
            )
        else:
            collection = client.get_collection(place, embedding_function=None)
        self._open[place] = (client, collection)
        while len(self._open) > _OPEN:
            self._shut(next(iter(self._open)))
        return collection

    def _folder(self, place: str, create: bool) -> Any:
        import chromadb

        folder = self._root / place
        if not create and not folder.is_dir():
            raise FileNotFoundError(f"the index {place!r} is missing")
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=folder, settings=_quiet())

    def _server(self) -> Any:
        import chromadb

        if self._http is None:
            self._http = chromadb.HttpClient(**_address(self._url or ""), settings=_quiet())
        return self._http

    def _shut(self, place: str) -> None:
        client, _ = self._open.pop(place, (None, None))
        if client is not None and not self._url:
            client.close()

    def _remove(self, place: str) -> None:
        self._shut(place)
        if not self._url:
            shutil.rmtree(self._root / place, ignore_errors=True)
            return
        with suppress(*_broken()):
            self._server().delete_collection(place)

    def _own(self) -> bool:
        """Whether this process may use Chroma: a folder has one process, a server any number."""
        if self._url or self._owner is not None:
            return True
        import fcntl

        self._root.mkdir(parents=True, exist_ok=True)
        owner = (self._root / ".lock").open("w")
        try:
            fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            owner.close()
            if not self._shared:
                log.info("index.shared", note="another process uses the index; this one scans the stored vectors")
            self._shared = True
            return False
        self._owner, self._shared = owner, False
        self._sweep()
        return True

    def _sweep(self, account_id: str | None = None) -> None:
        """Remove indexes that no account points at: what a kill in the middle of a rebuild leaves."""
        if self._url:
            with suppress(*_broken()):
                self._sweep_server(account_id)
            return
        places = self._store.index_places(self._holder)
        for folder in self._root.iterdir():
            if folder.is_dir() and folder.name not in places:
                self._shut(folder.name)
                shutil.rmtree(folder, ignore_errors=True)

    def _sweep_server(self, account_id: str | None) -> None:
        # A server may serve others too: only collections named after this account are ours to remove.
        places = self._store.index_places(self._holder)
        for collection in self._server().list_collections():
            if account_id and f"-{account_id}-" in collection.name and collection.name not in places:
                self._server().delete_collection(collection.name)


def _broken() -> tuple[type[BaseException], ...]:
    """What a damaged or unreachable index raises."""
    import httpx
    from chromadb.errors import ChromaError

    return ChromaError, httpx.HTTPError, OSError, ValueError, RuntimeError, LookupError, TypeError


def _quiet() -> Any:
    from chromadb.config import Settings as ChromaSettings

    return ChromaSettings(anonymized_telemetry=False)


def _query(collection: Any, query: Vectors, n: int) -> Hits:
    found = collection.query(query_embeddings=[query], n_results=n, include=["distances"])
    pairs = zip(found["ids"][0], found["distances"][0], strict=True)
    return sorted(
        ((chunk_id, round(1.0 - float(distance), _DECIMALS)) for chunk_id, distance in pairs),
        key=lambda hit: (-hit[1], hit[0]),
    )


def _add(collection: Any, workspace: str, account_id: str, ids: list[str], vectors: Vectors) -> None:
    for at in range(0, len(ids), _ADD):
        part = ids[at : at + _ADD]
        scope = [{"workspace": workspace, "account": account_id, "document": i.rsplit(":", 1)[0]} for i in part]
        collection.add(ids=part, embeddings=vectors[at : at + _ADD], metadatas=scope)


def _check(collection: Any, ids: list[str], vectors: Vectors) -> None:
    """Raise if the index does not find what the store holds; a count is not enough, it outlives lost vectors."""
    if not ids:
        return
    if len(ids) <= _CHECKED:
        reached = {chunk_id for chunk_id, _ in _query(collection, vectors[0], len(ids))}
        if reached != set(ids):
            raise RuntimeError(f"the index reaches {len(reached)} of {len(ids)} passages")
    for at in np.linspace(0, len(ids) - 1, min(_PROBES, len(ids)), dtype=int):
        best = _query(collection, vectors[at], 1)
        if not best or best[0][1] < 0.99:
            raise RuntimeError(f"the index does not find passage {ids[at]!r} by its own vector")


def _safe(workspace: str) -> str:
    return re.sub(r"[^a-zA-Z0-9]+", "_", workspace)[:40].strip("_") or "workspace"


def _address(url: str) -> dict[str, Any]:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return {"host": parts.hostname or "127.0.0.1", "port": parts.port or (443 if secure else 8000), "ssl": secure}
