from __future__ import annotations

from tests.retrieve.conftest import migrated, searcher, settings, store

__all__ = ["migrated", "searcher", "settings", "store"]
