from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from copilot.retrieve.search import Searcher
from copilot.schemas.account import Account
from copilot.settings import Settings
from copilot.store.repository import Store
from tests.retrieve.conftest import WordEmbedder
from tests.store.samples import NOW, put

TEXTS = [f"passage numéro {i} sur le sujet {chr(97 + i % 26)}{i}" for i in range(30)]


@pytest.fixture
def filled(store: Store, account: Account, searcher: Searcher) -> Account:
    put(store, account.id, "a.txt", *TEXTS)
    searcher.changed("default", account.id)
    return account


def _found(searcher: Searcher, account: Account) -> list[str]:
    return [hit.text for hit in searcher.search("default", account.id, TEXTS[3], 5)]


def _places(settings: Settings) -> list[Path]:
    return [path for path in (settings.data_dir / "chroma").iterdir() if path.is_dir()]


def test_chroma_is_used_and_holds_no_text(filled: Account, searcher: Searcher, settings: Settings) -> None:
    assert _found(searcher, filled)[0] == TEXTS[3]
    (place,) = _places(settings)
    assert (place / "chroma.sqlite3").is_file()
    searcher.close()
    content = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    assert b"passage num" not in content
    assert filled.id.encode() in content


def _remove(place: Path) -> None:
    shutil.rmtree(place)


def _garbage(place: Path) -> None:
    (place / "chroma.sqlite3").write_bytes(b"garbage" * 3000)


def _empty(place: Path) -> None:
    (place / "chroma.sqlite3").write_bytes(b"")


def _cut(place: Path) -> None:
    with (place / "chroma.sqlite3").open("r+b") as file:
        file.truncate(20_000)


@pytest.mark.parametrize("damage", [_remove, _garbage, _empty, _cut])
def test_damaged_index_heals_by_itself(
    damage: Callable[[Path], None], filled: Account, searcher: Searcher, settings: Settings, store: Store
) -> None:
    before = _found(searcher, filled)
    searcher.close()
    damage(_places(settings)[0])
    again = Searcher(settings, store, WordEmbedder())
    assert _found(again, filled) == before
    (place,) = _places(settings)
    assert (place / "chroma.sqlite3").stat().st_size > 20_000
    again.close()


def test_index_removed_under_a_running_search_heals(filled: Account, searcher: Searcher, settings: Settings) -> None:
    before = _found(searcher, filled)
    shutil.rmtree(_places(settings)[0])
    assert _found(searcher, filled) == before


def test_lost_and_foreign_vectors_are_noticed(
    filled: Account, searcher: Searcher, settings: Settings, store: Store
) -> None:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    before = _found(searcher, filled)
    searcher.close()
    (place,) = _places(settings)
    client = chromadb.PersistentClient(place, settings=ChromaSettings(anonymized_telemetry=False))
    collection = client.get_collection(place.name, embedding_function=None)
    collection.delete(ids=collection.get(include=[])["ids"][:7])
    collection.add(ids=["intruder:0"], embeddings=[[1.0] * 64])
    client.close()
    again = Searcher(settings, store, WordEmbedder())
    assert _found(again, filled) == before
    again.close()


def test_another_embedder_means_another_index(
    filled: Account, searcher: Searcher, settings: Settings, store: Store
) -> None:
    (old,) = _places(settings)
    searcher.close()
    other = WordEmbedder("words-2")
    again = Searcher(settings, store, other)
    assert _found(again, filled)[0] == TEXTS[3]
    assert other.embedded == len(TEXTS)
    (new,) = _places(settings)
    assert new != old
    again.close()


