"""Our sales to a client against all that it spends in the category."""

from __future__ import annotations

from typing import Any

from copilot.charts.bars import Column, Row, table
from copilot.charts.frame import Spec, Words
from copilot.charts.look import Look
from copilot.charts.words import amounts, decimal
from copilot.scoring.base import ToolResult
from copilot.scoring.wording import percent
from copilot.text.catalogue import t


def chart(result: ToolResult, look: Look) -> Spec:
    """Three bars: the spend, what goes to us, what goes to others; outlined when the spend is an estimate."""
    language, palette = look.language, look.palette
    found: dict[str, Any] = result.result or {}
    inputs = result.receipt.inputs
    ours, spend = decimal(inputs["our_sales"]), decimal(inputs["client_spend"])
    short = amounts(result, language, [ours, spend])
    share, others = decimal(found["share"]), decimal(found["others"])
    lines = [("spend", spend, None), ("ours", ours, share)]
    if others >= 0:
        lines.append(("others", others, 1 - share))
    bars = [
        Row(
            name=t(f"chart.share_of_wallet.{name}", language),
            value=float(amount),
            start=float(ours) if name == "others" else 0,
            figures=(short(amount), "" if part is None else percent(part, language)),
            group="ours" if name == "ours" else "guessed" if found["estimate"] else "spend",
        )
        for name, amount, part in lines
    ]
    values = {"share": percent(share, language), "ours": short(ours), "spend": short(spend), "others": short(others)}
    subtitle = [t("chart.share_of_wallet.estimate" if found["estimate"] else "chart.share_of_wallet.unit", language)]
    if inputs.get("perimeter"):
        subtitle.append(t("chart.share_of_wallet.perimeter", language, perimeter=str(inputs["perimeter"])))
    title = "chart.share_of_wallet.title" if others >= 0 else "chart.share_of_wallet.above"
    about = "chart.share_of_wallet.about" if others >= 0 else "chart.share_of_wallet.about_above"
    return table(
        result,
        look,
        Words(t(title, language, **values), subtitle, t(about, language, **values)),
        bars,
        [Column(t("chart.amount", language), 90), Column(t("chart.share", language), 66, bold=True)],
        {"ours": palette.accent, "spend": palette.other, "guessed": palette.other},
        dashed=["guessed"],
    )
