"""Whether an account is eligible by the five criteria of Euraiqa (S2, method row 12)."""

from __future__ import annotations

from decimal import Decimal, localcontext

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Note, Outcome, ratio, rounded
from copilot.scoring.choosing.criteria import (
    THRESHOLD,
    Assessment,
    Criterion,
    Rating,
    assess,
    criteria_of,
    items_of,
    lacking,
    proved,
)
from copilot.scoring.choosing.criteria_why import Said, evidence_findings, reasons
from copilot.scoring.choosing.euraiqa_model import (
    INVERSE,
    NAMES,
    EuraiqaInput,
    EuraiqaItem,
    EuraiqaResult,
    PartedRating,
)
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, money, names, number, percent
from copilot.text.catalogue import t

FORMULA = (
    "rating of a criterion = as given, or mean of its rated sub-criteria; "
    "score = sum(weight_i * rating_i) / sum(weight_i) over the rated criteria; coverage = rated / 5; "
    "insufficient_evidence when coverage < 0.8 or a rating has no evidence, else eligible when score >= threshold; "
    "net profitability = (revenue - direct costs - cost to serve) / revenue"
)
MIDDLE = Decimal("2.5")
"""A profitability rated above the middle contradicts a computed loss (our rule)."""
FIGURES = ("revenue", "direct_costs", "cost_to_serve")


def _whole(parted: PartedRating) -> Rating:
    """The rating of a criterion; one without proof for every rated part has no proof."""
    parts = [part for part in parted.rated_parts().values() if part.rating is not None]
    if not parts:
        return Rating(rating=parted.rating, evidence=parted.evidence)
    with localcontext(prec=PRECISION):
        mean = sum((part.rating for part in parts if part.rating is not None), Decimal(0)) / len(parts)
    every = all(proved(part.evidence) for part in parts)
    evidence = [text for part in parts for text in part.evidence] if every else []
    # Built without validation: a mean of three may have more decimals than a rating that a person gives.
    return Rating.model_construct(rating=mean, evidence=evidence)


def _unrated_parts(given: EuraiqaInput) -> list[str]:
    found = []
    for code in NAMES:
        parts = getattr(given.ratings, code).rated_parts()
        if any(part.rating is not None for part in parts.values()):
            found += [f"{code}.{name}" for name, part in parts.items() if part.rating is None]
    return found


def _net(given: EuraiqaInput) -> tuple[Decimal | None, Decimal | None]:
    """The net result and its share of the revenue; the share needs a revenue above 0."""
    if given.revenue is None or given.direct_costs is None or given.cost_to_serve is None:
        return None, None
    with localcontext(prec=PRECISION):
        left = given.revenue - given.direct_costs - given.cost_to_serve
    return left, ratio(left, given.revenue) if given.revenue > 0 else None


def _item(base: dict[str, object], given: EuraiqaInput) -> EuraiqaItem:
    code = str(base["code"])
    parts = getattr(given.ratings, code).rated_parts()
    rated = (
        {name: part.rating for name, part in parts.items()} if any(p.rating is not None for p in parts.values()) else {}
    )
    return EuraiqaItem.model_validate({**base, "inverse": code == INVERSE, "parts": rated})


def _result(given: EuraiqaInput, criteria: list[Criterion], found: Assessment, threshold: Decimal) -> EuraiqaResult:
    left, share = _net(given)
    risk = next(row.rating for row in criteria if row.code == INVERSE)
    return EuraiqaResult(
        account=given.account,
        verdict=found.verdict,
        score=rounded(found.score, 6),
        threshold=threshold,
        rated=found.rated,
        coverage=found.coverage,
        missing=found.missing,
        without_evidence=found.unproved,
        unrated_parts=_unrated_parts(given),
        score_low=rounded(found.low, 6),
        score_high=rounded(found.high, 6),
        risk_rating=None if risk is None else rounded(risk, 6),
        net_profitability=share,
        net_result=left,
    )


