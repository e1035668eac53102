"""What the wheel holds: the product with its prompts and knowledge, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("copilot", "api", "prompts", "knowledge")
FILES = ("pyproject.toml", "README.md", "LICENSE", ".gitignore")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Names in a wheel built from a copy, beside files that must stay out."""
    copy = tmp_path_factory.mktemp("copy")
    for part in PARTS:
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, copy / name)
    for stray in ("tests/test_x.py", "var/data/abp.db", "evals/run.py", "out/plan.md", "knowledge/.env"):
        (copy / stray).parent.mkdir(parents=True, exist_ok=True)
        (copy / stray).write_text("", "utf-8")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(copy / "dist")],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    (built,) = (copy / "dist").glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


def test_wheel_holds_every_module(wheel: list[str]) -> None:
    for part in ("copilot", "api"):
        for module in (ROOT / part).rglob("*.py"):
            assert module.relative_to(ROOT).as_posix() in wheel


def test_wheel_bundles_prompts_and_knowledge(wheel: list[str]) -> None:
    for part in ("prompts", "knowledge"):
        for file in (ROOT / part).rglob("*"):
            if file.is_file() and not file.name.startswith("."):
                assert f"copilot/_bundled/{file.relative_to(ROOT).as_posix()}" in wheel
    assert "copilot/_bundled/knowledge/sample/account.yaml" in wheel


def test_wheel_holds_nothing_else(wheel: list[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"copilot", "api"}
    assert not [name for name in wheel if "test" in Path(name).name.lower() and name.endswith(".py")]
    assert not [name for name in wheel if name.endswith((".db", ".env", ".pyc"))]


def test_wheel_carries_the_licence_and_the_commands(wheel: list[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)
    assert any(name.endswith(".dist-info/entry_points.txt") for name in wheel)
