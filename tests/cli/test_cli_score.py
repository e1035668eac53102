"""`abp score`; that its bytes are those of the other doors is in tests/scoring/test_doors.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from copilot.charts.registry import CHARTS
from copilot.cli.main import app
from copilot.scoring.registry import FAMILIES, REGISTRY, rendered, run_tool
from copilot.text.catalogue import t


def abp(*args: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, list(args), input=stdin)


@pytest.fixture
def pareto(tmp_path: Path) -> str:
    file = tmp_path / "in.json"
    file.write_text(json.dumps(REGISTRY["pareto"].example), "utf-8")
    return str(file)


def test_list_groups_the_tools_by_family() -> None:
    lines = abp("score", "--list", "--lang", "en").stdout.splitlines()
    headings = [line for line in lines if not line.startswith(" ")]
    assert headings == [t(f"doors.family.{family}", "en") for family, members in FAMILIES.items() if members]
    assert [line.split(":")[0].strip() for line in lines if line.startswith("  ") and line[2] != " "] == list(REGISTRY)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_example_of_a_tool_can_be_run_at_once(name: str) -> None:
    example = abp("score", name, "--example")
    assert abp("score", name, stdin=example.stdout).stdout == f"{rendered(run_tool(name, REGISTRY[name].example))}\n"


def test_schema_of_a_tool_is_printed() -> None:
    assert json.loads(abp("score", "pareto", "--schema").stdout) == REGISTRY["pareto"].input.model_json_schema()


def test_text_says_the_result_in_words(pareto: str) -> None:
    result = run_tool("pareto", REGISTRY["pareto"].example)
    french = abp("score", "pareto", "--input", pareto, "--text", "--lang", "fr").stdout.splitlines()
    english = abp("score", "pareto", "--input", pareto, "--text", "--lang", "en").stdout.splitlines()
    assert french[0] == t("scoring.pareto.title", "fr")
    assert f"- {result.why[0].fr}" in french
    assert f"- {result.findings[0].en}" in english
    assert result.receipt.sha256[:12] in english[-1]


def test_text_says_what_is_missing() -> None:
    said = abp("score", "pareto", "--text", "--lang", "en", stdin='{"currency": "EUR", "clients": []}').stdout
    assert "Not enough data. Missing: clients with a positive revenue" in said


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("json", b"{")])
def test_chart_is_written_beside_the_result(pareto: str, tmp_path: Path, ending: str, start: bytes) -> None:
    file = tmp_path / f"chart.{ending}"
    result = abp("score", "pareto", "--input", pareto, "--chart", str(file))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["tool"] == "pareto"
    assert file.read_bytes().startswith(start)
    assert "chart" in result.stderr


def test_chart_with_another_ending_is_refused_before_anything_is_printed(pareto: str, tmp_path: Path) -> None:
    result = abp("score", "pareto", "--input", pareto, "--chart", str(tmp_path / "a.gif"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert ".svg, .png, .json" in result.stderr


def test_chart_of_a_tool_without_one_is_told(tmp_path: Path) -> None:
    bare = next(name for name in REGISTRY if name not in CHARTS)
    result = abp("score", bare, "--chart", str(tmp_path / "a.svg"), stdin=json.dumps(REGISTRY[bare].example))
    assert result.exit_code == 2
    assert "has no chart" in result.stderr


def test_input_file_that_is_missing_is_named(tmp_path: Path) -> None:
    result = abp("score", "pareto", "--input", str(tmp_path / "gone.json"))
    assert result.exit_code == 2
    assert "gone.json" in result.stderr


def test_mcp_refuses_tools_that_do_not_exist() -> None:
    result = abp("mcp", "--tools", "paretto")
    assert result.exit_code == 2
    assert "did you mean pareto" in result.stderr