def assess_eligibility_euraiqa(given: EuraiqaInput) -> Outcome[EuraiqaResult]:
    """The verdict of the five criteria of S2, risk counted the other way round, profitability computed if it can be."""
    ratings = {code: _whole(getattr(given.ratings, code)) for code in NAMES}
    criteria = criteria_of(NAMES, ratings, given.weights)
    threshold = THRESHOLD if given.threshold is None else given.threshold
    found = assess(criteria, threshold)
    missing = lacking(found, criteria)
    if found is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    result = _result(given, criteria, found, threshold)
    items = [_item(item.model_dump(), given) for item in items_of(criteria, threshold)]
    said = Said(
        labels="euraiqa",
        items=list(items),
        found=found,
        threshold=threshold,
        own_threshold=given.threshold is None,
        own_weights=given.weights is None,
    )
    profitability = next(row.rating for row in criteria if row.code == "c2")
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=evidence_findings(said) + _findings(given, result, profitability),
        why=reasons(said) + _why(given, result),
        missing=missing,
    )


def _findings(given: EuraiqaInput, result: EuraiqaResult, rating: Decimal | None) -> list[Note]:
    found = []
    if result.unrated_parts:
        found.append(both("euraiqa.unrated_parts", lambda lang: {"names": _part_names(result.unrated_parts, lang)}))
    absent = [name for name in FIGURES if getattr(given, name) is None]
    if absent and len(absent) < len(FIGURES):
        found.append(
            both(
                "euraiqa.figures_missing",
                lambda lang: {"names": names([t(f"scoring.euraiqa.figure_{n}", lang) for n in absent])},
            )
        )
    if given.revenue == 0:
        found.append(both("euraiqa.no_revenue", lambda _: {}))
    share = result.net_profitability
    if share is not None and rating is not None and share < 0 and rating > MIDDLE:
        found.append(
            both(
                "euraiqa.profitability_contradicts",
                lambda lang: {"rating": number(rating, lang), "share": percent(share, lang)},
            )
        )
    return found


def _part_names(codes: list[str], language: Language) -> str:
    return names([t(f"scoring.euraiqa.part_{code.split('.')[1]}", language) for code in codes])


def _why(given: EuraiqaInput, result: EuraiqaResult) -> list[Note]:
    why = []
    risk, share, left = result.risk_rating, result.net_profitability, result.net_result
    if risk is not None:
        why.append(both("euraiqa.risk_inverse", lambda lang: {"rating": number(risk, lang)}))
    if share is not None and left is not None:
        why.append(
            both(
                "euraiqa.net_profitability",
                lambda lang: {
                    "share": percent(share, lang),
                    "left": money(left, given.currency or "", lang),
                    **{name: money(getattr(given, name), given.currency or "", lang) for name in FIGURES},
                },
            )
        )
    return why


TOOL = Tool(
    name="assess_eligibility_euraiqa",
    version="1",
    source="S2, method row 12; equal weights, equal sub-criteria and the threshold of 3.5 are our defaults",
    function=assess_eligibility_euraiqa,
    input=EuraiqaInput,
    result=EuraiqaResult,
    example={
        "account": "Alpha",
        "ratings": {
            "c1": {
                "parts": {
                    "share_of_wallet": {"rating": 4, "evidence": ["we hold 20 % of its spend (buyer, 4 May)"]},
                    "geographic_expansion": {"rating": 3, "evidence": ["two countries to open in 2027"]},
                }
            },
            "c2": {"rating": 3, "evidence": ["account result 2025"]},
            "c3": {"rating": 4, "evidence": ["framework agreement until 2028, 6 % of our revenue"]},
            "c4": {"rating": 4, "evidence": ["joint patent filed in 2025"]},
            "c5": {"rating": 4, "evidence": ["supplier survey, 8 of 10"]},
        },
        "currency": "EUR",
        "revenue": 1200000,
        "direct_costs": 780000,
        "cost_to_serve": 150000,
    },
)
