"""Why an eligibility grid says what it says: what decides, what would change it, what to find out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.choosing.criteria import BEST, Assessment, CriterionItem
from copilot.scoring.wording import both, names, number
from copilot.text.catalogue import t


class Said(NamedTuple):
    """An assessment and what its sentences need."""

    labels: str
    """Where the names of the criteria stand in the catalogue."""
    items: list[CriterionItem]
    found: Assessment
    threshold: Decimal
    own_threshold: bool
    own_weights: bool
    not_merits: frozenset[str] = frozenset()
    """Criteria that drive nothing and that nobody should try to raise."""

    def label(self, code: str, language: Language) -> str:
        """The name of a criterion as it stands inside a sentence."""
        return t(f"scoring.{self.labels}.{code}", language)


def evidence_findings(said: Said) -> list[Note]:
    """The criteria that nobody rated, and the ratings that nothing proves."""
    found = []
    for code, codes in (("criteria.missing", said.found.missing), ("criteria.unproved", said.found.unproved)):
        if codes:
            found.append(both(code, _listed(said, codes)))
    return found


def _listed(said: Said, codes: list[str]) -> Callable[[Language], dict[str, object]]:
    return lambda language: {"names": names([said.label(code, language) for code in codes])}


def _values(said: Said) -> Callable[[Language], dict[str, object]]:
    found = said.found
    return lambda language: {
        "score": number(found.score, language),
        "threshold": number(said.threshold, language),
        "rated": found.rated,
        "n": len(said.items),
        "low": number(found.low, language),
        "high": number(found.high, language),
        "gap": number(abs(found.score - said.threshold), language),
        "best": number(BEST, language),
    }


def reasons(said: Said) -> list[Note]:
    """The verdict, its drivers, what would turn it, and which of our defaults it rests on."""
    values = _values(said)
    why = [both(f"criteria.{said.found.verdict}", values), *_drivers(said)]
    if said.found.verdict == "insufficient_evidence":
        why += _open(said, values)
    elif said.found.verdict == "eligible":
        why.append(_what_would_lower(said, values))
    else:
        why.append(_what_would_raise(said, values))
    if said.own_threshold:
        why.append(both("criteria.default_threshold", values))
    if said.own_weights:
        why.append(both("criteria.default_weights", values))
    return why


def _drivers(said: Said) -> list[Note]:
    rated = [
        (item.rating, item.code)
        for item in said.items
        if item.rating is not None and item.weight > 0 and item.code not in said.not_merits
    ]
    if not rated:
        return []
    high, low = max(rating for rating, _ in rated), min(rating for rating, _ in rated)
    if high == low:
        return []
    best = [code for rating, code in rated if rating == high]
    worst = [code for rating, code in rated if rating == low]
    return [
        both(
            "criteria.drivers",
            lambda language: {
                "best": names([said.label(code, language) for code in best]),
                "worst": names([said.label(code, language) for code in worst]),
                "a": number(high, language),
                "b": number(low, language),
            },
        )
    ]


def _open(said: Said, values: Callable[[Language], dict[str, object]]) -> list[Note]:
    """Whether the missing ratings can still turn the verdict."""
    found = said.found
    if not found.missing:
        return []
    if found.high < said.threshold:
        return [both("criteria.open_below", values)]
    return [both("criteria.open_above" if found.low >= said.threshold else "criteria.open_either", values)]


def _turn(said: Said, code: str, item: CriterionItem) -> Note:
    rating, tipping = item.rating or Decimal(0), item.tipping_rating or Decimal(0)
    return both(
        code,
        lambda language: {
            "criterion": said.label(item.code, language),
            "a": number(rating, language),
            "b": number(tipping, language),
        },
    )


def _nearest(said: Said, skipped: frozenset[str]) -> CriterionItem | None:
    """The rated criterion whose rating is the nearest to its tipping point."""
    rows = [
        (abs(item.rating - item.tipping_rating), item.code, item)
        for item in said.items
        if item.rating is not None and item.tipping_rating is not None and item.code not in skipped
    ]
    return min(rows, key=lambda row: row[:2])[2] if rows else None


def _what_would_lower(said: Said, values: Callable[[Language], dict[str, object]]) -> Note:
    item = _nearest(said, frozenset())
    return both("criteria.holds_alone", values) if item is None else _turn(said, "criteria.turns_down", item)


def _what_would_raise(said: Said, values: Callable[[Language], dict[str, object]]) -> Note:
    item = _nearest(said, said.not_merits)
    return both("criteria.no_single_raise", values) if item is None else _turn(said, "criteria.turns_up", item)
