"""What the scorecard says in words: the worst first, then what cannot be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, ratio
from copilot.scoring.plan.raw_kpis import FRACTION, POINTS, STANDARD, Computed
from copilot.scoring.rag import in_words
from copilot.scoring.wording import NBSP, both, names, number, percent
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.scoring.plan.scorecard import KpiItem

MOST_NAMED = 3
_SEVERITY = {"red": 0, "amber": 1}
_MOVEMENT = {"worse": 0, "same": 1, None: 1, "better": 2}


def label(key: str, language: Language) -> str:
    """The indicator's name as people say it."""
    return t(f"scoring.kpi.{key}", language) if key in STANDARD else key


def _labels(keys: Sequence[str], language: Language) -> str:
    return names([label(key, language) for key in keys], limit=10)


def shown(value: Decimal, unit: str | None, language: Language) -> str:
    """The value with its unit."""
    if unit == FRACTION:
        return percent(value, language)
    text = number(value, language)
    return text if unit in (None, POINTS) else f"{text}{NBSP if language == 'fr' else ' '}{unit}"


def _urgency(item: KpiItem) -> tuple[int, int, Decimal, str]:
    """Red before amber, getting worse first, then the largest gap for its target."""
    gap, target = abs(item.gap or Decimal(0)), abs(item.target or Decimal(0))
    return _SEVERITY[item.rag], _MOVEMENT[item.movement], -(ratio(gap, target) if target else gap), item.key


def why(items: Sequence[KpiItem], band: Decimal) -> list[Note]:
    """The counts, the indicators that are off target, and where to begin."""
    known = [item for item in items if item.value is not None]
    counts = {rag: sum(item.rag == rag for item in known) for rag in ("green", "amber", "red", "unrated")}
    found = [both("scorecard.counts", lambda _: {"known": len(known), "all": len(items), **counts})]
    off = sorted((item for item in known if item.rag in _SEVERITY), key=_urgency)
    found += [_off_target(item) for item in off[:MOST_NAMED]]
    if off:
        found.append(
            both("scorecard.begin", lambda lang: {"kpi": label(off[0].key, lang), "band": percent(band, lang)})
        )
    elif counts["green"]:
        found.append(both("scorecard.all_green", lambda _: {}))
    return found


def _off_target(item: KpiItem) -> Note:
    def values(language: Language) -> dict[str, object]:
        return {
            "kpi": label(item.key, language),
            "value": shown(item.value or Decimal(0), item.unit, language),
            "target": shown(item.target or Decimal(0), item.unit, language),
            "rag": in_words(item.rag, language),
            "movement": in_words(item.movement, language) if item.movement else "",
            "previous": shown(item.previous or Decimal(0), item.unit, language),
        }

    return both("scorecard.off_target" if item.movement is None else "scorecard.off_target_moving", values)


def findings(items: Sequence[KpiItem], raw: dict[str, Computed], missing: Sequence[str]) -> list[Note]:
    """What the scorecard does not cover, and what the tools say about the values they computed."""
    known = [item for item in items if item.value is not None]
    groups = {
        "scorecard.missing": list(missing),
        "scorecard.stale": [item.key for item in known if item.stale],
        "scorecard.no_date": [item.key for item in known if item.date is None],
        "scorecard.no_source": [item.key for item in known if item.source is None and not item.computed],
        "scorecard.no_target": [item.key for item in known if item.target is None],
    }
    found = [_named(code, keys) for code, keys in groups.items() if keys]
    for key, computed in raw.items():
        if computed.value is None:
            found.append(_lacking(key, computed))
        found += computed.findings
    return found


def _named(code: str, keys: Sequence[str]) -> Note:
    return both(code, lambda language: {"names": _labels(keys, language)})


def _lacking(key: str, computed: Computed) -> Note:
    return both(
        "scorecard.raw_incomplete", lambda lang: {"kpi": label(key, lang), "missing": names(computed.missing, limit=10)}
    )
