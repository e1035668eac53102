"""Who is to do what: one action that two notes give to two people, or that passes from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from copilot.facts.named import Named
from copilot.facts.shifts import Clash, Shift
from copilot.facts.statements import Statement, words
from copilot.facts.subjects import Subject, Vocabulary, candidates, same_subject
from copilot.facts.values import when
from copilot.text.normalise import fold

LEAST = 0.75
MAX_WORDS = 22
_SKIPPED = frozenset({"quoted", "comment", "heading", "title"})
_OWNER = re.compile(r"\b(?:qui|who|owner|responsable|pilote|porteur|resp|wer|assigned|charge|lead|par qui)\b")
_ACTION = re.compile(r"\b(?:action|tache|task|quoi|what|todo|to do|a faire|sujet|was)\b")
_DOES = re.compile(
    r"^\s*(?:(?:va|doit|devra|will|must|shall|has to|is to|is going to|s'occupe d[eu']s?|se charge d[eu']s?"
    r"|est en charge d[eu']s?|takes care of|is in charge of|handles)\s*)?(?:l'|d')?(?:prepar|envoi|envoy"
    r"|send|writ|redig|draft|fourni"
    r"|provid|livr|deliver|relanc|follow|organis|call|appel|contact|plan|present|compar|chiffr|calcul|updat|met a jour"
    r"|revoi|review|audit|install|test|negoci|negotiat|valid|check|verif|coordin|pilot|manag|gere|suit|form|train|bilan"
    r"|devis|rapport|report|compil|collect|sign|owns\b|est responsable d|is responsible for|leads\b|runs\b)"
)
_TAKES = re.compile(
    r"a la place de|au lieu de|instead of|takes over|took over|taken over|repren|repris|reassign|reattribu|desormais"
    r"|now with|transfer|passe a|handed"
)
_ENDS = re.compile(r"(?:\s*(?:→|->|=>|:|–|—)\s*)$")


@dataclass(frozen=True)
class Owned:
    """An action and who is to do it."""

    statement: Statement
    owners: frozenset[str]
    subject: Subject
    label: str


def owned_actions(statements: Sequence[Statement], named: Named, vocabulary: Vocabulary) -> list[Owned]:
    """Actions with the people who are named for them."""
    found: list[Owned] = []
    for s in statements:
        if s.segment.kind in _SKIPPED or s.segment.hidden or s.text.rstrip(" »\"')").endswith("?"):
            continue
        found += _from_row(s, named, vocabulary) if s.segment.kind == "row" else _from_text(s, named, vocabulary)
    return found


def _from_row(s: Statement, named: Named, vocabulary: Vocabulary) -> Iterator[Owned]:
    if len(s.segment.header) != len(s.segment.cells):
        return
    owner = label = ""
    for name, cell in zip(map(fold, s.segment.header), s.segment.cells, strict=True):
        if not owner and _OWNER.search(name):
            owner = cell.strip()
        elif not label and _ACTION.search(name):
            label = cell.strip()
    people = frozenset(p.name for _, _, p in named(owner))
    if people and label and len(re.split(r"[,/+&]| et | and ", owner)) == len(people):
        yield Owned(s, people, vocabulary.subject(label, s.document.language), label)


def _from_text(s: Statement, named: Named, vocabulary: Vocabulary) -> Iterator[Owned]:
    if words(s.text) > MAX_WORDS:
        return
    people = named(s.text)
    everyone = frozenset(p.name for _, _, p in people)
    if not 1 <= len(everyone) <= 2:
        return
    first, last = people[0], people[-1]
    bare = s.text
    for q in s.quantities:
        bare = bare.replace(q.text, " ")
    for start, end, _ in people:
        bare = bare.replace(s.text[start:end], " ")
    starts = len(fold(s.text[s.lead : first[0]]).split()) <= 1
    if (starts and _DOES.match(fold(s.text[last[1] :]))) or (
        _ENDS.search(s.text[s.lead : first[0]]) and words(s.text[last[1] :]) <= 4 and words(s.text[: first[0]]) >= 2
    ):
        firsts = {fold(w) for _, _, p in people for w in p.name.split()}
        subject = vocabulary.subject(bare, s.document.language)
        yield Owned(s, everyone, replace(subject, names=subject.names - firsts, party=""), s.text)


def find_owners(
    statements: Sequence[Statement], named: Named, vocabulary: Vocabulary
) -> tuple[list[Shift], list[Clash]]:
    """Actions that changed hands, and actions that two notes give to two people."""
    shifts: list[Shift] = []
    clashes: list[Clash] = []
    seen: set[frozenset[str]] = set()
    handed = _handed(statements, named, vocabulary)
    for a, b in candidates(owned_actions(statements, named, vocabulary), LEAST):
        apart = a.statement.document.id != b.statement.document.id and not a.owners & b.owners
        if not apart or not same_subject(a.subject, b.subject, LEAST):
            continue
        old, new = sorted((a, b), key=lambda o: when(o.statement))
        mine, theirs = ", ".join(sorted(old.owners)), ", ".join(sorted(new.owners))
        key = frozenset((mine, theirs, *sorted(new.subject.words)))
        if key in seen:
            continue
        seen.add(key)
        word = _TAKES.search(new.statement.folded) is not None or (old.owners | new.owners) in handed
        if word and when(old.statement) < when(new.statement):
            shifts.append(Shift("owner", old.statement, new.statement, mine, theirs, (old.statement,)))
        else:
            clashes.append(Clash("owner", old.statement, new.statement, new.label, mine, theirs))
    return shifts, clashes


def _handed(statements: Sequence[Statement], named: Named, vocabulary: Vocabulary) -> set[frozenset[str]]:
    """People of whom a note says that one takes over from the other."""
    found = set()
    for s in statements:
        if _TAKES.search(s.folded) and s.segment.kind not in _SKIPPED:
            people = frozenset(p.name for _, _, p in named(s.text))
            if len(people) == 2:
                found.add(people)
    return found
