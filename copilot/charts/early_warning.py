"""The chance to reach the objective of the period, and how far each deal moves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from copilot.charts.bars import Column, Row, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import amounts, decimal, headline
from copilot.scoring.base import HUNDRED, ToolResult
from copilot.scoring.manager.chances import chance_words
from copilot.scoring.rag import in_words
from copilot.scoring.wording import number, percent
from copilot.text.catalogue import t

Item = dict[str, Any]


def chart(result: ToolResult, look: Look) -> Spec:
    """What each deal makes of the chance; amounts against the objective when no deal changes anything."""
    found: Item = result.result or {}
    most = [found[name] for name in ("objective", "achieved", "expected_total")]
    short = amounts(result, look.language, most)
    words = _words(result, found, short, look)
    return _swings(result, found, short, words, look) if result.per_item else _totals(result, found, short, words, look)


def _middle(item: Item, name: str) -> float:
    """The chance, or the middle of its bounds."""
    return float((decimal(item[f"{name}_low"]) + decimal(item[f"{name}_high"])) / 2)


def _swings(result: ToolResult, found: Item, short: Callable[[object], str], words: Words, look: Look) -> Spec:
    language, palette = look.language, look.palette
    bars = []
    for item in result.per_item:
        lost, won = _middle(item, "if_lost"), _middle(item, "if_won")
        figures = (short(item["amount"]), percent(decimal(item["probability"]), language, 0), _swing(item, look))
        bars.append(Row(name=str(item["name"]), start=lost, value=won - lost, figures=figures))
    inputs = result.receipt.inputs
    marks = [(_middle(found, "probability"), palette.ink, [1, 0])]
    marks += [(float(decimal(inputs[name])), palette.muted, [4, 4]) for name in ("amber", "green")]
    rules = [
        {
            "data": {"values": [{"end": at}]},
            "mark": {"type": "rule", "color": colour, "strokeDash": dash, "strokeWidth": 1.5},
            "encoding": {"x": {"field": "end", "type": "quantitative"}},
        }
        for at, colour, dash in marks
    ]
    return table(
        result,
        look,
        words,
        bars,
        [
            Column(t("chart.amount", language), 76),
            Column(t("chart.chance", language), 62),
            Column(t("chart.swing", language), 76, bold=True),
        ],
        {"main": palette.accent},
        dashed=[] if found["method"] == "exact" else ["main"],
        axis={"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1], "title": None, "domain": False, "ticks": False},
        domain=(0, 1),
        extra=rules,
    )


def _swing(item: Item, look: Look) -> str:
    """How many points of chance lie between losing and winning the deal."""
    if item["swing"] is None:
        return "–"
    points = number(decimal(item["swing"]) * HUNDRED, look.language, 0)
    return t("chart.points", look.language, n=points)


def _totals(result: ToolResult, found: Item, short: Callable[[object], str], words: Words, look: Look) -> Spec:
    values = {
        "achieved": decimal(found["achieved"]),
        "expected": decimal(found["expected_total"]),
        "best": decimal(found["achieved"]) + decimal(found["open_total"]),
        "objective": decimal(found["objective"]),
    }
    bars = [
        Row(
            name=t(f"chart.early_warning.{name}", look.language),
            value=float(value),
            figures=(short(value),),
            group=name if name in ("best", "objective") else "main",
        )
        for name, value in values.items()
    ]
    colours = {"main": look.palette.accent, "best": look.palette.accent, "objective": look.palette.other}
    columns = [Column(t("chart.amount", look.language), 110, bold=True)]
    return table(result, look, words, bars, columns, colours, dashed=["best"])


def _words(result: ToolResult, found: Item, short: Callable[[object], str], look: Look) -> Words:
    language, inputs = look.language, result.receipt.inputs
    low, high = decimal(found["probability_low"]), decimal(found["probability_high"])
    values = {
        "chance": chance_words(low, high, language),
        "rag": in_words(found["rag"], language),
        "name": headline(str(result.per_item[0]["name"])) if result.per_item else "",
        "green": percent(decimal(inputs["green"]), language),
        "amber": percent(decimal(inputs["amber"]), language),
        "expected": short(found["expected_total"]),
        "best": short(decimal(found["achieved"]) + decimal(found["open_total"])),
        **{name: short(found[name]) for name in ("objective", "achieved", "short")},
    }
    if decimal(found["gap"]) == 0:
        title = "reached"
    elif decimal(found["short"]) > 0:
        title = "short"
    else:
        title = "title" if result.per_item else "plain"
    subtitle = [t("chart.early_warning.unit_money", language)]
    if result.per_item:
        subtitle = [t("chart.early_warning.unit", language), t("chart.early_warning.limits", language, **values)]
    return Words(
        t(f"chart.early_warning.{title}", language, **values),
        subtitle,
        t("chart.early_warning.about", language, **values),
    )
