"""How much the revenue hangs on a few clients, and what the loss of one would leave."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from copilot.charts.bars import Column, Row, head, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import amounts, currency_of, decimal, headline, short_money
from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import number, percent
from copilot.text.catalogue import t

_ROWS = 12
_FIRST = 3


def chart(result: ToolResult, look: Look) -> Spec:
    """The shares of the largest clients, the lost one as an outline, and the others together."""
    language, palette = look.language, look.palette
    short = amounts(result, language, [item["revenue"] for item in result.per_item[:1]])
    found: dict[str, Any] = result.result or {}
    lost = result.receipt.inputs.get("lose") if found.get("revenue_lost_share") is not None else None
    shown, others = head(result.per_item, _ROWS)
    kept = [*shown, *(item for item in others if item["name"] == lost)]
    rest = [item for item in others if item["name"] != lost]
    bars = []
    for item in kept:
        group = "lost" if item["name"] == lost else "first" if int(str(item["rank"])) <= _FIRST else "other"
        bars.append(_row(str(item["name"]), decimal(item["revenue"]), decimal(item["share"]), group, short, language))
    if rest:
        revenue = sum((decimal(item["revenue"]) for item in rest), Decimal(0))
        name = t("chart.other_clients", language, n=number(Decimal(len(rest)), language))
        bars.append(_row(name, revenue, revenue / decimal(found["total"]), "other", short, language))
    return table(
        result,
        look,
        _words(found, lost, currency_of(result), look),
        bars,
        [Column(t("chart.revenue", language), 84), Column(t("chart.share", language), 60, bold=True)],
        {"first": palette.accent, "other": palette.other, "lost": palette.bad},
        dashed=["lost"],
    )


def _row(
    name: str, revenue: Decimal, share: Decimal, group: str, short: Callable[[object], str], language: Language
) -> Row:
    figures = (short(revenue), percent(share, language))
    return Row(name=name, value=float(share), figures=figures, group=group)


def _words(found: dict[str, Any], lost: object, currency: str, look: Look) -> Words:
    language = look.language
    values = {
        "name": headline(str(found["top1_name"])),
        "top1": percent(decimal(found["top1"]), language),
        "top3": percent(decimal(found["top3"]), language),
        "total": short_money(decimal(found["total"]), currency, language),
        "hhi": number(decimal(found["hhi"]), language, 0),
        "n": number(decimal(found["clients"]), language),
    }
    title = "chart.concentration.few" if found["clients"] <= _FIRST else "chart.concentration.title"
    unit = "chart.concentration.unit"
    if lost is not None:
        left = decimal(found["revenue_after_loss"])
        share = percent(decimal(found["revenue_lost_share"]), language)
        values |= {"lost": headline(str(lost)), "share": share, "left": short_money(left, currency, language)}
        title, unit = "chart.concentration.loss", "chart.concentration.unit_loss"
    return Words(
        t(title, language, **values),
        [t(unit, language, **values)],
        t("chart.concentration.about", language, **values),
    )
