"""Our share of a category, period by period and cumulative, against the target."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

from copilot.charts.frame import Room, Spec, Words, framed, tips
from copilot.charts.look import Look
from copilot.charts.words import LONGEST, amounts, cut, decimal
from copilot.scoring.base import PRECISION, ToolResult, ratio
from copilot.scoring.wording import number, percent, percent_beside
from copilot.text.catalogue import t

_ROOM = Room(height=230, left=44, right=70, below=26)
_MOST = 60
"""Beyond, there is only the cumulative line, at even steps; it still counts every period."""
_TICKS = 12
_EXACT = 20
Item = dict[str, Any]


def chart(result: ToolResult, look: Look) -> Spec:
    """Bars for the periods, a line for what they make together, a dashed line for the target."""
    language, palette = look.language, look.palette
    found: Item = result.result or {}
    rows = _rows(result, look)
    target = None if found["target"] is None else float(decimal(found["target"]))
    highest = max([target or 0.0, *(row["share"] for row in rows), *(row["cumulative"] for row in rows)])
    wide = max(1, -(-len(rows) // _TICKS))
    x: Spec = {
        "field": "row",
        "type": "ordinal",
        "scale": {"domain": list(range(len(rows))), "paddingInner": 0.3, "paddingOuter": 0.2},
        "axis": None,
    }
    y: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, highest * 1.1 or 1], "nice": False},
        "axis": {"title": None, "format": ".1~%", "tickCount": 5},
    }
    tip = tips(
        name=t("chart.period_name", language),
        share_text=t("chart.share", language),
        cumulative_text=t("chart.cumulative", language),
        ours=t("chart.cumulative_share.ours", language),
        category=t("chart.cumulative_share.category", language),
    )
    cumulative = {"x": x, "y": {**y, "field": "cumulative"}}
    bars = {
        "mark": {"type": "bar", "color": palette.other, "cornerRadiusEnd": 2},
        "encoding": {"x": x, "y": {**y, "field": "share"}, "tooltip": tip},
    }
    layers: list[Spec] = [
        *([bars] if len(rows) == len(result.per_item) else []),
        {"mark": {"type": "line", "color": palette.accent, "strokeWidth": 2.5}, "encoding": cumulative},
        {
            "mark": {"type": "point", "color": palette.accent, "filled": True, "size": 50, "opacity": 1},
            "encoding": {**cumulative, "tooltip": tip},
        },
        {
            "data": {"values": [row for row in rows if row["row"] % wide == 0]},
            "mark": {
                "type": "text",
                "baseline": "top",
                "fontSize": 11,
                "limit": (_ROOM.width / len(rows)) * wide - 4,
                "color": palette.muted,
            },
            "encoding": {
                "x": x,
                "y": {"value": _ROOM.height + 8},
                "text": {"field": "label", "type": "nominal"},
            },
        },
    ]
    ends = [(rows[-1]["cumulative"], rows[-1]["cumulative_text"], palette.ink, True)]
    if target is not None:
        text = t("chart.cumulative_share.target", language, target=percent(decimal(found["target"]), language, 2))
        rule = {"type": "rule", "color": palette.watch, "strokeDash": [5, 4], "strokeWidth": 1.8}
        layers.append(
            {"data": {"values": [{"share": target}]}, "mark": rule, "encoding": {"y": {**y, "field": "share"}}}
        )
        ends.append((target, text, palette.watch, False))
    layers += _ends(ends, highest * 1.1 or 1)
    return {**framed(result, look, _words(result, found, look), _ROOM, layers), "data": {"values": rows}}


def _ends(ends: list[tuple[float, str, str, bool]], top: float) -> list[Spec]:
    """The names of the lines right of them, kept apart."""
    places = sorted(((1 - value / top) * _ROOM.height, text, colour, bold) for value, text, colour, bold in ends)
    layers: list[Spec] = []
    last = -100.0
    for at, text, colour, bold in places:
        last = max(at, last + 15)
        mark = {"type": "text", "text": text, "align": "left", "baseline": "middle", "fontSize": 12, "color": colour}
        mark["fontWeight"] = "bold" if bold else "normal"
        place = {"x": {"value": _ROOM.width + 6}, "y": {"value": last}}
        layers.append({"data": {"values": [{}]}, "mark": mark, "encoding": place})
    return layers


def _rows(result: ToolResult, look: Look) -> list[Item]:
    """The periods with the share of all until then; at even steps when there are many."""
    language = look.language
    short = amounts(result, language, [(result.result or {})["category"]])
    step = max(1, -(-len(result.per_item) // _MOST))
    rows: list[Item] = []
    ours = category = Decimal(0)
    for rank, item in enumerate(result.per_item, start=1):
        with localcontext(prec=PRECISION):
            ours, category = ours + decimal(item["ours"]), category + decimal(item["category"])
        if rank % step and rank != len(result.per_item):
            continue
        so_far = ratio(ours, category, _EXACT) if category else Decimal(0)
        share = decimal(item["share"]) if item["share"] is not None else Decimal(0)
        rows.append(
            {
                "row": len(rows),
                "label": cut(str(item["period"])),
                "name": cut(str(item["period"]), LONGEST),
                "share": float(share),
                "cumulative": float(so_far),
                "share_text": percent(share, language, 2) if item["share"] is not None else "–",
                "cumulative_text": percent(so_far, language, 2),
                "ours": short(item["ours"]),
                "category": short(item["category"]),
            }
        )
    return rows


def _words(result: ToolResult, found: Item, look: Look) -> Words:
    language = look.language
    short = amounts(result, language, [found["category"]])
    target = None if found["target"] is None else decimal(found["target"])
    exact = ratio(decimal(found["ours"]), decimal(found["category"]), _EXACT)
    shares = [decimal(item["share"]) for item in result.per_item if item["share"] is not None]
    values = {
        "share": percent(exact, language, 2) if target is None else percent_beside(exact, target, language, 2),
        "target": percent(target or exact, language, 2),
        "missing": short(found["missing_amount"] or 0),
        "mean": percent(decimal(found["mean_of_shares"]), language, 2),
        "ours": short(found["ours"]),
        "category": short(found["category"]),
        "n": number(decimal(found["periods"]), language),
        "first": percent(shares[0], language, 2),
        "last": percent(shares[-1], language, 2),
    }
    unit = "chart.cumulative_share.unit" if len(result.per_item) <= _MOST else "chart.cumulative_share.unit_many"
    subtitle = [t(unit, language)]
    if target is not None and found["reached"] != found["mean_reaches"]:
        subtitle.append(t("chart.cumulative_share.mean", language, **values))
    title = "plain" if target is None else "reached" if found["reached"] else "missed"
    about = "chart.cumulative_share.about_one" if found["periods"] == 1 else "chart.cumulative_share.about"
    return Words(t(f"chart.cumulative_share.{title}", language, **values), subtitle, t(about, language, **values))
