"""The parts of a sentence that its quotes do not carry, each with what is wrong with it.

Values belong to other words, words mean the opposite, a negation or a reserve is gone, a name or a speaker was put in
place of another, or a clause was added. Words are compared within one language only; figures, names, negated terms of
the trade and opposites are compared across languages too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast

from copilot.schemas.facts import Quantity
from copilot.text.normalise import flatten
from copilot.text.same import same_value
from copilot.verify.alignment import Alignment
from copilot.verify.attach import Attachment, Evidence, Hold, Place, attach_all, comparable, evenly
from copilot.verify.comparisons import wrong_order
from copilot.verify.courses import courses
from copilot.verify.exchanged import beside_another, exchanged
from copilot.verify.measures import other_rhythm, part_as_whole
from copilot.verify.modality import caused, changed_subject, firmer, is_target, lost_reserve, overstated, related
from copilot.verify.negation import denial, turned_negation
from copilot.verify.opposites import turned_round
from copilot.verify.persons import borrowed
from copilot.verify.reading import Reading, Value, Word

Code = Literal[
    "value_moved", "opposite", "negation_lost", "negation_added", "modality_lost", "not_settled", "overstated", "added",
    "target_as_result", "subject_changed", "name_moved", "relation_added", "cause_added", "exchanged",
    "course_reversed", "rhythm_changed",
]  # fmt: skip
GRAVE: frozenset[str] = frozenset(
    {
        "value_moved",
        "opposite",
        "negation_lost",
        "negation_added",
        "subject_changed",
        "name_moved",
        "course_reversed",
        "rhythm_changed",
    }
)
"""What makes a sentence false; the rest makes it say more than is proved."""
CUT: frozenset[str] = frozenset({"added", "overstated"})
"""What can be cut out of a sentence without changing the rest."""
LEAD, LEAD_IN_ROW, LEAD_ACROSS = 0.5, 0.3, 1.5
"""By how many words' worth a rival value must fit better before the value counts as moved."""
ADDED = 0.4
"""Share of a clause's words that must stand in what is cited."""
_SPLIT = re.compile(
    r"[;()\n]|[,:](?!\d)|(?<!\d)[,:]|(?<!\w)(?:et|and|mais|but|que|qui|dont|that|which|who|grace a|thanks to|malgre|"
    r"despite|parce que|because|"
    r"afin de|pour que|so that|tandis que|while|car)(?!\w)"
)


@dataclass(frozen=True)
class Problem:
    """A part of the claim that is not proved; `instead` is what the quotes say there."""

    code: Code
    start: int
    end: int
    text: str
    instead: str = ""


Same = Callable[[Quantity, Quantity], bool]


def problems(claim: Reading, places: Sequence[Place], same: Same) -> list[Problem]:
    """What is wrong with a claim beside the sentences that it cites, gravest first."""
    alignment = Alignment(claim, places)
    agreed, back = courses(claim, places, same)
    settled_by_course = {value.quantity.start for value in agreed}
    found = [_of(value, "course_reversed") for value in back]
    moved = _moved(claim, places, same) or _exchanged(claim, places, same)
    found += [p for p in moved if p.code != "value_moved" or p.start not in settled_by_course]
    turned = turned_round(alignment)
    if turned:
        found.append(_at(claim, "opposite", turned[0], turned[1], alignment))
    order = wrong_order(claim, places)
    if order:
        found.append(Problem("opposite", *order, claim.text[slice(*order)]))
    negation = turned_negation(alignment)
    if negation:
        found.append(Problem(negation, 0, len(claim.text), claim.text))
    subject = changed_subject(alignment)
    if subject:
        found.append(_word(claim, "subject_changed", subject))
    found += [_at(claim, "name_moved", word) for word in (*borrowed(alignment), *beside_another(alignment))]
    swapped = exchanged(alignment)
    if swapped:
        found.append(_at(claim, "exchanged", swapped))
    part = part_as_whole(claim, places, same)
    if part and _says_more(claim, places, part):
        found.append(_of(part, "overstated"))
    if not alignment.same_language:
        return found
    settled = firmer(alignment)
    if settled:
        found.append(_at(claim, "not_settled", settled))
    elif lost_reserve(alignment):
        found.append(Problem("modality_lost", 0, len(claim.text), claim.text))
    said = {"overstated": overstated, "cause_added": caused, "relation_added": related}
    for code, word in ((code, find(alignment)) for code, find in said.items()):
        if word:
            found.append(_word(claim, cast("Code", code), word))
    return found + _added(alignment)


def _of(value: Value, code: Code, instead: str = "") -> Problem:
    quantity = value.quantity
    return Problem(code, quantity.start, quantity.end, quantity.text, instead)


