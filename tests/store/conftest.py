from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.schemas.account import Account
from copilot.settings import Settings
from copilot.store.repository import Store
from tests.store.samples import NOW


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    Store.open(Settings(data_dir=folder, database_url=None)).close()
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", database_url=None)


@pytest.fixture
def store(settings: Settings, migrated: Path) -> Iterator[Store]:
    shutil.copytree(migrated, settings.data_dir)
    opened = Store.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def account(store: Store) -> Account:
    return store.create_account("default", "acme", "Acme", now=NOW)
