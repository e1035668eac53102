"""Who is given which title or role in which statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from copilot.facts import lexicon
from copilot.facts.named import Named
from copilot.facts.people import ROLE, Person
from copilot.facts.statements import Statement
from copilot.text.normalise import fold

SKIPPED = frozenset({"quoted", "comment"})


@dataclass(frozen=True)
class Holding:
    """One statement that gives a person a title or a role."""

    person: Person
    statement: Statement
    title: str
    functions: frozenset[str]
    senior: bool
    junior: bool
    unique: str
    scope: frozenset[str]


@cache
def role_cue(name: str) -> re.Pattern[str]:
    """The pattern of one flat list of knowledge/lexicon/roles.yaml."""
    return lexicon.pattern(cast("list[str]", lexicon.load("roles")[name]))


@cache
def _functions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = cast("dict[str, list[str]]", lexicon.load("roles")["functions"])
    return tuple((name, lexicon.pattern(stems)) for name, stems in raw.items())


@cache
def _unique() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = cast("dict[str, list[str]]", lexicon.load("roles")["unique"])
    return tuple((name, re.compile(rf"(?<!\w)(?:{'|'.join(stems)})(?!\w)")) for name, stems in raw.items())


def holdings_of(s: Statement, named: Named) -> Iterator[Holding]:
    """The titles and roles that a statement gives to the people it names."""
    if s.segment.kind in SKIPPED or s.text.rstrip(" »\"')").endswith("?"):
        return
    said = ROLE.search(s.folded) or any(p.search(s.folded) for _, p in _unique()) or _DECIDES.search(s.folded)
    if not said:
        return
    people = named(s.text)
    for start, end, person in people:
        title = _row_title(s, person, people) if s.segment.kind == "row" else _title_after(s.text, end)
        title = title or _stated(s, start, end, len({p.name for _, _, p in people}))
        if title:
            yield _holding(s, person, title)


def _holding(s: Statement, person: Person, title: str) -> Holding:
    folded = fold(title)
    unique = next((name for name, p in _unique() if p.search(folded)), "")
    kinds = frozenset(name for name, p in _functions() if p.search(folded))
    words = set(re.findall(r"[a-z]{4,}", folded))
    for _, p in (*_functions(), *_unique()):
        words -= set(re.findall(r"[a-z]{4,}", " ".join(m[0] for m in p.finditer(folded))))
    plain = {w for w in words if not ROLE.match(w) and not role_cue("senior").match(w) and w not in _PLAIN}
    senior, junior = (role_cue(name).search(folded) is not None for name in ("senior", "junior"))
    return Holding(person, s, title, kinds, senior, junior, unique, frozenset(plain))


_PLAIN = frozenset(
    ("notre votre leur nouveau nouvelle group groupe their your with sont seul seule vrai real true only cette chez the"
     " client compte still toujours donc aussi also maker decision").split()
)  # fmt: skip


_BESIDE = re.compile(r"^\s*(?:\(\s*([^();:]{2,60})\)|,\s+([^,.;:()]{2,50})(?=[,.;]|$))")


def _title_after(text: str, end: int) -> str | None:
    """The role in brackets or between commas right after a name."""
    match = _BESIDE.match(text[end : end + 90])
    title = (match[1] or match[2]).strip() if match else ""
    title = re.split(r"\s[–—-]\s|,\s", title)[0].strip()
    first = " ".join(fold(title).split()[:4])
    return title if title and len(title.split()) <= 7 and ROLE.search(first) else None


def _row_title(s: Statement, person: Person, people: Sequence[tuple[int, int, Person]]) -> str | None:
    """The title in a row that names one person in its first cell."""
    if {p.name for _, _, p in people} != {person.name} or not s.segment.cells:
        return None
    return next((c.strip() for c in s.segment.cells[1:] if ROLE.search(fold(c)) and len(c.split()) <= 8), None)


_IS = re.compile(r"^\W*(?:est|is|reste|remains|sera|was|devient|becomes)\s+(?:\w+ement |now |desormais |aussi |still )?"
                 r"(?:le |la |l'|une? |the |our |notre |a |seul |vrai |new |nouveau |nouvelle |current )*")  # fmt: skip
_NAMES = re.compile(r"(?:le|la|notre|our|the)\s+([\w' -]{2,50}?)\s*(?:est|is|c'est|:|=)\s*(?:m\.|mme|mr|mrs|ms)?\s*$")
_DECIDES = re.compile(
    r"qui (?:decide|tranche)|who decides|decide seule?|decides alone|a le dernier mot"
    r"|has the (?:final|last) (?:say|word)"
)
_WHO_DECIDES = re.compile(rf"^\W*(?:{_DECIDES.pattern})")


def _stated(s: Statement, start: int, end: int, people: int) -> str | None:
    """A role said in a sentence: "X is the CFO", "le décideur est X", "c'est X qui décide"."""
    after, before = fold(s.text[end : end + 70]), fold(s.text[max(0, start - 70) : start])
    if re.match(r"\s*(?:et|and|und|ou|or)\b", after) or re.search(
        r"\b(?:one of|un des|une des|l'un des|parmi)\b", s.folded
    ):
        return None
    if _WHO_DECIDES.match(after):
        return "décideur" if s.document.language == "fr" else "decision maker"
    match = _IS.match(after)
    if match:
        role = re.split(r"[,.;:(]| qui | who | et | and | pour | for | depuis | since ", after[match.end() :])[0]
        known = ROLE.match(role) or any(p.match(role) for _, p in _unique())
        return _as_written(s.text[end:], role.strip()) if known else None
    match = _NAMES.search(before) if people == 1 else None
    if match is None or not any(p.search(match[1]) for _, p in _unique()):
        return None
    return _as_written(s.text[:start], match[1].strip())


def _as_written(text: str, folded: str) -> str:
    """Folded words as they stand in the text."""
    parts, n = text.split(), len(folded.split())
    for at in range(len(parts) - n + 1):
        words = " ".join(parts[at : at + n]).strip(" .,;:()")
        if fold(words) == folded:
            return words
    return folded
