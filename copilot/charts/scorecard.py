"""The scorecard: how far each indicator is from its target, worst first."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from copilot.charts.bars import GAP, MOST_ROWS, Column, Row, table
from copilot.charts.frame import Spec, Words, rows
from copilot.charts.look import Look
from copilot.charts.words import NAME_WIDTH, cut, decimal, headline
from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult
from copilot.scoring.days import written
from copilot.scoring.plan.raw_kpis import FRACTION, POINTS
from copilot.scoring.plan.scorecard_why import label, shown
from copilot.scoring.rag import in_words
from copilot.text.catalogue import t

_SEVERITY = {"red": 0, "amber": 1, "green": 2, "unrated": 3}
_SHAPES = {"red": "square", "amber": "triangle-up", "green": "circle", "unrated": "stroke"}
_ARROWS = {"up": "↑", "flat": "→", "down": "↓"}
_MOST = Decimal(1)
"""A gap is drawn up to the size of its target; the figures say how far beyond it goes."""
_INDENT = 18
Item = dict[str, Any]


def chart(result: ToolResult, look: Look) -> Spec:
    """A bar an indicator, from its target to the left when it falls short and to the right when it is beyond."""
    language, palette = look.language, look.palette
    known = sorted((item for item in result.per_item if item["value"] is not None), key=_urgency)
    shown_items = known[:MOST_ROWS]
    colours = {"red": palette.bad, "amber": palette.watch, "green": palette.good, "unrated": palette.other}
    y = rows(len(shown_items))
    signs = [_sign(rag, colours[rag], y) for rag in colours if any(item["rag"] == rag for item in shown_items)]
    return table(
        result,
        look,
        _words(result, known, look),
        [_row(item, language) for item in shown_items],
        [
            Column(t("chart.value", language), 70, bold=True),
            Column(t("chart.target", language), 70),
            Column(t("chart.trend", language), 92),
            Column(t("chart.status", language), 74),
        ],
        colours,
        domain=_domain(shown_items),
        extra=signs,
        indent=_INDENT,
    )


def _sign(rag: str, colour: str, y: Spec) -> Spec:
    """The shape of a status before the names that have it."""
    outline = rag == "unrated"
    mark: Spec = {"type": "point", "shape": "circle" if outline else _SHAPES[rag], "size": 80, "opacity": 1}
    mark |= {"filled": not outline, "color": colour, "strokeWidth": 1.5}
    place = {"x": {"value": 7 - NAME_WIDTH - GAP}, "y": y}
    return {"transform": [{"filter": {"field": "group", "equal": rag}}], "mark": mark, "encoding": place}


def _drawn(item: Item) -> Decimal:
    """The gap to the target as a part of it; a target of 0 has no parts, so any gap counts as whole."""
    if item["gap"] is None:
        return Decimal(0)
    gap, target = decimal(item["gap"]), abs(decimal(item["target"]))
    part = gap / target if target else gap.compare(Decimal(0))
    return max(-_MOST, min(_MOST, part))


def _domain(items: list[Item]) -> tuple[float, float]:
    """As far to the left as to the right of the target."""
    most = max((abs(_drawn(item)) for item in items), default=Decimal(0)) or _MOST
    return -float(most), float(most)


def _urgency(item: Item) -> tuple[int, Decimal]:
    return _SEVERITY[item["rag"]], _drawn(item)


def _row(item: Item, language: Language) -> Row:
    unit = item["unit"]
    trend = "–"
    if item["trend"]:
        moved = t(f"chart.movement.{item['movement']}", language)
        trend = f"{_ARROWS[item['trend']]} {moved}"
    return Row(
        name=label(str(item["key"]), language),
        sub=_origin(item, language),
        value=float(_drawn(item)),
        figures=(
            _figure(item["value"], unit, language),
            _figure(item["target"], unit, language),
            trend,
            in_words(item["rag"], language),
        ),
        group=str(item["rag"]),
        tip=_tip(item, language),
    )


def _tip(item: Item, language: Language) -> dict[str, str]:
    tip = {t("chart.source_of", language): str(item["source"])} if item["source"] else {}
    if item["previous"] is not None:
        tip[t("chart.previous", language)] = shown(decimal(item["previous"]), item["unit"], language)
    return tip


def _origin(item: Item, language: Language) -> str:
    """In what the value is, how old it is and where it comes from."""
    parts = [cut(str(item["unit"]), 80, 10)] if item["unit"] not in (None, FRACTION, POINTS) else []
    if item["stale"]:
        parts.append(t("chart.stale", language))
    if item["date"]:
        parts.append(written(dt.date.fromisoformat(str(item["date"])), language))
    if item["source"]:
        parts.append(str(item["source"]))
    return " · ".join(parts)


def _figure(value: object, unit: object, language: Language) -> str:
    """The value in its column: the unit of an own indicator stands under its name."""
    if value is None:
        return "–"
    return shown(decimal(value), FRACTION if unit == FRACTION else None, language)


def _words(result: ToolResult, known: list[Item], look: Look) -> Words:
    language = look.language
    found: Item = result.result or {}
    rated = [item for item in known if item["rag"] != "unrated"]
    off = [item for item in rated if item["rag"] != "green"]
    values: dict[str, object] = {"off": len(off), "rated": len(rated), "known": len(known)}
    values |= {name: found[name] for name in ("green", "amber", "red", "unrated")}
    title = "chart.scorecard.unrated" if not rated else "chart.scorecard.green"
    if off:
        worst = off[0]
        values |= {
            "kpi": headline(label(str(worst["key"]), language)),
            "value": shown(decimal(worst["value"]), worst["unit"], language),
            "target": shown(decimal(worst["target"]), worst["unit"], language),
        }
        alone = "chart.scorecard.title_only" if len(rated) == 1 else "chart.scorecard.title_one"
        title = "chart.scorecard.title" if len(off) > 1 else alone
    lacking = [label(key, language) for key in found["missing_kpis"]]
    subtitle = [t("chart.scorecard.unit", language)]
    if lacking:
        subtitle.append(t("chart.scorecard.missing", language, names=", ".join(lacking)))
    if len(known) > MOST_ROWS:
        subtitle.append(t("chart.scorecard.others", language, n=len(known) - MOST_ROWS))
    return Words(t(title, language, **values), subtitle, t("chart.scorecard.about", language, **values))
