"""The zone of possible agreement issue by issue and for the package (method row 66; not in the sources).

A package can hold where an issue cannot: what one issue lacks, another pays for. Each issue may end anywhere from our
limit to theirs. Closing the gaps on our side means giving where a unit of value to them costs us least; that choice is
exact, because the issues add up.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from typing import Literal, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Amount, Name, Note, Outcome, PositiveAmount, Strict, duplicates, rounded
from copilot.scoring.negotiation.figures import about
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, number

FORMULA = (
    "room of an issue = their limit - ours where more is better for us, ours - theirs where less is; "
    "our best = sum(our_value * room) over the zones - least cost of closing all gaps for them, paid where "
    "our_value / their_value is lowest; their best likewise; the package exists when our best >= 0"
)
Exists = Literal["yes", "no", "uncertain"]
ZERO = Decimal(0)


class PackageIssue(Strict):
    """The two limits on one issue."""

    name: Name = Field(description="name of the issue, unique in the call")
    unit: str = Field(min_length=1, max_length=40, description="unit of its limits: EUR, EUR/h, %, days…")
    direction: Literal["up", "down"] = Field(description="up: more is better for us; down: less is better for us")
    our_limit: Amount | None = Field(default=None, description="our floor: the worst value that we accept")
    their_limit: Amount | None = Field(default=None, description="the worst value that they accept, when it is known")
    their_limit_low: Amount | None = Field(default=None, description="when it is not known: the lowest it may be")
    their_limit_high: Amount | None = Field(default=None, description="when it is not known: the highest it may be")
    is_estimate: bool = Field(default=False, description="whether one of the limits is hearsay or a guess")
    our_value: PositiveAmount | None = Field(
        default=None, description="what one unit of this issue is worth to us, in package_unit; needed for the package"
    )
    their_value: PositiveAmount | None = Field(
        default=None, description="what one unit is worth to them, in package_unit; left out: as much as to us"
    )

    @model_validator(mode="after")
    def _range_is_ordered(self) -> Self:
        low, high = self.their_limit_low, self.their_limit_high
        if (low is None) != (high is None):
            raise ValueError(f"their_limit_low of {self.name!r}: give both ends of the range, or none")
        if low is not None and high is not None and low > high:
            raise ValueError(f"their_limit_low = '{low}' of {self.name!r}: above their_limit_high = '{high}'")
        if self.their_limit is not None and low is not None:
            raise ValueError(f"their_limit_low of {self.name!r}: give their_limit or its range, not both")
        return self


class ZopaPackageInput(Strict):
    """The issues that are negotiated together."""

    issues: list[PackageIssue] = Field(max_length=200, description="the issues, in any order")
    package_unit: str = Field(
        default="points", min_length=1, max_length=40, description="unit of our_value and their_value: EUR, points…"
    )

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if twice := duplicates(issue.name for issue in self.issues):
            raise ValueError(f"issues: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class ZopaPackageItem(Strict):
    """One issue."""

    name: str
    unit: str
    exists: Exists
    status: Literal["known", "estimate"]
    our_limit: Decimal
    their_limit_worst: Decimal = Field(description="their limit at its worst for us")
    their_limit_best: Decimal = Field(description="their limit at its best for us")
    room_worst: Decimal = Field(description="width of the zone at worst; negative: what separates the limits")
    room_best: Decimal = Field(description="the same at best; equal to room_worst when their limit is known")
    worth_to_us: Decimal | None = Field(description="value to us of the room at worst, in package_unit")
    worth_to_them: Decimal | None = Field(description="value to them of the room at worst, in package_unit")
    price_of_giving: Decimal | None = Field(
        description="what one unit of value to them costs us here: give first where it is lowest"
    )


class ZopaPackageResult(Strict):
    """Whether there is room for a package."""

    exists: Exists | None = Field(description="None when no issue has a value")
    status: Literal["known", "estimate"]
    issues_with_room: list[str]
    issues_uncertain: list[str]
    issues_without_room: list[str]
    our_best_worst_case: Decimal | None = Field(
        description="the most that we could gain over our limits, in package_unit, with their limits at worst"
    )
    our_best_best_case: Decimal | None = Field(description="the same with their limits at their best for us")
    their_best_worst_case: Decimal | None = Field(description="the most that they could gain, their limits at worst")
    their_best_best_case: Decimal | None = Field(description="the same with their limits at their best for us")
    give_first: list[str] = Field(description="issues in the order in which giving costs us least for what they gain")
    left_out: list[str] = Field(description="issues without a limit: in no figure")
    without_value: list[str] = Field(description="issues without our_value: in the issues, not in the package")


def _limits(issue: PackageIssue) -> tuple[Decimal, Decimal] | None:
    """Their limit at its worst and at its best for us."""
    if issue.their_limit is not None:
        return issue.their_limit, issue.their_limit
    low, high = issue.their_limit_low, issue.their_limit_high
    if low is None or high is None:
        return None
    return (low, high) if issue.direction == "up" else (high, low)


def _item(issue: PackageIssue) -> ZopaPackageItem | None:
    limits = _limits(issue)
    if limits is None or issue.our_limit is None:
        return None
    sign = 1 if issue.direction == "up" else -1
    worst, best = (sign * (limit - issue.our_limit) for limit in limits)
    theirs = issue.our_value if issue.their_value is None else issue.their_value
    price = rounded(issue.our_value / theirs, 6) if issue.our_value is not None and theirs else None
    return ZopaPackageItem(
        name=issue.name,
        unit=issue.unit,
        exists="yes" if worst >= 0 else "no" if best < 0 else "uncertain",
        status="estimate" if issue.is_estimate or issue.their_limit is None else "known",
        our_limit=issue.our_limit,
        their_limit_worst=limits[0],
        their_limit_best=limits[1],
        room_worst=worst,
        room_best=best,
        worth_to_us=None if issue.our_value is None else rounded(issue.our_value * worst, 6),
        worth_to_them=None if theirs is None else rounded(theirs * worst, 6),
        price_of_giving=price,
    )


Worth = tuple[Decimal, Decimal]
"""What the room of an issue is worth to the side that gains, and to the side that is paid; negative for a gap."""


def _best(rooms: list[Worth]) -> Decimal:
    """The most that the first side gains when the second side's gaps are closed where that costs least."""
    gained = sum((own for own, _ in rooms if own > 0), ZERO)
    owed = sum((-other for _, other in rooms if other < 0), ZERO)
    sources = sorted((abs(own) / abs(other), abs(other)) for own, other in rooms if other)
    for price, capacity in sources:
        paid = min(owed, capacity)
        gained -= price * paid
        owed -= paid
    return gained


