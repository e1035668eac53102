"""The minutes of a negotiation on a line of time, with the conclusion protected."""

from __future__ import annotations

from typing import Any

from copilot.charts.bars import Column, Row, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import decimal
from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import number
from copilot.text.catalogue import t


def chart(result: ToolResult, look: Look) -> Spec:
    """A bar a phase from its start to its end."""
    language, palette = look.language, look.palette
    found: dict[str, Any] = result.result or {}
    clocked = found["end_clock"] is not None
    bars = [
        Row(
            name=_name(item, language),
            start=float(decimal(item["start_min"])),
            value=float(decimal(item["minutes"])),
            figures=(
                number(decimal(item["minutes"]), language, 1),
                *([f"{item['start_clock']} – {item['end_clock']}"] if clocked else []),
            ),
            group="kept" if item["phase"] == "conclusion" else "main",
        )
        for item in result.per_item
    ]
    columns = [Column(t("chart.agenda.minutes", language), 66, bold=True)]
    if clocked:
        columns.append(Column(t("chart.agenda.clock", language), 120))
    return table(
        result,
        look,
        _words(result, found, look),
        bars,
        columns,
        {"main": palette.other, "kept": palette.accent},
        axis={"title": t("chart.agenda.axis", language), "format": ",~f", "tickCount": 6, "domain": False},
        domain=(0, float(decimal(found["total_min"]))),
    )


def _name(item: dict[str, Any], language: Language) -> str:
    """The phase, and that nobody may eat into the last one."""
    name = str(item[f"label_{language}"])
    return t("chart.agenda.kept", language, phase=name) if item["phase"] == "conclusion" else name


def _words(result: ToolResult, found: dict[str, Any], look: Look) -> Words:
    language = look.language
    latest = decimal(found["conclusion_latest_start_min"])
    clock = found["conclusion_latest_start_clock"]
    issues = result.receipt.inputs.get("n_issues")
    least = decimal(result.receipt.inputs.get("min_minutes_per_issue", 5))
    values = {
        "total": number(decimal(found["total_min"]), language),
        "n": issues,
        "each": number(decimal(found["minutes_per_issue"] or 0), language, 1),
        "fit": found["issues_that_fit"],
        "least": number(least, language, 1),
        "when": clock or t("chart.agenda.minute", language, n=number(latest, language, 1)),
        "phases": ", ".join(
            f"{str(i[f'label_{language}']).lower()} {number(decimal(i['minutes']), language, 1)}"
            for i in result.per_item
        ),
    }
    if "too_short_per_issue" in found["warnings"]:
        title = "chart.agenda.short_one" if issues == 1 else "chart.agenda.short"
    else:
        open_title = "chart.agenda.open_one" if found["issues_that_fit"] <= 1 else "chart.agenda.open"
        title = "chart.agenda.title" if issues else open_title
    return Words(
        t(title, language, **values),
        [t("chart.agenda.unit", language, **values)],
        t("chart.agenda.about", language, **values),
    )
