"""Any statement against an account's notes, without citations: what speaks of it, what holds, what to change.

    sources = Sources.build(documents)
    check("Le CA 2025 d’Issoire est de 812 k€.", sources).verdict        # "contradicted"

Pure code. The sentences that share its words and figures are found, each value is laid against its rivals there, and
names, negations, opposites and reserves against the sentence that speaks of the same thing. A statement with a
value, name or reference that no note has is unsupported; one of which the notes say something else is contradicted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from copilot.schemas.check import Assessment, CheckVerdict, Fragment
from copilot.schemas.evidence import Citation, Language, Locator
from copilot.schemas.facts import Quantity
from copilot.text.catalogue import t
from copilot.text.normalise import flatten, fold
from copilot.verify.alignment import Alignment
from copilot.verify.attach import Attachment, Evidence, Hold, Place, Same, attach_all
from copilot.verify.evidence import Library
from copilot.verify.fragments import GRAVE, Problem, problems
from copilot.verify.persons import misplaced_names, mixed_names, replaced_names
from copilot.verify.reading import Reading, Value, Word, is_sentence, read
from copilot.verify.same import same
from copilot.verify.sources import Sources

COVER = 3
"""How many sentences together may carry a statement."""
MOVED, UNDATED, APART = 0.2, 0.2, 0.05
"""How much better a rival must fit, or a sentence without a date; and how little a value may have in common."""
SAME = 0.6
"""Share of a statement's words from which what one sentence says otherwise counts against it."""
_BARE_IN_ROWS = frozenset({"money", "rate", "count", "number"})
TURNED = frozenset({"opposite", "negation_lost", "negation_added", "subject_changed"})
"""What turns a statement round; values and names are judged over all sentences."""
DECISIVE: frozenset[str] = TURNED | {"overstated", "not_settled", "modality_lost"}
"""What makes a statement unproved whatever else holds; words added only lower its score."""
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
class _Found:
    """A statement beside what the notes say of it."""

    claim: Reading
    evidence: Evidence
    indexes: Sequence[int]
    cover: tuple[int, ...]
    attachments: tuple[tuple[Value, Attachment], ...]
    lost_names: tuple[Word, ...]
    misplaced: tuple[Word, ...]
    problems: tuple[Problem, ...]
    score: float


@lru_cache(maxsize=4)
def library(sources: Sources) -> Library:
    """The index over all sentences of an account; kept for the sources last used."""
    return Library(sources)


def check(text: str, sources: Sources, language: Language = "fr") -> Assessment:
    """The verdict on a statement, with the sentences of the notes that speak of it.

    Args:
        text: one statement in any words; French or English.
        sources: the notes of the account.
        language: language of the reasons.
    """
    if not is_sentence(text):
        return _refused(text, language)
    shelf = library(sources)
    found = _look(text, shelf, sources)
    fragments = [*_values(found, shelf, language), *_names(found, language), *_wording(found, shelf, language)]
    verdict = _verdict(found, fragments)
    citations = tuple(_citation(shelf, found.indexes[i]) for i in found.cover)
    return Assessment(
        text=text, language=language, verdict=verdict, score=Decimal(str(round(found.score, 3))),
        fragments=tuple(fragments), citations=citations,
        repair=_repair(text, fragments, sources, language) if verdict != "supported" else None,
    )  # fmt: skip


def _refused(text: str, language: Language) -> Assessment:
    whole = Fragment(
        kind="wording", text=text, start=0, end=len(text), verdict="unsupported", code="too_long",
        reason=_reason("too_long", language, "", ""),
    )  # fmt: skip
    return Assessment(
        text=text, language=language, verdict="unsupported", score=Decimal(0), fragments=(whole,), citations=()
    )


def holds(text: str, sources: Sources) -> bool:
    """Whether the notes carry a statement."""
    return check(text, sources).verdict == "supported"


