"""How long the distribution of a pipeline takes, as it grows, and how far a binary-float convolution is off.

    python -m evals.benchmarks.distribution_speed [--sizes 50,100,200,500] [--seed 7]

Random proposals, in two kinds: amounts in cents, where the possible totals are too many and ours are bounds that hold
for certain, and amounts in thousands, where ours are exact as long as the table fits. Peers in the same run on the same
chances: `numpy` (one convolution a proposal) and `scipy` (product tree of FFT convolutions), both in binary floats on
our grid, amounts rounded to it, as one would do by hand. Their error is told against ours: how far their chance to
reach the mean lies outside our bounds, and their P10 outside ours, in the currency. Inside the bounds it is 0; what the
floats cannot say is how sure they are. Times are CPU seconds of one
thread, the best of three.

scipy is no dependency of the product: `pip install --target /tmp/bench-libs scipy`, then
`PYTHONPATH=/tmp/bench-libs python -m evals.benchmarks.distribution_speed`.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from copilot.scoring.manager.law import Law, amount_of, law_of, ticks

Rows = Sequence[tuple[Decimal, Decimal]]
P10 = Fraction(1, 10)


def proposals(count: int, kind: str, chance: random.Random) -> Rows:
    """Random proposals of 1 to 500,000, with chances of 5 to 95 %."""
    if kind == "cents":
        return [(Decimal(chance.randint(100, 50_000_000)) / 100, _chance(chance)) for _ in range(count)]
    return [(Decimal(chance.randint(1, 500)) * 1000, _chance(chance)) for _ in range(count)]


def _chance(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(5, 95)) / 100


@dataclass(frozen=True)
class Grid:
    """A table of float masses on a grid."""

    masses: Any
    step: float

    def at_least(self, wanted: float) -> float:
        """The chance of that total or more."""
        return float(self.masses[int(np.ceil(wanted / self.step - 1e-9)) :].sum())

    def p10(self) -> float:
        """The smallest total that is not exceeded with a chance of 10 %."""
        return float(np.searchsorted(np.cumsum(self.masses), 0.1)) * self.step


def _cells(rows: Rows, law: Law) -> tuple[float, list[tuple[int, float]]]:
    step = float(amount_of(law.step))
    return step, [(round(float(amount) / step), float(chance)) for amount, chance in rows]


def by_numpy(rows: Rows, law: Law) -> Grid:
    """One convolution a proposal; a proposal has two outcomes, so it is a scaled copy beside a scaled copy."""
    step, pairs = _cells(rows, law)
    masses = np.zeros(sum(cells for cells, _ in pairs) + 1)
    masses[0], top = 1.0, 1
    for cells, chance in sorted(pairs):
        won = masses[:top] * chance
        masses[:top] *= 1 - chance
        masses[cells : cells + top] += won
        top += cells
    return Grid(masses, step)


def by_scipy(rows: Rows, law: Law) -> Grid:
    """A product tree of FFT convolutions."""
    from scipy.signal import fftconvolve

    step, pairs = _cells(rows, law)
    level = []
    for cells, chance in sorted(pairs):
        one = np.zeros(cells + 1)
        one[0] += 1 - chance
        one[cells] += chance
        level.append(one)
    while len(level) > 1:
        paired = [fftconvolve(a, b) for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(paired) * 2 :]
    return Grid(level[0], step)


def best(job: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of three runs, and what it gave."""
    found, shortest = None, float("inf")
    for _ in range(3):
        start = time.process_time()
        found = job()
        shortest = min(shortest, time.process_time() - start)
    return shortest, found


def outside(value: float, low: float, high: float) -> float:
    """How far a value lies outside its bounds."""
    return max(low - value, value - high, 0.0)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default="50,100,200,500")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    peers = {"numpy": by_numpy}
    if importlib.util.find_spec("scipy") is None:
        print("scipy is not here: pip install --target /tmp/bench-libs scipy, and PYTHONPATH=/tmp/bench-libs")
    else:
        peers["scipy"] = by_scipy
    print(
        f"{'amounts':8} {'n':>5} {'ours':8} {'sums':>7} {'s':>7} {'growth':>7} {'width of P':>11} {'width of P10':>13}"
        + "".join(f" {f'{name} s':>8} {'error of P':>11} {'of P10':>10}" for name in peers)
    )
    for kind in ("cents", "k"):
        first = 0.0
        for size in (int(part) for part in arguments.sizes.split(",")):
            rows = proposals(size, kind, random.Random(arguments.seed * 1000 + size))
            target = amount_of(ticks(sum((a * p for a, p in rows), Decimal(0)).quantize(Decimal(1))))
            seconds, law = best(lambda rows=rows: law_of(rows))
            low, high = law.at_least(target)
            least, most = law.quantile(P10)
            first = first or seconds
            line = (
                f"{kind:8} {size:5} {'exact' if law.exact else 'bounded':8} {len(law.table.sums):7} {seconds:7.3f} "
                f"{seconds / first:7.1f} {float(high - low):11.1e} {float(most - least):13.2f}"
            )
            for peer in peers.values():
                taken, grid = best(lambda rows=rows, law=law, peer=peer: peer(rows, law))
                p = outside(grid.at_least(float(target)), float(low), float(high))
                q = outside(grid.p10(), float(least), float(most))
                line += f" {taken:8.3f} {p:11.1e} {q:10.2f}"
            print(line)


if __name__ == "__main__":
    main()
