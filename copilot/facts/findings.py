"""All that changes and all that disagrees between the notes of an account, and how a plan shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copilot.facts.decisions import find_decisions
from copilot.facts.disputes import Dispute, Holders, find_disputes, same_dispute
from copilot.facts.gap_finder import slug
from copilot.facts.mentions import mentions_of
from copilot.facts.named import finder
from copilot.facts.outdated import Older, replacements
from copilot.facts.owners import find_owners
from copilot.facts.people import People
from copilot.facts.phrase import cell_text, excerpt
from copilot.facts.roles import Roles, find_roles
from copilot.facts.shifts import Clash, Shift
from copilot.facts.silent import find_silent
from copilot.facts.sources import two_sources
from copilot.facts.statements import Statement
from copilot.facts.subjects import Vocabulary
from copilot.facts.updates import Replacement
from copilot.facts.values import equals, when
from copilot.schemas.evidence import Language
from copilot.schemas.facts import PersonRecord, Quantity
from copilot.schemas.plan import Contradiction, ContradictionSide, OpenQuestion, Replaced
from copilot.text.catalogue import t
from copilot.text.normalise import fold


@dataclass(frozen=True)
class Findings:
    """What changed and what disagrees."""

    changed: list[Replacement]
    disputes: list[Dispute]
    shifts: list[Shift]
    clashes: list[Clash]
    roles: Roles

    @property
    def outdated(self) -> frozenset[str]:
        """Ids of the statements that no longer hold."""
        return frozenset(r.old.id for r in self.changed) | frozenset(s.id for x in self.shifts for s in x.outdated)

    @property
    def updating(self) -> frozenset[str]:
        """Ids of the statements that give what holds now."""
        return frozenset(r.new.id for r in self.changed) | frozenset(x.new.id for x in self.shifts)

    @property
    def disputed(self) -> frozenset[str]:
        """Ids of the statements that are shown among the contradictions instead of as facts.

        A sentence that names somebody's role says more than the role: it stays a fact.
        """
        found = frozenset(d.where.id for d in self.disputes)
        found |= frozenset(d.other.id for d in self.disputes if d.other.segment.kind != "row")
        sides = [s for c in self.clashes if c.kind != "role" for s in (c.a, c.b)]
        return found | frozenset(s.id for s in sides if s.segment.kind != "row")


def find_changes(statements: Sequence[Statement], people: People, account: str, supplier: str | None) -> Findings:
    """Everything that changes or disagrees; each rule looks only at statements about the same thing."""
    holders = Holders(statements)
    disputes = two_sources(statements, holders)
    disputes += [d for d in find_disputes(statements, holders) if not any(same_dispute(d, r) for r in disputes)]
    disputes = _one_each(disputes)
    vocabulary = Vocabulary(statements, [account, supplier or ""])
    names = frozenset(fold(word) for p in people.all() for word in p.name.split())
    raised = frozenset(d.where.id for d in disputes)
    changed = replacements(statements, Older(statements, vocabulary, names), raised)
    settled = {(r.old.id, r.old_value.start) for r in changed} | {(r.new.id, r.new_value.start) for r in changed}
    settled |= {(d.where.id, d.value.start) for d in disputes} | {(d.other.id, d.other_value.start) for d in disputes}
    silent = find_silent(mentions_of(statements, vocabulary), frozenset(settled))
    named = finder(people)
    roles = find_roles(statements, named, account)
    decided, undecided = find_decisions(statements, vocabulary)
    handed, shared = find_owners(statements, named, vocabulary)
    return Findings(
        changed=[*changed, *silent.replaced],
        disputes=[*disputes, *silent.disputes],
        shifts=[*roles.shifts, *handed, *decided],
        clashes=[*roles.clashes, *shared, *undecided],
        roles=roles,
    )


def _one_each(disputes: Sequence[Dispute]) -> list[Dispute]:
    """One dispute a value of a statement: the first rule that found it says it best."""
    kept: dict[tuple[str, int], Dispute] = {}
    for d in disputes:
        if not any((s.id, q.start) in kept for s, q in ((d.where, d.value), (d.other, d.other_value))):
            kept[(d.where.id, d.value.start)] = d
    return list(kept.values())


def current_titles(people: Sequence[PersonRecord], roles: Roles) -> list[PersonRecord]:
    """The records as things stand: no title for who has left or was followed, the new one for who has changed."""
    current = []
    for p in people:
        if p.name in roles.former:
            p = p.model_copy(update={"title": None, "citations": []})
        elif p.name in roles.titles:
            held = roles.titles[p.name]
            p = p.model_copy(update={"title": held.title, "citations": [held.statement.citation()]})
        current.append(p)
    return current


def replaced(found: Findings) -> list[Replaced]:
    """One entry a pair of values, the newest source of it."""
    entries: dict[tuple[str, str], Replaced] = {}
    shown: dict[tuple[str, str], Quantity] = {}
    for r in sorted(found.changed, key=lambda r: when(r.old)):
        if r.old.segment.kind == "quoted" or r.old.text.rstrip().endswith("?"):
            continue
        key = (fold(r.old_value.text), fold(r.new_value.text))
        if any(
            old == key[0] and equals(new, r.new_value) for (old, other), new in shown.items() if (old, other) != key
        ):
            continue  # « 30 → 18 » says no more than « 30 → 18 magasins »
        shown[key] = r.new_value
        row = r.old.segment.kind == "row"
        topic = cell_text(r.old, r.old_value.start) if row else excerpt(r.old, r.old_value.start, 9)
        old, new = r.old_value.text.strip(), r.new_value.text.strip()
        kind = "date" if r.old_value.kind == "date" else "value"
        entries.setdefault(
            key,
            Replaced(
                topic=topic,
                text=f"{old} → {new} ({topic})",
                citations=[r.new.citation(), r.old.citation()],
                kind="date" if kind == "date" else "value",
                implied=r.implied,
            ),
        )
    return [*entries.values(), *(_shifted(s) for s in found.shifts)]


def _shifted(s: Shift) -> Replaced:
    before, after = _short(s.before), _short(s.after)
    text = f"{before} → {after}" if after else f"{before} → {excerpt(s.new, None, 16)}"
    citations = [s.new.citation(), s.old.citation()]
    return Replaced(topic=before, text=text, citations=citations, kind=s.kind, implied=s.implied)


def _short(text: str, most: int = 18) -> str:
    parts = text.strip(" .;,").split()
    return " ".join(parts[:most]) + (" …" if len(parts) > most else "")


def contradictions(found: Findings) -> list[Contradiction]:
    """Each with both sides, in the words of the notes."""
    shown = [_disputed(d) for d in found.disputes] + [_clashing(c) for c in found.clashes]
    return list({c.id: c for c in reversed(shown)}.values())[::-1]


def _disputed(d: Dispute) -> Contradiction:
    own = 24 if d.where is not d.other else 10
    return Contradiction(
        id=f"contradiction:{d.where.id}",
        topic=excerpt(d.where, d.value.start, 10),
        kind="date" if d.value.kind == "date" else "value",
        sides=[_side(d.other, d.other_value, own), _side(d.where, d.value, own)],
    )


def _side(s: Statement, value: Quantity, limit: int) -> ContradictionSide:
    value = next((q for q in s.quantities if q == value), None) or next(
        (q for q in s.quantities if equals(q, value)), value
    )
    text = cell_text(s, value.start) if s.segment.kind == "row" else excerpt(s, value.start, limit)
    return ContradictionSide(text=text, citations=[s.citation()])


def _clashing(c: Clash) -> Contradiction:
    sides = [
        ContradictionSide(text=excerpt(s, max(0, s.text.find(says)), 24), citations=[s.citation()])
        for s, says in ((c.a, c.a_says), (c.b, c.b_says))
    ]
    return Contradiction(
        id=f"contradiction:{c.kind}:{c.a.id}:{c.b.id}", topic=_short(c.topic, 10), kind=c.kind, sides=sides
    )


def questions(found: Findings, language: Language) -> list[OpenQuestion]:
    """What to ask about each disagreement that is not one of figures."""
    asked = []
    for c in found.clashes:
        topic = f"contradiction:{slug(f'{c.kind} {c.topic}')[:60]}"
        text = t(
            f"draft.conflict.{c.kind}",
            language,
            what=_short(c.topic, 12),
            a=_short(c.a_says, 12),
            b=_short(c.b_says, 12),
        )
        why = ", ".join(dict.fromkeys((c.a.document.name, c.b.document.name)))
        asked.append(OpenQuestion(id=topic, topic=topic, text=text, why=why))
    return list({q.id: q for q in asked}.values())