def _look(text: str, shelf: Library, sources: Sources) -> _Found:
    claim = read(text, _language(sources))
    indexes = shelf.find(claim)
    evidence = shelf.evidence(indexes)
    cover, carried = _cover(claim, evidence)
    attachments = tuple(zip(claim.values, attach_all(claim, evidence, _same_in(evidence, text)), strict=True))
    named = [w for w in claim.words if w.proper]
    everywhere = frozenset().union(*(place.reading.keys | place.around for place in evidence.places))
    lost = tuple(w for w in named if not w.among(everywhere) and fold(text[w.start : w.end]) not in sources.names)
    places = [evidence.places[i] for i in cover]
    alignment = Alignment(claim, places)
    nearest = alignment.nearest
    total = sum(shelf.weigh(w) for w in claim.words) or 1.0
    near = _near(claim, nearest, shelf, total)
    wrong = _wrong(claim, alignment, near)
    missing = sum(a.equal is None for _, a in attachments) / max(1, len(attachments))
    turned = float(any(p.code in ("negation_lost", "negation_added") for p in wrong))
    raw = (
        _WEIGHTS["cover"] * carried + _WEIGHTS["near"] * near + _WEIGHTS["names"] * len(lost) / max(1, len(named))
        + _WEIGHTS["values"] * missing + _WEIGHTS["turned"] * turned + _BIAS
    )  # fmt: skip
    elsewhere = (
        *misplaced_names(claim, evidence, alignment),
        *replaced_names(claim, evidence, alignment),
        *mixed_names(claim, evidence, sources),
    )
    misplaced = tuple(w for w in dict.fromkeys(elsewhere) if w not in lost)
    return _Found(claim, evidence, indexes, cover, attachments, lost, misplaced, wrong, 1 / (1 + math.exp(-raw)))


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
        if same(wanted, known) or _other_way(wanted, known):
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


def _other_way(wanted: Quantity, known: Quantity) -> bool:
    """« réduit de 23 % » for « -23 % »: which way it goes is in the words, and judged with them."""
    if wanted.value is None or known.value is None or wanted.high is not None or known.high is not None:
        return False
    return (wanted.kind, wanted.unit) == (known.kind, known.unit) and wanted.value == -known.value


def _near(claim: Reading, nearest: Place | None, shelf: Library, total: float) -> float:
    """Share of the statement that its nearest sentence has, with what stands around it."""
    if nearest is None:
        return 0.0
    keys, around = nearest.reading.keys, nearest.around
    return sum(shelf.weigh(w) * max(w.among(keys), 0.8 * w.among(around)) for w in claim.words) / total


def _wrong(claim: Reading, alignment: Alignment, near: float) -> tuple[Problem, ...]:
    """What a sentence that speaks of the same thing says otherwise, and what no sentence of the cover says."""
    turned: dict[tuple[str, int], Problem] = {}
    for place in alignment.places:
        shared = sum(word.among(place.reading.keys) for word in claim.words)
        if shared >= max(2.0, SAME * len(claim.words)):
            for problem in problems(claim, [place], same):
                if problem.code in TURNED:
                    turned.setdefault((problem.code, problem.start), problem)
    if near < SPEAKS:
        return tuple(turned.values())
    added = [p for p in problems(claim, alignment.places, same) if p.code not in GRAVE]
    return (*turned.values(), *added)


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


def _verdict(found: _Found, fragments: Sequence[Fragment]) -> CheckVerdict:
    if any(f.verdict == "contradicted" for f in fragments):
        return "contradicted"
    decisive = any(f.verdict == "unsupported" and (f.kind != "wording" or f.code in DECISIVE) for f in fragments)
    empty = len(found.claim.words) < 2 and not found.claim.values
    if decisive or empty or found.score < 0.5 or not found.cover:
        return "unsupported"
    return "supported"


def _values(found: _Found, shelf: Library, language: Language) -> list[Fragment]:
    fragments = []
    for value, attachment in found.attachments:
        quantity = value.quantity
        equal, rival = attachment.equal, attachment.rival
        moved = rival is not None and _like(quantity, rival) and -attachment.lead > MOVED
        if equal is None or moved or attachment.undated - equal.fit > UNDATED or equal.fit < APART:
            there = rival if rival is not None and rival.fit > APART and _like(quantity, rival) else None
            code = "quantity_unsupported" if equal is None or there is None else "value_moved"
            instead = _as_written(there) if there else None
            fragments.append(
                Fragment(
                    kind="value", text=quantity.text, start=quantity.start, end=quantity.end,
                    verdict="contradicted" if there is not None and there.fit >= SPEAKS else "unsupported", code=code,
                    reason=_reason(code, language, quantity.text, instead or ""), instead=instead,
                    evidence=_evidence(found, shelf, there),
                )
            )  # fmt: skip
        else:
            fragments.append(
                Fragment(
                    kind="value", text=quantity.text, start=quantity.start, end=quantity.end, verdict="supported",
                    code="found", reason=_reason("found", language, quantity.text, ""), instead=None,
                    evidence=_evidence(found, shelf, equal),
                )
            )  # fmt: skip
    return fragments


