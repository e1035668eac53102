"""How good are the answers without a model? Asks the questions of dossiers whose answers are known.

    python -m evals.answers [FOLDER...] [--show]     default: every folder of evals/dossiers with questions.json

Each folder holds notes/ and questions.json: questions as a hurried person types them, in the notes' language or the
other, with what a right answer must contain, or that the notes do not tell. Printed by kind: right answers with their
95 % interval, answers whose citations alone hold what is asked, questions rightly and wrongly said to be unanswerable,
words in an answer, seconds. A peer runs beside it: the best passages of the same search, cut to our length;
and, as a bound, the eight best passages whole.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from copilot.pipeline import ask, close, get_or_create_account, ingest, open_deps
from copilot.schemas.evidence import Evidence
from copilot.settings import Settings
from evals.claims import wilson
from evals.dossier import states
from evals.public import Row

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Answered:
    """One question with how its answer was judged."""

    kind: str
    tellable: bool
    """Whether the notes hold the answer."""
    right: bool
    supported: bool
    """Whether the quotes alone hold the answer."""
    abstained: bool
    words: int
    seconds: float
    passages: bool
    """Whether the best passages, cut to our length, hold the answer."""
    reachable: bool
    """Whether the eight best passages, whole, hold it: what no writer can do better than."""


def holds(text: str, row: Row) -> bool:
    """Whether a text holds every group of wordings that the answer must contain."""
    return all(states(text, group, row["lang"]) for group in row["must_contain"])


def cut(found: Sequence[Evidence], most: int) -> str:
    """The text of the passages, best first, up to so many words."""
    return " ".join(" ".join(e.text for e in found).split()[:most])


def run(folder: Path, show: bool) -> list[Answered]:
    """Asks every question of a dossier in a fresh data folder."""
    rows: list[Row] = json.loads((folder / "questions.json").read_text("utf-8"))
    results: list[Answered] = []
    with tempfile.TemporaryDirectory() as data:
        deps = open_deps(Settings(data_dir=Path(data), llm_base_url=None))
        try:
            account = get_or_create_account(deps, folder.name)
            ingest(deps, account.slug, [folder / "notes"])
            for row in rows:
                started = time.process_time()
                reply = ask(deps, account.slug, row["question"])
                seconds = time.process_time() - started
                found = deps.searcher.search(deps.workspace, account.id, row["question"], 8)
                tells = not reply.abstained and holds(reply.text, row)
                length = len(reply.text.split())
                judged = Answered(
                    kind=row["kind"],
                    tellable=not row["abstain"],
                    right=reply.abstained if row["abstain"] else tells,
                    supported=tells and holds(" ".join(c.quote for c in reply.citations), row),
                    abstained=reply.abstained,
                    words=length,
                    seconds=seconds,
                    passages=holds(cut(found, length), row),
                    reachable=holds(cut(found, sys.maxsize), row),
                )
                results.append(judged)
                if show and not judged.right:
                    print(f"{row['id']} {row['question']}\n    {row['answer']}\n    {reply.text}")
        finally:
            close(deps)
    return results


def _print(title: str, results: Sequence[Answered]) -> None:
    tellable, other = [r for r in results if r.tellable], [r for r in results if not r.tellable]
    words = statistics.mean(r.words for r in results if not r.abstained) if any(not r.abstained for r in results) else 0
    print(
        f"{title:14} {wilson(sum(r.right for r in tellable), len(tellable)):26}"
        f" {sum(r.supported for r in tellable):3}/{len(tellable):<4}"
        f" {sum(r.passages for r in tellable):3}/{len(tellable):<4}"
        f" {sum(r.reachable for r in tellable):3}/{len(tellable):<4}"
        f" {sum(r.right for r in other):3}/{len(other):<4} {sum(r.abstained for r in tellable):3}/{len(tellable):<4}"
        f" {words:5.0f} {statistics.median(r.seconds for r in results):8.2f}"
    )


def main() -> int:
    """Prints a table by dossier and by kind of question."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="print the questions that were not answered right")
    arguments = parser.parse_args()
    known = sorted(p.parent for p in (HERE / "dossiers").glob("*/questions.json"))
    folders: list[Path] = arguments.folders or known
    if missing := [str(p) for p in folders if not (p / "questions.json").is_file()]:
        print(f"no questions.json in {', '.join(missing)}", file=sys.stderr)
        return 2
    by_folder = {folder.name: run(folder, arguments.show) for folder in folders}
    by_kind: dict[str, list[Answered]] = defaultdict(list)
    for result in (r for results in by_folder.values() for r in results):
        by_kind[result.kind].append(result)
    heads = ("right", "by quotes", "passages", "8 whole", "abstained", "wrongly", "words", "CPU s")
    print("{:14} {:26} {:>8} {:>8} {:>8} {:>8} {:>8} {:>5} {:>8}".format("", *heads))
    for title, results in (*by_folder.items(), *sorted(by_kind.items())):
        _print(title, results)
    _print("all", [r for results in by_folder.values() for r in results])
    return 0


if __name__ == "__main__":
    sys.exit(main())
