"""Whether the account plan holds what it must, with evidence (S2 names the six sections; method row 31)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, Outcome, Probability, Strict, ratio
from copilot.scoring.rag import Rag
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, percent
from copilot.text.catalogue import t

FORMULA = (
    "completeness = sections that are filled and evidenced / 6; a section given by counts is evidenced when "
    "evidenced_items / items >= min_evidence; financial_hypotheses needs nrr, margin and cac_payback each"
)
SectionName = Literal[
    "objectives", "stakeholders", "project_roadmap", "value_milestones", "risks", "financial_hypotheses"
]
PLAIN: tuple[SectionName, ...] = ("objectives", "stakeholders", "project_roadmap", "value_milestones", "risks")
FINANCIAL = ("nrr", "margin", "cac_payback")
Items = Annotated[int, Field(ge=0, le=1_000_000)]


class SectionState(Strict):
    """What a section holds: either two flags, or how many items and how many of them have evidence."""

    filled: bool | None = Field(default=None, description="whether something is written there")
    evidenced: bool | None = Field(default=None, description="whether it rests on quotes or documents; absent: no")
    items: Items | None = Field(default=None, description="number of items (instead of the flags)")
    evidenced_items: Items | None = Field(default=None, description="number of them with evidence; absent: none")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        flags, counts = (self.filled, self.evidenced), (self.items, self.evidenced_items)
        if any(x is not None for x in flags) and any(x is not None for x in counts):
            raise ValueError("items: give filled and evidenced, or items and evidenced_items, not both")
        if self.evidenced and not self.filled:
            raise ValueError("evidenced = 'True': there is evidence for a section that is not filled; set filled too")
        if (self.evidenced_items or 0) > (self.items or 0):
            raise ValueError(f"evidenced_items = '{self.evidenced_items}': more than items = '{self.items or 0}'")
        return self


class FinancialState(Strict):
    """The three financial hypotheses that the plan must state."""

    nrr: SectionState | None = Field(default=None, description="net revenue retention expected")
    margin: SectionState | None = Field(default=None, description="margin expected")
    cac_payback: SectionState | None = Field(default=None, description="months to pay back the cost of acquisition")


class CompletenessInput(Strict):
    """The six sections of the plan; a section that is not given counts as empty, and is named."""

    objectives: SectionState | None = Field(default=None, description="what both sides want to reach")
    stakeholders: SectionState | None = Field(default=None, description="who decides, buys, uses, supports, resists")
    project_roadmap: SectionState | None = Field(default=None, description="projects over time")
    value_milestones: SectionState | None = Field(default=None, description="dated steps where the client sees value")
    risks: SectionState | None = Field(default=None, description="what may go wrong, with an owner")
    financial_hypotheses: FinancialState | None = Field(default=None, description="NRR, margin and CAC payback, each")
    min_evidence: Probability = Field(
        default=Decimal("0.8"), description="share of items that need evidence, a fraction; 0.8 is our default"
    )


class SectionItem(Strict):
    """One section, or one of the three financial hypotheses."""

    section: SectionName
    part: str | None = Field(description="nrr, margin or cac_payback; None for the section as a whole")
    rag: Rag = Field(description="green: filled and evidenced; amber: filled in part or without evidence; red: empty")
    filled: bool
    evidenced: bool
    evidence_share: Decimal | None = Field(description="items with evidence / items; None without counts")
    missing: list[str] = Field(description="content, evidence, or the parts that are not complete")


class CompletenessResult(Strict):
    """How much of the plan stands on its feet."""

    completeness: Decimal = Field(description="a fraction from 0 to 1")
    complete: int = Field(description="sections filled and evidenced, 0 to 6")
    sections: int = Field(description="always 6")
    filled_only: list[SectionName] = Field(description="filled, but without enough evidence")
    incomplete: list[SectionName] = Field(description="empty, or without some of its parts")


class _State(NamedTuple):
    filled: bool
    evidenced: bool
    share: Decimal | None


def _judge(state: SectionState | None, needed: Decimal) -> _State:
    if state is None:
        return _State(False, False, None)
    if state.items is None:
        return _State(bool(state.filled), bool(state.evidenced), None)
    if not state.items:
        return _State(False, False, None)
    proved = state.evidenced_items or 0
    # Without a single quote nothing is evidenced, even where no share of evidence is asked for.
    enough = proved > 0 and Decimal(proved) >= needed * state.items
    return _State(True, enough, ratio(Decimal(proved), Decimal(state.items)))


def _item(section: SectionName, part: str | None, state: _State) -> SectionItem:
    missing = ["content"] if not state.filled else [] if state.evidenced else ["evidence"]
    rag: Rag = "red" if not state.filled else "green" if state.evidenced else "amber"
    return SectionItem(
        section=section,
        part=part,
        rag=rag,
        filled=state.filled,
        evidenced=state.evidenced,
        evidence_share=state.share,
        missing=missing,
    )


def _financial(given: CompletenessInput) -> list[SectionItem]:
    """The section as a whole, then its three parts."""
    states = {name: _judge(getattr(given.financial_hypotheses, name, None), given.min_evidence) for name in FINANCIAL}
    filled = all(state.filled for state in states.values())
    evidenced = all(state.evidenced for state in states.values())
    whole = _item("financial_hypotheses", None, _State(filled, evidenced, None))
    rag: Rag = "green" if evidenced else "amber" if any(state.filled for state in states.values()) else "red"
    lacking = [name for name, state in states.items() if not state.evidenced]
    parts = [_item("financial_hypotheses", name, state) for name, state in states.items()]
    return [whole.model_copy(update={"rag": rag, "missing": lacking}), *parts]


def _not_stated(given: CompletenessInput) -> list[str]:
    """The sections and financial parts about which nothing was said."""
    blank = SectionState()
    found: list[str] = [name for name in PLAIN if getattr(given, name) in (None, blank)]
    parts = [name for name in FINANCIAL if getattr(given.financial_hypotheses, name, None) in (None, blank)]
    return [*found, "financial_hypotheses"] if len(parts) == len(FINANCIAL) else found + parts


def plan_completeness(given: CompletenessInput) -> Outcome[CompletenessResult]:
    """The share of the six mandatory sections that are filled and evidenced."""
    silent = _not_stated(given)
    everything = [*PLAIN, "financial_hypotheses"]
    if silent == everything:
        return Outcome(result=None, formula=FORMULA, missing=everything)
    items = [_item(name, None, _judge(getattr(given, name), given.min_evidence)) for name in PLAIN]
    items += _financial(given)
    whole = [item for item in items if item.part is None]
    complete = sum(item.rag == "green" for item in whole)
    result = CompletenessResult(
        completeness=ratio(Decimal(complete), Decimal(len(whole))),
        complete=complete,
        sections=len(whole),
        filled_only=[item.section for item in whole if item.filled and not item.evidenced],
        incomplete=[item.section for item in whole if not item.filled],
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=_findings(given, items, silent),
        why=_why(result),
    )


def _labels(codes: list[str], language: Language) -> str:
    return names([t(f"scoring.section.{code}", language) for code in codes], limit=len(codes))


def _findings(given: CompletenessInput, items: list[SectionItem], silent: list[str]) -> list[Note]:
    found = []
    if silent:
        found.append(both("completeness.not_stated", lambda lang: {"names": _labels(silent, lang)}))
    finance = next(item for item in items if item.section == "financial_hypotheses")
    if finance.rag == "amber":
        found.append(both("completeness.financial", lambda lang: {"names": _labels(finance.missing, lang)}))
    partly = [item for item in items if item.evidence_share is not None and 0 < item.evidence_share < 1]
    if partly:

        def values(language: Language) -> dict[str, object]:
            shown = [
                f"{_labels([item.part or item.section], language)} ({percent(share, language)})"
                for item in partly
                if (share := item.evidence_share)
            ]
            return {"names": names(shown, limit=len(shown)), "threshold": percent(given.min_evidence, language)}

        found.append(both("completeness.partly", values))
    return found


def _why(result: CompletenessResult) -> list[Note]:
    def values(language: Language, codes: list[SectionName]) -> dict[str, object]:
        return {
            "complete": result.complete,
            "all": result.sections,
            "completeness": percent(result.completeness, language),
            "after": result.complete + len(result.filled_only),
            "names": _labels(list(codes), language),
        }

    why = [both("completeness.share", lambda lang: values(lang, []))]
    if result.filled_only:
        why.append(both("completeness.evidence_first", lambda lang: values(lang, result.filled_only)))
    if result.incomplete:
        why.append(both("completeness.fill_next", lambda lang: values(lang, result.incomplete)))
    return [*why, both("completeness.all", lambda lang: values(lang, []))] if len(why) == 1 else why


TOOL = Tool(
    name="plan_completeness",
    version="1",
    source="S2 names the six sections, method row 31; red, amber, green and the 0.8 of evidence are ours",
    function=plan_completeness,
    input=CompletenessInput,
    result=CompletenessResult,
    example={
        "objectives": {"items": 4, "evidenced_items": 4},
        "stakeholders": {"filled": True, "evidenced": True},
        "project_roadmap": {"filled": True, "evidenced": False},
        "risks": {"filled": False},
        "financial_hypotheses": {"nrr": {"filled": True, "evidenced": True}},
    },
)
