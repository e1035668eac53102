"""What every stage is handed: who asks, the clock, the store, the index. Built once, passed down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from copilot.settings import Settings

if TYPE_CHECKING:
    from copilot.retrieve.search import Searcher
    from copilot.store.repository import Store


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - the one clock


@dataclass(frozen=True)
class Deps:
    """Dependencies of one caller; the workspace comes from here, never from a model's arguments."""

    settings: Settings
    store: Store
    searcher: Searcher
    workspace: str = "default"
    now: Callable[[], dt.datetime] = field(default=_utc_now)
