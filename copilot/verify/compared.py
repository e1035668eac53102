"""A statement laid beside the sentences of an account's notes that speak of the same thing.

The few sentences that share most of its words and figures are found; each value is looked for there with its rivals,
names with the words beside them, and what those sentences say otherwise is gathered. Nothing is decided here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from copilot.schemas.facts import Quantity
from copilot.text.normalise import flatten, fold
from copilot.verify.alignment import Alignment
from copilot.verify.arithmetic import recompute
from copilot.verify.attach import Attachment, Evidence, Place, Same, attach_all
from copilot.verify.attribution import misattributed
from copilot.verify.courses import courses
from copilot.verify.evidence import Library, Unit
from copilot.verify.exchanged import beside_another
from copilot.verify.fragments import Problem, problems
from copilot.verify.name_forms import written_otherwise
from copilot.verify.naming import called, namesakes
from copilot.verify.owners import under_another_name, with_a_namesake
from copilot.verify.persons import misplaced_names, mixed_names, other_function, replaced_names
from copilot.verify.reading import Reading, Value, Word, read
from copilot.verify.same import same, turned
from copilot.verify.sources import Sources
from copilot.verify.support import goes_down, rounds

COVER = 3
"""How many sentences together may carry a statement."""
SAME = 0.6
"""Share of a statement's words from which what one sentence says otherwise counts against it."""
TURNED = frozenset(
    {
        "opposite",
        "negation_lost",
        "negation_added",
        "subject_changed",
        "value_moved",
        "course_reversed",
        "rhythm_changed",
    }
)
"""What turns a statement round."""
OVER_ONE = frozenset({"value_moved", "negation_added", "subject_changed", "name_moved"})
"""What is judged beside single sentences only: of several, each may say it of something else."""
FIRM = frozenset({"not_settled"})
HELD = frozenset(
    {"opposite", "negation_lost", "modality_lost", "overstated", "exchanged", "rhythm_changed", "target_as_result"}
)
"""What the very sentence that has a value must not say otherwise."""
NEAREST = frozenset({"overstated", "opposite", "negation_lost", "not_settled"})
"""What the sentence that shares most words must not say otherwise either."""
CARRIED = TURNED | HELD | NEAREST
"""What a sentence that carries most of a statement must not say otherwise."""
ONE_SENTENCE = 8
"""Words of a statement that one sentence may be expected to carry; a longer one is judged beside all it is made of."""
ANSWERS = 0.75
"""Share of a question's words that an answer must have for the question to count no more."""
SPEAKS = 0.5
"""Share of a statement's words from which a sentence is taken to speak of the same thing."""
_WHEN = re.compile(
    r"(?<!\w)(?:in|en|since|depuis|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)(?: of| de)? $"
)
"""What stands before a year."""
# Fitted by logistic regression with equal weight for each of three public sets (evals/claims.py prints what they give).
_WEIGHTS = {"cover": 0.7, "near": 2.1, "names": -1.7, "values": -1.7, "turned": -2.8}
_BIAS = -1.15


@dataclass(frozen=True)
class Found:
    """A statement beside what the notes say of it."""

    claim: Reading
    evidence: Evidence
    indexes: Sequence[int]
    cover: tuple[int, ...]
    attachments: tuple[tuple[Value, Attachment], ...]
    lost_names: tuple[Word, ...]
    misplaced: tuple[Word, ...]
    problems: tuple[Problem, ...]
    computed: frozenset[int]
    """Where figures start that no note has and that follow from the values of the sentences beside."""
    score: float


@lru_cache(maxsize=4)
def library(sources: Sources) -> Library:
    """The index over all sentences of an account; kept for the sources last used."""
    return Library(sources)


