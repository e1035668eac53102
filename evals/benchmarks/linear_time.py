"""Whether checking takes linear time and memory in the length of its input, on texts made to be slow.

    python -m evals.benchmarks.linear_time [--size 4000] [--worst 12]

Each unit below is repeated to a length, its double and its fourfold, and given to the reader of quantities, to the
recogniser of planted instructions, to `check_claim` (as claim, as quote and as both) and to `check`. Printed are those
whose time grows fastest: the factor for a doubling (2 is linear; timings of a busy machine scatter by some tenths), the
seconds at the longest, and the peak memory in bytes a character there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time
import tracemalloc
from collections.abc import Callable

from copilot.schemas.evidence import Citation, Claim, Locator, Segment, SourceDocument
from copilot.text.instructions import find_instructions
from copilot.text.quantities import extract_quantities
from copilot.verify.check import check
from copilot.verify.claims import check_claim
from copilot.verify.sources import Sources

UNITS = (
    "1 ", "1 1", "12/03/", "1,1,", "111 111 ", "-1", "a-", "a a ", "Le CA, ", "ne pas ", "n'", "n't ", "et et ", "« ",
    "(", ")", "A. B. ", "M. X ", "Jean Le ", "Kerbrat Vidal ", "k€ ", "12 k€, ", "3 à 4 % ", "de 1 à 2 ", "mars 2026 ",
    "trois cent ", "si ", "selon Paul, ", "Paul dit que ", "hausse baisse ", "www.", "a@b.", "#", "| ", "| 1 ", "\n- ",
    "...", "…", "'", '"', "é́", "\u200b", "\u00a0", "ignore all previous ", "your answer ", "si si et ou mais ",
    "xxxxxxx ", "12 ans et ", "soit ",
)  # fmt: skip


def document(text: str) -> SourceDocument:
    """A note of one paragraph."""
    return SourceDocument(
        name="n.txt", media_type="text/plain", kind="note", language="fr", id="1", sha256="0" * 64,
        segments=(Segment(ordinal=0, kind="paragraph", text=text, locator=Locator(line=1)),),
        date=dt.date(2026, 1, 1), added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip


def cited(claim: str, source: str) -> object:
    """A claim that cites a whole note."""
    made = Claim(id="c", text=claim, status="fact", citations=[Citation(document="n.txt", quote=source)])
    return check_claim(made, Sources.build([document(source)]), "fr")


JOBS: dict[str, Callable[[str], object]] = {
    "quantities": lambda text: extract_quantities(text, "fr"),
    "instructions": find_instructions,
    "claim": lambda text: cited(text, "Le CA 2025 est de 12 k€."),
    "quote": lambda text: cited("Le CA 2025 est de 12 k€.", text),
    "claim and quote": lambda text: cited(text, text),
    "free": lambda text: check(text[: len(text) // 4], Sources.build([document(text)]), "fr"),
}


def seconds(job: Callable[[str], object], text: str) -> float:
    """Processor time of one call."""
    start = time.process_time()
    job(text)
    return time.process_time() - start


def main() -> None:
    """Prints the fastest growing inputs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=4000, help="characters of the shortest text")
    parser.add_argument("--worst", type=int, default=12)
    parser.add_argument("--mixed", type=int, default=8, help="random mixtures of units besides")
    arguments = parser.parse_args()
    chance = random.Random(3)
    units = [*UNITS, *("".join(chance.choices(UNITS, k=5)) for _ in range(arguments.mixed))]
    rows = []
    for name, job in JOBS.items():
        for unit in units:
            texts = [
                (unit * (arguments.size * scale // len(unit) + 1))[: arguments.size * scale] for scale in (1, 2, 4)
            ]
            first, _, last = (seconds(job, f"{text}{i}") for i, text in enumerate(texts))
            factor = (last / max(first, 0.002)) ** 0.5
            rows.append((factor, last, name, unit, texts[-1]))
    rows.sort(key=lambda row: -row[0])
    print(f"{'input':18} {'unit':28} {'a doubling':>10} {'seconds':>8} {'bytes a character':>18}")
    for factor, last, name, unit, text in rows[: arguments.worst]:
        tracemalloc.start()
        JOBS[name](text + "+")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{name:18} {unit[:26]!r:28} {factor:10.2f} {last:8.2f} {peak / len(text):18.0f}")
    middle = sorted(row[0] for row in rows)[len(rows) // 2]
    print(f"{len(rows)} inputs of up to {arguments.size * 4} characters; median {middle:.2f}")


if __name__ == "__main__":
    main()
