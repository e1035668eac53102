"""What `allocate_budget` says about its choice: what was kept out and why, what one more euro or one more yes buys."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.plan.allocate_model import AllocationInput, AllocationItem, AllocationResult, Reason
from copilot.scoring.wording import both, money, names, percent
from copilot.text.catalogue import t

ORDER: tuple[Reason, ...] = (
    "NO_COMMITMENT",
    "BELOW_TARGET",
    "NO_CLIENT_MEANS",
    "NO_VALUE",
    "INCOMPLETE",
    "BUDGET_EXHAUSTED",
)


def findings(result: AllocationResult, items: Sequence[AllocationItem], given: AllocationInput) -> list[Note]:
    """What the choice does not cover, and where a default of ours decides."""
    eligible = set(result.eligible_ids)
    uncommitted = [item.id for item in items if "NO_COMMITMENT" in item.reasons]
    groups = {
        "allocate.incomplete": [item.id for item in items if "INCOMPLETE" in item.reasons],
        "allocate.commitment_unknown": [item.id for item in items if item.commitment is None],
        "allocate.means_unknown": sorted(r.id for r in given.requests if r.id in eligible and r.client_means is None),
        "allocate.default_commitment": [] if given.minimal_commitment else uncommitted,
    }
    found = [
        both(code, lambda _, group=group: {"names": names(group), "n": len(group)})  # type: ignore[misc]
        for code, group in groups.items()
        if group
    ]
    if not result.proven_optimal:
        gap = result.value_bound - result.value
        found.append(
            both(
                "allocate.not_proven",
                lambda lang: {
                    "bound": money(result.value_bound, given.currency, lang, 2),
                    "gap": money(gap, given.currency, lang, 2),
                },
            )
        )
    elif not result.only_best:
        found.append(both("allocate.equal_sets", lambda _: {}))
    return found


def why(result: AllocationResult, items: Sequence[AllocationItem], currency: str) -> list[Note]:
    """The choice, the gates, the trap of serving one by one, and what would change it."""
    notes = [_summary(result, currency), _gates(result, currency)]
    if any(not item.funded for item in items):
        notes.append(both("allocate.kept_out", lambda lang: {"reasons": _reasons(items, lang)}))
    notes += _against_greedy(result, currency)
    notes += _more_money(result, currency)
    return notes + _more_commitment(result, items, currency)


def _reasons(items: Sequence[AllocationItem], lang: Language) -> str:
    """The requests that are not funded, by their first reason."""
    groups: dict[Reason, list[str]] = {}
    for item in items:
        if item.reasons:
            first = min(item.reasons, key=ORDER.index)
            groups.setdefault(first, []).append(item.id)
    parts = [
        f"{t(f'scoring.allocate.reason.{code}', lang)} ({names(groups[code])})" for code in ORDER if code in groups
    ]
    return ", ".join(parts)


def _objective(result: AllocationResult, lang: Language) -> str:
    return t(f"scoring.allocate.objective.{result.objective}", lang)


def _summary(result: AllocationResult, currency: str) -> Note:
    def values(lang: Language) -> dict[str, object]:
        return {
            "ids": names(result.funded_ids),
            "spent": money(result.funded, currency, lang, 2),
            "budget": money(result.budget, currency, lang, 2),
            "left": money(result.left, currency, lang, 2),
            "value": money(result.value, currency, lang, 2),
            "objective": _objective(result, lang),
        }

    if not result.funded_ids:
        return both("allocate.none_funded" if result.eligible_ids else "allocate.none_eligible", values)
    return both("allocate.funded" if result.left else "allocate.funded_all_spent", values)


def _gates(result: AllocationResult, currency: str) -> Note:
    def values(lang: Language) -> dict[str, object]:
        return {
            "n": result.requests,
            "requested": money(result.requested, currency, lang, 2),
            "eligible_n": len(result.eligible_ids),
            "eligible": money(result.eligible, currency, lang, 2),
            "target": percent(result.target, lang, 2),
            "level": t(f"scoring.allocate.level.{result.minimal_commitment}", lang),
        }

    return both("allocate.gates" if result.target else "allocate.gates_no_target", values)


def _against_greedy(result: AllocationResult, currency: str) -> list[Note]:
    best = max(result.greedy_by_value.value, result.greedy_by_rate.value)
    if not result.funded_ids or set(result.funded_ids) == set(result.eligible_ids):
        return []

    def values(lang: Language) -> dict[str, object]:
        return {
            "by_value": money(result.greedy_by_value.value, currency, lang, 2),
            "by_rate": money(result.greedy_by_rate.value, currency, lang, 2),
            "gain": money(result.value - best, currency, lang, 2),
        }

    return [both("allocate.greedy_less" if best < result.value else "allocate.greedy_same", values)]


def _more_money(result: AllocationResult, currency: str) -> list[Note]:
    more, better = result.one_more, result.next_improvement
    if more is None or better is None:
        return [both("allocate.nothing_waits", lambda _: {})] if result.funded_ids else []

    def values(lang: Language) -> dict[str, object]:
        return {
            "id": more.id,
            "extra": money(more.extra_budget, currency, lang, 2),
            "value": money(more.extra_value, currency, lang, 2),
            "first": money(better.extra_budget, currency, lang, 2),
            "ids": names(better.ids),
            "gain": money(better.gain, currency, lang, 2),
        }

    notes = [both("allocate.one_more", values)]
    return [*notes, both("allocate.improvement", values)] if better.extra_budget < more.extra_budget else notes


def _more_commitment(result: AllocationResult, items: Sequence[AllocationItem], currency: str) -> list[Note]:
    unlocked = result.if_committed
    if unlocked is None:
        return []
    locked = [item.id for item in items if item.reasons == ["NO_COMMITMENT"]]

    def values(lang: Language) -> dict[str, object]:
        return {
            "locked": names([name for name in locked if name in unlocked.ids] or locked),
            "level": t(f"scoring.allocate.level.{result.minimal_commitment}", lang),
            "ids": names(unlocked.ids),
            "gain": money(unlocked.gain, currency, lang, 2),
        }

    return [both("allocate.if_committed" if unlocked.gain > 0 else "allocate.if_committed_same", values)]
