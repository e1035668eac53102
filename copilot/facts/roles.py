"""Who follows whom, who has left, whose title changes, and where two notes do not agree on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import cast

from copilot.facts import lexicon
from copilot.facts.holdings import SKIPPED, Holding, holdings_of, role_cue
from copilot.facts.named import Named
from copilot.facts.people import Person
from copilot.facts.role_clashes import conflicting, two_holders, two_titles
from copilot.facts.shifts import Clash, Shift
from copilot.facts.sides import company_words
from copilot.facts.statements import Statement
from copilot.facts.values import when
from copilot.text.normalise import fold

_BETWEEN = r"\W*(?:(?:qui|who|elle|il|he|she|m\.|mme|mr|mrs|ms|dr|herr|frau)\W+)*(?:\w+ )?"


@dataclass(frozen=True)
class Roles:
    """What the notes say of roles over time."""

    shifts: list[Shift]
    clashes: list[Clash]
    former: dict[str, str]
    titles: dict[str, Holding]


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text) for text in cast("list[str]", lexicon.load("roles")[name]))


def find_roles(statements: Sequence[Statement], named: Named, account: str) -> Roles:
    """Successions, departures, and titles or roles at odds, from all statements in one pass and by person."""
    own = frozenset(company_words(account))
    holdings = [replace(h, scope=h.scope - own) for s in statements for h in holdings_of(s, named)]
    by_person: dict[str, list[Holding]] = {}
    for h in holdings:
        by_person.setdefault(h.person.name, []).append(h)
    told: dict[str, list[Statement]] = {}
    moves: list[tuple[Statement, Person, Person | None]] = []
    gone = _gone(account)
    for s in statements:
        people = named(s.text)
        for _, _, person in people:
            told.setdefault(person.name, []).append(s)
        if people and s.segment.kind not in SKIPPED | {"row"}:
            moves += [(s, old, new) for old, new in _moves(s, people, gone)]
    moves += _taken_over(holdings)
    shifts: list[Shift] = []
    former: dict[str, str] = {}
    for s, old, new in moves:
        shift = _shift(s, old, new, told.get(old.name, []), by_person.get(old.name, []))
        if not any(h.statement is not s and when(h.statement) >= when(s) for h in by_person.get(old.name, [])):
            former.setdefault(old.name, new.name if new else "")
        if shift is not None:
            shifts.append(shift)
    titles: dict[str, Holding] = {}
    for name, held in by_person.items():
        change = _new_title(held) if name not in former else None
        if change is not None:
            shifts.append(_retitled(*change, held))
            titles[name] = change[1]
    settled = {frozenset((old.name, new.name)) for _, old, new in moves if new}
    clashes = [*two_titles(by_person), *two_holders(holdings, settled, former)]
    return Roles(_distinct(shifts), clashes, former, titles)


def _distinct(shifts: Sequence[Shift]) -> list[Shift]:
    found: dict[tuple[str, str], Shift] = {}
    for s in shifts:
        found.setdefault((s.before, s.after), s)
    return list(found.values())


def _gone(account: str) -> tuple[re.Pattern[str], ...]:
    """The ways to say that somebody has left, with the client's own name."""
    names = "|".join(map(re.escape, sorted(company_words(account)))) or "client"
    raw = cast("list[str]", lexicon.load("roles")["gone"])
    return tuple(re.compile(text.replace("{account}", f"(?:{names})")) for text in raw)


def _moves(
    s: Statement, people: Sequence[tuple[int, int, Person]], gone: Sequence[re.Pattern[str]]
) -> Iterator[tuple[Person, Person | None]]:
    """(who held it, who holds it now); nobody for a departure."""
    if s.text.rstrip(" »\"')").endswith("?") or role_cue("not_yet").search(s.folded):
        return
    for (_, end, first), (start, _, second) in pairwise(people):
        if first.name == second.name:
            continue
        between = fold(s.text[end:start])
        if re.search(r"\b(?:ne|n'|not|pas|never|jamais)\b", between) or len(between) > 60:
            continue
        if any(re.match(_BETWEEN + p.pattern + r"(?!\w)", between) for p in _patterns("followed")):
            yield first, second
        elif any(re.match(_BETWEEN + p.pattern + r"(?!\w)", between) for p in _patterns("follows")):
            yield second, first
    for number, (_, end, person) in enumerate(people):
        stop = people[number + 1][0] if number + 1 < len(people) else len(s.text)
        if any(re.match(r"\W*(?:\w+ )?" + p.pattern, fold(s.text[end:stop])) for p in gone):
            yield person, None


def _taken_over(holdings: Sequence[Holding]) -> list[tuple[Statement, Person, Person | None]]:
    """ "X is now head of purchasing": who was it before."""
    by_role: dict[str, list[Holding]] = {}
    for h in holdings:
        if h.unique:
            by_role.setdefault(h.unique, []).append(h)
    found: list[tuple[Statement, Person, Person | None]] = []
    for held in by_role.values():
        for new in held:
            if not role_cue("now").search(new.statement.folded) or role_cue("not_yet").search(new.statement.folded):
                continue
            for old in held:
                if (
                    old.person.name != new.person.name
                    and when(old.statement) < when(new.statement)
                    and old.scope == new.scope
                ):
                    found.append((new.statement, old.person, new.person))
    return found


def _shift(
    s: Statement, old: Person, new: Person | None, told: Sequence[Statement], held: Sequence[Holding]
) -> Shift | None:
    """The change with the older statements that no longer hold: those that give the older person a role."""
    before = [t for t in told if t.id != s.id and when(t) < when(s)]
    roles = {h.statement.id for h in held}
    outdated = [t for t in before if t.id in roles or role_cue("holds").search(t.folded)]
    titles = [h.title for h in held if when(h.statement) < when(s)]
    if not before:
        return None
    source = max(outdated or before, key=when)
    label = f"{old.name} ({titles[-1]})" if titles else old.name
    return Shift("role", source, s, label, new.name if new else "", tuple(outdated), implied=False)


def _new_title(held: Sequence[Holding]) -> tuple[Holding, Holding] | None:
    """The older and the newer title of somebody who is said to have a new one."""
    for new in sorted(held, key=lambda h: when(h.statement), reverse=True):
        if not role_cue("now").search(new.statement.folded) or role_cue("not_yet").search(new.statement.folded):
            continue
        older = [h for h in held if when(h.statement) < when(new.statement) and conflicting(h, new)]
        if older:
            return max(older, key=lambda h: when(h.statement)), new
    return None


def _retitled(old: Holding, new: Holding, held: Sequence[Holding]) -> Shift:
    outdated = tuple(h.statement for h in held if when(h.statement) < when(new.statement))
    return Shift("role", old.statement, new.statement, f"{old.person.name} ({old.title})", new.title, outdated)
