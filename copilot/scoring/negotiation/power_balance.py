"""Who depends on whom, and what that rests on (S4, method row 67)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, localcontext
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Name, Note, Outcome, Strict, duplicates, ratio
from copilot.scoring.days import Day, written
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, number
from copilot.text.catalogue import t

FORMULA = (
    "balance = sum(weight * (us - them)) / sum(weight), from -4 (they hold all) to 4 (we hold all); "
    "in balance when |balance| <= even_band; a factor decides when the verdict changes without it"
)
Kind = Literal["alternatives", "dependence", "information", "time", "relationship", "expertise", "rules"]
KINDS: tuple[Kind, ...] = ("alternatives", "dependence", "information", "time", "relationship", "expertise", "rules")
Verdict = Literal["us", "even", "them"]
Level = Annotated[int, Field(ge=1, le=5)]
_Weight = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=6)]
_Band = Annotated[Decimal, Field(ge=0, le=4, decimal_places=6)]
ZERO = Decimal(0)


class FactorInput(Strict):
    """One thing that gives power to a side."""

    name: Name = Field(description="what gives power: their volume in our revenue, our patent… unique in the call")
    us: Level | None = Field(
        default=None, description="how strong we are here, 1 (weak) to 5 (strong); unknown left out"
    )
    them: Level | None = Field(default=None, description="how strong they are here, 1 to 5; left out when unknown")
    weight: _Weight = Field(default=Decimal(1), description="how much it counts, above 0; our default is 1 for each")
    kind: Kind | None = Field(
        default=None,
        description="alternatives, dependence, information, time, relationship, expertise or rules; serves to say "
        "which usual kinds nobody looked at",
    )
    evidence: str | None = Field(default=None, max_length=500, description="what the two levels rest on; a source")


class PowerInput(Strict):
    """What gives power to each side."""

    factors: list[FactorInput] = Field(max_length=200, description="the factors, in any order")
    even_band: _Band = Field(
        default=Decimal("0.5"), description="up to this difference the sides are even, 0 to 4; our default is 0.5"
    )
    retail: bool = Field(default=False, description="whether the client is a retailer or distributor")
    country: str | None = Field(
        default=None, pattern=r"^[A-Z]{2}$", description="ISO 3166 code of the country of the contract, such as FR"
    )
    as_of: Day | None = Field(
        default=None, description="day of the call, YYYY-MM-DD; adds the days left until the French signing date"
    )

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if twice := duplicates(factor.name for factor in self.factors):
            raise ValueError(f"factors: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class PowerItem(Strict):
    """What one factor does to the balance."""

    name: str
    us: int
    them: int
    difference: int = Field(description="us - them, -4 to 4")
    weight: Decimal
    contribution: Decimal = Field(description="its part of the balance; the parts sum to the balance")
    decides: bool = Field(description="whether the verdict would change without it")
    has_evidence: bool


class PowerResult(Strict):
    """Who holds the stronger hand."""

    balance: Decimal = Field(description="-4 (they hold all) to 4 (we hold all)")
    verdict: Verdict = Field(description="us, even or them: who is stronger")
    balance_with_evidence: Decimal | None = Field(description="from the factors with evidence alone; None without any")
    verdict_with_evidence: Verdict | None
    deciding: list[str] = Field(description="factors without which the verdict changes, strongest first")
    our_levers: list[str] = Field(description="factors where we are stronger, strongest first")
    their_levers: list[str] = Field(description="factors where they are stronger, strongest first")
    without_evidence: list[str]
    unrated: list[str] = Field(description="factors left out because a level is missing")
    kinds_not_looked_at: list[Kind] = Field(description="usual kinds that no rated factor covers; empty without kinds")


Rated = tuple[FactorInput, int]


def _balance(rated: list[Rated]) -> Decimal | None:
    whole = sum((factor.weight for factor, _ in rated), ZERO)
    if not whole:
        return None
    return sum((factor.weight * gap for factor, gap in rated), ZERO) / whole


def _verdict(balance: Decimal | None, band: Decimal) -> Verdict | None:
    if balance is None:
        return None
    return "us" if balance > band else "them" if balance < -band else "even"


def _has_evidence(factor: FactorInput) -> bool:
    return bool((factor.evidence or "").strip())


def _items(rated: list[Rated], verdict: Verdict, band: Decimal) -> list[PowerItem]:
    whole = sum((factor.weight for factor, _ in rated), ZERO)
    items = [
        PowerItem(
            name=factor.name,
            us=factor.us or 0,
            them=factor.them or 0,
            difference=gap,
            weight=factor.weight,
            contribution=ratio(factor.weight * gap, whole),
            decides=_verdict(_balance([other for other in rated if other[0] is not factor]), band) != verdict,
            has_evidence=_has_evidence(factor),
        )
        for factor, gap in rated
    ]
    return sorted(items, key=lambda item: (-abs(item.contribution), item.name))


def power_balance(given: PowerInput) -> Outcome[PowerResult]:
    """The balance of power, what it rests on, and what would change it."""
    rated = [(f, f.us - f.them) for f in given.factors if f.us is not None and f.them is not None]
    unrated = sorted(f.name for f in given.factors if f.us is None or f.them is None)
    with localcontext(prec=PRECISION):
        balance = _balance(rated)
        verdict = _verdict(balance, given.even_band)
        if balance is None or verdict is None:
            missing = [f"levels of {name!r}" for name in unrated] or ["factors"]
            return Outcome(result=None, formula=FORMULA, missing=missing)
        proved = _balance([(factor, gap) for factor, gap in rated if _has_evidence(factor)])
        items = _items(rated, verdict, given.even_band)
    seen = {factor.kind for factor, _ in rated if factor.kind is not None}
    result = PowerResult(
        balance=ratio(balance, Decimal(1)),
        verdict=verdict,
        balance_with_evidence=None if proved is None else ratio(proved, Decimal(1)),
        verdict_with_evidence=_verdict(proved, given.even_band),
        deciding=[item.name for item in items if item.decides],
        our_levers=[item.name for item in items if item.difference > 0],
        their_levers=[item.name for item in items if item.difference < 0],
        without_evidence=sorted(item.name for item in items if not item.has_evidence),
        unrated=unrated,
        kinds_not_looked_at=[kind for kind in KINDS if kind not in seen] if seen else [],
    )
    findings = [*_findings(result), *_legal(given)]
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, items))


def _findings(result: PowerResult) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        proved = result.verdict_with_evidence
        return {
            "unproved": names(result.without_evidence),
            "unrated": names(result.unrated),
            "proved": t(f"scoring.power_balance.verdict.{proved}", language) if proved else "",
            "kinds": ", ".join(
                t(f"scoring.power_balance.kind.{kind}", language) for kind in result.kinds_not_looked_at
            ),
        }

    other = result.verdict_with_evidence is not None and result.verdict_with_evidence != result.verdict
    found = {
        "power_balance.no_evidence": bool(result.without_evidence),
        "power_balance.other_with_evidence": other,
        "power_balance.unrated": bool(result.unrated),
        "power_balance.kinds": bool(result.kinds_not_looked_at),
    }
    return [both(code, values) for code, holds in found.items() if holds]


def _legal(given: PowerInput) -> list[Note]:
    """The reminder of French trade law, and what the source says of French distributors."""
    if not given.retail or given.country != "FR":
        return []
    found = [both("power_balance.retail_fr", lambda _: {}), both("power_balance.retail_fr_content", lambda _: {})]
    if given.as_of is not None:
        day = given.as_of
        first_of_march = dt.date(day.year, 3, 1)
        due = first_of_march if day <= first_of_march else dt.date(day.year + 1, 3, 1)

        def values(language: Language) -> dict[str, object]:
            return {"due": written(due, language), "days": (due - day).days, "as_of": written(day, language)}

        found.append(both("power_balance.retail_fr_days", values))
    return [*found, both("power_balance.retail_firm", lambda _: {})]


def _why(result: PowerResult, items: list[PowerItem]) -> list[Note]:
    def levers(side: int, language: Language) -> str:
        own = [item for item in items if item.difference * side > 0]
        shown = [f"{item.name} ({item.us}/{item.them})" for item in own]
        return names(shown, 3) if shown else t("scoring.power_balance.none", language)

    def values(language: Language) -> dict[str, object]:
        return {
            "balance": number(result.balance, language),
            "n": len(items),
            "ours": levers(1, language),
            "theirs": levers(-1, language),
            "deciding": names(result.deciding),
        }

    codes = [f"power_balance.{result.verdict}", "power_balance.levers"]
    codes.append("power_balance.deciding" if result.deciding else "power_balance.robust")
    codes.append(f"power_balance.next_{result.verdict}")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="power_balance",
    version="1",
    source="S4, method row 67; the scale of 1 to 5 is of d7; the band of half a point and equal weights are ours; "
    "French Commercial Code L.441-3 and L.441-4 for the retail reminder",
    function=power_balance,
    input=PowerInput,
    result=PowerResult,
    example={
        "factors": [
            {"name": "their share of our revenue", "us": 2, "them": 5, "kind": "dependence", "evidence": "P&L 2025"},
            {"name": "our share of their category", "us": 4, "them": 2, "kind": "dependence", "evidence": "panel"},
            {"name": "other suppliers at hand", "us": 3, "them": 4, "kind": "alternatives"},
        ],
        "retail": True,
        "country": "FR",
        "as_of": "2026-01-12",
    },
)
