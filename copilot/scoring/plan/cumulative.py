"""Our share of a category over several periods: sum over sum, never the mean of the shares (S4, method row 29 i)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal, localcontext

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Note, Outcome, ratio, rounded
from copilot.scoring.plan.cumulative_model import CumulativeInput, CumulativeResult, Outlook, PeriodShare
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, percent, percent_beside

FORMULA = (
    "share = sum(ours) / sum(category); reached when sum(ours) >= target * sum(category); missing = target * "
    "sum(category) - sum(ours); needed = target * (sum(category) + remaining category) - sum(ours)"
)
EXACT = 20
"""Decimals of a share that is only shown."""


def _up(value: Decimal) -> Decimal:
    """Rounded up to the cent: an amount that is enough."""
    return max(value, Decimal(0)).quantize(Decimal("0.01"), rounding=ROUND_CEILING)


def _ahead(
    given: CumulativeInput, target: Decimal, ours: Decimal, category: Decimal, best: Decimal
) -> dict[str, object]:
    """What the periods to come must bring."""
    known = len(given.known())
    left = None if given.horizon is None else given.horizon - known
    if left == 0 or (left is None and given.remaining_category is None):
        return {"remaining_periods": left}
    to_come = given.remaining_category
    if to_come is None:
        to_come = category * (left or 0) / known
    needed = target * (category + to_come) - ours
    outlook: Outlook = "secured" if needed <= 0 else "open"
    if needed > to_come:
        outlook = "impossible"
    elif needed > best * to_come:
        outlook = "above_best"
    return {
        "remaining_periods": left,
        "remaining_category": to_come.quantize(Decimal("0.01")),
        "needed_sales": _up(needed),
        "needed_per_period": _up(needed / left) if left else None,
        "needed_share": ratio(max(needed, Decimal(0)), to_come) if to_come else None,
        "outlook": outlook,
    }


def cumulative_share(given: CumulativeInput) -> Outcome[CumulativeResult]:
    """The cumulative share over the periods of which both figures are known, and what the target still takes."""
    rows, target = given.known(), given.target
    noted = _findings(given)
    with localcontext(prec=PRECISION):
        ours = sum((row[1] for row in rows), Decimal(0))
        category = sum((row[2] for row in rows), Decimal(0))
        if not category:
            return Outcome(result=None, formula=FORMULA, findings=noted, missing=["ours and category of a period"])
        shares = [sold / total for _, sold, total in rows if total]
        mean = sum(shares, Decimal(0)) / len(shares)
        result = CumulativeResult(
            share=ratio(ours, category),
            ours=ours,
            category=category,
            periods=len(rows),
            mean_of_shares=rounded(mean, 6),
            target=target,
        )
        if target is not None:
            verdict = {
                "reached": ours >= target * category,
                "mean_reaches": mean >= target,
                "missing_amount": _up(target * category - ours),
            }
            ahead = _ahead(given, target, ours, category, max(shares))
            result = result.model_copy(update={**verdict, **ahead})
        items = [
            PeriodShare(
                period=name,
                ours=sold,
                category=total,
                share=ratio(sold, total) if total else None,
                gap=None if target is None else sold - target * total,
            )
            for name, sold, total in rows
        ]
        return Outcome(
            result=result,
            formula=FORMULA,
            per_item=list(items),
            findings=[*noted, *_misleading(result), *_assumed(result, given)],
            why=_why(result, items, given),
        )


def _findings(given: CumulativeInput) -> list[Note]:
    unknown = [name for name, ours, total in given.rows() if ours is None or total is None]
    above = [name for name, ours, total in given.known() if ours > total]
    found = [both("cumulative.unknown", lambda _: {"names": names(unknown), "n": len(unknown)})] if unknown else []
    return [*found, both("cumulative.above_category", lambda _: {"names": names(above)})] if above else found


def _assumed(result: CumulativeResult, given: CumulativeInput) -> list[Note]:
    """What the category will sell is our guess when nobody says it."""
    if result.outlook is None or given.remaining_category is not None:
        return []
    to_come = result.remaining_category or Decimal(0)
    return [both("cumulative.assumed_category", lambda lang: {"to_come": money(to_come, given.currency, lang, 2)})]


def _misleading(result: CumulativeResult) -> list[Note]:
    """Only where the mean of the shares would turn the verdict."""
    target, mean = result.target, result.mean_of_shares
    if target is None or result.reached == result.mean_reaches:
        return []
    code = "cumulative.mean_flatters" if result.mean_reaches else "cumulative.mean_belittles"
    return [
        both(
            code,
            lambda lang: {
                "mean": percent_beside(mean, target, lang, 2),
                "share": percent_beside(ratio(result.ours, result.category, EXACT), target, lang, 2),
                "target": percent(target, lang, 2),
            },
        )
    ]


def _why(result: CumulativeResult, items: Sequence[PeriodShare], given: CumulativeInput) -> list[Note]:
    target = result.target
    rated = [item for item in items if item.share is not None]
    worst = min(rated, key=lambda item: (item.gap or Decimal(0), item.share or Decimal(0)))
    best = max(rated, key=lambda item: item.share or Decimal(0))
    share = ratio(result.ours, result.category, EXACT)

    def values(lang: Language) -> dict[str, object]:
        def amount(value: Decimal | None) -> str:
            return money(value or Decimal(0), given.currency, lang, 2)

        return {
            "ours": amount(result.ours),
            "category": amount(result.category),
            "n": result.periods,
            "share": percent(share, lang, 2) if target is None else percent_beside(share, target, lang, 2),
            "target": percent(target or share, lang, 2),
            "missing": amount(result.missing_amount),
            "spare": amount(result.ours - (target or share) * result.category),
            "worst": worst.period,
            "worst_share": percent(worst.share or Decimal(0), lang, 2),
            "gap": amount(abs(worst.gap or Decimal(0))),
            "best": best.period,
            "best_share": percent(best.share or Decimal(0), lang, 2),
            "mean": percent(result.mean_of_shares, lang, 2),
            "left": result.remaining_periods,
            "to_come": amount(result.remaining_category),
            "needed": amount(result.needed_sales),
            "each": amount(result.needed_per_period),
            "needed_share": percent(result.needed_share or Decimal(0), lang, 2),
        }

    codes = ["cumulative.share_one" if result.periods == 1 else "cumulative.share"]
    if target is not None:
        codes.append("cumulative.reached" if result.reached else "cumulative.missed")
    if len(rated) > 1 and worst.share != best.share:
        codes.append("cumulative.drag" if worst.gap is not None and worst.gap < 0 else "cumulative.range")
    if result.mean_of_shares != result.share:
        codes.append("cumulative.mean")
    if result.outlook is not None:
        codes.append(_outlook_code(result, result.outlook))
    return [both(code, values) for code in codes]


def _outlook_code(result: CumulativeResult, outlook: Outlook) -> str:
    if outlook == "open" and result.remaining_periods and result.remaining_periods > 1:
        return "cumulative.outlook.open_each"
    return f"cumulative.outlook.{outlook}"


TOOL = Tool(
    name="cumulative_share",
    version="1",
    source="S4, method row 29 (i); the target is the user's; the mean of the periods so far for those to come is ours",
    function=cumulative_share,
    input=CumulativeInput,
    result=CumulativeResult,
    example={
        "currency": "EUR",
        "periods": [
            {"period": "M1", "ours": 40, "category": 1000},
            {"period": "M2", "ours": 70, "category": 1050},
            {"period": "M3", "ours": 110, "category": 1100},
            {"period": "M4", "ours": 130, "category": 1200},
        ],
        "target": 0.1,
        "horizon": 6,
    },
)
