"""What the governance check says in words: empty roles, committees that slip, roles held by one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.days import written
from copilot.scoring.plan.people import spellings
from copilot.scoring.wording import both, names
from copilot.text.catalogue import t
from copilot.text.normalise import fold

if TYPE_CHECKING:
    from copilot.scoring.plan.governance import CommitteeItem, GovernanceInput, GovernanceResult, RoleName

MANY_ROLES = 3
"""From that many roles on, the account hangs on one person (ours)."""


def _roles(roles: Sequence[RoleName], language: Language) -> str:
    return names([t(f"scoring.role.{role}", language) for role in roles], limit=len(roles))


def findings(given: GovernanceInput, held: dict[RoleName, str | None], items: list[CommitteeItem]) -> list[Note]:
    """Roles held by one person, a missing client sponsor, committees that cannot be judged or slip."""
    found = []
    if given.account_lead and given.executive_sponsor and fold(given.account_lead) == fold(given.executive_sponsor):
        found.append(both("governance.lead_is_sponsor", lambda _: {"name": given.account_lead}))
    if given.client_sponsor is None:
        found.append(both("governance.no_client_sponsor", lambda _: {}))
    persons = {role: name for role, name in held.items() if name and role != "steering_committees"}
    for key, name in spellings(persons.values()).items():
        roles = [role for role, holder in persons.items() if fold(holder) == key]
        if len(roles) >= MANY_ROLES:
            found.append(_many_roles(name, roles))
    groups = {
        "governance.not_judged": [item.name for item in items if item.state == "not_judged"],
        "governance.no_frequency": [item.name for item in items if item.frequency is None],
        "governance.planned_late": [item.name for item in items if item.state == "planned_late"],
        "governance.not_planned": [item.name for item in items if item.state == "not_planned"],
    }
    return found + [_named(code, group) for code, group in groups.items() if group]


def _named(code: str, group: list[str]) -> Note:
    return both(code, lambda _: {"names": names(group)})


def _many_roles(name: str, roles: Sequence[RoleName]) -> Note:
    return both("governance.many_roles", lambda lang: {"name": name, "roles": _roles(roles, lang)})


def why(result: GovernanceResult, items: list[CommitteeItem]) -> list[Note]:
    """How many roles are held, which to fill first, and the committees that are overdue."""

    def values(language: Language) -> dict[str, object]:
        return {
            "held": result.completeness,
            "all": result.roles,
            "names": _roles(result.missing_roles, language),
            "first": _roles(result.missing_roles[:1], language),
        }

    why = [both("governance.held", values)]
    why.append(both("governance.missing" if result.missing_roles else "governance.complete", values))
    return why + [_overdue(item) for item in items if item.state == "overdue"]


def _overdue(item: CommitteeItem) -> Note:
    def values(language: Language) -> dict[str, object]:
        return {
            "name": item.name,
            "days": item.days_overdue,
            "last": written(item.last_date, language) if item.last_date else t("scoring.governance.never", language),
            "next": written(item.next_date, language) if item.next_date else "",
        }

    ahead = item.next_date is not None and (item.expected_by is None or item.next_date > item.expected_by)
    return both("governance.overdue_next" if ahead else "governance.overdue", values)
