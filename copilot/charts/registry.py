"""The charts by the tool whose result they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from copilot.charts import (
    agenda,
    budget_rollup,
    concentration,
    concession_plan,
    contribution_margin,
    nrr,
    pareto,
    priority_score,
    scorecard,
    zopa,
)
from copilot.charts.frame import Spec
from copilot.charts.look import Look, Theme
from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult

Chart = Callable[[ToolResult, Look], Spec | None]

CHARTS: Mapping[str, Chart] = {
    "agenda": agenda.chart,
    "budget_rollup": budget_rollup.chart,
    "concentration": concentration.chart,
    "concession_plan": concession_plan.chart,
    "contribution_margin": contribution_margin.chart,
    "nrr": nrr.chart,
    "pareto": pareto.chart,
    "priority_score": priority_score.chart,
    "scorecard": scorecard.chart,
    "zopa": zopa.chart,
}
"""Tool name -> its chart. A chart is a pure function: the same result gives the same specification."""


def chart_of(result: ToolResult, language: Language, theme: Theme = "light") -> Spec | None:
    """The Vega-Lite specification of the result's chart; None when its tool has none, or data were insufficient."""
    draw = CHARTS.get(result.tool)
    if draw is None or result.verdict != "ok" or result.result is None:
        return None
    return draw(result, Look(language, theme))
