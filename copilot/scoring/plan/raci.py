"""Whether each action has exactly one accountable person and somebody who does it (method row 38, part d5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import Name, Note, Outcome, Probability, Strict, duplicates, ratio
from copilot.scoring.plan.people import Person, slips, spellings
from copilot.scoring.plan.raci_repairs import LETTERS, Letter, Mender, Problem, Repair, in_words, problems
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names, percent
from copilot.text.catalogue import t
from copilot.text.normalise import fold

FORMULA = (
    "an action is valid when it has exactly 1 A and at least 1 R; share of A = a person's A / all A; "
    "overloaded when that share > overload_share and the person has at least overload_from A"
)
MOST_NAMED = 5
People = Annotated[list[Person], Field(max_length=100)]


class RaciAction(Strict):
    """One action and who has which part in it."""

    action: Name = Field(description="what is to be done, unique in the call")
    responsible: People = Field(default_factory=list, description="R: who does it, at least one")
    accountable: People = Field(default_factory=list, description="A: who answers for it, exactly one")
    consulted: People = Field(default_factory=list, description="C: whose opinion is asked before")
    informed: People = Field(default_factory=list, description="I: who is told after")

    def people(self, letter: Letter) -> list[str]:
        """The persons of that letter."""
        held = {"R": self.responsible, "A": self.accountable, "C": self.consulted, "I": self.informed}
        return held[letter]


class RaciInput(Strict):
    """The matrix, line by line."""

    actions: list[RaciAction] = Field(max_length=1000, description="one line per action")
    people: Annotated[list[Person], Field(max_length=1000)] = Field(
        default_factory=list, description="everybody who may stand in the matrix; empty: names are not checked"
    )
    overload_share: Probability = Field(
        default=Decimal("0.5"), description="share of all A above which a person is overloaded; 0.5 is our default"
    )
    overload_from: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=3, description="number of A below which nobody is overloaded; 3 is our default"
    )

    @model_validator(mode="after")
    def _actions_are_unique(self) -> Self:
        if twice := duplicates(action.action for action in self.actions):
            raise ValueError(f"actions: {twice[0]!r} stands twice; merge the lines or tell them apart")
        return self


class RaciItem(Strict):
    """One action, what is wrong with it and the fewest changes that put it right."""

    action: str
    valid: bool = Field(description="exactly one A and at least one R")
    accountable: int = Field(description="number of different persons with an A")
    responsible: int = Field(description="number of different persons with an R")
    problems: list[Problem]
    repairs: list[Repair]


class PersonLoad(Strict):
    """How much one person carries."""

    person: str
    responsible: int
    accountable: int
    accountable_share: Decimal | None = Field(description="of all A, a fraction; None when there is no A at all")
    overloaded: bool


class RaciResult(Strict):
    """Whether the matrix holds."""

    valid: bool = Field(description="whether every action is")
    actions: int
    valid_actions: int
    invalid: list[str] = Field(description="actions that break the rule")
    unknown_people: list[str] = Field(description="names that are not among the people given")
    loads: list[PersonLoad] = Field(description="the most A first")


def raci_check(given: RaciInput) -> Outcome[RaciResult]:
    """Which actions break the rule, the fewest changes that put them right, and who carries too much."""
    if not given.actions:
        return Outcome(result=None, formula=FORMULA, missing=["actions"])
    actions = sorted(given.actions, key=lambda item: item.action)
    shown = spellings(name for action in actions for letter in LETTERS for name in action.people(letter))
    known = spellings(given.people)
    mender = Mender(
        shown={**shown, **known},
        known=known,
        slips=slips(set(shown) - set(known), known) if known else {},
        load=Counter(key for action in actions for key in _folded(action, "A")),
    )
    items = [_item(action, mender) for action in actions]
    loads = _loads(actions, {**shown, **known}, given)
    invalid = [item.action for item in items if not item.valid]
    result = RaciResult(
        valid=not invalid,
        actions=len(items),
        valid_actions=len(items) - len(invalid),
        invalid=invalid,
        unknown_people=sorted(name for key, name in shown.items() if known and key not in known),
        loads=loads,
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=_findings(result, items, given),
        why=_why(result, items),
    )


def _folded(action: RaciAction, letter: Letter) -> set[str]:
    return {fold(name) for name in action.people(letter)}


def _item(action: RaciAction, mender: Mender) -> RaciItem:
    held = {letter: [fold(name) for name in action.people(letter)] for letter in LETTERS}
    accountable, responsible = len(set(held["A"])), len(set(held["R"]))
    return RaciItem(
        action=action.action,
        valid=accountable == 1 and responsible >= 1,
        accountable=accountable,
        responsible=responsible,
        problems=problems(held, mender.known),
        repairs=mender.repairs(held),
    )


def _loads(actions: Sequence[RaciAction], shown: dict[str, str], given: RaciInput) -> list[PersonLoad]:
    counts = {letter: Counter(k for action in actions for k in _folded(action, letter)) for letter in LETTERS}
    every = counts["A"].total()
    loads = []
    for key in set().union(*counts.values()):
        held = counts["A"][key]
        # The exact comparison: a rounded share could pass for more than the limit.
        heavy = held >= given.overload_from and Decimal(held) > given.overload_share * every
        loads.append(
            PersonLoad(
                person=shown[key],
                responsible=counts["R"][key],
                accountable=held,
                accountable_share=ratio(Decimal(held), Decimal(every)) if every else None,
                overloaded=heavy,
            )
        )
    return sorted(loads, key=lambda load: (-load.accountable, -load.responsible, load.person))


def _findings(result: RaciResult, items: Sequence[RaciItem], given: RaciInput) -> list[Note]:
    found = [_overload(load, result, given) for load in result.loads if load.overloaded]
    if result.unknown_people:
        found.append(both("raci.unknown", lambda _: {"names": names(result.unknown_people)}))
    for problem in ("duplicate_person", "redundant_role"):
        actions = [item.action for item in items if problem in item.problems]
        if actions:
            found.append(_named(f"raci.{problem}_in", actions))
    return found


def _named(code: str, group: list[str]) -> Note:
    return both(code, lambda _: {"names": names(group)})


def _overload(load: PersonLoad, result: RaciResult, given: RaciInput) -> Note:
    def values(language: Language) -> dict[str, object]:
        return {
            "name": load.person,
            "n": load.accountable,
            "all": sum(other.accountable for other in result.loads),
            "share": percent(load.accountable_share or Decimal(0), language),
            "limit": percent(given.overload_share, language),
        }

    return both("raci.overloaded", values)


def _why(result: RaciResult, items: Sequence[RaciItem]) -> list[Note]:
    broken = [item for item in items if not item.valid]
    counts = {"ok": result.valid_actions, "all": result.actions}
    why = [both("raci.valid" if result.valid else "raci.invalid", lambda _: dict(counts))]
    why += [_broken(item) for item in broken[:MOST_NAMED]]
    if len(broken) > MOST_NAMED:
        why.append(_named("raci.others", [item.action for item in broken[MOST_NAMED:]]))
    return why


def _broken(item: RaciItem) -> Note:
    def values(language: Language) -> dict[str, object]:
        wrong = [t(f"scoring.raci.{problem}", language) for problem in item.problems]
        return {
            "action": item.action,
            "problems": ", ".join(wrong),
            "repairs": ", ".join(in_words(repair, language) for repair in item.repairs),
        }

    return both("raci.broken", values)


TOOL = Tool(
    name="raci_check",
    version="1",
    source="method row 38 and part d5; the limits of overload and the choice of repairs are ours",
    function=raci_check,
    input=RaciInput,
    result=RaciResult,
    example={
        "people": ["Anne Morel", "Karim Haddad", "Lise Petit"],
        "actions": [
            {"action": "present the offer", "responsible": ["Lise Petit"], "accountable": ["Anne Morel"]},
            {"action": "fix response times", "responsible": ["Karim Haddad"], "accountable": []},
            {"action": "plan the pilot", "accountable": ["Anne Morel", "Karim Haddad"], "informed": ["Lise Petit"]},
        ],
    },
)
