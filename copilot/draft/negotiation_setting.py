"""The setting of a negotiation: what it is about, who sits there, until when, who is stronger, by which criteria."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from copilot.draft import negotiation_cues as cues
from copilot.draft.negotiation_claims import ClaimMaker
from copilot.draft.negotiation_notes import Note, best, is_question
from copilot.schemas.evidence import Claim
from copilot.schemas.facts import FactBase
from copilot.schemas.negotiation import NegotiationBrief
from copilot.text.normalise import fold

_PER_PERSON = 2
_PEOPLE = 10
_DEADLINES = 10
_MIN_WEIGHT = 0.15
_MEETING = re.compile(
    r"\b(?:soutenances?|negociations?|negotiations?|pitch|oral|entretien|meeting|reunion finale|rendez-vous)\b"
)


def context(notes: Sequence[Note], brief: NegotiationBrief | None, maker: ClaimMaker) -> list[Claim]:
    """What is negotiated, where it comes from, and what the brief adds."""
    claims = [
        maker.brief("context", part)
        for part in ("object", "date", "place", "duration_minutes")
        if brief is not None and getattr(brief, part)
    ]
    about = [
        note
        for note in notes
        if note.has(cues.OBJECT) and not is_question(note) and note.fact.sections[:1] != ["stakeholders"]
    ]
    return claims + [maker.fact("context", note.fact) for note in best(about, 8, _MIN_WEIGHT)]


def participants(
    notes: Sequence[Note], base: FactBase, brief: NegotiationBrief | None, maker: ClaimMaker
) -> tuple[list[Claim], list[str]]:
    """Who decides, with mandate and style, the client's people first; and the client's people of unknown mandate."""
    claims = [
        maker.brief("participant", f"participants.{rank}") for rank in range(len(brief.participants) if brief else 0)
    ]
    by_person: dict[str, list[Note]] = {}
    for note in notes:
        if note.has(cues.MANDATE) and not is_question(note):
            for name in note.people:
                by_person.setdefault(name, []).append(note)
    sides = {person.name: person.side for person in base.people}
    order = sorted(
        by_person,
        key=lambda name: (
            {"client": 0, "unknown": 1}.get(sides.get(name, "unknown"), 2),
            -sum(note.fact.weight for note in by_person[name]),
            name,
        ),
    )
    used: set[str] = set()
    for name in order[:_PEOPLE]:
        for note in best(by_person[name], _PER_PERSON, _MIN_WEIGHT):
            if note.fact.id not in used:
                used.add(note.fact.id)
                claims.append(_about(name, note, maker))
    silent = [
        person.name
        for person in base.people
        if person.side == "client" and person.name not in by_person and len(person.fact_ids) >= _PER_PERSON
    ]
    return claims, silent[:3]


def _about(name: str, note: Note, maker: ClaimMaker) -> Claim:
    """The sentence, with the name in front when only the sentence before gives it."""
    if name in note.fact.people or note.sibling is None:
        return maker.fact("participant", note.fact)
    return maker.fact("participant", note.fact, f"{name} – {note.fact.text}", also=[note.sibling.fact])


def power_balance(notes: Sequence[Note], maker: ClaimMaker) -> list[Claim]:
    """What makes one side depend on the other."""
    found = [note for note in notes if note.has(cues.POWER) and not is_question(note) and not note.row]
    return [maker.fact("power", note.fact) for note in best(found, 8, _MIN_WEIGHT)]


def deadlines(notes: Sequence[Note], base: FactBase, maker: ClaimMaker, today: dt.date) -> list[Claim]:
    """The dates that bind the negotiation, in order of time; past ones are left out."""
    now = base.as_of or today
    dated: list[tuple[dt.date, Note]] = []
    for note in notes:
        if note.row or is_question(note) or not note.has(cues.DEADLINE):
            continue
        if not (note.has(cues.OBJECT) or {"roadmap", "profile"} & set(note.fact.sections[:2])):
            continue
        days = [
            quantity.date.start
            for quantity in note.fact.quantities
            if quantity.date is not None and quantity.date.precision in ("day", "week", "month", "quarter")
        ]
        ahead = [day for day in days if day >= now]
        if ahead and note.fact.weight >= _MIN_WEIGHT:
            dated.append((min(ahead), note))
    kept = {note.fact.id for note in best([note for _, note in dated], _DEADLINES)}
    ordered = sorted(dated, key=lambda pair: (pair[0], pair[1].fact.id))
    return [maker.fact("deadline", note.fact) for _, note in ordered if note.fact.id in kept]


def criteria(notes: Sequence[Note], maker: ClaimMaker) -> list[Claim]:
    """The client's selection criteria with their weights, from a table or from sentences."""
    rows = [note for note in notes if note.row and is_criteria_table(note)]
    if rows:
        return [maker.fact("criterion", note.fact) for note in rows[:15]]
    found = [
        note
        for note in notes
        if not note.row
        and note.has(cues.CRITERIA)
        and any(q.kind in ("percent", "points") for q in note.fact.quantities)
    ]
    return [maker.fact("criterion", note.fact) for note in best(found, 5)]


def is_criteria_table(note: Note) -> bool:
    """Whether a row belongs to a table of weighted selection criteria."""
    header = fold(" | ".join([*note.fact.header, note.fact.heading or ""]))
    columns = fold(" | ".join(note.fact.header))
    return cues.CRITERIA.search(header) is not None and cues.WEIGHT.search(columns) is not None


def duration_minutes(notes: Sequence[Note], brief: NegotiationBrief | None) -> int | None:
    """How long the meeting lasts, from the brief, or from the one note that says so."""
    if brief is not None and brief.duration_minutes:
        return brief.duration_minutes
    found = set()
    for note in notes:
        if not note.has(_MEETING) or note.row:
            continue
        for match in re.finditer(r"(?<![\d.,/])(\d{2,3}) ?(?:min\b|minutes?\b|mn\b)", note.flat):
            found.add(int(match[1]))
    return found.pop() if len(found) == 1 else None


def is_french_retail(notes: Sequence[Note]) -> bool:
    """Whether the notes speak of retail in France: two different trade words in two notes at least."""
    words: set[str] = set()
    hits = 0
    for note in notes:
        found = {match[0] for match in cues.RETAIL.finditer(note.flat)}
        words |= found
        hits += bool(found)
    french = sum(1 for note in notes if note.fact.language == "fr")
    in_france = french * 2 >= len(notes) or any(note.has(cues.FRANCE) for note in notes)
    return len(words) >= 2 and hits >= 2 and in_france