def _package(issues: list[PackageIssue], room: Callable[[PackageIssue], Decimal]) -> tuple[Decimal, Decimal]:
    """The best of both sides over the issues that have a value."""
    lines = []
    for issue in issues:
        ours = issue.our_value or ZERO
        theirs = ours if issue.their_value is None else issue.their_value
        lines.append((ours * room(issue), theirs * room(issue)))
    return rounded(_best(lines), 6), rounded(_best([(theirs, ours) for ours, theirs in lines]), 6)


def zopa_package(given: ZopaPackageInput) -> Outcome[ZopaPackageResult]:
    """Where there is room, issue by issue and for the whole."""
    issues = sorted(given.issues, key=lambda issue: issue.name)
    with localcontext(prec=PRECISION):
        found = {issue.name: item for issue in issues if (item := _item(issue)) is not None}
        left_out = [issue.name for issue in issues if issue.name not in found]
        if not found:
            missing = [f"limits of {name!r}" for name in left_out] or ["issues"]
            return Outcome(result=None, formula=FORMULA, missing=missing)
        valued = [issue for issue in issues if issue.name in found and issue.our_value is not None]
        worst = _package(valued, lambda issue: found[issue.name].room_worst)
        best = _package(valued, lambda issue: found[issue.name].room_best)
    items = list(found.values())
    exists: Exists = "yes" if worst[0] >= 0 else "no" if best[0] < 0 else "uncertain"
    priced = [item for item in items if item.price_of_giving is not None]
    result = ZopaPackageResult(
        exists=exists if valued else None,
        status="estimate" if any(item.status == "estimate" for item in items) else "known",
        issues_with_room=[item.name for item in items if item.exists == "yes"],
        issues_uncertain=[item.name for item in items if item.exists == "uncertain"],
        issues_without_room=[item.name for item in items if item.exists == "no"],
        our_best_worst_case=worst[0] if valued else None,
        our_best_best_case=best[0] if valued else None,
        their_best_worst_case=worst[1] if valued else None,
        their_best_best_case=best[1] if valued else None,
        give_first=[item.name for item in sorted(priced, key=lambda item: (item.price_of_giving or ZERO, item.name))],
        left_out=left_out,
        without_value=[item.name for item in items if item.worth_to_us is None],
    )
    findings = _findings(result, valued)
    return Outcome(
        result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, items, given)
    )