def look(text: str, shelf: Library, sources: Sources) -> Found:
    """What the sentences of a library say of a statement; its score says how much of it they have, 0 to 1."""
    claim = read(text, _language(sources), None, sources.proper)
    indexes = shelf.find(claim)
    evidence = shelf.evidence(indexes)
    cover, carried = _cover(claim, evidence)
    attachments = tuple(zip(claim.values, attach_all(claim, evidence, _same_in(evidence, text)), strict=True))
    named = [w for w in claim.words if w.proper]
    everywhere = frozenset().union(*(place.reading.keys | place.around for place in evidence.places))
    lost = tuple(w for w in named if not w.among(everywhere) and fold(text[w.start : w.end]) not in sources.names)
    places = _stating(claim, [evidence.places[i] for i in cover])
    alignment = Alignment(claim, places)
    nearest = alignment.nearest
    total = sum(shelf.weigh(w) for w in claim.words) or 1.0
    near = _near(claim, nearest, shelf, total)
    held = [a.equal.place for _, a in attachments if a.equal is not None and not _asks(a.equal.place)]
    wrong = _wrong(claim, alignment, near, held, evidence)
    computed = _computed(claim, attachments, list(dict.fromkeys((*places, *held))))
    lacking = sum(a.equal is None and v.quantity.start not in computed for v, a in attachments)
    missing = lacking / max(1, len(attachments))
    turned = float(any(p.code in ("negation_lost", "negation_added") for p in wrong))
    raw = (
        _WEIGHTS["cover"] * carried + _WEIGHTS["near"] * near + _WEIGHTS["names"] * len(lost) / max(1, len(named))
        + _WEIGHTS["values"] * missing + _WEIGHTS["turned"] * turned + _BIAS
    )  # fmt: skip
    beside = [place for place in (nearest, *held) if place is not None]
    spans = namesakes(text, [place.reading.text for place in beside])
    elsewhere = (
        *(w for w in claim.words if any(start <= w.start < end for start, end in spans)),
        *misattributed(claim, evidence.places),
        *misplaced_names(claim, evidence, alignment),
        *replaced_names(claim, evidence, alignment),
        *mixed_names(claim, evidence, sources),
    )
    initials = called(text, [place.reading.text for place in beside])
    lost = tuple(w for w in lost if not any(start <= w.start < end for start, end in initials))
    elsewhere = (*elsewhere, *_of_others(claim, attachments, evidence, [shelf.units[i] for i in indexes]))
    written = "\n".join(place.reading.said for place in places)
    wrong_names = [
        w for w in dict.fromkeys((*elsewhere, *lost)) if not written_otherwise(text[w.start : w.end], text, written)
    ]
    unknown = tuple(w for w in wrong_names if w in lost and not sources.mentions(fold(text[w.start : w.end])))
    misplaced = tuple(w for w in wrong_names if w not in unknown)
    return Found(
        claim, evidence, indexes, cover, attachments, unknown, misplaced, wrong, computed, 1 / (1 + math.exp(-raw))
    )


def _of_others(
    claim: Reading, attachments: Sequence[tuple[Value, Attachment]], evidence: Evidence, units: Sequence[Unit]
) -> list[Word]:
    """Names of the statement whose figure stands under another name, or with a namesake."""
    found = []
    for _, attachment in attachments:
        hold = attachment.equal
        at = next((i for i, place in enumerate(evidence.places) if hold is not None and place is hold.place), None)
        if hold is None or at is None:
            continue
        word = under_another_name(claim, hold, evidence)
        found += [word] if word is not None else []
        found += with_a_namesake(claim, units[at].source.document.segments[units[at].segment].text)
    return found


def _computed(
    claim: Reading, attachments: Sequence[tuple[Value, Attachment]], places: Sequence[Place]
) -> frozenset[int]:
    """The figures of the claim that no sentence has and that can be recomputed from those that it is laid beside."""
    missing = [value.quantity for value, attachment in attachments if attachment.equal is None]
    others = [[q for q in missing if q is not quantity] for quantity in missing]
    return frozenset(
        quantity.start
        for quantity, rest in zip(missing, others, strict=True)
        if any(recompute([quantity], claim, group, rest) is not None for group in (*([p] for p in places), places))
    )


def _same_in(evidence: Evidence, text: str) -> Same:
    """Equality of the text's values in a body of evidence.

    A day written without its year may be of any year named there. A bare number where a year would stand (« en 1 500 »)
    is no count of things.
    """
    flat = flatten(text)[1]
    stated = [*evidence.dates, *(v.quantity for place in evidence.places for v in place.reading.values)]
    years = {q.date.start.year for q in stated if q.date is not None}

    def equal(wanted: Quantity, known: Quantity) -> bool:
        if wanted.kind == "number" and known.kind == "count" and _WHEN.search(flat, 0, wanted.start):
            return False
        if same(wanted, known) or _other_way(wanted, known, text) or rounds(wanted, known, text):
            return True
        if wanted.date is None or known.date is None or not known.unit.startswith("--") or wanted.unit:
            return False
        day, other = wanted.date.start, known.date.start
        return (
            wanted.date.precision == known.date.precision
            and day.year in years
            and ((day.month, day.day) == (other.month, other.day))
        )

    return equal


