"""Titles of one person, and holders of one role, that two notes do not agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from copilot.facts.holdings import Holding, role_cue
from copilot.facts.shifts import Clash
from copilot.facts.values import when
from copilot.text.normalise import fold

SAME_TIME_DAYS = 365


def two_titles(by_person: Mapping[str, Sequence[Holding]]) -> Iterator[Clash]:
    """One person with two titles that cannot both be: other functions, or head and assistant of one."""
    for held in by_person.values():
        kinds: dict[tuple[frozenset[str], bool, bool], Holding] = {}
        for h in held:
            if h.functions:
                kinds.setdefault((h.functions, h.senior, h.junior), h)
        seen = list(kinds.values())
        pair = next(((a, b) for i, a in enumerate(seen) for b in seen[i + 1 :] if _incompatible(a, b)), None)
        if pair:
            a, b = sorted(pair, key=lambda h: when(h.statement))
            yield Clash("role", a.statement, b.statement, a.person.name, a.title, b.title)


def _incompatible(a: Holding, b: Holding) -> bool:
    """Whether two notes of about the same time give titles that cannot both be, and none speaks of a new one."""
    apart = a.statement.document.id != b.statement.document.id
    near = abs((when(a.statement) - when(b.statement)).days) <= SAME_TIME_DAYS
    told = any(role_cue("now").search(h.statement.folded) for h in (a, b))
    return apart and near and not told and conflicting(a, b)


_RELATED = (
    frozenset({"plant", "production"}), frozenset({"production", "maintenance"}), frozenset({"quality", "safety"}),
    frozenset({"sales", "marketing"}), frozenset({"logistics", "purchasing"}), frozenset({"it", "data"}),
    frozenset({"research", "quality"}), frozenset({"plant", "maintenance"}), frozenset({"production", "logistics"}),
)  # fmt: skip


def conflicting(a: Holding, b: Holding) -> bool:
    """Whether one person cannot have both titles: other functions, or head and assistant of one."""
    if not (a.functions and b.functions):
        return False
    if a.functions & b.functions:
        return (a.senior and b.junior) or (a.junior and b.senior)
    if "general" in a.functions | b.functions:
        return False
    return not any(a.functions & related and b.functions & related for related in _RELATED)


def two_holders(
    holdings: Sequence[Holding], settled: set[frozenset[str]], former: Mapping[str, str]
) -> Iterator[Clash]:
    """Two people in a role that one holds, in two notes of about the same time and without a word of succession."""
    by_role: dict[tuple[str, frozenset[str]], dict[str, Holding]] = {}
    for h in sorted(holdings, key=lambda h: when(h.statement)):
        if h.unique and h.statement.segment.kind != "row" and h.person.name not in former:
            by_role.setdefault((h.unique, h.scope), {}).setdefault(h.person.name, h)
    for held in by_role.values():
        people = list(held.values())
        if len(people) != 2:
            continue
        a, b = people
        sides = {p.sides.most_common(1)[0][0] for p in (a.person, b.person) if p.sides}
        near = abs((when(a.statement) - when(b.statement)).days) <= SAME_TIME_DAYS
        apart = a.statement.document.id != b.statement.document.id
        if apart and near and len(sides) <= 1 and frozenset(held) not in settled and not _places(a, b):
            yield Clash("role", a.statement, b.statement, a.title, a.person.name, b.person.name)


def _places(a: Holding, b: Holding) -> bool:
    """Whether each names a place or a company of its own: two plants have two managers."""
    mine, theirs = (
        {fold(w) for w in re.findall(r"(?<![\w.])[A-ZÀ-Þ]\w{2,}", h.statement.text)}
        - {fold(w) for w in h.person.name.split()}
        - set(re.findall(r"\w+", fold(h.title)))
        for h in (a, b)
    )
    return bool(mine - theirs) and bool(theirs - mine)
