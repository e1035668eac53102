"""Questions about the method: whether the first passages found stand in the file that answers.

    python -m evals.method [--show] [--peers]

`method_questions.jsonl` holds questions of a key account manager in words other than the headings, with the files that
answer (names without language). "dev" and "kept" ones were written before the texts; texts were improved on the "dev"
ones only, and the misses of the others were never looked at. "fresh" ones were written by the same hand after the
texts, but before the lines "People also ask", some of which come close to them: they flatter since.

`--peers` shows beside the product what the words and the embedding model would find alone (about a minute).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from copilot.retrieve.keyword import Glossary
from copilot.retrieve.method import MethodLibrary
from copilot.retrieve.search import Searcher
from copilot.settings import Settings
from copilot.store.repository import Store
from evals.claims import wilson
from evals.public import Row

FIRST = 3


class Peers:
    """The words alone, and the embedding model alone, over the same passages."""

    def __init__(self, searcher: Searcher) -> None:
        self._embedder = searcher.embedder
        self._library = MethodLibrary.load()
        self._glossary = Glossary.load()
        self._vectors = self._embedder.passages(self._library.texts)

    def by_words(self, row: Row) -> list[str]:
        """Files of the passages that hold most of the question."""
        named = self._glossary.named(row["question"])
        return [hit.document for hit in self._library.search(row["question"], named, FIRST, row["lang"])]

    def by_vectors(self, row: Row) -> list[str]:
        """Files of the nearest passages in the question's language."""
        cosines = self._vectors @ self._embedder.query(row["question"])
        own = [n for n, language in enumerate(self._library.languages) if language == row["lang"]]
        return [self._library.documents[n] for n in sorted(own, key=lambda n: -cosines[n])[:FIRST]]


def _judged(documents: Sequence[str], row: Row) -> tuple[bool, bool, bool]:
    """Right at the first place, right among the first, nothing found."""
    right = [document.split(".")[0] in row["expect"] for document in documents]
    return right[:1] == [True], any(right), not right


def _print(title: str, rows: Sequence[Row], found: Sequence[Sequence[str]]) -> None:
    counts: dict[tuple[str, str], list[tuple[bool, bool, bool]]] = defaultdict(list)
    for row, documents in zip(rows, found, strict=True):
        counts[(row["half"], row["lang"])].append(_judged(documents, row))
    print(f"{title}\n{'half':6} {'lang':4} {'n':>3}  {'hit@1':26} {f'hit@{FIRST}':26} {'nothing found':26}")
    for (half, language), results in sorted(counts.items()):
        shares = [wilson(sum(r[i] for r in results), len(results)) for i in range(3)]
        print(f"{half:6} {language:4} {len(results):3}  {shares[0]:26} {shares[1]:26} {shares[2]:26}")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print the misses (dev half only)")
    parser.add_argument("--peers", action="store_true", help="show the words and the embedding model alone beside")
    arguments = parser.parse_args()
    lines = (Path(__file__).parent / "method_questions.jsonl").read_text("utf-8").splitlines()
    rows: list[Row] = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        store = Store.open(settings)
        searcher = Searcher.open(settings, store)
        found = [[hit.document for hit in searcher.search_method(row["question"], FIRST, row["lang"])] for row in rows]
        for row, documents in zip(rows, found, strict=True):
            if arguments.show and row["half"] == "dev" and not _judged(documents, row)[0]:
                print(f"{row['id']} {row['question']} | {', '.join(row['expect'])} <- {', '.join(documents) or '-'}")
        _print("the product", rows, found)
        if arguments.peers:
            peers = Peers(searcher)
            _print("words alone", rows, [peers.by_words(row) for row in rows])
            _print("vectors alone", rows, [peers.by_vectors(row) for row in rows])
        searcher.close()
        store.close()


if __name__ == "__main__":
    main()
