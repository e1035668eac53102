"""The concessions in order, each against its counterpart, as steps within the mandate."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from copilot.charts.bars import Column, Row, head, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import amounts, currency_of, cut, decimal, short_money
from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import number
from copilot.text.catalogue import t

NAMES = 230
"""Pixels of a concession and its counterpart."""


def chart(result: ToolResult, look: Look) -> Spec:
    """Steps that start where the one before ended, up to the mandate."""
    language, palette = look.language, look.palette
    found: dict[str, Any] = result.result or {}
    shown, others = head(result.per_item)
    short = amounts(result, language, [found["mandate"], *(item["get_value"] for item in shown)])
    bars = [_step(item, short, language) for item in shown]
    if others:
        cost = sum((decimal(item["cost"]) for item in others), Decimal(0))
        value = sum((decimal(item["get_value"]) for item in others), Decimal(0))
        bars.append(
            Row(
                name=t("chart.concession_plan.others", language, n=number(Decimal(len(others)), language)),
                start=float(decimal(shown[-1]["cumulative_cost"])),
                value=float(cost),
                figures=(short(cost), short(value)),
                group="gain" if cost <= value else "loss",
            )
        )
    mandate = float(decimal(found["mandate"]))
    limit = {
        "data": {"values": [{"end": mandate}]},
        "mark": {"type": "rule", "color": palette.bad, "strokeDash": [5, 4], "strokeWidth": 1.5},
        "encoding": {"x": {"field": "end", "type": "quantitative"}},
    }
    return table(
        result,
        look,
        _words(result, found, look),
        bars,
        [
            Column(t("chart.concession_plan.cost", language), 84),
            Column(t("chart.concession_plan.value", language), 90, bold=True),
        ],
        {"gain": palette.accent, "loss": palette.watch},
        domain=(0, mandate * 1.02 or 1),
        extra=[limit],
        names=NAMES,
    )


def _step(item: dict[str, Any], short: Callable[[object], str], language: Language) -> Row:
    cost, value = decimal(item["cost"]), decimal(item["get_value"])
    return Row(
        name=f"{item['rank']}. {item['give']}",
        sub=t(
            f"chart.concession_plan.{'against' if cost <= value else 'against_loss'}", language, get=str(item["get"])
        ),
        start=float(decimal(item["cumulative_cost"]) - cost),
        value=float(cost),
        figures=(short(cost), short(value)),
        group="gain" if cost <= value else "loss",
        tip={t("chart.concession_plan.condition", language): str(item[f"condition_{language}"])},
    )


def _words(result: ToolResult, found: dict[str, Any], look: Look) -> Words:
    language, currency = look.language, currency_of(result)
    net = decimal(found["net_gain"])
    values = {
        "n": number(Decimal(len(result.per_item)), language),
        "cost": short_money(decimal(found["total_cost"]), currency, language),
        "value": short_money(decimal(found["total_get_value"]), currency, language),
        "mandate": short_money(decimal(found["mandate"]), currency, language),
        "left": short_money(decimal(found["mandate_left"]), currency, language),
        "first": cut(str(result.per_item[0]["give"])),
        "get": cut(str(result.per_item[0]["get"])),
        "net": short_money(net, currency, language),
        "held": ", ".join(cut(str(name)) for name in found["held_back"][:5]),
    }
    one = "_one" if len(result.per_item) == 1 else ""
    title = f"chart.concession_plan.{'title' if net >= 0 else 'loss'}{one}"
    subtitle = [t("chart.concession_plan.unit", language, **values)]
    if found["held_back"]:
        subtitle.append(t("chart.concession_plan.held", language, **values))
    return Words(t(title, language, **values), subtitle, t("chart.concession_plan.about", language, **values))
