"""Questions about the method: whether the first passages found stand in the file that answers.

    python -m evals.method [--show] [--vectors]

`method_questions.jsonl` holds questions of a key account manager in words other than the headings, with the files that
answer (names without language). "dev" and "kept" ones were written before the texts; texts were improved on the "dev"
ones only, and the misses of the others were never looked at. "fresh" ones were written by the same hand after the
texts, but before the lines "People also ask", some of which come close to them: they flatter since.

`--vectors` shows beside the words what the embedding model would find, alone and added to them (about a minute).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from copilot.retrieve.method import MethodLibrary
from copilot.retrieve.search import Searcher
from copilot.settings import Settings
from copilot.store.repository import Store
from evals.claims import wilson
from evals.public import Row

FIRST = 3
ALL = 1000


class Vectors:
    """The embedding model over the passages of the method, which the product does not use there."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._passages = MethodLibrary.load()._passages
        self._vectors = searcher.embedder.passages([f"{p.heading or ''}\n{p.text}" for p in self._passages])

    def ranked(self, row: Row, weight_of_words: float) -> list[str]:
        """Files of the best passages: cosines, and the word scores beside them, each stretched to 0..1."""
        cosines = self._vectors @ self._searcher.embedder.query(row["question"])
        words = {
            hit.id: hit.score for hit in self._searcher.search_method(row["question"], k=ALL, language=row["lang"])
        }
        own = [n for n, passage in enumerate(self._passages) if passage.language == row["lang"]]
        low, high = cosines[own].min(), cosines[own].max()
        scores = {
            n: float((cosines[n] - low) / (high - low)) + weight_of_words * words.get(self._id(n), 0.0) for n in own
        }
        return [self._passages[n].document for n in sorted(own, key=lambda n: -scores[n])[:FIRST]]

    def _id(self, n: int) -> str:
        return f"method:{self._passages[n].document}:{self._passages[n].line}"


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
    parser.add_argument("--vectors", action="store_true", help="show the embedding model beside")
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
        _print("the product (words)", rows, found)
        if arguments.vectors:
            vectors = Vectors(searcher)
            _print("vectors alone", rows, [vectors.ranked(row, 0.0) for row in rows])
            _print("words and vectors", rows, [vectors.ranked(row, 1.0) for row in rows])
        searcher.close()
        store.close()


if __name__ == "__main__":
    main()
