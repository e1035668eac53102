"""How fast and how surely the budget is allocated, beside established solvers in the same run.

    python -m evals.benchmarks.allocation_speed [--requests 200] [--seeds 3] [--seconds 5] [--digits 6,8]

Invented requests of seven families, from easy to hard: `requests` (amounts in thousands, shares of 8 to 20 %), values
that have nothing to do with the amounts (`uncorrelated`), follow them roughly (`weak`), or exactly: amount plus a
constant (`strong`), three times the amount (`rate`), the amount itself (`subset`), the amount rounded up to a multiple
of three (`rounded`). Largest amounts have as many digits as asked. For each solver: the longest and the median time,
in how many instances the answer is proven the best, and how far it is from the best answer of the run at worst.
A solver that is still at work after the seconds given is stopped by its own limit; ours counts its work instead.

The peers are the knapsack solver and CP-SAT of OR-Tools and the mixed-integer solver HiGHS. They are not needed by the
product and not installed with it:

    pip install --target /tmp/bench-libs ortools highspy && PYTHONPATH=/tmp/bench-libs python -m evals...

Without them only our own solver runs.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from copilot.scoring.plan.knapsack import pack

Instance = tuple[list[int], list[int], int]
Answer = tuple[int, bool]
"""Value reached, and whether the solver calls it proven."""
FAMILIES = ("requests", "uncorrelated", "weak", "strong", "rate", "subset", "rounded")
INSTALL = "pip install --target /tmp/bench-libs ortools highspy; then run with PYTHONPATH=/tmp/bench-libs"


def instance(family: str, count: int, largest: int, seed: int) -> Instance:
    """Amounts, values and a budget that funds about a third."""
    chance = random.Random(f"{family} {count} {largest} {seed}")
    amounts = [chance.randint(1, largest) for _ in range(count)]
    if family == "requests":
        amounts = [max(1, amount // 1000) * 1000 for amount in amounts]
        values = [chance.randint(80, 200) * chance.randint(1, largest) // 100 for _ in amounts]
    else:
        values = {
            "uncorrelated": [chance.randint(1, largest) for _ in amounts],
            "weak": [max(1, amount + chance.randint(-largest // 10, largest // 10)) for amount in amounts],
            "strong": [amount + largest // 10 for amount in amounts],
            "rate": [3 * amount for amount in amounts],
            "subset": list(amounts),
            "rounded": [-(-amount // 3) * 3 for amount in amounts],
        }[family]
    return amounts, values, sum(amounts) * 35 // 100


def ours(given: Instance, _: float) -> Answer:
    """The solver of `allocate_budget`."""
    found = pack(*given)
    return found.value, found.proven


def knapsack(given: Instance, seconds: float) -> Answer:
    """Branch and bound of OR-Tools, in C++."""
    module: Any = importlib.import_module("ortools.algorithms.python.knapsack_solver")
    kind = module.SolverType.KNAPSACK_MULTIDIMENSION_BRANCH_AND_BOUND_SOLVER
    solver = module.KnapsackSolver(kind, "allocation")
    solver.set_time_limit(seconds)
    amounts, values, budget = given
    solver.init(values, [amounts], [budget])
    return int(solver.solve()), bool(solver.is_solution_optimal())


def cp_sat(given: Instance, seconds: float) -> Answer:
    """CP-SAT of OR-Tools with one worker, in C++."""
    cp: Any = importlib.import_module("ortools.sat.python.cp_model")
    model, (amounts, values, budget) = cp.CpModel(), given
    taken = [model.new_bool_var(f"x{rank}") for rank in range(len(amounts))]
    model.add(sum(a * x for a, x in zip(amounts, taken, strict=True)) <= budget)
    model.maximize(sum(v * x for v, x in zip(values, taken, strict=True)))
    solver = cp.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, seconds
    status = solver.solve(model)
    return sum(v for v, x in zip(values, taken, strict=True) if solver.value(x)), status == cp.OPTIMAL


def highs(given: Instance, seconds: float) -> Answer:
    """HiGHS with no gap allowed, in C++; it computes in floating point."""
    module: Any = importlib.import_module("highspy")
    model, (amounts, values, budget) = module.Highs(), given
    model.silent()
    for option, value in (("time_limit", seconds), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        model.setOptionValue(option, value)
    taken = [model.addBinary() for _ in amounts]
    model.addConstr(sum(a * x for a, x in zip(amounts, taken, strict=True)) <= budget)
    model.maximize(sum(v * x for v, x in zip(values, taken, strict=True)))
    chosen = [rank for rank, x in enumerate(taken) if model.val(x) > 0.5]
    if sum(amounts[rank] for rank in chosen) > budget:
        return -1, False  # within its tolerance, and over the budget
    proven = model.getModelStatus() == module.HighsModelStatus.kOptimal
    return sum(values[rank] for rank in chosen), proven


SOLVERS: dict[str, tuple[str | None, Callable[[Instance, float], Answer]]] = {
    "ours": (None, ours),
    "or-tools knapsack": ("ortools", knapsack),
    "or-tools cp-sat": ("ortools", cp_sat),
    "highs": ("highspy", highs),
}


def present() -> dict[str, Callable[[Instance, float], Answer]]:
    """The solvers that can be imported."""
    found = {}
    for name, (module, solver) in SOLVERS.items():
        if module is None or importlib.util.find_spec(module) is not None:
            found[name] = solver
    return found


def main() -> None:
    """Prints a line for each family and size of amounts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5, help="time limit of the peers")
    parser.add_argument("--digits", default="6,8", help="digits of the largest amount, comma-separated")
    parser.add_argument("--families", default=",".join(FAMILIES))
    arguments = parser.parse_args()
    solvers = present()
    if len(solvers) < len(SOLVERS):
        print(f"not here: {', '.join(name for name in SOLVERS if name not in solvers)}; {INSTALL}")
    for solver in solvers.values():
        solver(instance("requests", 5, 10**6, 0), arguments.seconds)  # imports and warms up
    print(f"{'family':13} {'digits':>6}  {'solver':18} {'median ms':>10} {'longest ms':>10} {'proven':>7} {'gap':>10}")
    for digits in (int(part) for part in arguments.digits.split(",")):
        for family in arguments.families.split(","):
            row: dict[str, list[tuple[float, int, bool]]] = {name: [] for name in solvers}
            for seed in range(arguments.seeds):
                given = instance(family, arguments.requests, 10**digits, seed)
                for name, solver in solvers.items():
                    start = time.perf_counter()
                    value, proven = solver(given, arguments.seconds)
                    row[name].append((time.perf_counter() - start, value, proven))
            best = [max(row[name][seed][1] for name in solvers) for seed in range(arguments.seeds)]
            for name, runs in row.items():
                times = [1000 * run[0] for run in runs]
                gap = max(top - run[1] for top, run in zip(best, runs, strict=True))
                print(
                    f"{family:13} {digits:6}  {name:18} {statistics.median(times):10.1f} {max(times):10.1f} "
                    f"{sum(run[2] for run in runs):3}/{len(runs):<3} {gap:10}"
                )


if __name__ == "__main__":
    main()
