"""Questions about the method: whether the first passages found stand in the file that answers.

    python -m evals.method [--show]

`method_questions.jsonl` holds questions of a key account manager in words other than the headings, with the files that
answer (the names without language). They were written before the texts; texts were improved on the "dev" questions
only, and the misses of the "kept" ones were never looked at. "fresh" ones were written by the same hand after the texts
and never looked at either.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from copilot.retrieve.keyword import Glossary
from copilot.retrieve.method import MethodLibrary
from evals.claims import wilson
from evals.public import Row

FIRST = 3


def found(library: MethodLibrary, glossary: Glossary, row: Row) -> list[str]:
    """The files of the first passages in the question's language, as the assistant looks them up."""
    hits = library.search(row["question"], glossary.expand(row["question"]), FIRST, row["lang"])
    return [hit.document.split(".")[0] for hit in hits]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print the misses (dev half only)")
    arguments = parser.parse_args()
    library, glossary = MethodLibrary.load(), Glossary.load()
    lines = (Path(__file__).parent / "method_questions.jsonl").read_text("utf-8").splitlines()
    counts: dict[tuple[str, str], list[tuple[bool, bool, bool]]] = defaultdict(list)
    for row in map(json.loads, lines):
        files = found(library, glossary, row)
        right = [name in row["expect"] for name in files]
        counts[(row["half"], row["lang"])].append((right[:1] == [True], any(right), not files))
        if arguments.show and row["half"] == "dev" and right[:1] != [True]:
            print(f"{row['id']} {row['question']} | {', '.join(row['expect'])} <- {', '.join(files) or 'nothing'}")
    print(f"{'half':6} {'lang':4} {'n':>3}  {'hit@1':26} {f'hit@{FIRST}':26} {'nothing found':26}")
    for (half, language), results in sorted(counts.items()):
        shares = [wilson(sum(r[i] for r in results), len(results)) for i in range(3)]
        print(f"{half:6} {language:4} {len(results):3}  {shares[0]:26} {shares[1]:26} {shares[2]:26}")


if __name__ == "__main__":
    main()
