from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.retrieve.index import VectorIndex
from copilot.schemas.account import Account
from copilot.settings import Settings
from copilot.store.repository import Store
from tests.retrieve.test_index_changes import add, ids_of, stored
from tests.store.samples import NOW

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(tmp_path / "server")]
    process = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path
    )
    for _ in range(600):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def collections(url: str) -> set[str]:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    port = int(url.rsplit(":", 1)[1])
    client = chromadb.HttpClient(host="127.0.0.1", port=port, settings=ChromaSettings(anonymized_telemetry=False))
    return {collection.name for collection in client.list_collections()}


def test_a_server_holds_a_collection_for_each_account_and_two_processes_may_share_it(
    server: str, settings: Settings, store: Store, account: Account
) -> None:
    served = settings.model_copy(update={"chroma_url": server})
    index, other = VectorIndex(served, store), VectorIndex(served, store)
    second = store.create_account("default", "beta", "Beta", now=NOW)
    add(store, account, "a.txt", 30, 1)
    add(store, second, "z.txt", 7, 9)
    assert ids_of(index, store, account) == stored(store, account)
    assert ids_of(index, store, second) == stored(store, second)
    assert ids_of(other, store, account) == stored(store, account)
    assert len(collections(server)) == 2
    add(store, account, "b.txt", 4, 2)
    assert ids_of(other, store, account) == ids_of(index, store, account) == stored(store, account)
    before = collections(server)
    store.delete_document("default", account.id, "b.txt")
    index.sync("default", account.id, "e")
    assert ids_of(other, store, account) == ids_of(index, store, account) == stored(store, account)
    assert len(collections(server)) == 2
    assert collections(server) != before
    assert index.rebuild("default", account.id, "e")
    assert ids_of(other, store, account) == stored(store, account)
    store.delete_account("default", second.slug)
    index.forget(second.id)
    assert len(collections(server)) == 1
    index.close()
    other.close()
