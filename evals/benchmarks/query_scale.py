"""What a search costs as the store grows, and as the account grows.

    python -m evals.benchmarks.query_scale [--most 100000] [--queries 40] [--peers DIR]

Two series. In the first the account asked has 1,000 passages and the store around it grows to 10, 100 and (with
`--most 1000000`) 1,000 accounts: nothing may change. In the second one account grows to 10,000 and 100,000 passages.
Texts are invented, vectors are random unit vectors of 384 numbers: no embedding is computed, in any system. A query is
the words of a passage with its vector moved a little. "First" is the first query of a process that has just opened the
store, with the index there; "p50" and "p95" are of the queries after it, which is what a server does all day.

Beside it, in the same process over the same vectors: LangChain's `InMemoryVectorStore` and, where `langchain-chroma`
is in `--peers` (made with `uv pip install --no-deps --target DIR langchain-chroma`), LangChain's `Chroma`, each as a
retriever with a filter on the account, the whole store in one collection. They rank by vectors alone; the product also
ranks by words, fuses, and reads the notes of what it found. Each line is measured in a process of its own; RSS is
that of the product's process after its queries, before the peers.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIM = 384
PER_NOTE = 100
ASKED = 1000
NOW = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
_SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo bra cle dri flo gru pla tre vri sta che pho".split()
_VOCABULARY = 20_000


class Known:
    """An embedder for which every text has its vector already: the cost of embedding is left out."""

    name = "random-384"
    dim = DIM

    def __init__(self) -> None:
        self.asked: Vectors = np.zeros(DIM, np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Never needed: the vectors are stored."""
        raise RuntimeError(f"{len(texts)} passages have no vector")

    def query(self, text: str) -> Vectors:
        """The vector set beforehand."""
        return self.asked


def sentence(chance: random.Random) -> str:
    """Thirty words of a vocabulary in which few are frequent, as in a language."""
    ranks = (int(_VOCABULARY ** chance.random()) for _ in range(30))
    return " ".join(word(rank) for rank in ranks) + "."


def word(rank: int) -> str:
    """The word of that rank."""
    found = ""
    for _ in range(3):
        rank, part = divmod(rank, len(_SYLLABLES))
        found += _SYLLABLES[part]
    return found


def unit(vectors: NDArray[Any]) -> Vectors:
    """Rows of length one."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)


def fill(data: Path, sizes: Sequence[int]) -> list[str]:
    """A store with accounts of those sizes; their ids."""
    from copilot.ingest.chunk import Chunk
    from copilot.schemas.evidence import Locator, ParsedDocument, Segment
    from copilot.settings import Settings
    from copilot.store.repository import Store

    chance, drawn = random.Random(1), np.random.default_rng(1)
    store = Store.open(Settings(data_dir=data, database_url=None, chroma_url=None))
    # Half a million commits to the disk are not what is measured here.
    with store._db.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA synchronous = OFF")
    ids = []
    for number, size in enumerate(sizes):
        account = store.create_account("default", f"a{number}", f"A{number}", now=NOW).id
        ids.append(account)
        for note in range(0, size, PER_NOTE):
            texts = [sentence(chance) for _ in range(min(PER_NOTE, size - note))]
            segments = tuple(
                Segment(ordinal=i, kind="paragraph", text=text, locator=Locator(line=i + 1))
                for i, text in enumerate(texts)
            )
            document = ParsedDocument(
                name=f"n{note}.txt", media_type="text/plain", kind="note", language="fr", segments=segments
            )
            chunks = [
                Chunk(ordinal=i, text=text, first_segment=i, last_segment=i, tokens=40, language="fr")
                for i, text in enumerate(texts)
            ]
            store.put_document(
                "default", account, document, sha256=hashlib.sha256(texts[0].encode()).hexdigest(), chunks=chunks,
                vectors=unit(drawn.standard_normal((len(texts), DIM))), raw=b"", now=NOW, embedder=Known.name,
            )  # fmt: skip
    store.close()
    return ids


def timed(run: Callable[[int], object], queries: int) -> tuple[float, float, float]:
    """Milliseconds of the first call; median and 95th percentile of the others."""
    spent = []
    for number in range(queries + 1):
        begun = time.perf_counter()
        run(number)
        spent.append((time.perf_counter() - begun) * 1000)
    rest = sorted(spent[1:])
    return spent[0], statistics.median(rest), rest[min(len(rest) - 1, int(0.95 * len(rest)))]


def rss_mb() -> float:
    """Resident memory of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def measure(data: Path, account: str, queries: int, peers: Path | None, peer_most: int) -> dict[str, Any]:
    """The product's times, then those of the peers over the same vectors."""
    from copilot.retrieve.search import Searcher
    from copilot.settings import Settings
    from copilot.store.repository import Store

    settings = Settings(data_dir=data, database_url=None, chroma_url=None)
    store, embedder = Store.open(settings), Known()
    searcher = Searcher(settings, store, embedder)
    begun = time.perf_counter()
    searcher.changed("default", account)
    built = time.perf_counter() - begun
    searcher.close()
    searcher = Searcher(settings, store, embedder)
    ids, vectors = store.vectors("default", account, Known.name)
    texts = {chunk.id: chunk.text for chunk in store.chunks("default", account)}
    picked = random.Random(2).choices(range(len(ids)), k=queries + 1)
    noise = np.random.default_rng(3).standard_normal((queries + 1, DIM)).astype(np.float32) * 0.03
    asked = [(unit(vectors[at] + noise[n]), " ".join(texts[ids[at]].split()[:8])) for n, at in enumerate(picked)]
    del texts, vectors
    hit = 0

    def product(number: int) -> None:
        nonlocal hit
        embedder.asked = asked[number][0]
        found = searcher.search("default", account, asked[number][1], 8)
        hit += bool(found) and found[0].id == ids[picked[number]]

    result: dict[str, Any] = {"built": built, "product": timed(product, queries), "rss": rss_mb()}
    result["found"] = hit / (queries + 1)
    result["ids"] = len(ids)
    searcher.close()
    everything = store.account_ids()
    if sum(1 for _ in everything) and peer_most:
        _peers(store, everything, account, asked, queries, peers, peer_most, result)
    store.close()
    return result


