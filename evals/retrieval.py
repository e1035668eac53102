"""How well passages are found: nDCG@10 and recall@10 of the product's search beside its legs and its peers.

    python -m evals.retrieval [--set NAME...] [--limit N] [--product] [--half 0|1]

Sets: French questions over public pages (cnil, piaf, spf_long), questions over meetings (qmsum, fredsum), facts of
invented accounts (dossiers), and questions translated by hand, asked of texts in the other language (cnil_en,
piaf_en, spf_en, qmsum_fr). Vectors are kept under var/evals. Reads ABP_EVAL_DATA (default ../shared/data); a set that
is absent is left out, and said so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import math
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.retrieve.search import Searcher
from copilot.schemas.evidence import Frozen, Locator, ParsedDocument, Segment
from copilot.settings import Settings
from copilot.store.repository import Store
from evals.retrieval_peers import DEPTH, Ranker, rankers
from evals.retrieval_sets import CROSS, OWN, SETS, Ask, Scope, available, load
from evals.vector_cache import CachedEmbedder, VectorCache

PRODUCT = "the product"
BEST = "mean of both (best hybrid)"
MINILM = "all-MiniLM-L6-v2"
_NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_DRAWS = 2000
Measured = dict[str, NDArray[np.float64]]
"""By system: nDCG@10, recall@10, milliseconds and silence of each question."""


class Passage(Frozen):
    """A passage to store."""

    ordinal: int
    text: str
    language: str
    first_segment: int = 0
    last_segment: int = 0
    tokens: int = 0


def ndcg(ranked: Sequence[str], relevant: frozenset[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with binary relevance."""
    gain = sum(1 / math.log2(place + 2) for place, owner in enumerate(ranked[:depth]) if owner in relevant)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(len(relevant), depth)))


def recall(ranked: Sequence[str], relevant: frozenset[str], depth: int = 10) -> float:
    """Share of what could be found in the first ten that is."""
    return len(relevant.intersection(ranked[:depth])) / min(len(relevant), depth)


def measure(name: str, limit: int | None, alone: bool, half: int | None) -> Measured:
    """What each system scores on the set."""
    base = name.split("_")[0]
    embedder = CachedEmbedder(Settings().resource_dir / "models", base)
    minilm = VectorCache(MINILM, base)
    found: dict[str, list[tuple[float, float, float, float]]] = {}
    for scope in load(name, limit):
        asks = [ask for ask in scope.asks if half is None or _half(ask) == half]
        systems = {} if alone else rankers(scope, embedder, minilm)
        with tempfile.TemporaryDirectory() as scratch:
            settings = Settings(data_dir=Path(scratch))
            store = Store.open(settings)
            searcher = Searcher(settings, store, embedder)
            for system, rank in {**systems, PRODUCT: _product(scope, searcher, store, embedder)}.items():
                found.setdefault(system, []).extend(_asked(scope, asks, rank))
            searcher.close()
            store.close()
    embedder.save()
    return {system: np.array(rows) for system, rows in found.items()}


def _asked(scope: Scope, asks: Sequence[Ask], rank: Ranker) -> list[tuple[float, float, float, float]]:
    rows = []
    for ask in asks:
        started = time.perf_counter()
        places = rank(ask.text)
        spent = (time.perf_counter() - started) * 1000
        ranked = list(dict.fromkeys(scope.pieces[place].owner for place in places))
        rows.append((ndcg(ranked, ask.relevant), recall(ranked, ask.relevant), spent, float(not ranked)))
    return rows


def _product(scope: Scope, searcher: Searcher, store: Store, embedder: CachedEmbedder) -> Ranker:
    """The scope stored as an account, a note per document, and the search over it."""
    account = store.create_account("default", "eval", "Eval", now=_NOW)
    vectors = embedder.passages([piece.text for piece in scope.pieces])
    notes: dict[str, list[int]] = {}
    for place, piece in enumerate(scope.pieces):
        notes.setdefault(piece.document, []).append(place)
    for note, places in notes.items():
        parsed = ParsedDocument(
            name=note, media_type="text/plain", kind="note",
            segments=(Segment(ordinal=0, kind="paragraph", text=note, locator=Locator(line=1)),),
        )  # fmt: skip
        store.put_document(
            "default", account.id, parsed, sha256=hashlib.sha256(note.encode()).hexdigest(), raw=b"", now=_NOW,
            chunks=[
                Passage(ordinal=n, text=scope.pieces[at].text, language=scope.pieces[at].language)
                for n, at in enumerate(places)
            ],
            vectors=vectors[places], embedder=embedder.name,
        )  # fmt: skip
    searcher.changed("default", account.id)

    def rank(query: str) -> Sequence[int]:
        hits = searcher.search("default", account.id, query, DEPTH)
        return [notes[hit.document][int(hit.id.rsplit(":", 1)[1])] for hit in hits]

    return rank


def _half(ask: Ask) -> int:
    return hashlib.md5(ask.id.encode(), usedforsecurity=False).digest()[0] % 2


def interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """95 % of means of as many values drawn anew."""
    drawn = np.random.default_rng(0).integers(0, len(values), (_DRAWS, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def report(name: str, found: Measured) -> None:
    """A line a system; the last column is the gain of the product over the best hybrid, question by question."""
    count = len(found[PRODUCT])
    print(f"{name}: {count} questions")
    for system, rows in found.items():
        low, high = interval(rows[:, 0])
        line = (
            f"  {system:30} nDCG@10 {rows[:, 0].mean():.3f} [{low:.3f}, {high:.3f}]  recall@10 {rows[:, 1].mean():.3f}"
        )
        print(f"{line}  {np.median(rows[:, 2]):6.1f} ms  {int(rows[:, 3].sum())} silent")
    if BEST in found:
        gain = found[PRODUCT][:, 0] - found[BEST][:, 0]
        low, high = interval(gain)
        print(f"  gain over the best hybrid {gain.mean():+.3f} [{low:+.3f}, {high:+.3f}]")


def main() -> int:
    """Measure the sets that are asked for, and the mean over them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, nargs="+", default=SETS)
    parser.add_argument("--limit", type=int, help="use only the first questions of each set")
    parser.add_argument("--product", action="store_true", help="leave the peers out")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only that half of the questions")
    options = parser.parse_args()
    results: dict[str, Measured] = {}
    for name in options.set:
        if not available(name):
            print(f"skipped: {name} is absent; see evals/README.md")
            continue
        results[name] = measure(name, options.limit, options.product, options.half)
        report(name, results[name])
        sys.stdout.flush()
    for title, group in (("one language", OWN), ("two languages", CROSS)):
        _macro(title, [results[name] for name in group if name in results])
    return 0


def _macro(title: str, results: Sequence[Measured]) -> None:
    if len(results) < 2:
        return
    print(f"mean over {len(results)} sets, {title}")
    for system in results[0]:
        if all(system in rows for rows in results):
            values = [rows[system][:, 0].mean() for rows in results]
            print(f"  {system:30} nDCG@10 {np.mean(values):.3f}")


if __name__ == "__main__":
    sys.exit(main())
