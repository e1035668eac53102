"""What the tests of the scoring tools share."""

from __future__ import annotations

from typing import Any

from copilot.scoring.base import ToolResult
from copilot.scoring.receipt import is_intact
from copilot.scoring.registry import run_tool

REVENUES = [4200, 2600, 900, 700, 500, 400, 300, 200, 120, 80]


def result(tool: str, **payload: Any) -> dict[str, Any]:
    answer = run_tool(tool, payload)
    assert answer.verdict == "ok"
    assert answer.result is not None
    assert is_intact(answer.receipt)
    return answer.result


def codes(answer: ToolResult) -> list[str]:
    return [note.code for note in answer.findings]


def clients(revenues: list[Any]) -> list[dict[str, Any]]:
    return [{"name": f"c{rank:02d}", "revenue": revenue} for rank, revenue in enumerate(revenues)]