def _peers(
    store: Any, everything: list[tuple[str, str]], account: str, asked: list[tuple[Vectors, str]], queries: int,
    peers: Path | None, most: int, result: dict[str, Any],
) -> None:  # fmt: skip
    total = sum(len(store.vector_ids("default", one, Known.name)[1]) for _, one in everything)
    if total > most:
        return
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import InMemoryVectorStore

    class Given(Embeddings):
        now: Vectors = np.zeros(DIM, np.float32)

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return []

        def embed_query(self, text: str) -> list[float]:
            return [float(x) for x in self.now]

    given = Given()
    memory = InMemoryVectorStore(given)
    chroma: Any = None
    folder = tempfile.mkdtemp(prefix="abp-peer-")
    if peers:
        sys.path.append(str(peers))
        from langchain_chroma import Chroma

        chroma = Chroma("all", given, persist_directory=folder, collection_configuration={"hnsw": {"space": "cosine"}})
    for _, one in everything:
        texts = [(chunk.id, chunk.text) for chunk in store.chunks("default", one)]
        vectors = store.vectors("default", one, Known.name)[1]
        for (key, text), vector in zip(texts, vectors, strict=True):
            memory.store[key] = {"id": key, "vector": vector, "text": text, "metadata": {"account": one}}
        for at in range(0, len(texts) if chroma else 0, 2000):
            part = texts[at : at + 2000]
            chroma._collection.upsert(
                ids=[key for key, _ in part], documents=[text for _, text in part], embeddings=vectors[at : at + 2000],
                metadatas=[{"account": one}] * len(part),
            )  # fmt: skip

    def only(document: Document) -> bool:
        return bool(document.metadata["account"] == account)

    retrievers = {"memory": memory.as_retriever(search_kwargs={"k": 8, "filter": only})}
    if chroma:
        retrievers["chroma"] = chroma.as_retriever(search_kwargs={"k": 8, "filter": {"account": account}})
    for name, retriever in retrievers.items():

        def one_query(number: int, retriever: Any = retriever) -> None:
            given.now = asked[number][0]
            retriever.invoke(asked[number][1])

        result[name] = timed(one_query, min(queries, 20))
    shutil.rmtree(folder, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table, one line for each store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=100_000, help="passages of the largest store")
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--peers", type=Path, default=None)
    parser.add_argument("--peer-most", type=int, default=100_000, help="largest store given to the peers")
    parser.add_argument("--one", nargs=2, metavar=("DIR", "ACCOUNT"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        found = measure(Path(options.one[0]), options.one[1], options.queries, options.peers, options.peer_most)
        print("RESULT " + json.dumps(found))
        return 0
    totals = [n for n in (1_000, 10_000, 100_000, 1_000_000) if n <= options.most]
    stores = [[ASKED] * (total // ASKED) for total in totals]
    stores += [[total] for total in totals if 10_000 <= total <= 100_000]
    print(
        f"{'store':>9} {'accounts':>8} {'asked':>7} | {'first':>7} {'p50':>7} {'p95':>7} ms | {'RSS':>6} MB | ", end=""
    )
    print(f"{'index':>7} s | best is right | LangChain memory p50 p95 ms | LangChain Chroma p50 p95 ms")
    for sizes in stores:
        data = Path(tempfile.mkdtemp(prefix="abp-scale-"))
        account = fill(data, sizes)[len(sizes) // 2]
        extra = ["--peers", str(options.peers)] if options.peers else []
        run = subprocess.run(
            [sys.executable, "-m", "evals.benchmarks.query_scale", "--queries", str(options.queries), "--peer-most",
             str(options.peer_most), *extra, "--one", str(data), account],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        line = next((one for one in run.stdout.splitlines() if one.startswith("RESULT ")), None)
        shutil.rmtree(data, ignore_errors=True)
        if line is None:
            print(run.stderr[-2000:])
            return 1
        _show(sizes, json.loads(line.removeprefix("RESULT ")))
    return 0


def _show(sizes: Sequence[int], found: dict[str, Any]) -> None:
    first, p50, p95 = found["product"]
    row = f"{sum(sizes):>9,} {len(sizes):>8,} {found['ids']:>7,} | {first:>7.0f} {p50:>7.1f} {p95:>7.1f} ms |"
    row += f" {found['rss']:>6.0f} MB | {found['built']:>7.1f} s | {found['found']:>13.0%} |"
    for name in ("memory", "chroma"):
        peer = found.get(name)
        row += f" {peer[1]:>9.1f} {peer[2]:>9.1f} ms |" if peer else " –".ljust(24) + "|"
    print(row, flush=True)


if __name__ == "__main__":
    sys.exit(main())
