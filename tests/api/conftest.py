from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from copilot import pipeline
from copilot.deps import Deps
from copilot.schemas.account import Account
from copilot.settings import Settings

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def deps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deps]:
    """One real store and index for all tests of the shell; each test works in its own account."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("api") / "data", max_upload_mb=1, llm_base_url=None)
    opened = pipeline.open_deps(settings)
    yield opened
    pipeline.close(opened)


@pytest.fixture(scope="session")
def client(deps: Deps) -> Iterator[TestClient]:
    with TestClient(create_app(deps=deps), raise_server_exceptions=False, follow_redirects=False) as opened:
        yield opened


@pytest.fixture(autouse=True)
def forgetful(client: TestClient) -> Iterator[None]:
    """The language that a page remembers in a cookie is not that of the next test."""
    yield
    client.cookies.clear()


@pytest.fixture
def new_account(deps: Deps) -> Callable[..., Account]:
    def make(name: str = "Acme Industries", workspace: str = "default") -> Account:
        return deps.store.create_account(workspace, f"acme-{next(_numbers)}", name, now=deps.now())

    return make


@pytest.fixture
def account(new_account: Callable[..., Account]) -> Account:
    return new_account()


@pytest.fixture
def noted(deps: Deps, account: Account) -> Account:
    """An account with two small notes."""
    from tests.api.samples import MAIL, MINUTES

    pipeline.ingest_bytes(deps, account.slug, "minutes.md", MINUTES.encode())
    pipeline.ingest_bytes(deps, account.slug, "mail.txt", MAIL.encode())
    return account
