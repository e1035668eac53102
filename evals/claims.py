"""Claims against whole documents: values changed on purpose, and claims that people labelled.

    python -m evals.claims [--errors N]

Each claim is checked against its document alone, with no citation, as `abp verify --claim` does. For changed values a
check is right when the true claim is supported and the changed one is not; for labelled claims the figure is balanced
accuracy. Both come with 95 % intervals (Wilson; bootstrap) and a baseline in the same run: every number occurs in the
document; and the share of the claim's words in its best sentences with the best threshold of the set itself.
Data: `ABP_EVAL_DATA` (default ../shared/data); without it, one line.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from copilot.schemas.check import Assessment
from copilot.schemas.evidence import Language
from copilot.verify.check import check
from copilot.verify.sources import Sources
from copilot.verify.words import coverage
from evals.public import Row, data_dir, document, numbers_occur, rows

LABELLED = ("wice_claim", "rte3_fr", "diasumfact")


@lru_cache(maxsize=8)
def sources_of(text: str, language: str) -> Sources:
    """One document as the sources of an account."""
    return Sources.build([document(text, language)])


def assess(row: Row, claim: str) -> Assessment:
    """The verdict on a claim of a row."""
    return check(claim, sources_of(source_of(row), row["lang"]), cast("Language", row["lang"]))


def source_of(row: Row) -> str:
    """The document of a row."""
    return "\n".join(row["source_sentences"]) if "source_sentences" in row else str(row["source"])


def wilson(hits: int, count: int) -> str:
    """A share with its 95 % interval."""
    if not count:
        return "-"
    z, share = 1.96, hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{share:6.1%} [{max(0, middle - half):.1%}, {min(1, middle + half):.1%}]"


def changed_values(errors: int) -> None:
    """Prints changes caught and false alarms."""
    caught: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    alarms: dict[tuple[str, str], dict[str, tuple[bool, bool]]] = defaultdict(dict)
    shown = 0
    for row in rows(data_dir() / "c_factual" / "perturbed_values.jsonl"):
        kind = "names" if row["error"] == "name" else f"values, {row['swap']}"
        stopped = _stopped(assess(row, row["claim"]), kind)
        caught[(row["lang"], kind)].append((stopped, not numbers_occur(row, row["claim"])))
        true = _stopped(assess(row, row["original_claim"]), kind)
        alarms[(row["lang"], "names" if kind == "names" else "values")][row["original_claim"]] = (
            true, not numbers_occur(row, row["original_claim"]),
        )  # fmt: skip
        if shown < errors and kind != "names" and (not stopped or true):
            shown += 1
            print(f"{'ESCAPED' if not stopped else 'ALARM'} [{row['old']} -> {row['new']}] {row['claim']}")
    print(f"{'changed values':28} {'lang':4} {'n':>4}  {'caught':24} {'every number occurs':24}")
    for (language, kind), results in sorted(caught.items()):
        print(
            f"{kind:28} {language:4} {len(results):4}  {wilson(sum(a for a, _ in results), len(results)):24} "
            f"{wilson(sum(b for _, b in results), len(results)):24}"
        )
    for (language, kind), by_claim in sorted(alarms.items()):
        flags = list(by_claim.values())
        print(
            f"{'false alarms, ' + kind:28} {language:4} {len(flags):4}  "
            f"{wilson(sum(a for a, _ in flags), len(flags)):24} "
            f"{wilson(sum(b for _, b in flags), len(flags)):24}"
        )


def _stopped(assessment: Assessment, kind: str) -> bool:
    """Whether a value, or for changed names a name, is found wrong: the wording is judged by the labelled sets."""
    kinds = ("name",) if kind == "names" else ("value", "reference")
    return any(f.kind in kinds and f.verdict != "supported" for f in assessment.fragments)


def labelled(name: str) -> None:
    """Prints balanced accuracy on one labelled set."""
    truth, ours, scores, words = [], [], [], []
    for row in rows(data_dir() / "c_factual" / f"{name}.jsonl"):
        found = assess(row, row["claim"])
        truth.append(row["label"] == "supported")
        ours.append(found.verdict == "supported")
        scores.append(float(found.score))
        words.append(coverage(row["claim"], "\n".join(c.quote for c in found.citations))[0])
    accuracy = _balanced(truth, ours)
    low, high = _interval(truth, ours)
    by_score = _balanced(truth, [score >= 0.5 for score in scores])
    best = max(_balanced(truth, [w >= cut / 50 for w in words]) for cut in range(51))
    print(
        f"{name:14} {len(truth):4} {sum(truth) / len(truth):9.0%}  {accuracy:.3f} [{low:.3f}, {high:.3f}] "
        f"{by_score:10.3f} "
        f"{_area(truth, scores):7.3f} {best:14.3f} {_area(truth, words):7.3f}"
    )


def _balanced(truth: Sequence[bool], said: Sequence[bool]) -> float:
    yes = sum(truth)
    hits = sum(a and b for a, b in zip(truth, said, strict=True))
    passes = sum(not a and not b for a, b in zip(truth, said, strict=True))
    return (hits / max(1, yes) + passes / max(1, len(truth) - yes)) / 2


def _interval(truth: Sequence[bool], said: Sequence[bool]) -> tuple[float, float]:
    chance = random.Random(1)
    pairs = list(zip(truth, said, strict=True))
    drawn = sorted(_balanced(*zip(*chance.choices(pairs, k=len(pairs)), strict=True)) for _ in range(400))
    return drawn[10], drawn[389]


def _area(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Area under the ROC curve."""
    yes = [s for s, t in zip(scores, truth, strict=True) if t]
    no = [s for s, t in zip(scores, truth, strict=True) if not t]
    wins = sum((a > b) + 0.5 * (a == b) for a in yes for b in no)
    return wins / (len(yes) * len(no)) if yes and no else 0.0


def main() -> None:
    """Runs all sets that are there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", type=int, default=0, help="show that many mistakes on values")
    arguments = parser.parse_args()
    if not (data_dir() / "c_factual" / "perturbed_values.jsonl").exists():
        print(f"evals.claims: no data in {str(data_dir())!r}; set ABP_EVAL_DATA")
        return
    changed_values(arguments.errors)
    print(f"\n{'labelled':14} {'n':>4} {'supported':>9}  {'balanced accuracy':21} {'score only':>10} {'area':>7} "
          f"{'word baseline':>14} {'area':>7}")  # fmt: skip
    for name in LABELLED:
        labelled(name)


if __name__ == "__main__":
    main()
