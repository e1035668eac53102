"""`abp eval`: runs the evaluations of a checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from copilot.cli.common import Data, Workspace, start
from copilot.errors import BadInput

_ROOT = Path(__file__).parents[2]


def evaluate(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="An evaluation; none: list them.")] = None,
    data: Data = None,
    workspace: Workspace = None,
) -> None:
    """Run a module of evals/ with the arguments after its name; only in a checkout."""
    run = start(ctx, data, workspace)
    known = evaluations(_ROOT / "evals")
    if not known:
        raise BadInput("no evaluations here: evals/ comes with a checkout, not with the installed package")
    if name is None:
        run.say("cli.eval.list", names=", ".join(known))
        return
    if name not in known:
        raise BadInput(f"unknown evaluation {name!r}; known: {', '.join(known)}")
    done = subprocess.run([sys.executable, "-m", f"evals.{name}", *ctx.args], cwd=_ROOT, check=False)  # noqa: S603
    raise typer.Exit(done.returncode)


def evaluations(folder: Path) -> list[str]:
    """The modules of that folder that can be run: those with a `__main__` block."""
    if not folder.is_dir():
        return []
    files = sorted(file for file in folder.glob("*.py") if not file.name.startswith("_"))
    return [file.stem for file in files if '__name__ == "__main__"' in file.read_text("utf-8")]
