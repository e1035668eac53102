"""From the revenue of one period to the next with the same clients, step by step."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from copilot.charts.bars import Column, Row, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import amounts, currency_of, decimal, headline, short_money
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import money, percent
from copilot.text.catalogue import t


def chart(result: ToolResult, look: Look) -> Spec:
    """The revenue at the start, what grew, shrank and left, and the revenue at the end."""
    language, palette, currency = look.language, look.palette, currency_of(result)
    found: dict[str, Any] = result.result or {}
    steps = {name: decimal(found[name]) for name in ("start", "expansion", "contraction", "churn", "end")}
    short = amounts(result, language, steps.values())
    bars, level = [], Decimal(0)
    for name, amount in steps.items():
        change = -amount if name in ("contraction", "churn") else amount
        start = Decimal(0) if name in ("start", "end") else level
        level = start + change
        sign = "" if name in ("start", "end") or change <= 0 else "+"
        bars.append(
            Row(
                name=t(f"chart.nrr.{name}", language),
                start=float(start),
                value=float(change),
                figures=(sign + short(change),),
                group="total" if name in ("start", "end") else "up" if change >= 0 else "down",
                tip={t("chart.amount", language): money(change, currency, language, 2)},
            )
        )
    return table(
        result,
        look,
        _words(result, found, currency, look),
        bars,
        [Column(t("chart.amount", language), 110, bold=True)],
        {"total": palette.other, "up": palette.accent, "down": palette.watch},
    )


def _words(result: ToolResult, found: dict[str, Any], currency: str, look: Look) -> Words:
    language = look.language
    values = {name: short_money(decimal(found[name]), currency, language) for name in ("start", "end", "new")}
    values |= {"nrr": percent(decimal(found["nrr"]), language), "grr": percent(decimal(found["grr"]), language)}
    rate = decimal(found["nrr"])
    title = "chart.nrr.grows" if rate > 1 else "chart.nrr.shrinks" if rate < 1 else "chart.nrr.stable"
    if len(result.per_item) == 1:
        title, values["name"] = f"{title}_one", headline(str(result.per_item[0]["name"]))
    unit = "chart.nrr.unit_new" if decimal(found["new"]) > 0 else "chart.nrr.unit"
    return Words(t(title, language, **values), [t(unit, language, **values)], t("chart.nrr.about", language, **values))
