"""How well passages are found: nDCG@10 of the product's search against each of its legs alone.

    python -m evals.retrieval --set cnil

Reads the public sets under ABP_EVAL_DATA (default ../shared/data); says so in one line when they are absent.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import math
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from copilot.retrieve.embed import open_embedder
from copilot.retrieve.keyword import KeywordIndex
from copilot.retrieve.search import Searcher
from copilot.schemas.evidence import Frozen, Locator, ParsedDocument, Segment
from copilot.settings import Settings
from copilot.store.repository import Store

SETS = ("cnil", "piaf", "spf_long")
_WORDS = 150
_DEPTH = 60
_NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class Passage(Frozen):
    """A passage to store."""

    ordinal: int
    text: str
    first_segment: int = 0
    last_segment: int = 0
    tokens: int = 0
    language: str = "fr"


def read(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def cut(text: str) -> list[str]:
    """Passages of about 150 words that end where sentences do."""
    passages: list[list[str]] = [[]]
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", text):
        if len(passages[-1]) + len(sentence.split()) > _WORDS and passages[-1]:
            passages.append([])
        passages[-1].extend(sentence.split())
    return [" ".join(passage) for passage in passages if passage] or [text]


def ndcg(ranked: Sequence[str], relevant: set[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with binary relevance."""
    gain = sum(1 / math.log2(place + 2) for place, doc in enumerate(ranked[:depth]) if doc in relevant)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(len(relevant), depth)))
    return gain / ideal if ideal else 0.0


def unique(documents: Sequence[str]) -> list[str]:
    """A document ranks where its best passage does."""
    return list(dict.fromkeys(documents))


def measure(folder: Path, limit: int | None, with_title: bool) -> None:
    """Print one line per system."""
    corpus, queries = read(folder / "corpus.jsonl"), read(folder / "queries.jsonl")[:limit]
    relevant: dict[str, set[str]] = {}
    for row in read(folder / "qrels.jsonl"):
        relevant.setdefault(row["query_id"], set()).add(row["doc_id"])
    passages = [
        (doc["_id"], f"{doc['title']}\n{part}" if with_title and doc["title"] else part)
        for doc in corpus
        for part in cut(doc["text"])
    ]
    owners, texts = [owner for owner, _ in passages], [text for _, text in passages]
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(data_dir=Path(scratch))
        embedder = open_embedder(settings)
        started, cpu = time.perf_counter(), time.process_time()
        vectors = embedder.passages(texts)
        words = sum(len(text.split()) for text in texts)
        print(
            f"{folder.name}: {len(corpus)} documents, {len(texts)} passages, {len(queries)} queries; embedded in "
            f"{time.perf_counter() - started:.0f} s, {words / (time.process_time() - cpu):.0f} words a CPU-second"
        )
        keyword = KeywordIndex([(text, "fr") for text in texts])
        store = Store.open(settings)
        account = store.create_account("default", "eval", "Eval", now=_NOW)
        owner_of = fill(store, account.id, passages, vectors, embedder.name)
        searcher = Searcher.open(settings, store)
        searcher.changed("default", account.id)

        def by(scores: np.ndarray[Any, Any]) -> list[str]:
            return unique([owners[at] for at in np.argsort(-scores, kind="stable")[:_DEPTH]])

        systems: dict[str, Callable[[str], list[str]]] = {
            "words alone (BM25)": lambda query: by(keyword.scores(query)),
            "vectors alone": lambda query: by(vectors @ embedder.query(query)),
            "the product": lambda query: unique(
                [owner_of[hit.document] for hit in searcher.search("default", account.id, query, _DEPTH)]
            ),
        }
        for name, ask in systems.items():
            ask(queries[0]["text"])
            started = time.perf_counter()
            found = [(ask(query["text"]), relevant.get(query["_id"], set())) for query in queries]
            each = (time.perf_counter() - started) / len(queries) * 1000
            silent = sum(not ranked for ranked, _ in found)
            score = sum(ndcg(ranked, wanted) for ranked, wanted in found) / len(found)
            print(f"  {name:20} nDCG@10 {score:.3f}   {each:.1f} ms a query   {silent} answered with nothing")
        searcher.close()
        store.close()


def fill(
    store: Store, account_id: str, passages: Sequence[tuple[str, str]], vectors: Any, embedder: str
) -> dict[str, str]:
    """Store the passages as one note per document; the document of each note name."""
    rows: dict[str, list[int]] = {}
    for at, (owner, _) in enumerate(passages):
        rows.setdefault(owner, []).append(at)
    for owner, places in rows.items():
        text = "\n".join(passages[at][1] for at in places)
        note = ParsedDocument(
            name=owner, media_type="text/plain", kind="note",
            segments=(Segment(ordinal=0, kind="paragraph", text=text, locator=Locator(line=1)),),
        )  # fmt: skip
        store.put_document(
            "default", account_id, note, sha256=hashlib.sha256(text.encode()).hexdigest(),
            chunks=[Passage(ordinal=n, text=passages[at][1]) for n, at in enumerate(places)],
            vectors=vectors[places], embedder=embedder, raw=b"", now=_NOW,
        )  # fmt: skip
    return {owner: owner for owner in rows}


def main() -> int:
    """Measure the set that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, default="cnil")
    parser.add_argument("--limit", type=int, help="use only the first queries")
    parser.add_argument("--text-only", action="store_true", help="leave the titles out")
    options = parser.parse_args()
    data = Path(os.environ.get("ABP_EVAL_DATA", "../shared/data"))  # noqa: TID251
    folder = data / "public" / "a_fr_retrieval" / options.set
    if not folder.is_dir():
        print(f"skipped: {str(folder)!r} is absent; see evals/README.md")
        return 0
    measure(folder, options.limit, not options.text_only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