def _says_more(claim: Reading, places: Sequence[Place], value: Value) -> bool:
    """Whether the claim says of what it counts what the quotes say, and not only how many there are."""
    counted = value.quantity
    told = [w for w in claim.words if not w.proper and not counted.start <= w.start < counted.end]
    return any(w.among(place.reading.keys) for w in told for place in places)


def _word(claim: Reading, code: Code, folded: str) -> Problem:
    """A problem at a word of the flat text."""
    at = max(0, flatten(claim.text)[1].find(folded))
    return Problem(code, at, at + len(folded), claim.text[at : at + len(folded)])


def _at(
    claim: Reading, code: Code, word: Word, other: Word | None = None, alignment: Alignment | None = None
) -> Problem:
    instead = ""
    if other is not None and alignment is not None:
        for place in alignment.places:
            if other in place.reading.words:
                instead = place.reading.text[other.start : other.end]
    return Problem(code, word.start, word.end, claim.text[word.start : word.end], instead)


def _moved(claim: Reading, places: Sequence[Place], same: Same) -> list[Problem]:
    """Values whose words are another value's in the quotes."""
    evidence = Evidence(places, evenly)
    found = []
    for value, attachment in zip(claim.values, attach_all(claim, evidence, same), strict=True):
        quantity = value.quantity
        if attachment.equal is None:
            continue
        if attachment.equal.place.reading.is_row and attachment.equal.value.clause == 0:
            continue  # a figure in the name of the row
        other = other_rhythm(claim, value, attachment.equal)
        if other is not None:
            found.append(_of(value, "rhythm_changed", other))
        elif attachment.rival and _outdone(claim, attachment.equal, attachment.rival):
            said = attachment.rival.value.quantity.text
            found.append(Problem("value_moved", quantity.start, quantity.end, quantity.text, said))
        elif _sum_claimed(claim, value, attachment.equal):
            found.append(Problem("relation_added", quantity.start, quantity.end, quantity.text))
        elif _aimed_at(attachment, claim):
            found.append(Problem("target_as_result", quantity.start, quantity.end, quantity.text))
    return found


_CLAUSE_END = re.compile(r"[,;.()]|(?<!\w)(?:pour|contre|while|against|mais|but|alors que)(?!\w)")
_TOTAL = re.compile(r"(?<!\w)(?:au total|en tout|in total|in all|altogether|total\w*|ensemble|together)(?!\w)")


def _sum_claimed(claim: Reading, value: Value, held: Hold) -> bool:
    """Whether the claim gives as a total what the quotes give as one value among others."""
    quantity = value.quantity
    near = flatten(claim.text[max(0, quantity.start - 30) : quantity.end + 40])[1]
    if sum(v.quantity.kind == quantity.kind for v in claim.values) > 1:
        return False  # the parts are named beside their sum
    reading = held.place.reading
    peers = [v for v in reading.values if comparable(v.quantity, quantity) and v.quantity.kind == quantity.kind]
    return bool(_TOTAL.search(near)) and not _TOTAL.search(flatten(reading.said)[1]) and len(peers) > 1


def _told_apart(claim: Reading, equal: Hold, rival: Hold) -> bool | None:
    """What the clauses of two values of one sentence say when a verb is said once for both; None: nothing."""
    if equal.place is not rival.place or equal.place.reading.is_row:
        return None
    mine, theirs = _clause_of(claim, equal), _clause_of(claim, rival)
    if not mine[1] and theirs[1]:
        return False
    return True if mine[1] and not theirs[1] and theirs[0] - mine[0] else None


def _clause_of(claim: Reading, hold: Hold) -> tuple[frozenset[str], int]:
    """What of a value's clause the claim has, and how much it leaves out."""
    reading, value = hold.place.reading, hold.value
    words = [
        w
        for w in reading.words
        if w.clause == value.clause
        and w.start
        not in range(
            value.quantity.start, value.quantity.end + 24 if value.quantity.kind == "count" else value.quantity.end
        )
    ]
    dates = [v for v in reading.values if v.clause == value.clause and v.quantity.kind == "date" and v is not value]
    stated = [v.quantity for v in claim.values if v.quantity.kind == "date"]
    used = {w.keys[0] for w in words if w.among(claim.keys)}
    used |= {v.quantity.text for v in dates if any(same_value(q, v.quantity) for q in stated)}
    return frozenset(used), len(words) + len(dates) - len(used)


def _outdone(claim: Reading, equal: Hold, rival: Hold) -> bool:
    if rival.value in [rival.place.reading.values[i] for i in denial(rival.place.reading).values]:
        return False  # what the quotes deny is no rival
    told = _told_apart(claim, equal, rival)
    if told is not None:
        return told
    there = rival.place.reading
    lead = LEAD_IN_ROW if there.is_row else LEAD if there.language == claim.language else LEAD_ACROSS
    return rival.score - equal.score > lead


