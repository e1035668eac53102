"""The three keys of a negotiation: process, method, mutual trust (S0, method row 62)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, Outcome, Strict, ratio
from copilot.scoring.negotiation.checklists import ESSENTIAL, KEYS, Answer, Key, KeysInput
from copilot.scoring.tool import Tool
from copilot.scoring.wording import NBSP, both, names, percent
from copilot.text.catalogue import t

Code = Literal["KEY_AT_ZERO", "KEY_UNKNOWN", "KEY_BELOW_MINIMUM", "ESSENTIAL_MISSING"]

FORMULA = (
    "score of a key = items answered yes / its items (unknown counts as not shown; no answer at all = no score); "
    "ready = all three scores > 0, each >= min_score, and the essential items answered yes"
)


class KeysItem(Strict):
    """One item of a checklist."""

    key: Key
    item: str = Field(description="code of the item, or the label of an extra one")
    label_fr: str
    label_en: str
    answer: Answer
    essential: bool = Field(description="ready needs a yes here whatever the score; our choice")


class KeyScore(Strict):
    """One key."""

    key: Key
    score: Decimal | None = Field(description="0..1; None when no item of it was answered")
    score_at_best: Decimal = Field(description="if every unknown item turned out yes")
    yes: int
    no: int
    unknown: int
    items: int
    missing: list[str] = Field(description="items answered no or unknown, essential ones first")


class KeysResult(Strict):
    """Whether the three keys are there."""

    ready: bool
    all_above_zero: bool = Field(description="the method's own condition: none of the three keys is at 0 or unanswered")
    codes: list[Code] = Field(description="why it is not ready; empty when it is")
    keys: list[KeyScore]
    weakest: Key = Field(description="the key to work on first")
    essential_missing: list[str] = Field(description="key.item of the essential items without a yes")


def _items(given: KeysInput) -> list[KeysItem]:
    found = []
    for key in KEYS:
        answers: Strict = getattr(given, key)
        for item in type(answers).model_fields:
            label = f"scoring.negotiation_keys.{key}.{item}"
            found.append(
                KeysItem(
                    key=key,
                    item=item,
                    label_fr=t(label, "fr"),
                    label_en=t(label, "en"),
                    answer=getattr(answers, item),
                    essential=f"{key}.{item}" in ESSENTIAL,
                )
            )
        for own in sorted((line for line in given.extra if line.key == key), key=lambda line: line.label):
            found.append(
                KeysItem(
                    key=key,
                    item=own.label,
                    label_fr=own.label,
                    label_en=own.label,
                    answer=own.answer,
                    essential=False,
                )
            )
    return found


def _score(key: Key, items: list[KeysItem]) -> KeyScore:
    own = [item for item in items if item.key == key]
    count = {answer: sum(item.answer == answer for item in own) for answer in ("yes", "no", "unknown")}
    total = Decimal(len(own))
    missing = sorted((item for item in own if item.answer != "yes"), key=lambda item: not item.essential)
    return KeyScore(
        key=key,
        score=ratio(Decimal(count["yes"]), total) if count["unknown"] < len(own) else None,
        score_at_best=ratio(Decimal(count["yes"] + count["unknown"]), total),
        yes=count["yes"],
        no=count["no"],
        unknown=count["unknown"],
        items=len(own),
        missing=[item.item for item in missing],
    )


def negotiation_keys(given: KeysInput) -> Outcome[KeysResult]:
    """The score of each key, and what is missing before the meeting."""
    items = _items(given)
    scores = [_score(key, items) for key in KEYS]
    if all(score.score is None for score in scores):
        return Outcome(result=None, formula=FORMULA, missing=[f"answers in {key}" for key in KEYS])
    essential = [f"{item.key}.{item.item}" for item in items if item.essential and item.answer != "yes"]
    at_zero = [score for score in scores if score.score == 0]
    silent = [score for score in scores if score.score is None]
    low = [score for score in scores if score.score is not None and 0 < score.score < given.min_score]
    reasons: dict[Code, bool] = {
        "KEY_AT_ZERO": bool(at_zero),
        "KEY_UNKNOWN": bool(silent),
        "KEY_BELOW_MINIMUM": bool(low),
        "ESSENTIAL_MISSING": bool(essential),
    }
    codes = [code for code, holds in reasons.items() if holds]
    weakest = min(scores, key=lambda score: (score.score or Decimal(0), KEYS.index(score.key)))
    result = KeysResult(
        ready=not codes,
        all_above_zero=not at_zero and not silent,
        codes=codes,
        keys=scores,
        weakest=weakest.key,
        essential_missing=essential,
    )
    findings = _groups({"at_zero": at_zero, "unknown": silent, "below": low}, given)
    return Outcome(
        result=result, formula=FORMULA, per_item=list(items), findings=findings, why=_why(result, items, given)
    )


def _named(scores: list[KeyScore], language: Language) -> str:
    return ", ".join(t(f"scoring.negotiation_keys.key.{score.key}", language).lower() for score in scores)


def _groups(groups: dict[str, list[KeyScore]], given: KeysInput) -> list[Note]:
    def values(language: Language, scores: list[KeyScore]) -> dict[str, object]:
        return {"keys": _named(scores, language), "least": percent(given.min_score, language)}

    return [
        both(f"negotiation_keys.{code}", partial(values, scores=scores)) for code, scores in groups.items() if scores
    ]


def _why(result: KeysResult, items: list[KeysItem], given: KeysInput) -> list[Note]:
    first = {key: [item for item in items if item.key == key and item.answer != "yes"] for key in KEYS}

    def labels(found: list[KeysItem], language: Language) -> str:
        texts = [(item.label_fr if language == "fr" else item.label_en).rstrip(".") for item in found]
        shown = [f"«{NBSP}{text}{NBSP}»" if language == "fr" else f"“{text}”" for text in texts]
        return names(shown, 3)

    def values(language: Language) -> dict[str, object]:
        unknown = t("scoring.negotiation_keys.no_score", language)
        texts: dict[str, object] = {
            score.key: unknown if score.score is None else percent(score.score, language, 0) for score in result.keys
        }
        weak = sorted(first[result.weakest], key=lambda item: not item.essential)
        essential = [item for item in items if f"{item.key}.{item.item}" in result.essential_missing]
        return {
            **texts,
            "weakest": t(f"scoring.negotiation_keys.key.{result.weakest}", language).lower(),
            "todo": labels(weak, language),
            "least": percent(given.min_score, language, 0),
            "essential": labels(essential, language),
        }

    codes = ["negotiation_keys.scores", "negotiation_keys.ready" if result.ready else "negotiation_keys.not_ready"]
    if result.essential_missing:
        codes.append("negotiation_keys.essential")
    if first[result.weakest]:
        codes.append("negotiation_keys.todo")
    return [both(code, values) for code in codes]


TOOL = Tool(
    name="negotiation_keys",
    version="1",
    source="S0, method row 62 names the three keys; the items, the essential ones and the 50 % are ours",
    function=negotiation_keys,
    input=KeysInput,
    result=KeysResult,
    example={
        "process": {"object": "yes", "decision": "yes", "roles": "yes", "agenda": "yes", "deadlines": "unknown"},
        "method": {"interests": "yes", "positions": "yes", "mandate": "yes", "alternative": "no"},
        "trust": {"promises": "yes", "incidents": "no", "ambitions": "yes", "at_ease": "yes"},
    },
)
