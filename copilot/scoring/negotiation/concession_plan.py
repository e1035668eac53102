"""In which order to concede, each give against a get and within the mandate (method row 66; not in the sources)."""

from __future__ import annotations

from decimal import Decimal, localcontext

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import PRECISION, Note, Outcome, Strict, ratio
from copilot.scoring.negotiation.concessions import (
    ZERO,
    ConcessionInput,
    ConcessionPlanInput,
    Ease,
    Tactic,
    in_order,
    incomplete,
    keep,
)
from copilot.scoring.negotiation.figures import about, amount
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, percent
from copilot.text.catalogue import t

FORMULA = (
    "order by cost / get_value ascending, then cost descending, then ease, then name; every give has a get; "
    "sum(cost) <= mandate; the costs above 0 decrease strictly along the order; left = mandate - sum(cost)"
)


class ConcessionItem(Strict):
    """One concession in its place."""

    rank: int
    give: str
    get: str
    cost: Decimal
    get_value: Decimal
    cost_per_value: Decimal = Field(description="cost / value of the counterpart: below 1 we gain, above 1 we lose")
    ease: Ease | None
    tactic: Tactic
    tactic_is_ours: bool = Field(description="whether the tactic comes from our rule and not from the call")
    condition_fr: str = Field(description="the sentence to say, in French")
    condition_en: str = Field(description="the sentence to say, in English")
    cumulative_cost: Decimal
    mandate_left: Decimal = Field(description="what the mandate still holds after it")


class ConcessionPlanResult(Strict):
    """The plan as a whole."""

    mandate: Decimal
    order: list[str] = Field(description="the gives, first to last")
    held_back: list[str] = Field(description="gives left out because their step would not be smaller; with hold_back")
    total_cost: Decimal = Field(description="of the concessions in the plan")
    mandate_left: Decimal
    total_get_value: Decimal
    net_gain: Decimal = Field(description="value of the counterparts - cost of the concessions")


def _tactic(item: ConcessionInput, cost: Decimal, value: Decimal) -> Tactic:
    """Our rule: argue away what is hard to give, give less of what costs more than it obtains, trade the rest."""
    if item.tactic is not None:
        return item.tactic
    if item.ease == "difficile":
        return "dissuader"
    return "reduire" if cost > value else "echanger"


def concession_plan(given: ConcessionPlanInput) -> Outcome[ConcessionPlanResult]:
    """The order of the concessions, the sentence for each, and what is left of the mandate."""
    missing = incomplete(given)
    if missing or given.mandate is None:
        return Outcome(result=None, formula=FORMULA, missing=missing)
    with localcontext(prec=PRECISION):
        order = in_order(given.concessions)
        kept = order if given.on_rising_step == "refuse" else keep(order)
        items, spent = [], ZERO
        for rank, (item, cost, value) in enumerate(kept, start=1):
            spent += cost
            get, give = (item.get or "").strip(" .;"), item.give.strip(" .;")
            items.append(
                ConcessionItem(
                    rank=rank,
                    give=item.give,
                    get=item.get or "",
                    cost=cost,
                    get_value=value,
                    cost_per_value=ratio(cost, value),
                    ease=item.ease,
                    tactic=_tactic(item, cost, value),
                    tactic_is_ours=item.tactic is None,
                    condition_fr=t("scoring.concession_plan.condition", "fr", get=get, give=give),
                    condition_en=t("scoring.concession_plan.condition", "en", get=get, give=give),
                    cumulative_cost=spent,
                    mandate_left=given.mandate - spent,
                )
            )
        obtained = sum((value for _, _, value in kept), ZERO)
        result = ConcessionPlanResult(
            mandate=given.mandate,
            order=[item.give for item in items],
            held_back=[item.give for item, _, _ in order if item.give not in {line.give for line in items}],
            total_cost=spent,
            mandate_left=given.mandate - spent,
            total_get_value=obtained,
            net_gain=obtained - spent,
        )
    findings = _findings(result, items, given)
    return Outcome(
        result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, items, given)
    )


def _findings(result: ConcessionPlanResult, items: list[ConcessionItem], given: ConcessionPlanInput) -> list[Note]:
    hard = {item.give for item in given.concessions if item.get_ease == "difficile"}
    groups = {
        "concession_plan.held_back": result.held_back,
        "concession_plan.at_a_loss": [item.give for item in items if item.cost > item.get_value],
        "concession_plan.hard_counterpart": [item.give for item in items if item.give in hard],
        "concession_plan.dissuade": [item.give for item in items if item.tactic == "dissuader"],
    }
    found = about(groups)
    if result.mandate_left == 0:
        found.append(both("concession_plan.mandate_used", lambda _: {}))
    return found


def _why(result: ConcessionPlanResult, items: list[ConcessionItem], given: ConcessionPlanInput) -> list[Note]:
    first, last = items[0], items[-1]

    def values(language: Language) -> dict[str, object]:
        return {
            "first": first.give,
            "first_get": first.get.strip(" .;"),
            "last": last.give,
            "rate": percent(first.cost_per_value, language),
            "last_rate": percent(last.cost_per_value, language),
            "n": len(items),
            "cost": amount(result.total_cost, given.currency, language),
            "mandate": amount(result.mandate, given.currency, language),
            "left": amount(result.mandate_left, given.currency, language),
            "value": amount(result.total_get_value, given.currency, language),
            "net": amount(result.net_gain, given.currency, language),
            "steps": " > ".join(amount(item.cost, given.currency, language) for item in items if item.cost > 0),
        }

    codes = ["concession_plan.first" if len(items) == 1 else "concession_plan.order"]
    if sum(item.cost > 0 for item in items) > 1:
        codes.append("concession_plan.steps")
    codes += ["concession_plan.mandate", "concession_plan.net"]
    if any(item.tactic_is_ours for item in items):
        codes.append("concession_plan.our_tactics")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="concession_plan",
    version="1",
    source="method row 66; not in the sources; the rule for the tactic and the strict steps are ours",
    function=concession_plan,
    input=ConcessionPlanInput,
    result=ConcessionPlanResult,
    example={
        "currency": "EUR",
        "mandate": 50000,
        "concessions": [
            {
                "give": "volume rebate of 1%",
                "cost": 24000,
                "get": "three-year commitment",
                "get_value": 60000,
                "ease": "sous_conditions",
            },
            {
                "give": "free staff training",
                "cost": 8000,
                "get": "quarterly meeting with their management",
                "get_value": 15000,
                "ease": "facile",
            },
            {
                "give": "payment at 60 days",
                "cost": 5000,
                "get": "order forecast by site",
                "get_value": 6000,
                "ease": "difficile",
            },
        ],
    },
)