_NEIGHBOUR = re.compile(r"[a-z]+|\d+|[^\w\s]")


def _exchanged(claim: Reading, places: Sequence[Place], same: Same) -> list[Problem]:
    """Two values of the claim that stand in one sentence of the quotes the other way round."""
    for place in places:
        if place.reading.is_row:
            continue
        held = [(v, [o for o in place.reading.values if same(v.quantity, o.quantity)]) for v in claim.values]
        single = [(v, o[0]) for v, o in held if len(o) == 1]
        for index, (first, first_held) in enumerate(single):
            for second, second_held in single[index + 1 :]:
                if first_held.quantity.start <= second_held.quantity.start or first_held is second_held:
                    continue
                if _are_a_period(claim, first.quantity, second.quantity):
                    continue
                own = _beside(claim, first, place.reading, first_held) + _beside(
                    claim, second, place.reading, second_held
                )
                other = _beside(claim, first, place.reading, second_held) + _beside(
                    claim, second, place.reading, first_held
                )
                if other > own + 1 and comparable(first.quantity, second.quantity):
                    quantity = first.quantity
                    return [
                        Problem("value_moved", quantity.start, quantity.end, quantity.text, second_held.quantity.text)
                    ]
    return []


_UP_TO = re.compile(r" ?(?:et|and|a|au|to|until|-|–) ?(?:le |the )?")


def _are_a_period(claim: Reading, first: Quantity, second: Quantity) -> bool:
    """Whether two dates only say from when to when (« entre 2024 et 2025 »), whatever their order in the quotes."""
    between = flatten(claim.text[first.end : second.start])[1]
    return first.kind == second.kind == "date" and bool(_UP_TO.fullmatch(between))


def _beside(claim: Reading, value: Value, reading: Reading, held: Value) -> int:
    """How many of the two words on each side of a value are those of the other value."""
    score = 0
    for take in (_before, _after):
        here, there = take(claim, value), take(reading, held)
        score += sum(1 for a, b in zip(here, there, strict=False) if a == b) + len(set(here) & set(there))
    return score


def _before(reading: Reading, value: Value) -> list[str]:
    start = value.quantity.start
    return _NEIGHBOUR.findall(flatten(reading.text[max(0, start - 40) : start])[1])[::-1][:3]


def _after(reading: Reading, value: Value) -> list[str]:
    return _NEIGHBOUR.findall(flatten(reading.text[value.quantity.end : value.quantity.end + 40])[1])[:3]


def _aimed_at(attachment: Attachment, claim: Reading) -> bool:
    """Whether the only equal value is a target, a request or an estimate, and the claim gives it as a result."""
    held = attachment.equal
    if held is None or held.value.quantity.kind == "date" or is_target(claim.text):
        return False
    reading = held.place.reading
    if reading.is_row:
        return _under_a_target(held)
    before = _CLAUSE_END.split(reading.text[max(0, held.value.quantity.start - 60) : held.value.quantity.start])[-1]
    text = before + _CLAUSE_END.split(reading.text[held.value.quantity.end : held.value.quantity.end + 30])[0]
    return is_target(text) and any(
        v.quantity.kind == held.value.quantity.kind for v in reading.values if v is not held.value
    )


_ROW_TARGET = re.compile(
    r"(?<!\w)(?:vis(?:e|ee|es|ees)|objectifs?|cibles?|budget\w*|prevu\w*|previsi\w*|potenti\w*|demand\w*|target\w*|goals?|forecast\w*|"
    r"plan(?:ned)?|expected|attendu\w*|estim\w*|requested|ziel|soll)(?!\w)"
)


def _under_a_target(held: Hold) -> bool:
    """Whether the name of a cell's row or column says that it is aimed at, planned or asked for."""
    reading, value = held.place.reading, held.value
    labels = reading.labels.split(" | ")
    column = labels[value.clause] if value.clause < len(labels) else ""
    return bool(_ROW_TARGET.search(flatten(column)[1]) or _ROW_TARGET.search(flatten(reading.text.split(" | ")[0])[1]))


def _added(alignment: Alignment) -> list[Problem]:
    """Clauses whose words are nearly all missing from what is cited."""
    claim = alignment.claim
    _, flat, offsets = flatten(claim.text)
    if offsets is not None:
        return []
    bounds = [0, *(match.start() for match in _SPLIT.finditer(flat)), len(flat)]
    found = []
    for start, end in pairwise(bounds):
        words = [w for w in claim.words if start <= w.start < end]
        if len(words) >= 2 and alignment.share(words) < ADDED:
            found.append(Problem("added", start, end, claim.text[start:end].strip(" ,;:()\n")))
    return found