def _other_way(wanted: Quantity, known: Quantity, text: str) -> bool:
    """« réduit de 23 % » for « -23 % »: which way it goes is in the words, and judged with them."""
    if not turned(wanted, known) or known.value is None:
        return False
    return known.value > 0 or goes_down(text, wanted)


def _near(claim: Reading, nearest: Place | None, shelf: Library, total: float) -> float:
    """Share of the statement that its nearest sentence has, with what stands around it."""
    if nearest is None:
        return 0.0
    keys, around = nearest.reading.keys, nearest.around
    return sum(shelf.weigh(w) * max(w.among(keys), 0.8 * w.among(around)) for w in claim.words) / total


def _wrong(
    claim: Reading, alignment: Alignment, near: float, held: Sequence[Place], evidence: Evidence
) -> tuple[Problem, ...]:
    """What a sentence that speaks of the same thing says otherwise, and what no sentence of the cover says."""
    most = [p for p in alignment.places if _shared(claim, p) >= max(2.0, SAME * len(claim.words))]
    found = [problem for place in most for problem in problems(claim, [place], same) if problem.code in CARRIED]
    short = len(claim.words) <= ONE_SENTENCE
    for place in held if short else ():
        found += [problem for problem in problems(claim, [place], same) if problem.code in HELD]
    if held and short:
        together = list(dict.fromkeys((*held, *alignment.places)))
        found += [problem for problem in problems(claim, together, same) if problem.code in FIRM]
    for value in courses(claim, evidence.places, same)[1]:
        quantity = value.quantity
        found.append(Problem("course_reversed", quantity.start, quantity.end, quantity.text))
    for word, other in other_function(claim, evidence):
        found.append(Problem("opposite", word.start, word.end, claim.text[word.start : word.end], other))
    if near >= SPEAKS and alignment.nearest is not None and (short or alignment.nearest in most):
        for name in beside_another(alignment, alignment.nearest):
            found.append(Problem("name_moved", name.start, name.end, claim.text[name.start : name.end]))
        found += [p for p in problems(claim, [alignment.nearest], same) if p.code in NEAREST]
    if near >= SPEAKS and (short or len(alignment.places) == 1):
        found += [p for p in problems(claim, alignment.places, same) if p.code not in OVER_ONE]
    first = {(problem.code, problem.start): problem for problem in reversed(found)}
    return tuple(reversed(first.values()))


def _stating(claim: Reading, places: list[Place]) -> list[Place]:
    """The places without those that only ask, where an answer says nearly as much of the claim."""
    stating = [place for place in places if not _asks(place)]
    most = max((_shared(claim, place) for place in places), default=0.0)
    return stating if max((_shared(claim, place) for place in stating), default=0.0) >= ANSWERS * most else places


def _asks(place: Place) -> bool:
    """Whether a sentence only asks; what answers it counts."""
    return place.reading.text.rstrip(' "»”').endswith("?")


def _shared(claim: Reading, place: Place) -> float:
    return sum(word.among(place.reading.keys) for word in claim.words)


def _language(sources: Sources) -> str:
    languages = [source.document.language for source in sources.all]
    return max(set(languages), key=languages.count, default="fr")


def _cover(claim: Reading, evidence: Evidence) -> tuple[tuple[int, ...], float]:
    """The few sentences that together have most of the statement's words, and the share they have."""
    left = [(word, evidence.weigh(word)) for word in claim.words]
    total = sum(weight for _, weight in left)
    chosen: list[int] = []
    got = 0.0
    while left and len(chosen) < COVER:
        gains = [
            (sum(weight * word.among(place.reading.keys) for word, weight in left), -i)
            for i, place in enumerate(evidence.places)
        ]
        gain, negative = max(gains, default=(0.0, 0))
        if gain <= 0:
            break
        chosen.append(-negative)
        got += gain
        keys = evidence.places[-negative].reading.keys
        left = [(word, weight) for word, weight in left if not word.among(keys)]
    return tuple(chosen), got / total if total else 1.0
