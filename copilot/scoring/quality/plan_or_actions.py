"""Whether a document is an account business plan or a mere list of our actions (S4; method row 30)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, Outcome, Strict, at_defaults, ratio
from copilot.scoring.quality.lines import short
from copilot.scoring.quality.plan_content import CORE, OTHERS, Criterion, PlanInput, Proof, proofs
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, percent
from copilot.text.catalogue import t

FORMULA = (
    "abp when the 4 core criteria (target, client contributions, client commitment written or signed, result measured) "
    "are met and criteria met / 10 >= plan_share; action_plan when none of the criteria about the client is met or "
    "criteria met / 10 <= actions_share; between otherwise"
)
ABOUT_CLIENT: tuple[Criterion, ...] = (
    "contributions",
    "commitment",
    "joint_vision",
    "client_objectives",
    "client_value",
    "client_owners",
)


class CriterionItem(Strict):
    """One criterion."""

    criterion: Criterion
    core: bool = Field(description="whether it is one of the four that tell an ABP in the case of S4")
    met: bool
    by: Literal["stated", "words", "missing"] = Field(
        description="stated in its field, found by words in the lines (to be confirmed), or missing"
    )
    evidence: str | None = Field(description="what the plan says on it")
    to_do: Note | None = Field(description="what to do for it to be met")


class PlanResult(Strict):
    """What the document is."""

    verdict: Literal["abp", "between", "action_plan"]
    met: int = Field(description="criteria met")
    criteria: int
    share: Decimal = Field(description="met / criteria, 0..1")
    core_met: int = Field(description="of the four core criteria")
    missing: list[Criterion] = Field(description="criteria not met, the core ones first")
    actions: int
    our_actions: int = Field(description="actions without an owner at the client")
    found_by_words: list[Criterion] = Field(description="criteria met by words alone, to be confirmed")


def plan_or_actions(given: PlanInput) -> Outcome[PlanResult]:
    """Each criterion with what shows it, and the verdict."""
    if given.is_empty:
        return Outcome(result=None, formula=FORMULA, missing=["what the plan says: fields or lines"])
    found = proofs(given)
    met = sum(proof.met for proof in found.values())
    core = sum(found[criterion].met for criterion in CORE)
    result = PlanResult(
        verdict=_verdict(given, found, met, core),
        met=met,
        criteria=len(found),
        share=ratio(Decimal(met), Decimal(len(found))),
        core_met=core,
        missing=[criterion for criterion in (*CORE, *OTHERS) if not found[criterion].met],
        actions=len(given.actions),
        our_actions=sum(action.owner_client is None for action in given.actions),
        found_by_words=[criterion for criterion, proof in found.items() if proof.met and proof.by == "words"],
    )
    items = [
        CriterionItem(
            criterion=criterion,
            core=criterion in CORE,
            met=proof.met,
            by=proof.by,
            evidence=None if proof.evidence is None else short(proof.evidence),
            to_do=None if proof.met else both(f"plan_or_actions.do_{criterion}", lambda _: _limits(given)),
        )
        for criterion, proof in found.items()
    ]
    return Outcome(
        result=result, formula=FORMULA, per_item=list(items), findings=_findings(given, found, result), why=_why(result)
    )


def _limits(given: PlanInput) -> dict[str, object]:
    return {"environments": given.min_environments, "months": given.min_horizon_months}


def _verdict(
    given: PlanInput, found: dict[Criterion, Proof], met: int, core: int
) -> Literal["abp", "between", "action_plan"]:
    if core == len(CORE) and Decimal(met) >= given.plan_share * len(found):
        return "abp"
    about_client = any(found[criterion].met for criterion in ABOUT_CLIENT)
    return "between" if about_client and Decimal(met) > given.actions_share * len(found) else "action_plan"


def _why(result: PlanResult) -> list[Note]:
    core = [criterion for criterion in result.missing if criterion in CORE]
    others = [criterion for criterion in result.missing if criterion not in CORE]

    def values(language: Language) -> dict[str, object]:
        def listed(criteria: list[Criterion]) -> str:
            return names([t(f"scoring.plan_or_actions.{criterion}", language) for criterion in criteria], limit=10)

        return {
            "met": result.met,
            "of": result.criteria,
            "share": percent(result.share, language),
            "core": listed(core),
            "others": listed(others),
            "actions": result.actions,
            "ours": result.our_actions,
        }

    said = [both(f"plan_or_actions.is_{result.verdict}", values)]
    if core:
        said.append(both("plan_or_actions.core_missing", values))
    if others:
        said.append(both("plan_or_actions.others_missing", values))
    if result.actions:
        said.append(both("plan_or_actions.owners", values))
    return said


def _findings(given: PlanInput, found: dict[Criterion, Proof], result: PlanResult) -> list[Note]:
    notes: list[Note] = []
    if result.found_by_words:
        notes.append(
            both(
                "plan_or_actions.by_words",
                lambda language: {
                    "names": names(
                        [t(f"scoring.plan_or_actions.{c}", language) for c in result.found_by_words], limit=10
                    )
                },
            )
        )
    if given.commitment == "verbal":
        notes.append(both("plan_or_actions.verbal", lambda _: {}))
    if given.target is not None and not found["target"].met:
        notes.append(both("plan_or_actions.target_without_figure", lambda _: {"target": short(given.target or "")}))
    if given.vision is not None and given.vision_is_joint is None:
        notes.append(both("plan_or_actions.vision_unknown", lambda _: {}))
    if at_defaults(given, "plan_share", "actions_share"):
        notes.append(
            both(
                "plan_or_actions.defaults",
                lambda language: {
                    "plan": percent(given.plan_share, language),
                    "actions": percent(given.actions_share, language),
                },
            )
        )
    return notes


TOOL = Tool(
    name="plan_or_actions",
    version="1",
    source="S4, method row 30; the four core criteria are those of its case, the six others and all limits are ours",
    function=plan_or_actions,
    input=PlanInput,
    result=PlanResult,
    example={
        "target": "10 % de part de marché cumulée après six mois",
        "contributions": ["tête de gondole et animations financées par l’enseigne"],
        "commitment": "verbal",
        "objectives": [{"text": "développer la catégorie de l’enseigne", "side": "client"}],
        "actions": [{"text": "référencer la marque", "owner_us": "KAM"}, {"text": "animer 20 magasins"}],
        "environments": ["market", "client", "competition"],
        "horizon_months": 12,
    },
)
