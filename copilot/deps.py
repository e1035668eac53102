"""What every stage is handed: who asks, the clock, the store, the index. Built once, passed down."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copilot.settings import Settings

if TYPE_CHECKING:
    from copilot.retrieve.search import Searcher
    from copilot.schemas.facts import FactBase
    from copilot.store.repository import Store


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - the one clock


class FactsCache:
    """The fact bases of the last few accounts: reading them again takes a second, and nothing has changed.

    The key holds the sha256 of every source, so a new note or answer is never missed.
    """

    def __init__(self, most: int = 16) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._bases: OrderedDict[tuple[object, ...], FactBase] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> FactBase | None:
        """The fact base of that key, if it is known."""
        with self._lock:
            if key in self._bases:
                self._bases.move_to_end(key)
            return self._bases.get(key)

    def put(self, key: tuple[object, ...], base: FactBase) -> None:
        """Keeps a fact base; the one unused longest goes."""
        with self._lock:
            self._bases[key] = base
            while len(self._bases) > self._most:
                self._bases.popitem(last=False)


@dataclass(frozen=True)
class Deps:
    """Dependencies of one caller; the workspace comes from here, never from a model's arguments."""

    settings: Settings
    store: Store
    searcher: Searcher
    workspace: str = "default"
    now: Callable[[], dt.datetime] = field(default=_utc_now)
    facts_cache: FactsCache = field(default_factory=FactsCache)
