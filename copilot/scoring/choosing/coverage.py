"""Whom we know at the client, level by function, and what hangs on one relation (S2 and d3, method row 17)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from copilot.scoring.base import Outcome, ratio
from copilot.scoring.choosing.coverage_model import (
    EXPECTED_FUNCTIONS,
    FUNCTIONS,
    LEVELS,
    ClientPerson,
    CoverageInput,
    CoverageResult,
    PersonItem,
)
from copilot.scoring.choosing.coverage_why import findings, reasons
from copilot.scoring.tool import Tool

FORMULA = (
    "matrix[level][function] = people met; alert on an empty level, on an empty function among dg, achats, metier, "
    "on a missing sponsor, decision maker or champion, and when one relation carries more than half of the contacts"
)
ROLES = {
    "sponsor": ("sponsor",),
    "decision_maker": ("decider", "economic_buyer"),
    "champion": ("champion", "coach"),
}
"""Who may hold each role that the method wants; the second name is a stand-in, and a warning says so (ours)."""


def _largest(counts: Counter[str]) -> tuple[str, int] | None:
    """The entry with most contacts, ties by name."""
    return min(counts.items(), key=lambda pair: (-pair[1], pair[0])) if counts else None


def _holders(met: list[ClientPerson]) -> dict[str, list[str]]:
    """For each wanted role, the people met who hold it."""
    return {
        wanted: sorted(person.name for person in met if set(person.roles) & set(accepted))
        for wanted, accepted in ROLES.items()
    }


def _stand_ins(met: list[ClientPerson]) -> list[str]:
    """The wanted roles that only a stand-in holds."""
    held = {role for person in met for role in person.roles}
    return [wanted for wanted, accepted in ROLES.items() if accepted[0] not in held and held & set(accepted[1:])]


def stakeholder_coverage(given: CoverageInput) -> Outcome[CoverageResult]:
    """Where we have met people at the client, which levels and roles are empty, and what one relation carries."""
    met = sorted(
        (person for person in given.persons if person.exchanges > 0), key=lambda one: (-one.exchanges, one.name)
    )
    never = sorted(person.name for person in given.persons if person.exchanges == 0)
    if not met:
        return Outcome(result=None, formula=FORMULA, missing=["persons with at least one contact"])
    total = sum(person.exchanges for person in met)
    matrix = {level: dict.fromkeys(FUNCTIONS, 0) for level in LEVELS}
    owners: Counter[str] = Counter()
    for person in met:
        if person.level is not None and person.function is not None:
            matrix[person.level][person.function] += 1
        if person.relation_owner is not None:
            owners[person.relation_owner] += person.exchanges
    owner = _largest(owners)
    empty_levels = [level for level in LEVELS if all(person.level != level for person in met)]
    empty_functions = [name for name in EXPECTED_FUNCTIONS if all(person.function != name for person in met)]
    holders = _holders(met)
    missing_roles = [wanted for wanted, people in holders.items() if not people]
    heavy = (met[0].exchanges * 2 > total, owner is not None and owner[1] * 2 > total)
    result = CoverageResult(
        account=given.account,
        persons=len(met),
        contacts=total,
        matrix={level: dict(row) for level, row in matrix.items()},
        empty_levels=empty_levels,
        empty_functions=empty_functions,
        missing_roles=missing_roles,
        single_threaded=any(heavy),
        main_person=met[0].name,
        main_person_share=ratio(Decimal(met[0].exchanges), Decimal(total)),
        main_owner=None if owner is None else owner[0],
        main_owner_share=None if owner is None else ratio(Decimal(owner[1]), Decimal(total)),
        never_met=never,
        unplaced=sorted(person.name for person in met if person.level is None or person.function is None),
        covered=not (empty_levels or empty_functions or missing_roles or any(heavy)),
    )
    items = [
        PersonItem(
            name=person.name,
            level=person.level,
            function=person.function,
            roles=sorted(set(person.roles)),
            contacts=person.exchanges,
            share=ratio(Decimal(person.exchanges), Decimal(total)),
            relation_owner=person.relation_owner,
        )
        for person in met
    ]
    counted = any(person.contacts is None for person in met)
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings(result, holders, _stand_ins(met), heavy, uncounted=counted),
        why=reasons(result, holders),
    )


TOOL = Tool(
    name="stakeholder_coverage",
    version="1",
    source="S2, method rows 17 and d3; the three levels, and who may stand in for a role, are ours",
    function=stakeholder_coverage,
    input=CoverageInput,
    result=CoverageResult,
    example={
        "account": "Alpha",
        "persons": [
            {
                "name": "Anne Robin",
                "level": "executive",
                "function": "dg",
                "roles": ["sponsor"],
                "contacts": 3,
                "relation_owner": "Luc",
            },
            {
                "name": "Paul Meyer",
                "level": "management",
                "function": "achats",
                "roles": ["decider"],
                "contacts": 9,
                "relation_owner": "Inès",
            },
            {"name": "Rita Sanz", "level": "management", "function": "metier", "contacts": 4, "relation_owner": "Inès"},
        ],
    },
)
