"""Service commitments kept, in all, per commitment and per period (S2 names it; method row 36 gives the rule)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, Decimal, localcontext
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Name, Note, Outcome, PositiveAmount, Probability, Strict, duplicates, ratio
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, number, percent

FORMULA = "compliance = sum(met) / sum(due); never the mean of the ratios; lines with nothing due are left out"
FEW_DUE = 20


class SlaLine(Strict):
    """What was due and what was kept: of one commitment, in one period, or both."""

    commitment: Name | None = Field(default=None, description="which commitment, for example response within 4 h")
    period: Name | None = Field(default=None, description="which period, for example 2026-01 or Q1 2026")
    met: PositiveAmount = Field(description="how many were kept (or hours, for an availability)")
    due: PositiveAmount = Field(description="how many were due, in the same unit; 0 when none was")

    @model_validator(mode="after")
    def _named_and_possible(self) -> Self:
        if self.commitment is None and self.period is None:
            raise ValueError(
                "commitment: name the commitment or the period of the line; without either use met and due"
            )
        kept_of(self.met, self.due)
        return self


def kept_of(met: Decimal, due: Decimal) -> None:
    """Refuses more kept than due.

    Raises:
        ValueError: it is more.
    """
    if met > due:
        raise ValueError(f"met = '{met}': more than due = '{due}'")


class SlaInput(Strict):
    """Commitments with what was due and what was kept, in lines or as one sum."""

    lines: list[SlaLine] = Field(
        default_factory=list, max_length=10_000, description="one line per commitment and period, no totals"
    )
    met: PositiveAmount | None = Field(default=None, description="kept in all, when there are no lines")
    due: PositiveAmount | None = Field(default=None, description="due in all, when there are no lines")
    target: Probability | None = Field(
        default=None, description="share to keep, a fraction (0.95 is 95 %); without it nothing is judged"
    )

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.lines and (self.met is not None or self.due is not None):
            raise ValueError("met: give the lines or the sums, not both")
        if self.met is not None and self.due is not None:
            kept_of(self.met, self.due)
        if twice := duplicates(f"{line.commitment or '-'} / {line.period or '-'}" for line in self.lines):
            raise ValueError(f"lines: {twice[0]!r} stands twice; merge the lines or tell them apart")
        for field in ("commitment", "period"):
            named = [getattr(line, field) is not None for line in self.lines]
            if any(named) and not all(named):
                raise ValueError(f"lines.{named.index(False)}.{field}: other lines name one; totals would count twice")
        return self


GroupKind = Literal["commitment", "period"]


class SlaItem(Strict):
    """One commitment over all periods, or one period over all commitments."""

    kind: GroupKind
    name: str
    met: Decimal
    due: Decimal
    missed: Decimal
    compliance: Decimal = Field(description="met / due, a fraction")
    reaches_target: bool | None = Field(description="None without a target")


class SlaResult(Strict):
    """How much was kept, and where it was worst."""

    compliance: Decimal = Field(description="a fraction from 0 to 1")
    met: Decimal
    due: Decimal
    missed: Decimal
    reaches_target: bool | None = Field(description="None without a target")
    short: Decimal | None = Field(description="how many more had to be kept to reach the target; None without one")
    worst_commitment: str | None = Field(description="the lowest compliance; None when the lines name none")
    worst_period: str | None


class Kept(NamedTuple):
    """A sum of lines."""

    met: Decimal
    due: Decimal

    def reaches(self, target: Decimal | None) -> bool | None:
        """Whether the share is at the target; None without a target."""
        with localcontext(prec=PRECISION):
            return None if target is None else self.met >= target * self.due

    def short_of(self, target: Decimal) -> Decimal:
        """How much more had to be kept; a whole number where the counts are whole."""
        with localcontext(prec=PRECISION):
            short = max(target * self.due - self.met, Decimal(0))
            whole = self.met == self.met.to_integral_value() and self.due == self.due.to_integral_value()
            return short.to_integral_value(ROUND_CEILING) if whole else short


def total(lines: Iterable[SlaLine]) -> Kept:
    """What was kept and due over all lines."""
    rows = list(lines)
    return Kept(sum((r.met for r in rows), Decimal(0)), sum((r.due for r in rows), Decimal(0)))


def _groups(given: SlaInput, kind: GroupKind, name_of: Callable[[SlaLine], str | None]) -> list[SlaItem]:
    """Sums by name, the worst first: lowest share, then most missed, then by name."""
    held: dict[str, list[SlaLine]] = {}
    for line in given.lines:
        if (name := name_of(line)) is not None and line.due > 0:
            held.setdefault(name, []).append(line)
    items = []
    for name, lines in held.items():
        kept = total(lines)
        items.append(
            SlaItem(
                kind=kind,
                name=name,
                met=kept.met,
                due=kept.due,
                missed=kept.due - kept.met,
                compliance=ratio(kept.met, kept.due),
                reaches_target=kept.reaches(given.target),
            )
        )
    return sorted(items, key=lambda item: (item.compliance, -item.missed, item.name))


def sla_compliance(given: SlaInput) -> Outcome[SlaResult]:
    """What was kept of what was due, and the commitment and the period where it was worst."""
    kept = total(given.lines) if given.lines else Kept(given.met or Decimal(0), given.due or Decimal(0))
    missing = [] if given.lines else [name for name in ("met", "due") if getattr(given, name) is None]
    if not missing and kept.due == 0:
        missing = ["commitments that were due"]
    if missing:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    commitments = _groups(given, "commitment", lambda line: line.commitment)
    periods = _groups(given, "period", lambda line: line.period)
    result = SlaResult(
        compliance=ratio(kept.met, kept.due),
        met=kept.met,
        due=kept.due,
        missed=kept.due - kept.met,
        reaches_target=kept.reaches(given.target),
        short=None if given.target is None else kept.short_of(given.target),
        worst_commitment=commitments[0].name if commitments else None,
        worst_period=periods[0].name if periods else None,
    )
    items = [*commitments, *periods]
    findings = _findings(given, result, items)
    return Outcome(
        result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, given, items)
    )


def _findings(given: SlaInput, result: SlaResult, items: list[SlaItem]) -> list[Note]:
    empty = sorted(" / ".join(filter(None, (x.commitment, x.period))) for x in given.lines if x.due == 0)
    found = [both("sla.nothing_due", lambda _: {"names": names(empty)})] if empty else []
    if result.due < FEW_DUE:
        found.append(both("sla.few", lambda lang: {"due": number(result.due, lang), "limit": FEW_DUE}))
    hidden = [item.name for item in items if item.reaches_target is False]
    if result.reaches_target and hidden:
        found.append(both("sla.hidden", lambda _: {"names": names(hidden)}))
    return found


def _why(result: SlaResult, given: SlaInput, items: list[SlaItem]) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "compliance": percent(result.compliance, language, 2),
            "met": number(result.met, language),
            "due": number(result.due, language),
            "target": percent(given.target or Decimal(0), language, 2),
            "short": number(result.short or Decimal(0), language),
        }

    why = [both("sla.kept", values)]
    if result.reaches_target is not None:
        why.append(both("sla.at_target" if result.reaches_target else "sla.below_target", values))
    for kind in ("commitment", "period"):
        group = [item for item in items if item.kind == kind]
        if len(group) > 1 and group[0].missed:
            why.append(_worst(group[0], result))
    return why


def _worst(item: SlaItem, result: SlaResult) -> Note:
    return both(
        f"sla.worst_{item.kind}",
        lambda language: {
            "name": item.name,
            "compliance": percent(item.compliance, language, 2),
            "missed": number(item.missed, language),
            "share": percent(ratio(item.missed, result.missed), language),
        },
    )


TOOL = Tool(
    name="sla_compliance",
    version="1",
    source="S2 names the indicator, method row 36; the warning below 20 commitments due is ours",
    function=sla_compliance,
    input=SlaInput,
    result=SlaResult,
    example={
        "target": 0.95,
        "lines": [
            {"commitment": "response 4 h", "period": "2026-01", "met": 47, "due": 50},
            {"commitment": "repair 48 h", "period": "2026-01", "met": 18, "due": 20},
        ],
    },
)
