"""Which requests one budget funds, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from copilot.charts.bars import Column, Row, head, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import amounts, decimal, headline
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import number, percent
from copilot.text.catalogue import t

_NAMES = 126
_NAMED = 4
Item = dict[str, Any]


def chart(result: ToolResult, look: Look) -> Spec:
    """A bar a request, the funded ones first and full, the others outlined with what they miss."""
    language, palette = look.language, look.palette
    found: Item = result.result or {}
    short = amounts(result, language, [found["budget"], found["requested"]])
    shown, others = head(sorted(result.per_item, key=_rank))
    bars = [_row(item, short, look) for item in shown]
    if others:
        amount = sum((decimal(item["amount"] or 0) for item in others), Decimal(0))
        name = t("chart.other_requests", language, n=number(Decimal(len(others)), language))
        figures = (short(amount), "", "", "")
        group = "funded" if all(item["funded"] for item in others) else "closed"
        bars.append(Row(name=name, value=float(amount), figures=figures, group=group))
    return table(
        result,
        look,
        _words(found, short, look),
        bars,
        [
            Column(t("chart.allocate_budget.asked", language), 74, bold=True),
            Column(t("chart.allocate_budget.promised", language), 56),
            Column(t(f"chart.allocate_budget.{found['objective']}", language), 78),
            Column(t("chart.decision", language), 136),
        ],
        {"funded": palette.accent, "waiting": palette.watch, "closed": palette.other},
        dashed=["waiting", "closed"],
        names=_NAMES,
    )


def _rank(item: Item) -> tuple[int, Decimal, str]:
    """Funded, then eligible, then not; the most valuable first."""
    return 0 if item["funded"] else 1 if item["eligible"] else 2, -decimal(item["value"] or 0), str(item["id"])


def _row(item: Item, short: Callable[[object], str], look: Look) -> Row:
    language = look.language
    reasons = [t(f"chart.allocate_budget.reason.{reason}", language) for reason in item["reasons"]]
    decision = t("chart.allocate_budget.funded", language) if item["funded"] else reasons[0]
    if len(reasons) > 1:
        decision += f" (+{len(reasons) - 1})"
    return Row(
        name=str(item["id"]),
        value=float(decimal(item["amount"] or 0)),
        figures=(
            short(item["amount"]) if item["amount"] is not None else "–",
            percent(decimal(item["share"]), language) if item["share"] is not None else "–",
            short(item["value"]) if item["value"] is not None else "–",
            decision,
        ),
        group="funded" if item["funded"] else "waiting" if item["eligible"] else "closed",
        tip={t("chart.decision", language): ", ".join(reasons)} if reasons else {},
    )


def _words(found: Item, short: Callable[[object], str], look: Look) -> Words:
    language = look.language
    funded = [str(name) for name in found["funded_ids"]]
    names = ", ".join(headline(name) for name in funded[:_NAMED])
    if len(funded) > _NAMED:
        more = number(Decimal(len(funded) - _NAMED), language)
        names = t("chart.and_more", language, names=names, n=more)
    values = {
        "names": names,
        "target": percent(decimal(found["target"]), language),
        "what": t(f"chart.allocate_budget.what.{found['objective']}", language),
        "bound": short(found["value_bound"]),
        **{name: short(found[name]) for name in ("budget", "requested", "eligible", "funded", "left", "value")},
    }
    subtitle = [t("chart.allocate_budget.unit", language, **values)]
    if not found["proven_optimal"]:
        subtitle.append(t("chart.allocate_budget.not_proven", language, **values))
    title = "chart.allocate_budget.title" if funded else "chart.allocate_budget.none"
    return Words(t(title, language, **values), subtitle, t("chart.allocate_budget.about", language, **values))
