"""Several offers at once, worth the same to us and as much as possible to them (method row 66; not in the sources)."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal, localcontext
from functools import partial
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Note, Outcome, Strict, rounded
from copilot.scoring.negotiation.offers import MesoInput, Options, back, expand, incomplete, value_of, whole
from copilot.scoring.negotiation.packages import Package, Packages, different, first_distinct, highest_level
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, number

FORMULA = (
    "own = sum(weight * own of the option), theirs likewise; kept: own >= reservation and |own - aim| <= eps; "
    "order by theirs descending, own descending, then issues and options by name; "
    "aim, when not given = highest own of a package that has enough packages within eps"
)
_DEFAULT_EPS = Decimal("0.05")
_MOST_LEVELS = 500_000
"""Packages that are read, best for us first, before the search for an aim gives up."""


class MesoPick(Strict):
    """What a package settles on one issue."""

    issue: str
    option: str
    unit: str | None
    own: Decimal = Field(description="weighted worth to us")
    theirs_estimate: Decimal = Field(description="weighted worth to them, our estimate")


class MesoItem(Strict):
    """One package."""

    rank: int
    own: Decimal
    above_reservation: Decimal = Field(description="own - reservation, never below 0")
    from_aim: Decimal = Field(description="own - aim")
    theirs_estimate: Decimal = Field(description="worth to them as we estimate it")
    picks: list[MesoPick]


class MesoProposed(Strict):
    """A proposed package, checked; one under the floor is refused before."""

    name: str
    own: Decimal
    above_reservation: Decimal
    within_eps: bool = Field(description="whether it is worth as much to us as the packages of the result")
    theirs_estimate: Decimal


class MesoResult(Strict):
    """The packages as a set."""

    aim: Decimal
    aim_is_derived: bool
    eps: Decimal
    eps_is_default: bool
    reservation: Decimal
    combinations: int = Field(description="how many packages the options make")
    best_own: Decimal = Field(description="worth to us of the best package of all")
    theirs_status: Literal["estimate"] = Field(description="what they gain is always our estimate")
    issues_that_differ: list[str] = Field(description="issues that the packages settle differently")
    issues_in_common: list[str] = Field(description="issues that all packages settle in the same way")
    proposed: list[MesoProposed]


def _combinations(issues: list[Options]) -> int:
    return math.prod(len(issue.options) for issue in issues)


def _item(rank: int, package: Package, issues: list[Options], aim: Decimal, floor: Decimal) -> MesoItem:
    own = back(package.own)
    picks = []
    for issue, pick in zip(issues, package.picks, strict=True):
        option = issue.options[pick]
        picks.append(
            MesoPick(
                issue=issue.name, option=option.label, unit=issue.unit, own=option.own, theirs_estimate=option.theirs
            )
        )
    return MesoItem(
        rank=rank,
        own=own,
        above_reservation=own - floor,
        from_aim=own - aim,
        theirs_estimate=back(package.theirs),
        picks=picks,
    )


def _too_few(given: MesoInput, search: Packages, found: int, aim: Decimal | None, eps: Decimal) -> Outcome[MesoResult]:
    """Fewer packages than asked for: how many there are, and the tolerance that gives enough."""
    floor = given.reservation or Decimal(0)
    needed = None
    if aim is not None and given.min_different_issues == 1:
        near = list(itertools.islice(search.distances(whole(aim), whole(floor)), given.packages))
        needed = back(near[-1]) if len(near) == given.packages else None

    def values(language: Language) -> dict[str, object]:
        return {
            "found": found,
            "wanted": given.packages,
            "aim": number(aim or Decimal(0), language, 4),
            "eps": number(eps, language, 4),
            "floor": number(floor, language, 4),
            "needed": number(needed or Decimal(0), language, 6),
            "read": number(Decimal(_MOST_LEVELS), language),
        }

    no_level = "meso.no_level" if _combinations(expand(given.issues)) <= _MOST_LEVELS else "meso.no_level_read"
    code = no_level if aim is None else "meso.too_few" if needed is None else "meso.too_few_eps"
    hint = (
        f"eps of at least {rounded(needed, 6).normalize():f}" if needed is not None else "more options or a larger eps"
    )
    return Outcome(result=None, formula=FORMULA, findings=[both(code, values)], missing=[hint])


def meso(given: MesoInput) -> Outcome[MesoResult]:
    """The packages to put on the table together."""
    missing = incomplete(given)
    if missing or given.reservation is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    floor = given.reservation
    issues = expand(given.issues)
    search = Packages([issue.choices() for issue in issues])
    best = back(next(search.levels()))
    if best < floor:
        return _under_floor(best, floor)
    with localcontext(prec=PRECISION):
        eps = rounded((best - floor) * _DEFAULT_EPS, 8) if given.eps is None else given.eps
    aim = given.aim
    if aim is None:
        level = highest_level(search, whole(floor), whole(eps), given.packages, _MOST_LEVELS)
        if level is None:
            return _too_few(given, search, 0, None, eps)
        aim = back(level)
    with localcontext(prec=PRECISION):
        low, high = max(aim - eps, floor), aim + eps
    kept = first_distinct(search.best(whole(low), whole(high)), given.packages, given.min_different_issues)
    if len(kept) < given.packages:
        return _too_few(given, search, len(kept), aim, eps)
    with localcontext(prec=PRECISION):
        items = [_item(rank, package, issues, aim, floor) for rank, package in enumerate(kept, start=1)]
        proposed = _proposed(given, issues, (low, high), floor)
    differ = [issue.name for place, issue in enumerate(issues) if len({package.picks[place] for package in kept}) > 1]
    result = MesoResult(
        aim=aim,
        aim_is_derived=given.aim is None,
        eps=eps,
        eps_is_default=given.eps is None,
        reservation=floor,
        combinations=_combinations(issues),
        best_own=best,
        theirs_status="estimate",
        issues_that_differ=differ,
        issues_in_common=[issue.name for issue in issues if issue.name not in differ],
        proposed=proposed,
    )
    near = min(different(one, two) for one, two in itertools.combinations(kept, 2))
    findings = _findings(result, given, near)
    return Outcome(result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, items))


def _under_floor(best: Decimal, floor: Decimal) -> Outcome[MesoResult]:
    def values(language: Language) -> dict[str, object]:
        return {"best": number(best, language, 4), "floor": number(floor, language, 4)}

    missing = ["a package worth at least the reservation"]
    return Outcome(result=None, formula=FORMULA, findings=[both("meso.under_floor", values)], missing=missing)


def _proposed(
    given: MesoInput, issues: list[Options], band: tuple[Decimal, Decimal], floor: Decimal
) -> list[MesoProposed]:
    found = []
    for rank, package in enumerate(given.proposed):
        own, theirs = value_of(package, issues, rank)
        found.append(
            MesoProposed(
                name=package.name,
                own=own,
                above_reservation=own - floor,
                within_eps=band[0] <= own <= band[1],
                theirs_estimate=theirs,
            )
        )
    return sorted(found, key=lambda item: item.name)


def _findings(result: MesoResult, given: MesoInput, near: int) -> list[Note]:
    weights = {issue.weight for issue in given.issues}
    assumed = len(weights) > 1 and all(issue.their_weight is None for issue in given.issues)
    found = {
        "meso.estimate": True,
        "meso.same_weights": assumed,
        "meso.nearly_same": near == 1 and len(given.issues) > 1,
        "meso.cut_at_floor": result.aim - result.eps < result.reservation,
    }
    return [both(code, partial(_values, result)) for code, holds in found.items() if holds]


def _values(result: MesoResult, language: Language) -> dict[str, object]:
    return {
        "aim": number(result.aim, language, 4),
        "eps": number(result.eps, language, 4),
        "floor": number(result.reservation, language, 4),
        "best": number(result.best_own, language, 4),
        "differ": names(result.issues_that_differ),
        "common": names(result.issues_in_common),
        "combinations": number(Decimal(result.combinations), language),
    }


def _why(result: MesoResult, items: list[MesoItem]) -> list[Note]:
    first = items[0]

    def values(language: Language) -> dict[str, object]:
        picks = [f"{pick.issue} = {pick.option}" + (f" {pick.unit}" if pick.unit else "") for pick in first.picks]
        return {
            **_values(result, language),
            "n": len(items),
            "low": number(min(item.own for item in items), language, 4),
            "high": number(max(item.own for item in items), language, 4),
            "theirs": number(first.theirs_estimate, language, 4),
            "theirs_last": number(items[-1].theirs_estimate, language, 4),
            "picks": names(picks, 8),
        }

    codes = ["meso.packages", "meso.first", "meso.differ"]
    codes += ["meso.common"] if result.issues_in_common else []
    codes += ["meso.derived_aim"] if result.aim_is_derived else []
    codes += ["meso.default_eps"] if result.eps_is_default else []
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="meso",
    version="1",
    source="method row 66; not in the sources; the aim when none is given and the 5 % are our defaults",
    function=meso,
    input=MesoInput,
    result=MesoResult,
    example={
        "reservation": 0.5,
        "aim": 0.7,
        "eps": 0.05,
        "issues": [
            {
                "name": "price",
                "weight": 0.5,
                "their_weight": 0.4,
                "range": {
                    "unit": "EUR/h",
                    "low": 96,
                    "high": 104,
                    "step": 2,
                    "own_at_low": 0,
                    "own_at_high": 1,
                    "theirs_at_low": 1,
                    "theirs_at_high": 0,
                },
            },
            {
                "name": "term",
                "weight": 0.3,
                "their_weight": 0.2,
                "options": [
                    {"label": "1 year", "own": 0, "theirs": 1},
                    {"label": "2 years", "own": 0.6, "theirs": 0.7},
                    {"label": "3 years", "own": 1, "theirs": 0.4},
                ],
            },
            {
                "name": "payment",
                "weight": 0.2,
                "their_weight": 0.4,
                "options": [
                    {"label": "30 days", "own": 1, "theirs": 0},
                    {"label": "45 days", "own": 0.7, "theirs": 0.6},
                    {"label": "60 days", "own": 0.2, "theirs": 1},
                ],
            },
        ],
    },
)
