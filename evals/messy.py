"""Difficult and hostile files through the real reader process: text, or the right one-line reason, within its limits.

    python -m evals.messy [--all] [--peer PYTHON] [--fuzz N]

A file is judged right when it gives text with every passage that the manifest asks for and no broken character, or,
where a refusal is right, one line that says why. Time and peak memory are those of the child that read the file.
`--peer` names a Python that has markitdown: its conversion of the same files runs beside, a process a file, with the
same rule and looser limits. `--fuzz` damages each of these files, and a small file of every format, N times: each must
end as a document or as one line, within time and memory.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from copilot.ingest.parts import Refused
from copilot.ingest.read import SECONDS, Worker
from copilot.ingest.worker import WALL
from evals.public import data_dir, rows
from tests.ingest.damage import damaged
from tests.ingest.seeds import SEEDS

_PEER_SECONDS, _PEER_MEMORY = 30, 2 * 1024**3
_PEER = """
import resource, sys
from markitdown import MarkItDown
text, told = None, ""
try:
    text = MarkItDown(enable_plugins=False).convert(sys.argv[1]).text_content
except BaseException as error:
    told = f"{type(error).__name__}: {error}".split(chr(10))[0][:200]
print(told, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, sep=chr(9), file=sys.stderr)
if text is None:
    sys.exit(3)
sys.stdout.buffer.write(text.encode("utf-8", "replace"))
"""


class Outcome(NamedTuple):
    """What a reader made of a file."""

    text: str | None
    reason: str
    seconds: float
    peak_mb: float


def ours(worker: Worker, path: Path) -> Outcome:
    """The product's reader."""
    start = time.perf_counter()
    try:
        answer: dict[str, Any] = json.loads(worker.ask(path.name, path.read_bytes()))
    except Refused as refusal:
        answer = {"reason": refusal.reason, "detail": refusal.detail}
    seconds = time.perf_counter() - start
    peak = worker.peak_kb / 1024
    if "document" not in answer:
        return Outcome(None, f"{answer['reason']}: {answer['detail']}", seconds, peak)
    text = "\n".join(segment["text"] for segment in answer["document"]["segments"])
    return Outcome(text, "; ".join(answer["document"]["warnings"]), seconds, peak)


def peer(python: str, path: Path) -> Outcome:
    """Markitdown in a process of its own."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (_PEER_MEMORY, _PEER_MEMORY))

    start = time.perf_counter()
    try:
        done = subprocess.run(
            [python, "-c", _PEER, str(path)], capture_output=True, timeout=_PEER_SECONDS, preexec_fn=bound, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome(None, "timeout", time.perf_counter() - start, 0.0)
    seconds = time.perf_counter() - start
    told, _, peak = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1].rpartition("\t")
    text = done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
    return Outcome(text, told or "killed", seconds, int(peak or 0) / 1024)


def mistake(case: dict[str, Any], got: Outcome) -> str | None:
    """What is wrong with an outcome, None when it is right."""
    if got.seconds > WALL * SECONDS:
        return "over the time limit"
    if got.text is None:
        if case["expect"] == "extract":
            return "refused"
        return None if got.reason and "\n" not in got.reason else "no one-line reason"
    if case["expect"] == "reject":
        return "read, should be refused"
    if not got.text.strip():
        return "silently empty"
    if "\ufffd" in got.text:
        return "broken characters"
    text = squeezed(got.text)
    missing = [wanted for wanted in case["must_contain"] if squeezed(wanted) not in text]
    return f"missing {missing[0][:40]!r}" if missing else None


def squeezed(text: str) -> str:
    """The text with each run of blanks as one space."""
    return re.sub(r"\s+", " ", text)


def fuzz(worker: Worker, files: dict[str, bytes], times: int) -> int:
    """Read every file damaged so many times; prints the outcomes and returns how many were not as they must be."""
    outcomes: Counter[str] = Counter()
    wrong, slowest, peak = 0, (0.0, ""), (0.0, "")
    for name, data in files.items():
        dice = Random(f"{name} fuzz")
        for _ in range(times):
            content = damaged(data, dice)
            start = time.perf_counter()
            head = json.loads(worker.ask(name, content, task="unpack").partition(b"\n")[0])
            slowest = max(slowest, (time.perf_counter() - start, name))
            peak = max(peak, (worker.peak_kb / 1024, name))
            outcomes[head.get("reason", "members" if "members" in head else "document")] += 1
            bad = "reason" in head and (head["reason"] == "timeout" or not head["detail"] or "\n" in head["detail"])
            wrong += bad
            if bad:
                print(f"  WRONG {name} {head}")
    print(f"\ndamaged files: {outcomes.total()} read, {wrong} not as they must be")
    print("  " + ", ".join(f"{reason} {count}" for reason, count in outcomes.most_common()))
    print(f"  slowest {slowest[0]:.2f} s ({slowest[1]}), peak {peak[0]:.0f} MB ({peak[1]})")
    return wrong


def _report(title: str, cases: list[dict[str, Any]], got: list[Outcome], *, show_all: bool) -> int:
    wrong = 0
    print(f"\n{title}")
    for case, outcome in zip(cases, got, strict=True):
        error = mistake(case, outcome)
        wrong += error is not None
        if show_all or error:
            told = error or ("text" if outcome.text is not None else "refused")
            print(
                f"  {'WRONG' if error else 'right':5} {case['file'][:44]:44} {case['expect']:7} {told[:34]:34}"
                f" {outcome.seconds:6.2f} s {outcome.peak_mb:6.0f} MB  {outcome.reason[:90]}"
            )
    kinds = Counter((case["expect"], mistake(case, one) is None) for case, one in zip(cases, got, strict=True))
    for expect in ("extract", "reject", "either"):
        right, all_ = kinds[expect, True], kinds[expect, True] + kinds[expect, False]
        print(f"  {expect:8} {right} of {all_} right")
    times = sorted(outcome.seconds for outcome in got)
    print(
        f"  all      {len(cases) - wrong} of {len(cases)} right; median {times[len(times) // 2]:.2f} s, slowest"
        f" {times[-1]:.2f} s, peak {max(outcome.peak_mb for outcome in got):.0f} MB"
    )
    return wrong


def main() -> None:
    """Read every file and print what became of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="a line for every file, not only for those that are wrong")
    parser.add_argument("--peer", metavar="PYTHON", help="a Python that has markitdown")
    parser.add_argument("--fuzz", metavar="N", type=int, default=0, help="read each file damaged N times")
    given = parser.parse_args()
    folder = data_dir() / "f_messy"
    if not (folder / "manifest.jsonl").is_file():
        print(f"the difficult files are not in {folder}: set ABP_EVAL_DATA")
        return
    cases = list(rows(folder / "manifest.jsonl"))
    paths = [folder / "files" / case["file"] for case in cases]
    worker = Worker()
    try:
        worker.ask("warm.txt", b"bonjour")
        wrong = _report("abp-copilot", cases, [ours(worker, path) for path in paths], show_all=given.all)
        if given.fuzz:
            files = {path.name: path.read_bytes() for path in paths}
            wrong += fuzz(worker, files | {f"seed {name}": data for name, data in SEEDS.items()}, given.fuzz)
    finally:
        worker.close()
    if given.peer:
        _report("markitdown", cases, [peer(given.peer, path) for path in paths], show_all=given.all)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
