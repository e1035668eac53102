"""How many actions were done, how they ended, and why some failed (S3, method row 54)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from copilot.scoring.base import Outcome, ratio
from copilot.scoring.manager.activity_model import (
    END_MARKS,
    Action,
    ActivityInput,
    ActivityResult,
    PersonCount,
    ReasonCount,
    TypeCount,
)
from copilot.scoring.manager.activity_words import findings_of, why_of
from copilot.scoring.tool import Tool
from copilot.text.normalise import fold

FORMULA = (
    "known = yes + no; success rate = yes / known; share of a reason = failures for that reason / all failures; "
    "types and reasons are the same when they differ only in case, accents, spaces or end punctuation"
)


class Labels:
    """One spelling for what differs only in case, accents, spaces or end punctuation: the most frequent one."""

    def __init__(self, texts: Iterable[str]) -> None:
        spellings: dict[str, Counter[str]] = {}
        for text in texts:
            spelling = " ".join(text.split()).rstrip(END_MARKS)
            spellings.setdefault(_key(text), Counter())[spelling] += 1
        self._names = {
            key: min(counts, key=lambda spelling: (-counts[spelling], spelling)) for key, counts in spellings.items()
        }

    def of(self, text: str) -> str:
        """The spelling to show for a text."""
        return self._names[_key(text)]


def _key(text: str) -> str:
    return fold(text).rstrip(END_MARKS)


def activity_analysis(given: ActivityInput) -> Outcome[ActivityResult]:
    """Counts by type, the success rate, and the reasons for failure; nobody is ranked."""
    if not given.actions:
        return Outcome(result=None, formula=FORMULA, missing=["actions"])
    types = Labels(action.type for action in given.actions)
    ends: dict[str, Counter[str]] = {}
    for action in given.actions:
        ends.setdefault(types.of(action.type), Counter())[action.success] += 1
    items = [_type_count(name, counts) for name, counts in ends.items()]
    items.sort(key=lambda item: (-item.actions, item.type))
    total = sum(ends.values(), Counter[str]())
    known = total["yes"] + total["no"]
    result = ActivityResult(
        actions=len(given.actions),
        known=known,
        succeeded=total["yes"],
        failed=total["no"],
        unknown=total["unknown"],
        success_rate=ratio(Decimal(total["yes"]), Decimal(known)) if known else None,
        failure_reasons=_reasons(given.actions, total["no"]),
        failures_without_reason=sum(1 for a in given.actions if a.success == "no" and a.failure_reason is None),
        people=_people(given.actions) if given.per_person else None,
        actions_without_person=sum(1 for a in given.actions if a.person is None),
    )
    contradictory = sum(1 for a in given.actions if a.success == "yes" and a.failure_reason is not None)
    doubtful = sum(1 for a in given.actions if a.success == "unknown" and a.failure_reason is not None)
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings_of(result, contradictory, doubtful),
        why=why_of(result, items),
    )


def _type_count(name: str, counts: Counter[str]) -> TypeCount:
    known = counts["yes"] + counts["no"]
    return TypeCount(
        type=name,
        actions=counts.total(),
        succeeded=counts["yes"],
        failed=counts["no"],
        unknown=counts["unknown"],
        success_rate=ratio(Decimal(counts["yes"]), Decimal(known)) if known else None,
    )


def _reasons(actions: list[Action], failures: int) -> list[ReasonCount]:
    said = [a.failure_reason for a in actions if a.success == "no" and a.failure_reason is not None]
    labels = Labels(said)
    counts = Counter(labels.of(reason) for reason in said)
    return [
        ReasonCount(reason=reason, failures=count, share=ratio(Decimal(count), Decimal(failures)))
        for reason, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _people(actions: list[Action]) -> list[PersonCount]:
    named = [(action.person, action.success) for action in actions if action.person is not None]
    labels = Labels(person for person, _ in named)
    ends: dict[str, Counter[str]] = {}
    for person, success in named:
        ends.setdefault(labels.of(person), Counter())[success] += 1
    return [
        PersonCount(
            person=person,
            actions=counts.total(),
            succeeded=counts["yes"],
            failed=counts["no"],
            unknown=counts["unknown"],
        )
        for person, counts in sorted(ends.items(), key=lambda pair: (fold(pair[0]), pair[0]))
    ]


TOOL = Tool(
    name="activity_analysis",
    version="1",
    source="S3, method row 54; no ranking of people and the warning limits (10 known results, 3 for a type) are ours",
    function=activity_analysis,
    input=ActivityInput,
    result=ActivityResult,
    example={
        "actions": [
            {"type": "Visite", "success": "no", "failure_reason": "Pas de besoin", "person": "Lise"},
            {"type": "Visite", "success": "yes", "result": "Proposition", "person": "Marc"},
            {"type": "Négociation", "result": "Revoir la proposition", "person": "Lise"},
        ]
    },
)
