"""Large account, key account, both or neither, for one selling company (S1 and S2, method rows 9 and 10)."""

from __future__ import annotations

from decimal import Decimal

from copilot.scoring.base import Outcome
from copilot.scoring.choosing.classify_model import (
    QUADRANTS,
    Aim,
    AxisAccount,
    ClassifyInput,
    ClassifyItem,
    ClassifyResult,
    Handling,
    Quadrant,
    Thresholds,
)
from copilot.scoring.choosing.classify_why import findings, reasons
from copilot.scoring.tool import Tool

FORMULA = (
    "B >= business threshold: grand_compte; S >= strategic threshold: compte_cle; both: grand_compte_et_cle; neither: "
    "standard; an account that is not standard and lacks governance or joint strategy is handled as client_important"
)
NEAR = Decimal("0.05")
"""Our margin around a threshold."""
BUSINESS: list[Aim] = ["short_term_business", "long_term_business"]
COLLABORATION: list[Aim] = ["long_term_collaboration", "short_term_business"]


def _quadrant(business: Decimal, strategic: Decimal, thresholds: Thresholds) -> Quadrant:
    large, key = business >= thresholds.business, strategic >= thresholds.strategic
    if large and key:
        return "grand_compte_et_cle"
    return "compte_cle" if key else "grand_compte" if large else "standard"


def _aims(quadrant: Quadrant, business: Decimal, strategic: Decimal) -> list[Aim]:
    """The objectives in the order of S1; for an account that is both, the stronger axis comes first (our rule)."""
    if quadrant == "standard":
        return []
    if quadrant == "grand_compte":
        return BUSINESS
    if quadrant == "compte_cle":
        return COLLABORATION
    first, then = (COLLABORATION, BUSINESS) if strategic >= business else (BUSINESS, COLLABORATION)
    return first + [aim for aim in then if aim not in first]


def _handling(quadrant: Quadrant, account: AxisAccount) -> Handling:
    signs = (account.has_governance, account.has_joint_strategy)
    if all(signs):
        return "key_account"
    if quadrant == "standard":
        return "standard"
    return "client_important" if False in signs else "unknown"


def _item(account: AxisAccount, thresholds: Thresholds) -> ClassifyItem | None:
    business, strategic = account.business_axis, account.strategic_axis
    if business is None or strategic is None:
        return None
    quadrant = _quadrant(business, strategic, thresholds)
    signs = {"governance": account.has_governance, "joint_strategy": account.has_joint_strategy}
    near = abs(business - thresholds.business) < NEAR or abs(strategic - thresholds.strategic) < NEAR
    return ClassifyItem(
        name=account.name,
        business_axis=business,
        strategic_axis=strategic,
        quadrant=quadrant,
        objectives=_aims(quadrant, business, strategic),
        handled_as=_handling(quadrant, account),
        lacks=[name for name, there in signs.items() if there is False],
        near_threshold=near,
    )


def classify(given: ClassifyInput) -> Outcome[ClassifyResult]:
    """The class of each account for that selling company, key accounts first."""
    thresholds = given.thresholds or Thresholds()
    found = [_item(account, thresholds) for account in given.accounts]
    ranks = {quadrant: rank for rank, quadrant in enumerate(QUADRANTS)}
    items = sorted(
        (item for item in found if item is not None),
        key=lambda item: (ranks[item.quadrant], -item.strategic_axis, -item.business_axis, item.name),
    )
    notes = findings(given, items)
    if not items:
        missing = ["accounts with both business_axis and strategic_axis"]
        return Outcome(result=None, formula=FORMULA, findings=notes, missing=missing)
    groups: dict[str, list[str]] = {quadrant: [] for quadrant in QUADRANTS}
    for item in items:
        groups[item.quadrant].append(item.name)
    result = ClassifyResult(
        selling_company=given.selling_company,
        business_threshold=thresholds.business,
        strategic_threshold=thresholds.strategic,
        client_important=[item.name for item in items if item.handled_as == "client_important"],
        unclassified=sorted(account.name for account, item in zip(given.accounts, found, strict=True) if item is None),
        **groups,
    )
    why = reasons(result, items, own_thresholds=given.thresholds is None)
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=notes, why=why)


TOOL = Tool(
    name="classify",
    version="1",
    source="S1 and S2, method rows 9 and 10; thresholds of 0.5 and the order for an account that is both are ours",
    function=classify,
    input=ClassifyInput,
    result=ClassifyResult,
    example={
        "selling_company": "Verdane Foods",
        "accounts": [
            {"name": "Alpha", "business_axis": 0.9, "strategic_axis": 0.3, "has_governance": False},
            {
                "name": "Beta",
                "business_axis": 0.2,
                "strategic_axis": 0.8,
                "has_governance": True,
                "has_joint_strategy": True,
            },
            {"name": "Gamma", "business_axis": 0.7, "strategic_axis": 0.6, "has_governance": True},
            {"name": "Delta", "business_axis": 0.1, "strategic_axis": 0.2},
        ],
    },
)
