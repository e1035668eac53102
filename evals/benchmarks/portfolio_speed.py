"""The portfolio tools on up to 100,000 accounts: seconds, growth, and the same figures in floats beside.

    python -m evals.benchmarks.portfolio_speed [--sizes 1000,10000,100000]

Each tool runs through `run_tool`, so validation, sentences and the receipt are in the time; "peer" is the bare figure
in numpy floats (sort, cumulative sum, powers), without checks, sentences or receipt, and "off" its largest distance
from our exact result. Growth is the time for each account over that of the first size: 1.0 is linear.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

from copilot.scoring.registry import run_tool

Case = tuple[dict[str, Any], Callable[[], float] | None, Callable[[Any], float] | None]
"""The input, the peer's figure, and ours in a result; no peer where the figure is of our own definition."""


def revenues(count: int, seed: int) -> list[Decimal]:
    """Log-normal revenues in cents, as portfolios have them."""
    chance = random.Random(seed)
    return [Decimal(int(chance.lognormvariate(11, 1.4) * 100)) / 100 for _ in range(count)]


def cases(count: int) -> dict[str, Case]:
    """One input for each tool."""
    chance = random.Random(count)
    amounts = revenues(count, 7)
    names = [f"account {rank:06d}" for rank in range(count)]
    chances = [Decimal(chance.randint(1, 99)) / 100 for _ in names]
    margins = [Decimal(chance.randint(1, 60)) / 100 for _ in names]
    floats, p, m = (np.array([float(x) for x in xs]) for xs in (amounts, chances, margins))
    clients = [{"name": n, "revenue": a} for n, a in zip(names, amounts, strict=True)]
    accounts = [
        {"name": n, "potential": a, "probability": q, "margin": r}
        for n, a, q, r in zip(names, amounts, chances, margins, strict=True)
    ]
    axes = [{"name": n, "revenue": a, "sites": 1 + i % 9} for i, (n, a) in enumerate(zip(names, amounts, strict=True))]
    both = [
        {"name": n, "business_axis": q, "strategic_axis": r} for n, q, r in zip(names, chances, margins, strict=True)
    ]

    def share20() -> float:
        ordered = np.sort(floats)[::-1]
        return float(ordered[: -(-count // 5)].sum() / ordered.sum())

    def herfindahl() -> float:
        return float(((floats / floats.sum()) ** 2).sum())

    def first_index() -> float:
        return float((100 * np.cbrt(floats / floats.max() * p * m / m.max())).max())

    def standard() -> float:
        return float(((p < 0.5) & (m < 0.5)).sum())

    return {
        "pareto": ({"currency": "EUR", "clients": clients}, share20, lambda r: float(r["share20"])),
        "concentration": ({"currency": "EUR", "clients": clients}, herfindahl, lambda r: float(r["hhi_fraction"])),
        "priority_score": ({"currency": "EUR", "accounts": accounts}, first_index, lambda r: float(r["first_index"])),
        "business_axis": ({"currency": "EUR", "accounts": axes}, None, None),
        "classify": ({"selling_company": "us", "accounts": both}, standard, lambda r: float(len(r["standard"]))),
    }


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of one run, and its value."""
    start = time.process_time()
    value = action()
    return time.process_time() - start, value


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000,100000")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    first: dict[str, float] = {}
    print(f"{'tool':16} {'accounts':>9} {'CPU s':>8} {'growth':>7} {'peer s':>8} {'ratio':>8} {'off':>9}")
    for size in sizes:
        for name, (payload, peer, ours) in cases(size).items():
            run_tool(name, payload)  # texts and models are loaded once
            seconds, answer = timed(lambda name=name, payload=payload: run_tool(name, payload))  # type: ignore[misc]
            first.setdefault(name, seconds / size)
            growth = seconds / size / first[name]
            beside = ""
            if peer is not None and ours is not None:
                bare, figure = timed(peer)
                beside = f"{bare:8.4f} {seconds / max(bare, 1e-6):8.0f} {abs(ours(answer.result) - figure):9.1e}"
            print(f"{name:16} {size:9,} {seconds:8.2f} {growth:7.2f} {beside}", flush=True)


if __name__ == "__main__":
    main()