def test_deleted_note_is_not_found_and_its_vectors_are_gone(
    filled: Account, searcher: Searcher, settings: Settings, store: Store
) -> None:
    put(store, filled.id, "b.txt", "la clause zirconium du contrat")
    searcher.changed("default", filled.id)
    assert searcher.search("default", filled.id, "clause zirconium")[0].document == "b.txt"
    gone = WordEmbedder().query("la clause zirconium du contrat").tobytes()
    store.delete_document("default", filled.id, "b.txt")
    searcher.changed("default", filled.id)
    assert all(hit.document == "a.txt" for hit in searcher.search("default", filled.id, "clause zirconium"))
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert not any(gone in path.read_bytes() or b"zirconium" in path.read_bytes() for path in files)


def test_deleted_account_leaves_no_index(filled: Account, searcher: Searcher, settings: Settings, store: Store) -> None:
    store.delete_account("default", filled.slug)
    searcher.changed("default", filled.id)
    assert _places(settings) == []


def test_change_made_elsewhere_is_found_without_being_told(filled: Account, searcher: Searcher, store: Store) -> None:
    put(store, filled.id, "b.txt", "la clause zirconium du contrat")
    assert searcher.search("default", filled.id, "clause zirconium")[0].document == "b.txt"


def test_accounts_never_see_each_other(filled: Account, searcher: Searcher, store: Store) -> None:
    for workspace in ("default", "other"):
        account = store.create_account(workspace, "beta", "Beta", now=NOW)
        put(store, account.id, "c.txt", f"CANARY-{workspace}", TEXTS[3], workspace=workspace)
        hits = searcher.search(workspace, account.id, f"CANARY-{workspace} {TEXTS[3]}", 50)
        assert TEXTS[3] in {hit.text for hit in hits} <= {f"CANARY-{workspace}", TEXTS[3]}
        canary = searcher.search(workspace, account.id, "CANARY default other", 50)
        assert canary[0].text == f"CANARY-{workspace}"
    assert not any("CANARY" in hit.text for hit in searcher.search("default", filled.id, "CANARY-default", 50))


def test_reindex_makes_new_folders_without_embedding_again(
    filled: Account, searcher: Searcher, settings: Settings
) -> None:
    before, (old,) = _found(searcher, filled), _places(settings)
    seen: list[tuple[int, int]] = []
    embedder = searcher.embedder
    assert isinstance(embedder, WordEmbedder)
    count = embedder.embedded
    assert searcher.reindex(lambda stage, done, total, label: seen.append((done, total))) == 1
    (new,) = _places(settings)
    assert new != old
    assert _found(searcher, filled) == before
    assert embedder.embedded == count
    assert seen[-1] == (1, 1)


def test_silent_chroma_server_gives_the_exact_scan(filled: Account, searcher: Searcher, store: Store) -> None:
    before = _found(searcher, filled)
    settings = Settings(data_dir=Path("unused"), chroma_url="http://127.0.0.1:9")
    again = Searcher(settings, store, WordEmbedder())
    assert _found(again, filled) == before
    again.close()


def test_second_process_finds_the_same_without_chroma(
    filled: Account, searcher: Searcher, settings: Settings, store: Store
) -> None:
    before = searcher.search("default", filled.id, TEXTS[3], 5)
    script = (
        "import sys; from pathlib import Path\n"
        "from copilot.settings import Settings\n"
        "from copilot.store.repository import Store\n"
        "from copilot.retrieve.search import Searcher\n"
        "from tests.retrieve.conftest import WordEmbedder\n"
        "settings = Settings(data_dir=Path(sys.argv[1]))\n"
        "store = Store.open(settings); searcher = Searcher(settings, store, WordEmbedder())\n"
        "hits = searcher.search('default', sys.argv[2], sys.argv[3], 5)\n"
        "assert 'chromadb' not in sys.modules\n"
        "print('\\n'.join(f'{hit.id} {hit.score:.4f}' for hit in hits))\n"
    )
    out = subprocess.run(
        [sys.executable, "-c", script, str(settings.data_dir), filled.id, TEXTS[3]],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line for line in out.stdout.splitlines() if ":" in line and "index." not in line] == [
        f"{hit.id} {hit.score:.4f}" for hit in before
    ]
