"""Mutation testing: a module changed one place at a time, and whether the tests notice.

    python -m evals.mutation copilot/verify/attach.py [--most 40] [--seed 1] [--tests tests/verify]

Each mutant is written into a temporary copy of the tree, never into the working tree, and the tests run there until
the first failure. What survives is a line that no test holds in place, or a change that makes no difference.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPIED = ("copilot", "knowledge", "prompts", "tests", "evals", "api", "pyproject.toml")
LINKED = ("var", ".venv")
"""Read by the tests and never written: models and packages."""

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A module with one change."""

    line: int
    change: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """Every single change of a module, in the order of its lines."""
    found = []
    for number, node in enumerate(ast.walk(ast.parse(source))):
        for variant in range(len(_changes(node))):
            tree = ast.parse(source)
            target = list(ast.walk(tree))[number]
            before = ast.unparse(target)
            changed = _changes(target)[variant]
            _replace(tree, target, changed)
            after = ast.unparse(ast.fix_missing_locations(changed))
            if after != before:
                found.append(Mutant(node.lineno, f"{_short(before)}  →  {_short(after)}", ast.unparse(tree)))
    return sorted(found, key=lambda mutant: mutant.line)


def _short(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= 70 else f"{line[:67]}..."


def _changes(node: ast.AST) -> list[ast.AST]:
    """What a node may be replaced by."""
    return list(_variants(node)) if hasattr(node, "lineno") else []


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[operator, *rest]):
            yield ast.Compare(node.left, [_COMPARED[type(operator)](), *rest], node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BinOp() if type(node.op) in _COMPUTED and not isinstance(node.left, ast.JoinedStr):
            yield ast.BinOp(node.left, _COMPUTED[type(node.op)](), node.right)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(node.value + 1)
            yield ast.Constant(node.value - 1)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))


def _replace(tree: ast.AST, target: ast.AST, new: ast.AST) -> None:
    """Puts a node in the place of another one."""
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(item is target for item in value):
                setattr(parent, name, [new if item is target else item for item in value])


def copy_tree(to: Path) -> None:
    """The parts of the tree that the tests need."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, to / name)
    for name in LINKED:
        if (ROOT / name).exists():
            (to / name).symlink_to(ROOT / name)


def killed(tree: Path, tests: list[str], seconds: float) -> bool:
    """Whether the tests fail in a tree, or take too long."""
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(command, cwd=tree, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> None:
    """Prints the survivors and the share of mutants killed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("module", help="path from the root of the repository")
    parser.add_argument("--tests", nargs="+", default=["tests/verify"])
    parser.add_argument("--most", type=int, default=40, help="how many mutants are drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120, help="how long the tests may take for one mutant")
    arguments = parser.parse_args()
    every = mutants((ROOT / arguments.module).read_text("utf-8"))
    drawn = random.Random(arguments.seed).sample(every, min(arguments.most, len(every)))
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copy_tree(tree)
        if killed(tree, arguments.tests, arguments.seconds):
            parser.exit(1, "the tests fail on the module as it is\n")
        survivors = []
        for mutant in sorted(drawn, key=lambda m: m.line):
            (tree / arguments.module).write_text(mutant.source, "utf-8")
            if not killed(tree, arguments.tests, arguments.seconds):
                survivors.append(mutant)
                print(f"{arguments.module}:{mutant.line}: {mutant.change}", flush=True)
    rate = 100 * (len(drawn) - len(survivors)) / len(drawn) if drawn else 100
    print(f"{arguments.module}: {len(drawn)} of {len(every)} mutants, {len(survivors)} survive, {rate:.0f} % killed")


if __name__ == "__main__":
    main()
