"""Wordings to avoid: `pressure_wording` and `judging_wording` against lines labelled by hand.

    python -m evals.wording [--show]

`wording.jsonl` holds lines to flag and near misses. Rules are looked at on the "dev" lines only. "kept" lines were
written with the first dev lines, before any rule: the usual formulas. "unseen" ones were written after the rules, on
purpose without the usual formulas, and never looked at since: they tell how much word lists miss. The figures are
precision and recall with 95 % intervals, and among the lines rightly flagged the share whose kind is the labelled one.
The baseline is a list of the plainest words.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from copilot.scoring.registry import run_tool
from copilot.text.normalise import fold
from evals.claims import wilson
from evals.public import Row

PLAIN = {
    "pressure": re.compile(
        r"a prendre ou a laisser|derniere chance|ultimatum|maintenant|consequences|"
        r"take it or leave it|last chance|right now|act now|consequences"
    ),
    "judging": re.compile(
        r"motive|toujours|jamais|paresseu|mauvais|nul|faute|motivated|always|never|lazy|worst|bad|fault"
    ),
}


def flagged(row: Row) -> list[str]:
    """The kinds found in a line."""
    answer = run_tool(f"{row['tool']}_wording", {"text": row["text"], "language": row["lang"]})
    return [str(item["kind"]) for item in answer.per_item]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print the lines judged wrongly (dev half only)")
    arguments = parser.parse_args()
    lines = (Path(__file__).parent / "wording.jsonl").read_text("utf-8").splitlines()
    results: dict[tuple[str, str, str], list[tuple[bool, bool, bool, bool]]] = defaultdict(list)
    for row in map(json.loads, lines):
        kinds = flagged(row)
        plain = PLAIN[row["tool"]].search(fold(row["text"])) is not None
        results[(row["tool"], row["half"], row["lang"])].append(
            (row["flag"], bool(kinds), row.get("kind") in kinds, plain)
        )
        if (
            arguments.show
            and row["half"] == "dev"
            and (bool(kinds) != row["flag"] or row.get("kind") not in [None, *kinds])
        ):
            print(f"{row['id']} {'FLAG' if row['flag'] else 'FINE'} {row.get('kind', '')} <- {kinds} {row['text']}")
    print(
        f"{'tool':9} {'half':5} {'lang':4} {'n':>3}  {'precision':24} {'recall':24} {'kind right':24} "
        f"{'plain words: precision':24} {'recall':24}"
    )
    for (tool, half, language), rows in sorted(results.items()):
        true = sum(flag for flag, *_ in rows)
        hits = sum(flag and found for flag, found, *_ in rows)
        kinds_right = sum(flag and found and kind for flag, found, kind, _ in rows)
        plain = sum(base for *_, base in rows)
        plain_hits = sum(flag and base for flag, _, _, base in rows)
        shares = [
            wilson(hits, sum(found for _, found, *_ in rows)),
            wilson(hits, true),
            wilson(kinds_right, hits),
            wilson(plain_hits, plain),
            wilson(plain_hits, true),
        ]
        print(f"{tool:9} {half:5} {language:4} {len(rows):3}  " + " ".join(f"{share:24}" for share in shares))


if __name__ == "__main__":
    main()
