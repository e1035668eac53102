"""The accounts on the business axis, and whether today's revenue or the potential puts them there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from copilot.charts.bars import Column, Row, head, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import cut, decimal, headline
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import number
from copilot.text.catalogue import t


def chart(result: ToolResult, look: Look) -> Spec:
    """A bar an account; outlined when it stands on what is still to come."""
    language, palette = look.language, look.palette
    found: dict[str, Any] = result.result or {}
    shown, others = head(result.per_item)
    bars = [
        Row(
            name=str(item["name"]),
            value=float(decimal(item["business_axis"])),
            figures=(
                number(decimal(item["business_axis"]), language),
                t(f"chart.business_axis.{item['driver']}", language),
            ),
            group="potential" if item["driver"] == "potential" else "now",
        )
        for item in shown
    ]
    values = {
        "first": headline(str(found["first"])),
        "value": number(decimal(found["first_business_axis"]), language),
        "list": ", ".join(
            f"{cut(str(item['name']))} ({number(decimal(item['business_axis']), language)})" for item in shown[:5]
        ),
        "potential": number(decimal(found["from_potential"]), language),
        "n": number(decimal(found["accounts"]), language),
        "others": number(Decimal(len(others)), language),
    }
    level = len(shown) > 1 and shown[1]["business_axis"] == shown[0]["business_axis"]
    if level:
        values["second"] = headline(str(shown[1]["name"]))
    title = "chart.business_axis.level" if level else "chart.business_axis.title"
    subtitle = [t("chart.business_axis.unit", language)]
    if others:
        subtitle.append(t("chart.business_axis.others", language, **values))
    return table(
        result,
        look,
        Words(
            t(title, language, **values),
            subtitle,
            t("chart.business_axis.about", language, **values),
        ),
        bars,
        [
            Column(t("chart.business_axis.axis", language), 56, bold=True),
            Column(t("chart.business_axis.driver", language), 120),
        ],
        {"now": palette.accent, "potential": palette.accent},
        dashed=["potential"],
        axis={"values": [0, 0.25, 0.5, 0.75, 1], "format": ".2~f", "title": None, "domain": False, "ticks": False},
        domain=(0, 1),
    )
