"""What every stage is handed: who asks, the clock, the store, the index. Built once, passed down."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from copilot.settings import Settings

if TYPE_CHECKING:
    from copilot.retrieve.embed import Vectors
    from copilot.retrieve.search import Searcher
    from copilot.schemas.facts import FactBase
    from copilot.store.repository import Store

Value = TypeVar("Value")


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - the one clock


class Recent(Generic[Value]):
    """The last few values by key; the one unused longest goes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        """The value of that key, if it is known."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        """Keeps a value."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)


def _facts_cache() -> Recent[FactBase]:
    """Reading an account again takes a second; the key holds the sha256 of every source, so no new note is missed."""
    return Recent(16)


def _vector_cache() -> Recent[Vectors]:
    """Vectors of facts by embedder and text, 1.5 kB each: questions about one account meet the same facts again."""
    return Recent(8192)


@dataclass(frozen=True)
class Deps:
    """Dependencies of one caller; the workspace comes from here, never from a model's arguments."""

    settings: Settings
    store: Store
    searcher: Searcher
    workspace: str = "default"
    now: Callable[[], dt.datetime] = field(default=_utc_now)
    facts_cache: Recent[FactBase] = field(default_factory=_facts_cache)
    vector_cache: Recent[Vectors] = field(default_factory=_vector_cache)
