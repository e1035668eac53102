"""Where we are blind at the client, what hangs on one person, and whom to go and meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.choosing.coverage_model import LEVELS, CoverageResult
from copilot.scoring.wording import both, names, percent
from copilot.text.catalogue import t


def _labels(codes: Sequence[str], language: Language) -> str:
    return names([t(f"scoring.coverage.{code}", language) for code in codes])


def _listed(codes: Sequence[str]) -> Callable[[Language], dict[str, object]]:
    return lambda language: {"names": _labels(codes, language)}


def _plain(people: Sequence[str]) -> Callable[[Language], dict[str, object]]:
    return lambda _: {"names": names(list(people)), "n": len(people)}


def findings(
    result: CoverageResult,
    holders: dict[str, list[str]],
    stand_ins: list[str],
    heavy: tuple[bool, bool],
    *,
    uncounted: bool,
) -> list[Note]:
    """The alerts, then what the figures leave out; `heavy`: a person there, or one of ours, carries too much."""
    found = [
        both(code, _listed(codes))
        for code, codes in (
            ("coverage.empty_levels", result.empty_levels),
            ("coverage.empty_functions", result.empty_functions),
            ("coverage.missing_roles", result.missing_roles),
            ("coverage.stand_ins", stand_ins),
        )
        if codes
    ]
    for alert, code, name, share in (
        (heavy[0], "coverage.single_thread", result.main_person, result.main_person_share),
        (heavy[1], "coverage.single_owner", result.main_owner, result.main_owner_share),
    ):
        if alert and share is not None:
            found.append(both(code, _share(name, share)))
    people = {name for group in holders.values() for name in group}
    if not result.missing_roles and len(people) == 1:
        found.append(both("coverage.one_for_all", _plain(sorted(people))))
    if result.never_met:
        found.append(both("coverage.never_met", _plain(result.never_met)))
    if result.unplaced:
        found.append(both("coverage.unplaced", _plain(result.unplaced)))
    if uncounted:
        found.append(both("coverage.uncounted", _plain([])))
    return found


def _share(name: str | None, share: Decimal) -> Callable[[Language], dict[str, object]]:
    return lambda language: {"name": name, "share": percent(share, language)}


def reasons(result: CoverageResult, holders: dict[str, list[str]]) -> list[Note]:
    """What is covered, who holds the three roles, and the first gap to close."""
    seen = [level for level in LEVELS if level not in result.empty_levels]

    def values(language: Language) -> dict[str, object]:
        return {
            "n": result.persons,
            "contacts": result.contacts,
            "k": len(seen),
            "levels": _labels(seen, language),
            "name": result.main_person,
            "share": percent(result.main_person_share, language),
        }

    why = [both("coverage.seen" if seen else "coverage.seen_nowhere", values), both("coverage.main", values)]
    held = {role: people for role, people in holders.items() if people}
    if held:
        why.append(both("coverage.roles", lambda lang: {"roles": _roles(held, lang)}))
    return [*why, _next_step(result)]


def _roles(held: dict[str, list[str]], language: Language) -> str:
    return " / ".join(f"{t(f'scoring.coverage.{role}', language)} ({names(people)})" for role, people in held.items())


def _next_step(result: CoverageResult) -> Note:
    if result.missing_roles:
        return both("coverage.next_role", _listed(result.missing_roles[:1]))
    if result.empty_levels:
        return both("coverage.next_level", _listed(result.empty_levels[:1]))
    if result.empty_functions:
        return both("coverage.next_function", _listed(result.empty_functions[:1]))
    return both("coverage.next_spread" if result.single_threaded else "coverage.next_none", _plain([]))