def _findings(result: ZopaPackageResult, valued: list[PackageIssue]) -> list[Note]:
    assumed = [issue.name for issue in valued if issue.their_value is None]
    groups = {
        "zopa_package.left_out": result.left_out,
        "zopa_package.without_value": result.without_value,
        "zopa_package.same_value": assumed,
    }
    found = about(groups)
    if result.exists == "yes" and result.issues_without_room:
        found += about({"zopa_package.crosses_a_limit": result.issues_without_room})
    if result.status == "estimate":
        found.append(both("zopa.estimate", lambda _: {}))
    return found


def _why(result: ZopaPackageResult, items: list[ZopaPackageItem], given: ZopaPackageInput) -> list[Note]:
    def rooms(wanted: Exists, language: Language) -> str:
        shown = [
            f"{item.name} ({number(abs(item.room_worst if wanted == 'yes' else item.room_best), language)} {item.unit})"
            for item in items
            if item.exists == wanted
        ]
        return names(shown)

    def values(language: Language) -> dict[str, object]:
        return {
            "room": rooms("yes", language),
            "none": rooms("no", language),
            "uncertain": names(result.issues_uncertain),
            "ours": number(result.our_best_worst_case or ZERO, language),
            "ours_best": number(result.our_best_best_case or ZERO, language),
            "theirs": number(result.their_best_worst_case or ZERO, language),
            "lack": number(abs(result.our_best_best_case or ZERO), language),
            "unit": given.package_unit,
            "first": names(result.give_first, 3),
        }

    codes = []
    codes += ["zopa_package.room"] if result.issues_with_room else []
    codes += ["zopa_package.no_room"] if result.issues_without_room else []
    codes += ["zopa_package.uncertain_issues"] if result.issues_uncertain else []
    if result.exists is not None:
        pays = result.exists == "yes" and bool(result.issues_without_room)
        codes.append("zopa_package.package_pays" if pays else f"zopa_package.package_{result.exists}")
        if len({item.price_of_giving for item in items if item.price_of_giving is not None}) > 1:
            codes.append("zopa_package.give_first")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="zopa_package",
    version="1",
    source="method row 66; not in the sources; that value adds up over the issues is our assumption",
    function=zopa_package,
    input=ZopaPackageInput,
    result=ZopaPackageResult,
    example={
        "package_unit": "EUR",
        "issues": [
            {
                "name": "hourly rate",
                "unit": "EUR/h",
                "direction": "up",
                "our_limit": 96,
                "their_limit": 94,
                "our_value": 5000,
                "their_value": 5000,
            },
            {
                "name": "payment",
                "unit": "days",
                "direction": "down",
                "our_limit": 45,
                "their_limit": 30,
                "our_value": 1200,
                "their_value": 500,
            },
        ],
    },
)
