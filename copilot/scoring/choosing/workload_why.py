"""What the sources say of a load, where they disagree, and how many people each would put on the accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.choosing.workload_model import WorkloadItem, WorkloadResult
from copilot.scoring.wording import both
from copilot.text.catalogue import t


def _on_role(items: Sequence[WorkloadItem]) -> list[WorkloadItem]:
    return [item for item in items if item.applies and not item.outside and item.about == "person"]


def _said(item: WorkloadItem, language: Language) -> str:
    """One verdict in words: "S1, 1 to 3: above"."""
    return t(
        "scoring.workload.said",
        language,
        source=t(f"scoring.workload.{item.source}", language),
        verdict=t(f"scoring.workload.{item.verdict}", language),
    )


def findings(result: WorkloadResult, items: Sequence[WorkloadItem]) -> list[Note]:
    """The disagreement of the sources, and what the figures do not agree with."""
    found = []
    if result.disagreement:
        found.append(
            both(
                "workload.disagreement",
                lambda lang: {
                    "n": result.n_accounts,
                    "said": " / ".join(_said(item, lang) for item in _on_role(items)),
                },
            )
        )
    if result.needed_low != result.needed_high:
        found.append(both("workload.needed_differs", lambda _: _people(result)))
    if result.n_accounts is not None and result.org_total is not None and result.n_accounts > result.org_total:
        found.append(both("workload.more_than_all", lambda _: _people(result)))
    found.append(both("workload.outside", lambda lang: {"said": _outside(result, items, lang)}))
    return found


def _people(result: WorkloadResult) -> dict[str, object]:
    return {
        "n": result.n_accounts,
        "total": result.org_total,
        "low": result.needed_low,
        "high": result.needed_high,
    }


def _outside(result: WorkloadResult, items: Sequence[WorkloadItem], language: Language) -> str:
    if result.n_accounts is not None:
        return " / ".join(_said(item, language) for item in items if item.outside)
    return " / ".join(t(f"scoring.workload.{item.source}", language) for item in items if item.outside)


def reasons(result: WorkloadResult, items: Sequence[WorkloadItem]) -> list[Note]:
    """One sentence for each source that applies, then what to do with the load."""
    why = []
    for item in items:
        if not item.applies or item.outside or item.verdict == "unknown":
            continue
        code = "workload.organisation" if item.about == "organisation" else "workload.person"
        why.append(both(code, _sentence(item)))
    if result.n_accounts is not None:
        places = {item.verdict for item in _on_role(items)}
        if places == {"above"}:
            most = max(item.high for item in _on_role(items))
            why.append(both("workload.lighten", lambda _: {"n": result.n_accounts, "most": most}))
        elif places == {"below"}:
            why.append(both("workload.room", lambda _: {"n": result.n_accounts}))
    if result.org_total is not None:
        for item in _on_role(items):
            why.append(both("workload.needed", _sentence(item)))
    if any(item.own_band and item.applies for item in items):
        why.append(both("workload.own_band", lambda _: {}))
    return why


def _sentence(item: WorkloadItem) -> Callable[[Language], dict[str, object]]:
    def values(language: Language) -> dict[str, object]:
        return {
            "source": t(f"scoring.workload.{item.source}", language),
            "verdict": t(f"scoring.workload.{item.verdict}", language),
            "count": item.count,
            "limit": item.limit,
            "needed": item.needed,
        }

    return values
