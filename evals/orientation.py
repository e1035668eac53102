"""Whom a line of a plan serves: the verdicts of `client_orientation` against hand-given ones.

    python -m evals.orientation [--show]

`orientation.jsonl` holds lines labelled client, internal, mixed or neutral. Rules are looked at on the "dev" lines
only. "kept" lines were written with the first dev lines, before any rule, by the hand that wrote the rules, so they
flatter; "unseen" ones were written after the rules and never looked at since; "field" ones are statements of the
dossiers, written for another use. The baseline calls a line client-centred when it names the client and internal when
it has a first-person word.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from copilot.scoring.quality.references import build_names
from copilot.scoring.quality.stance import Stance, stance_of
from copilot.text.normalise import fold
from evals.claims import wilson
from evals.public import Row

FIRST_PERSON = re.compile(r"(?<!\w)(?:nous|notre|nos|on|je|mon|mes|we|our|us|i|my)(?!\w)")


def judged(row: Row) -> Stance:
    """The verdict on a line."""
    names = build_names(
        [row["client"]], [row["us"]], row.get("client_people", []), row.get("our_people", []), row.get("others", [])
    )
    return stance_of(row["text"], row["lang"], names)


def baseline(row: Row) -> str:
    """Names and first-person words alone."""
    text = fold(row["text"])
    client, us = fold(row["client"]).split()[0] in text or "client" in text, bool(FIRST_PERSON.search(text))
    return "mixed" if client and us else "client" if client else "internal" if us else "neutral"


def _compared(verdict: str, label: str) -> tuple[bool, bool]:
    """Whether the verdict is the label, and whether they agree on serving the client."""
    return verdict == label, (verdict in ("client", "mixed")) == (label in ("client", "mixed"))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print the lines judged wrongly (dev half only)")
    arguments = parser.parse_args()
    lines = (Path(__file__).parent / "orientation.jsonl").read_text("utf-8").splitlines()
    counts: dict[tuple[str, str], list[tuple[bool, bool, bool, bool]]] = defaultdict(list)
    for row in map(json.loads, lines):
        stance, label = judged(row), row["label"]
        counts[(row["half"], row["lang"])].append((*_compared(stance.verdict, label), *_compared(baseline(row), label)))
        if arguments.show and row["half"] == "dev" and stance.verdict != label:
            print(f"{row['id']} {label} <- {stance.verdict} {stance.client_words} {stance.our_words} | {row['text']}")
    print(
        f"{'half':6} {'lang':4} {'n':>4}  {'same verdict':26} {'serves the client or not':26} "
        f"{'baseline: same verdict':26} {'serves or not':26}"
    )
    for (half, language), results in sorted(counts.items()):
        shares = [wilson(sum(r[i] for r in results), len(results)) for i in range(4)]
        print(f"{half:6} {language:4} {len(results):4}  {shares[0]:26} {shares[1]:26} {shares[2]:26} {shares[3]:26}")


if __name__ == "__main__":
    main()
