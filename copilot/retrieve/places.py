"""Where the indexes of Chroma lie: a folder for each account, or a collection each on a server; opened, lent, removed.

A folder belongs to one process. An index that is lent stays open until it is given back, whatever is decided
about it meanwhile, so that nobody searches in an index that is being closed.
"""

from __future__ import annotations

import re
import shutil
import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import structlog

from copilot.settings import Settings

log = structlog.get_logger()

_OPEN = 16
"""Indexes kept open at once; one costs about 6 MB and 6 threads."""


def broken() -> tuple[type[BaseException], ...]:
    """What a damaged or unreachable index raises."""
    import httpx
    from chromadb.errors import ChromaError

    return ChromaError, httpx.HTTPError, OSError, ValueError, RuntimeError, LookupError, TypeError


class _Opened:
    def __init__(self, client: Any, collection: Any) -> None:
        self.client = client
        self.collection = collection
        self.users = 0
        self.unwanted = False


class Places:
    """The indexes of one data folder or Chroma server."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.chroma_url
        self._root = settings.data_dir.absolute() / "chroma"
        self.holder = self._url or str(self._root)
        self._lock = threading.RLock()
        self._open: OrderedDict[str, _Opened] = OrderedDict()
        self._unwanted: set[str] = set()
        self._owner: IO[str] | None = None
        self._told = False
        self._http: Any = None

    def own(self) -> tuple[bool, bool]:
        """Whether this process may use Chroma, and whether it has just got it: a server serves any number."""
        with self._lock:
            if self._owner is not None or (self._url and self._told):
                return True, False
            if self._url:
                self._told = True
                return True, True
            return self._take()

    def _take(self) -> tuple[bool, bool]:
        import fcntl

        self._root.mkdir(parents=True, exist_ok=True)
        owner = (self._root / ".lock").open("w")
        try:
            fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            owner.close()
            if not self._told:
                log.info("index.shared", note="another process uses the index; this one scans the stored vectors")
            self._told = True
            return False, False
        self._owner = owner
        return True, True

    @contextmanager
    def lent(self, place: str, create: bool = False) -> Iterator[Any]:
        """The collection of that name; it is not closed while it is lent."""
        with self._lock:
            opened = self._get(place, create)
            opened.users += 1
        try:
            yield opened.collection
        finally:
            with self._lock:
                opened.users -= 1
                if opened.unwanted and opened.users == 0:
                    self._end(place, opened)

    def remove(self, place: str) -> None:
        """Remove the index for good, as soon as nobody uses it."""
        with self._lock:
            self._unwanted.add(place)
            opened = self._open.pop(place, None)
            if opened is None:
                self._erase(place)
            else:
                self._leave(place, opened)

    def sweep(self, wanted: set[str]) -> None:
        """Remove folders that no account points at: what a kill in the middle of a rebuild leaves.

        On a server such a collection may be another process's in the making: it goes with the next `abp reindex`.
        """
        with self._lock:
            for folder in [] if self._url else list(self._root.iterdir()):
                if folder.is_dir() and folder.name not in wanted and folder.name not in self._open:
                    shutil.rmtree(folder, ignore_errors=True)

    def forget(self, account_id: str, wanted: set[str]) -> None:
        """Remove every index that is named after the account and not wanted."""
        with self._lock:
            if not self._url:
                names = [folder.name for folder in self._root.iterdir() if f"-{account_id}-" in folder.name]
            else:
                names = []
                with suppress(*broken()):
                    names = [one.name for one in self._server().list_collections() if f"-{account_id}-" in one.name]
            for name in names:
                if name not in wanted:
                    self.remove(name)

    def close(self) -> None:
        """Close Chroma and let another process have it."""
        with self._lock:
            for place in list(self._open):
                self._leave(place, self._open.pop(place))
            if self._owner is not None:
                self._owner.close()
                self._owner = None

    def _get(self, place: str, create: bool) -> _Opened:
        if place in self._open:
            self._open.move_to_end(place)
            return self._open[place]
        client = self._server() if self._url else self._folder(place, create)
        # Without an explicit None, Chroma would fetch a model of its own from the network.
        if create:
            collection = client.create_collection(
                place,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": 400}},
            )
        else:
            collection = client.get_collection(place, embedding_function=None)
        self._open[place] = opened = _Opened(client, collection)
        for old in list(self._open)[: max(0, len(self._open) - _OPEN)]:
            self._leave(old, self._open.pop(old))
        return opened

    def _leave(self, place: str, opened: _Opened) -> None:
        opened.unwanted = True
        if opened.users == 0:
            self._end(place, opened)

    def _end(self, place: str, opened: _Opened) -> None:
        if not self._url and place not in self._open:
            opened.client.close()
        if place in self._unwanted:
            self._erase(place)

    def _erase(self, place: str) -> None:
        self._unwanted.discard(place)
        if not self._url:
            shutil.rmtree(self._root / place, ignore_errors=True)
            return
        with suppress(*broken()):
            self._server().delete_collection(place)

    def _folder(self, place: str, create: bool) -> Any:
        import chromadb

        folder: Path = self._root / place
        if not create and not folder.is_dir():
            raise FileNotFoundError(f"the index {place!r} is missing")
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=folder, settings=_quiet())

    def _server(self) -> Any:
        import chromadb

        if self._http is None:
            self._http = chromadb.HttpClient(**_address(self._url or ""), settings=_quiet())
        return self._http


def new_place(workspace: str, account_id: str) -> str:
    """A name that no index has had."""
    safe = re.sub(r"[^a-zA-Z0-9]+", "_", workspace)[:40].strip("_") or "workspace"
    return f"{safe}-{account_id}-{uuid.uuid4().hex[:12]}"


def _quiet() -> Any:
    from chromadb.config import Settings as ChromaSettings

    return ChromaSettings(anonymized_telemetry=False)


def _address(url: str) -> dict[str, Any]:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return {"host": parts.hostname or "127.0.0.1", "port": parts.port or (443 if secure else 8000), "ssl": secure}
