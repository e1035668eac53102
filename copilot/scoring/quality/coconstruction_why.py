"""What `co_construction` says beside its counts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note, at_defaults
from copilot.scoring.quality.lines import short
from copilot.scoring.wording import both, names, percent

if TYPE_CHECKING:
    from copilot.scoring.quality.coconstruction import CoConstructionInput, CoConstructionResult, ContributionItem


def day(text: str | None, language: Language) -> str:
    """A date as people write it: 31/03/2026 or 31 March 2026."""
    if text is None:
        return "-"
    date = dt.date.fromisoformat(text)
    return f"{date:%d/%m/%Y}" if language == "fr" else f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


_MONTHS = "January February March April May June July August September October November December".split()


def why(given: CoConstructionInput, result: CoConstructionResult) -> list[Note]:
    """What the client brings, the last session, and the next step."""

    def values(language: Language) -> dict[str, object]:
        return {
            "n": result.contributions,
            "evidenced": result.evidenced,
            "firm": result.firm,
            "sessions": result.sessions,
            "last": day(result.last_session, language),
            "age": result.last_session_age_days or 0,
            "limit": given.fresh_days,
            "with": result.objectives_with_contribution or 0,
            "of": result.objectives or 0,
            "share": percent(result.objective_share, language) if result.objective_share is not None else "-",
            "names": names([short(name) for name in result.objectives_without]),
        }

    said = [both(f"coconstruction.{result.verdict}", values), both("coconstruction.counts", values)]
    if result.last_session:
        said.append(both("coconstruction.last_session", values))
    if result.objectives:
        said.append(both("coconstruction.objectives", values))
    return [*said, *_next(result, values)]


def _next(result: CoConstructionResult, values: object) -> list[Note]:
    """What to do first: the missing thing that weighs most."""
    if result.verdict == "co_constructed":
        return []
    if not result.contributions:
        code = "coconstruction.next_contribution"
    elif not result.evidenced:
        code = "coconstruction.next_evidence"
    elif not result.sessions:
        code = "coconstruction.next_session"
    elif result.objectives_without:
        code = "coconstruction.next_objective"
    else:
        code = "coconstruction.next_fresh"
    return [both(code, values)]  # type: ignore[arg-type]


def findings(given: CoConstructionInput, result: CoConstructionResult, items: list[ContributionItem]) -> list[Note]:
    """What the counts leave out or what weakens them."""
    found: list[Note] = []
    if result.verdict == "not_co_constructed":
        found.append(both("coconstruction.none", lambda _: {}))
    absent = [code for code, value in _given(given) if value is None]
    found += [both(f"coconstruction.{code}_unknown", lambda _: {}) for code in absent]
    groups = {
        "coconstruction.ours": [i.what for i in items if i.status == "ours"],
        "coconstruction.not_evidenced": [i.what for i in items if i.status == "stated"],
        "coconstruction.promised": [i.what for i in items if i.status == "promised"],
        "coconstruction.nobody": [i.what for i in items if i.by_whom is None],
    }
    if result.objectives:
        groups["coconstruction.unlinked"] = [i.what for i in items if i.status != "ours" and not i.objectives]
    for code, whats in groups.items():
        if whats:
            listed = names([short(what) for what in whats], limit=3)
            found.append(both(code, lambda _, listed=listed: {"names": listed}))  # type: ignore[misc]
    if result.last_session_age_days is not None and result.last_session_age_days > given.fresh_days:
        age = result.last_session_age_days
        found.append(both("coconstruction.stale", lambda _: {"age": age, "limit": given.fresh_days}))
    if at_defaults(given, "fresh_days", "min_objective_share"):
        found.append(
            both(
                "coconstruction.defaults",
                lambda language: {"days": given.fresh_days, "share": percent(given.min_objective_share, language)},
            )
        )
    return found


def _given(given: CoConstructionInput) -> tuple[tuple[str, object], ...]:
    return ("contributions", given.contributions), ("sessions", given.joint_sessions)
