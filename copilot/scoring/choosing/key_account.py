"""Whether a client is a key account by the five Cegos criteria (S0, method rows 3 and 4)."""

from __future__ import annotations

from decimal import Decimal

from copilot.scoring.base import Outcome, rounded
from copilot.scoring.choosing.criteria import (
    BEST,
    THRESHOLD,
    Assessment,
    Criterion,
    Eligibility,
    assess,
    criteria_of,
    items_of,
    judged,
    lacking,
    mean,
)
from copilot.scoring.choosing.criteria_why import Said, evidence_findings, reasons
from copilot.scoring.choosing.key_account_model import (
    COMPLEXITY,
    NAMES,
    REVENUE,
    SIGNS,
    KeyAccountInput,
    KeyAccountResult,
    Need,
    Suggestion,
)
from copilot.scoring.choosing.key_account_why import contradictions, particulars
from copilot.scoring.tool import Tool

FORMULA = (
    "score = sum(weight_i * rating_i) / sum(weight_i) over the rated criteria; coverage = rated / 5; "
    "insufficient_evidence when coverage < 0.8 or a rating has no evidence, else eligible when score >= threshold"
)
HIGH_NEED, SOME_NEED = Decimal(4), Decimal(2)


def _suggestions(given: KeyAccountInput, criteria: list[Criterion]) -> list[Suggestion]:
    shown = [name for name in SIGNS if getattr(given, name).shown()]
    found = []
    for row in criteria:
        signs = [name for name in shown if row.code in SIGNS[name]]
        if signs and (row.rating is None or row.rating < BEST):
            found.append(Suggestion(criterion=row.code, rating=row.rating, signs=signs))
    return found


def _what_if(criteria: list[Criterion], suggestions: list[Suggestion]) -> Decimal | None:
    raised = {one.criterion for one in suggestions if one.rating is not None}
    if not raised:
        return None
    rows = [
        row._replace(rating=min(BEST, row.rating + 1)) if row.rating is not None and row.code in raised else row
        for row in criteria
    ]
    return mean(rows)


def _need(complexity: Decimal | None) -> Need:
    if complexity is None:
        return "unknown"
    return "high" if complexity >= HIGH_NEED else "moderate" if complexity >= SOME_NEED else "low"


def _result(given: KeyAccountInput, criteria: list[Criterion], found: Assessment) -> KeyAccountResult:
    threshold = THRESHOLD if given.threshold is None else given.threshold
    plain, poor = mean(criteria, without=COMPLEXITY), mean(criteria, without=REVENUE)
    suggestions = _suggestions(given, criteria)
    raised = _what_if(criteria, suggestions)
    settled = found.verdict != "insufficient_evidence"

    def verdict(score: Decimal | None) -> Eligibility | None:
        return judged(score, threshold) if settled and score is not None else None

    return KeyAccountResult(
        account=given.account,
        verdict=found.verdict,
        score=rounded(found.score, 6),
        threshold=threshold,
        rated=found.rated,
        coverage=found.coverage,
        missing=found.missing,
        without_evidence=found.unproved,
        score_low=rounded(found.low, 6),
        score_high=rounded(found.high, 6),
        complexity=given.ratings.c4.rating,
        dedicated_handling=_need(given.ratings.c4.rating),
        score_without_complexity=None if plain is None else rounded(plain, 6),
        verdict_without_complexity=verdict(plain),
        score_without_revenue=None if poor is None else rounded(poor, 6),
        verdict_without_revenue=verdict(poor),
        suggestions=suggestions,
        score_if_suggestions=None if raised is None else rounded(raised, 6),
    )


def assess_key_account(given: KeyAccountInput) -> Outcome[KeyAccountResult]:
    """The verdict of the five Cegos criteria, with complexity apart and every missing rating or proof named."""
    ratings = {code: getattr(given.ratings, code) for code in NAMES}
    criteria = criteria_of(NAMES, ratings, given.weights)
    threshold = THRESHOLD if given.threshold is None else given.threshold
    found = assess(criteria, threshold)
    missing = lacking(found, criteria)
    if found is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    result = _result(given, criteria, found)
    items = items_of(criteria, threshold)
    said = Said(
        labels="key_account",
        items=items,
        found=found,
        threshold=threshold,
        own_threshold=given.threshold is None,
        own_weights=given.weights is None,
        not_merits=frozenset({COMPLEXITY}),
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=evidence_findings(said) + contradictions(given, result),
        why=reasons(said) + particulars(result),
        missing=missing,
    )


TOOL = Tool(
    name="assess_key_account",
    version="1",
    source="S0, method rows 3 and 4; equal weights, the threshold of 3.5 and the bands of complexity are our defaults",
    function=assess_key_account,
    input=KeyAccountInput,
    result=KeyAccountResult,
    example={
        "account": "Alpha",
        "ratings": {
            "c1": {"rating": 4, "evidence": ["revenue 2025: EUR 4.2M, 12 % of ours"]},
            "c2": {"rating": 4, "evidence": ["three new sites by 2027 (steering committee, 12 March)"]},
            "c3": {"rating": 3, "evidence": ["second of its sector"]},
            "c4": {"rating": 5, "evidence": ["seven sites, four buyers"]},
            "c5": {"rating": 4, "evidence": ["board note on the 2026 portfolio"]},
        },
        "market_leader": {"present": False},
        "prescriber": {"present": True, "evidence": ["two prospects named it as their adviser"]},
    },
)