def _like(quantity: Quantity, hold: Hold) -> bool:
    """Whether a value can be shown in the place of another: one of its kind, in its unit."""
    other = hold.value.quantity
    if hold.place.reading.is_row and other.kind == "number" and not other.unit and quantity.kind in _BARE_IN_ROWS:
        return True  # its unit stands in the name of the column
    return (quantity.kind, quantity.unit) == (other.kind, other.unit) or quantity.kind == "date" == other.kind


def _as_written(hold: Hold) -> str:
    """A value as the notes write it; the figure of a cell with the name of its column, where its unit stands."""
    quantity, reading = hold.value.quantity, hold.place.reading
    columns = reading.labels.split(" | ")
    if reading.is_row and hold.value.clause < len(columns) and columns[hold.value.clause]:
        return f"{quantity.text} ({columns[hold.value.clause]})"
    return quantity.text


def _names(found: _Found, language: Language) -> list[Fragment]:
    text = found.claim.text
    coded = [("name_unsupported", w) for w in found.lost_names] + [("name_moved", w) for w in found.misplaced]
    return [
        Fragment(
            kind="name", text=text[w.start : w.end], start=w.start, end=w.end, verdict="unsupported", code=code,
            reason=_reason(code, language, text[w.start : w.end], ""),
        )
        for code, w in coded
    ]  # fmt: skip


def _wording(found: _Found, shelf: Library, language: Language) -> list[Fragment]:
    """What the sentence that speaks of the same thing does not say, or says otherwise; values are judged above."""
    fragments = []
    for problem in found.problems:
        if problem.code in ("value_moved", "target_as_result"):
            continue
        fragments.append(
            Fragment(
                kind="wording", text=problem.text, start=problem.start, end=problem.end,
                verdict="contradicted" if problem.code in GRAVE else "unsupported", code=problem.code,
                reason=_reason(problem.code, language, problem.text, problem.instead), instead=problem.instead or None,
                evidence=_citation(shelf, found.indexes[found.cover[0]]) if found.cover else None,
            )
        )  # fmt: skip
    return fragments


def _reason(code: str, language: Language, values: str, instead: str) -> str:
    return t(f"verify.notes.{code}", language, values=values, instead=instead)


def _evidence(found: _Found, shelf: Library, hold: Hold | None) -> Citation | None:
    if hold is None:
        return None
    at = next((i for i, place in enumerate(found.evidence.places) if place is hold.place), None)
    return None if at is None else _citation(shelf, found.indexes[at])


def _citation(shelf: Library, index: int) -> Citation:
    passage = shelf.units[index].passage
    date = passage.date
    locator = passage.segments[0].locator if passage.segments else Locator()
    return Citation(
        document=passage.source.document.name, quote=passage.quote, locator=locator,
        date=date.isoformat() if date else None,
    )  # fmt: skip


def _repair(text: str, fragments: Sequence[Fragment], sources: Sources, language: Language) -> str | None:
    """The statement with what is wrong replaced by what the notes say, or taken out; None unless the result holds."""
    repaired = text
    for fragment in sorted(fragments, key=lambda f: -f.start):
        if fragment.verdict == "supported":
            continue
        if fragment.instead is not None and not fragment.instead.endswith(")"):
            repaired = repaired[: fragment.start] + fragment.instead + repaired[fragment.end :]
        elif fragment.code in ("added", "overstated"):
            repaired = (repaired[: fragment.start].rstrip(" ,;") + repaired[fragment.end :]).strip()
    if repaired == text or not repaired:
        return None
    again = _look(repaired, library(sources), sources)
    rest = [
        *_values(again, library(sources), language),
        *_names(again, language),
        *_wording(again, library(sources), language),
    ]
    return repaired if _verdict(again, rest) == "supported" else None
