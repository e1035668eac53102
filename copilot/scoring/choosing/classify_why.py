"""What a class means for each account, and where it hangs by a thread or contradicts what is done."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.choosing.classify_model import ClassifyInput, ClassifyItem, ClassifyResult
from copilot.scoring.wording import both, names, number


def _group(code: str, group: Sequence[str]) -> Note:
    return both(code, lambda _: {"names": names(list(group)), "n": len(group)})


def findings(given: ClassifyInput, items: Sequence[ClassifyItem]) -> list[Note]:
    """Accounts left out, classes that a small correction turns, and handling that does not fit the class."""
    groups = {
        "classify.no_business": [one.name for one in given.accounts if one.business_axis is None],
        "classify.no_strategic": [one.name for one in given.accounts if one.strategic_axis is None],
        "classify.near": [item.name for item in items if item.near_threshold],
        "classify.important": [item.name for item in items if item.handled_as == "client_important"],
        "classify.unknown_handling": [item.name for item in items if item.handled_as == "unknown"],
        "classify.governed": [
            item.name
            for item in items
            if item.handled_as == "key_account" and item.quadrant in ("standard", "grand_compte")
        ],
        "classify.revenue_conflict": [item.name for item in items if item.quadrant == "grand_compte"],
    }
    return [_group(code, sorted(group)) for code, group in groups.items() if group]


def reasons(result: ClassifyResult, items: Sequence[ClassifyItem], *, own_thresholds: bool) -> list[Note]:
    """The classes with their objectives in order, and what they depend on."""

    def values(language: Language) -> dict[str, object]:
        return {
            "company": result.selling_company,
            "n": len(items),
            "business": number(result.business_threshold, language),
            "strategic": number(result.strategic_threshold, language),
        }

    why = [both("classify.relative", values)]
    why += [
        _group(f"classify.{code}", group)
        for code, group in (
            ("grand_compte_et_cle", result.grand_compte_et_cle),
            ("compte_cle", result.compte_cle),
            ("grand_compte", result.grand_compte),
            ("standard", result.standard),
        )
        if group
    ]
    if len(items) == 1:
        why.append(both("classify.place", lambda lang: {**values(lang), **_place(items[0], lang)}))
    if own_thresholds:
        why.append(both("classify.default_thresholds", values))
    return why


def _place(item: ClassifyItem, language: Language) -> dict[str, object]:
    return {
        "name": item.name,
        "b": number(item.business_axis, language),
        "s": number(item.strategic_axis, language),
    }
