"""What `meso` is told: issues with their options, their worth to each side, our floor and the level aimed at."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Annotated, NamedTuple, Self

from pydantic import Field, model_validator

from copilot.scoring.base import PRECISION, Amount, Name, PositiveAmount, Strict, duplicates, rounded
from copilot.scoring.negotiation.packages import MOST_HALF, Choice, half_size
from copilot.scoring.receipt import plain

PLACES = 16
"""Decimals of a weight times a worth: 8 and 8. All sums are exact at this scale."""
_MOST_STEPS = 200
_Weight = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=8)]
_Step = Annotated[Decimal, Field(gt=0, le=Decimal("1e15"), decimal_places=8)]


class OptionInput(Strict):
    """One way to settle an issue."""

    label: Name = Field(description="the option, unique in its issue")
    own: Amount | None = Field(default=None, description="its worth to us: money, points, or 0 to 1; one scale for all")
    theirs: Amount | None = Field(
        default=None, description="its worth to them as we estimate it, on a scale of its own"
    )


class RangeInput(Strict):
    """A numeric issue: every value from low to high by step, its worth on a straight line between the two ends."""

    unit: str = Field(min_length=1, max_length=40, description="unit of the values: EUR/h, %, days…")
    low: Amount = Field(description="smallest value")
    high: Amount = Field(description="largest value, above low")
    step: _Step = Field(description="distance of two values; it divides high - low, at most 200 steps")
    own_at_low: Amount = Field(description="worth to us at the smallest value")
    own_at_high: Amount = Field(description="worth to us at the largest value")
    theirs_at_low: Amount = Field(description="worth to them at the smallest value, as we estimate it")
    theirs_at_high: Amount = Field(description="worth to them at the largest value, as we estimate it")

    @model_validator(mode="after")
    def _steps_fit(self) -> Self:
        if self.high <= self.low:
            raise ValueError(f"high = '{plain(self.high)}': must be above low = '{plain(self.low)}'")
        with localcontext(prec=PRECISION):
            steps, rest = divmod(self.high - self.low, self.step)
        if rest:
            raise ValueError(
                f"step = '{plain(self.step)}': does not divide high - low = '{plain(self.high - self.low)}'"
            )
        if steps > _MOST_STEPS:
            raise ValueError(f"step = '{plain(self.step)}': makes {steps:f} steps; at most {_MOST_STEPS}")
        return self


class MesoIssue(Strict):
    """One issue with its options, or with a range of values."""

    name: Name = Field(description="name of the issue, unique in the call")
    options: list[OptionInput] = Field(default_factory=list, max_length=200, description="its options, in any order")
    range: RangeInput | None = Field(default=None, description="instead of options, for a numeric issue")
    weight: _Weight = Field(default=Decimal(1), description="factor on its worth to us; default 1")
    their_weight: _Weight | None = Field(
        default=None, description="factor on its worth to them, as we estimate it; left out: the same as ours"
    )

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.options and self.range is not None:
            raise ValueError(f"range of {self.name!r}: give options or a range, not both")
        if twice := duplicates(option.label for option in self.options):
            raise ValueError(f"options of {self.name!r}: {twice[0]!r} stands twice; keep one")
        return self


class PickInput(Strict):
    """The option that a proposed package takes on one issue."""

    issue: Name = Field(description="name of the issue")
    option: Name = Field(description="label of the option, or the value when the issue is a range")


class ProposedInput(Strict):
    """A package that somebody wants to offer."""

    name: Name = Field(description="name of the package, unique in the call")
    picks: list[PickInput] = Field(max_length=60, description="one option for each issue")


class Option(NamedTuple):
    """An option with its weighted worth."""

    label: str
    own: Decimal
    theirs: Decimal


class Options(NamedTuple):
    """An issue with its options in a fixed order."""

    name: str
    unit: str | None
    options: list[Option]

    def choices(self) -> list[Choice]:
        """The options for the search, as whole numbers."""
        return [Choice(whole(option.own), whole(option.theirs)) for option in self.options]


def whole(value: Decimal) -> int:
    """The value at the scale of the search."""
    with localcontext(prec=PRECISION):
        return int(value.scaleb(PLACES))


def back(value: int) -> Decimal:
    """A sum of the search as a Decimal."""
    with localcontext(prec=PRECISION):
        return Decimal(value).scaleb(-PLACES)


def _listed(issue: MesoIssue) -> list[Option]:
    """Its options in a fixed order: by value, or by label."""
    if issue.range is None:
        known = [(o.label, o.own, o.theirs) for o in issue.options if o.own is not None and o.theirs is not None]
        return sorted(Option(label, own, theirs) for label, own, theirs in known)
    line = issue.range
    steps = int((line.high - line.low) / line.step)
    found = []
    for rank in range(steps + 1):
        part = Decimal(rank) / steps
        own = line.own_at_low + (line.own_at_high - line.own_at_low) * part
        theirs = line.theirs_at_low + (line.theirs_at_high - line.theirs_at_low) * part
        found.append(Option(plain(line.low + rank * line.step), rounded(own, 8), rounded(theirs, 8)))
    return found


def expand(issues: list[MesoIssue]) -> list[Options]:
    """The issues by name, each option with its worth times the weight of the issue."""
    with localcontext(prec=PRECISION):
        found = []
        for issue in sorted(issues, key=lambda issue: issue.name):
            theirs = issue.weight if issue.their_weight is None else issue.their_weight
            weighted = [Option(o.label, issue.weight * o.own, theirs * o.theirs) for o in _listed(issue)]
            found.append(Options(issue.name, issue.range.unit if issue.range else None, weighted))
        return found


class MesoInput(Strict):
    """The issues, our floor, and how many packages are wanted."""

    issues: list[MesoIssue] = Field(max_length=60, description="the issues that a package settles, in any order")
    reservation: Amount | None = Field(
        default=None, description="our floor: the least that a package must be worth to us, on the scale of own"
    )
    aim: Amount | None = Field(
        default=None,
        description="worth to us that the packages aim at, not below reservation; left out: the highest worth of a "
        "package that still has enough packages within eps of it",
    )
    eps: PositiveAmount | None = Field(
        default=None,
        description="how far from the aim a package may lie; left out: our default, 5 % of the way from reservation to "
        "the best package for us",
    )
    packages: int = Field(default=3, ge=2, le=5, description="how many packages, 2 to 5; default 3")
    min_different_issues: int = Field(
        default=1, ge=1, le=3, description="in how many issues two packages differ at least, 1 to 3; default 1"
    )
    proposed: list[ProposedInput] = Field(
        default_factory=list, max_length=20, description="packages to check against the floor; one under it is refused"
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if twice := duplicates(issue.name for issue in self.issues):
            raise ValueError(f"issues: {twice[0]!r} stands twice; keep one")
        if twice := duplicates(package.name for package in self.proposed):
            raise ValueError(f"proposed: {twice[0]!r} stands twice; keep one")
        if self.aim is not None and self.reservation is not None and self.aim < self.reservation:
            raise ValueError(
                f"aim = '{plain(self.aim)}': under the floor, reservation = '{plain(self.reservation)}'; aim higher"
            )
        issues = expand(self.issues)
        listed = half_size([len(issue.options) for issue in issues])
        if listed > MOST_HALF:
            raise ValueError(
                f"issues: half of the issues make {listed} combinations, at most {MOST_HALF} can be searched exactly; "
                "take out options or settle an issue apart"
            )
        if not incomplete(self):
            for rank, package in enumerate(self.proposed):
                worth = value_of(package, issues, rank)[0]
                if self.reservation is not None and worth < self.reservation:
                    raise ValueError(
                        f"proposed.{rank} = {package.name!r}: worth {plain(worth)} to us, under the floor, reservation "
                        f"= '{plain(self.reservation)}'; raise it or drop it"
                    )
        return self


def incomplete(given: MesoInput) -> list[str]:
    """What the search cannot do without."""
    missing = [] if given.issues else ["issues"]
    missing += ["reservation"] if given.reservation is None else []
    for issue in sorted(given.issues, key=lambda issue: issue.name):
        if issue.range is None and not issue.options:
            missing.append(f"options of {issue.name!r}")
        for option in sorted(issue.options, key=lambda option: option.label):
            missing += [f"own of {option.label!r} in {issue.name!r}"] if option.own is None else []
            missing += [f"theirs of {option.label!r} in {issue.name!r}"] if option.theirs is None else []
    return missing


def value_of(package: ProposedInput, issues: list[Options], rank: int) -> tuple[Decimal, Decimal]:
    """What a proposed package is worth to us and to them.

    Raises:
        ValueError: it does not take one known option of each issue.
    """
    picks = {pick.issue: pick.option for pick in package.picks}
    place = f"proposed.{rank}.picks of {package.name!r}"
    if twice := duplicates(pick.issue for pick in package.picks):
        raise ValueError(f"{place}: {twice[0]!r} stands twice; one option for each issue")
    if strange := sorted(set(picks) - {issue.name for issue in issues}):
        raise ValueError(f"{place}: no issue is named {strange[0]!r}")
    own = theirs = Decimal(0)
    with localcontext(prec=PRECISION):
        for issue in issues:
            option = next((option for option in issue.options if option.label == picks.get(issue.name)), None)
            if option is None:
                raise ValueError(f"{place}: {picks.get(issue.name)!r} is no option of {issue.name!r}; pick one of its")
            own, theirs = own + option.own, theirs + option.theirs
    return own, theirs
