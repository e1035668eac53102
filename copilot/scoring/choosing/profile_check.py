"""The two attributes of a key account as a checklist with evidence (S2, method row 11)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import Name, Note, Outcome, Strict
from copilot.scoring.choosing.criteria import Sign
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names
from copilot.text.catalogue import t

FORMULA = (
    "point = shown (yes with evidence), claimed (yes without), absent (no) or unknown; attribute = complete when its "
    "four points are shown, partial from one, absent when all four are denied, else unknown"
)
Status = Literal["shown", "claimed", "absent", "unknown"]
State = Literal["complete", "partial", "absent", "unknown"]


def _sign(description: str) -> Any:
    return Field(default_factory=Sign, description=description)


class LargeAccountPoints(Strict):
    """What makes it a large account."""

    multi_site: Sign = _sign("whether it has several sites that buy or use")
    multi_contact: Sign = _sign("whether several people count in its decisions")
    sector_influence: Sign = _sign("whether it influences its sector")
    demanding_purchasing: Sign = _sign("whether its purchasing process is demanding (tenders, panels, audits)")


class LoyaltyPoints(Strict):
    """What makes the relation last."""

    value: Sign = _sign("whether the relation rests on value that the client recognises, not on price")
    service_quality: Sign = _sign("whether service levels (SLA) are agreed, measured and met")
    joint_governance: Sign = _sign("whether a joint governance meets")
    co_piloted_plan: Sign = _sign("whether the account plan is steered together with the client")


class ProfileInput(Strict):
    """One account against the eight points; a point that nobody knows is left out."""

    account: Name | None = Field(default=None, description="name of the account, for the record")
    large_account: LargeAccountPoints = Field(
        default_factory=LargeAccountPoints, description="first attribute: large account (« grands comptes »)"
    )
    loyalty: LoyaltyPoints = Field(
        default_factory=LoyaltyPoints, description="second attribute: loyalty (« fidélisation »)"
    )


class PointItem(Strict):
    """One point of the checklist."""

    attribute: Literal["large_account", "loyalty"]
    point: str
    status: Status
    evidence: int = Field(description="number of pieces of evidence")


class ProfileResult(Strict):
    """What is shown of each attribute."""

    account: str | None
    large_account: State
    loyalty: State
    large_account_shown: int = Field(description="points shown with evidence, of 4")
    loyalty_shown: int = Field(description="points shown with evidence, of 4")
    to_prove: list[str] = Field(description="points that are claimed without evidence")
    to_ask: list[str] = Field(description="points that nobody answered")


def _status(sign: Sign) -> Status:
    if sign.present is None:
        return "unknown"
    return "shown" if sign.shown() else "claimed" if sign.claimed() else "absent"


def _state(statuses: list[Status]) -> State:
    shown = statuses.count("shown")
    if shown:
        return "complete" if shown == len(statuses) else "partial"
    return "absent" if statuses.count("absent") == len(statuses) else "unknown"


def _items(points: BaseModel, attribute: Literal["large_account", "loyalty"]) -> list[PointItem]:
    return [
        PointItem(
            attribute=attribute,
            point=point,
            status=_status(getattr(points, point)),
            evidence=sum(1 for text in getattr(points, point).evidence if text.strip()),
        )
        for point in type(points).model_fields
    ]


def account_profile_check(given: ProfileInput) -> Outcome[ProfileResult]:
    """Which points of the two attributes are shown, claimed, absent or to be asked."""
    large, loyal = _items(given.large_account, "large_account"), _items(given.loyalty, "loyalty")
    items = [*large, *loyal]
    to_ask = [item.point for item in items if item.status == "unknown"]
    if len(to_ask) == len(items):
        missing = [f"{item.attribute}.{item.point}.present" for item in items]
        return Outcome(result=None, formula=FORMULA, missing=missing)
    result = ProfileResult(
        account=given.account,
        large_account=_state([item.status for item in large]),
        loyalty=_state([item.status for item in loyal]),
        large_account_shown=sum(1 for item in large if item.status == "shown"),
        loyalty_shown=sum(1 for item in loyal if item.status == "shown"),
        to_prove=[item.point for item in items if item.status == "claimed"],
        to_ask=to_ask,
    )
    why = [_attribute("profile.large_account", large), _attribute("profile.loyalty", loyal), *_advice(result)]
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=_findings(result),
        why=why,
        missing=[f"{item.attribute}.{item.point}.present" for item in items if item.status == "unknown"],
    )


def _names(points: list[str], language: Language) -> str:
    none = t("scoring.profile.none", language)
    return names([t(f"scoring.profile.{point}", language) for point in points], limit=8) or none


def _attribute(code: str, items: list[PointItem]) -> Note:
    shown = [item.point for item in items if item.status == "shown"]
    rest = [item.point for item in items if item.status != "shown"]
    return both(
        code,
        lambda language: {
            "shown": _names(shown, language),
            "rest": _names(rest, language),
            "k": len(shown),
            "n": len(items),
        },
    )


def _findings(result: ProfileResult) -> list[Note]:
    found = []
    if result.to_prove:
        found.append(both("profile.to_prove", lambda language: {"names": _names(result.to_prove, language)}))
    if result.to_ask:
        found.append(both("profile.to_ask", lambda language: {"names": _names(result.to_ask, language)}))
    return found


def _advice(result: ProfileResult) -> list[Note]:
    """What the two attributes say together; nothing while one of them is unknown."""
    states = (result.large_account, result.loyalty)
    if "unknown" in states:
        return []
    if states == ("complete", "complete"):
        return [both("profile.both", lambda _: {})]
    if result.loyalty_shown == result.large_account_shown:
        return []
    code = "profile.size_first" if result.large_account_shown > result.loyalty_shown else "profile.loyalty_first"
    return [both(code, lambda _: {})]


TOOL = Tool(
    name="account_profile_check",
    version="1",
    source="S2, method row 11; the states complete, partial, absent and unknown are ours",
    function=account_profile_check,
    input=ProfileInput,
    result=ProfileResult,
    example={
        "account": "Alpha",
        "large_account": {
            "multi_site": {"present": True, "evidence": ["seven sites (contract, annex 2)"]},
            "multi_contact": {"present": True, "evidence": ["four buyers on the mail of 4 May"]},
            "sector_influence": {"present": False},
            "demanding_purchasing": {"present": True, "evidence": ["yearly tender"]},
        },
        "loyalty": {
            "value": {"present": True, "evidence": ["stoppages down, letter of the plant"]},
            "service_quality": {"present": True},
            "joint_governance": {"present": False},
        },
    },
)
