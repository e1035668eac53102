"""The charts by the tool whose result they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from copilot.charts import (
    agenda,
    allocate_budget,
    budget_rollup,
    business_axis,
    classify,
    concentration,
    concession_plan,
    contribution_margin,
    cumulative_share,
    early_warning,
    nrr,
    pareto,
    power_balance,
    priority_score,
    scorecard,
    share_of_wallet,
    strategic_axis,
    weighted_pipeline,
    zopa,
)
from copilot.charts.frame import Spec
from copilot.charts.look import Look, Theme
from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult

Chart = Callable[[ToolResult, Look], Spec | None]

CHARTS: Mapping[str, Chart] = {
    "agenda": agenda.chart,
    "allocate_budget": allocate_budget.chart,
    "budget_rollup": budget_rollup.chart,
    "business_axis": business_axis.chart,
    "classify": classify.chart,
    "concentration": concentration.chart,
    "concession_plan": concession_plan.chart,
    "contribution_margin": contribution_margin.chart,
    "cumulative_share": cumulative_share.chart,
    "early_warning": early_warning.chart,
    "nrr": nrr.chart,
    "pareto": pareto.chart,
    "power_balance": power_balance.chart,
    "priority_score": priority_score.chart,
    "scorecard": scorecard.chart,
    "share_of_wallet": share_of_wallet.chart,
    "strategic_axis": strategic_axis.chart,
    "weighted_pipeline": weighted_pipeline.chart,
    "zopa": zopa.chart,
}
"""Tool name -> its chart. A chart is a pure function: the same result gives the same specification."""

OF_SEVERAL_ACCOUNTS = frozenset(
    {"allocate_budget", "business_axis", "classify", "concentration", "pareto", "priority_score"}
)
"""Charts that name accounts beside each other: nothing for a document that one client may see."""


def chart_of(result: ToolResult, language: Language, theme: Theme = "light") -> Spec | None:
    """The Vega-Lite specification of the result's chart; None when its tool has none, or data were insufficient."""
    draw = CHARTS.get(result.tool)
    if draw is None or result.verdict != "ok" or result.result is None:
        return None
    return draw(result, Look(language, theme))
