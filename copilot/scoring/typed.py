"""The result of each tool as a type of its own, for the doors that publish schemas."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from pydantic import Field, create_model

from copilot.scoring.base import ToolResult
from copilot.scoring.registry import find_tool


def camel(name: str) -> str:
    """`budget_rollup` as `BudgetRollup`."""
    return "".join(part.capitalize() for part in name.split("_"))


@cache
def answer_model(name: str) -> type[ToolResult]:
    """`ToolResult` with the tool's own result in it.

    Raises:
        UnknownTool: no tool has that name.
    """
    tool = find_tool(name)
    fields: dict[str, Any] = {
        "tool": (Literal[tool.name], Field(description="name of the tool")),
        "version": (Literal[tool.version], Field(description="version of its rule")),
        "result": (tool.result | None, Field(description="null when the verdict is insufficient")),
    }
    return create_model(f"{camel(name)}Answer", __base__=ToolResult, __doc__=f"What `{name}` answers.", **fields)
