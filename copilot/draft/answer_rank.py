"""Which facts of the notes answer a question: a score of what each shares with it.

The weights are set by hand: fitted ones did no better on dossiers that they were not fitted on. `python -m
evals.answers` measures them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from copilot.draft.answer_tables import is_sum
from copilot.draft.asked import Asked, acronyms, both
from copilot.facts.statements import words
from copilot.schemas.evidence import Evidence
from copilot.schemas.facts import Fact, FactBase
from copilot.text.normalise import fold
from copilot.text.same import same_value

CANDIDATES = 40
"""Facts whose meaning is compared with the question's; the others are too far by their words and passages."""
COSINE_LOW, COSINE_SPAN = 0.79, 0.12
CROSS = (0.78, 0.06)
"""The embedded model puts unrelated sentences near 0.79 and paraphrases above 0.9; between two languages lower."""
Similarity = Callable[[str, Sequence[str]], Sequence[float]]
_CAP = 5.0
_UNSEEN = 6.0
_BACKGROUND = 25
"""Facts that are taken to be there beside, so that in an account of three sentences words still tell something."""
_QUOTE = 60
_YEAR = re.compile(r"\b20\d\d\b")
_VALUES = frozenset({"money", "rate", "percent", "points", "count", "rating", "duration", "number", "ratio"})


BIAS = -4.0
WEIGHTS: Mapping[str, float] = {
    "words": 4.0, "around": 1.5, "other names": 2.5, "passage": 1.0, "first": 1.0, "meaning": 3.0,
    "meaning across": 3.5, "across": 0.5, "plan": 0.5, "name missing": -2.0, "no amount": -2.0, "no date": -1.5,
    "no person": -1.2, "replaced": -0.5, "row": 0.0, "short": -0.3, "old": -0.3, "near": 1.0, "name before": -0.7,
    "year": 0.5, "other year": -0.7, "value": 2.0, "says who": 1.5, "nothing else": -1.0, "disputed": 0.3,
    "sum": 1.5, "when": 1.5, "counts": 1.0, "no count": -1.0,
    "nothing known": -2.0,
}  # fmt: skip


@dataclass(frozen=True)
class Ranked:
    """A fact with how well it answers, best first; what of the question it says."""

    fact: Fact
    score: float
    covers: frozenset[str]
    shares: Mapping[str, float]


def rank(base: FactBase, evidence: Sequence[Evidence], asked: Asked, similar: Similarity | None) -> list[Ranked]:
    """All facts that may answer, best first; ties by id, so that the same notes give the same answer."""
    notes = Notes(base, evidence)
    able = [f for f in base.facts if notes.may_answer(f, asked)]
    seen = {f.id: features(f, asked, notes) for f in able}
    first = sorted(able, key=lambda f: (-weighed(seen[f.id]), f.id))[:CANDIDATES]
    if similar and first:
        cosines = similar(asked.question, [f"{f.heading or ''} {f.text}".strip() for f in first])
        for fact, cosine in zip(first, cosines, strict=True):
            seen[fact.id] |= closeness(cosine, fact.language == asked.language)
    ranked = [Ranked(f, weighed(seen[f.id]), covers(f, asked), seen[f.id]) for f in first]
    return sorted(ranked, key=lambda r: (-r.score, r.fact.id))


class Notes:
    """The facts with what stands beside each, how telling each word is, and the passages that the search found."""

    def __init__(self, base: FactBase, evidence: Sequence[Evidence]) -> None:
        self.as_of = base.as_of
        self.passages = [(e.document, fold(e.text), e.score) for e in evidence]
        self.passages += [(c.document, fold(c.quote), e.score) for e in evidence for c in e.also_in]
        self._heads = {(f.document, tuple(f.header)) for f in base.facts if f.header}
        seen: Counter[str] = Counter()
        for fact in base.facts:
            seen.update(terms_of(fact))
        self._rarity = {term: math.log((len(base.facts) + _BACKGROUND) / count) for term, count in seen.items()}
        self._before = self._neighbours(base.facts)
        self._replaced: dict[str, list[str]] = {}
        for one in base.replaced:
            new, *old = one.citations
            self._replaced.setdefault(new.quote, []).extend(citation.quote for citation in old)
        self._titled = {c.quote for p in base.people if p.title for c in p.citations}

    def weight(self, terms: Iterable[str]) -> float:
        """How telling the words are together: the fewer facts hold one, the more."""
        return sum(min(self._rarity.get(term, _UNSEEN), _CAP) for term in terms)

    def may_answer(self, fact: Fact, asked: Asked) -> bool:
        """Headings, banners in capitals, questions and heads of tables answer nothing.

        What was replaced does only when the past is asked for.
        """
        if fact.segment_kind in ("heading", "title") or (fact.text.rstrip().endswith("?") and words(fact.text) < 25):
            return False
        if (fact.text.isupper() and not fact.cells) or (fact.document, tuple(fact.cells)) in self._heads:
            return False
        if not fact.superseded:
            return True
        said = _years(fold(" ".join([fact.text, *fact.header])))
        return "history" in asked.wants or bool(_years(asked.text) & said)

    def near(self, fact: Fact) -> str:
        """Folded text of the two facts before it in the note: what its pronouns stand for."""
        return self._before.get(fact.id, "")

    def instead_of(self, fact: Fact) -> str:
        """What the fact replaces: it speaks of the same, often without naming it again."""
        return " ".join(text for citation in fact.citations for text in self._replaced.get(citation.quote, ()))

    def held(self, fact: Fact) -> list[tuple[int, float]]:
        """The found passages that hold the fact, as (place, score)."""
        quote = fold(fact.citations[0].quote)[:_QUOTE]
        return [
            (at, score) for at, (d, text, score) in enumerate(self.passages) if d == fact.document and quote in text
        ]

    def says_who(self, fact: Fact, name: str) -> bool:
        """Whether the fact tells what that person is: a title known from it, or a word set beside the name."""
        if any(c.quote in self._titled for c in fact.citations) and name in fold(fact.text):
            return True
        return re.search(rf"(?<!\w){re.escape(name)}\)? ?[(=]", fold(fact.text)) is not None

    @staticmethod
    def _neighbours(facts: Sequence[Fact]) -> dict[str, str]:
        found: dict[str, str] = {}
        for at, fact in enumerate(facts):
            if not fact.cells:
                before = [f.text for f in facts[max(0, at - 2) : at] if f.document == fact.document]
                found[fact.id] = fold(" ".join(before))
        return found


def features(fact: Fact, asked: Asked, notes: Notes) -> dict[str, float]:
    """What a fact shares with a question but for its meaning, each 0..1."""
    total = notes.weight(asked.terms) or 1.0
    own, around = said_terms(fact), terms_of(fact)
    near = notes.near(fact)
    held = notes.held(fact)
    old = notes.instead_of(fact)
    around = around | _stems(old) if old else around
    text = fold(" ".join([fact.text, fact.heading or "", old]))
    people = {fold(p) for p in fact.people}
    missing = {n for n in asked.names if n not in text and not any(n in p for p in people)}
    kinds = {q.kind for q in fact.quantities}
    same = fact.language == asked.language
    both_asked = {"date", "person"} <= asked.wants
    names = len(asked.names) or 1
    age = (notes.as_of - fact.said_on).days / 365 if notes.as_of and fact.said_on else 0.0
    otherwise = asked.named_otherwise(around) - around
    about = asked.terms - asked.name_terms
    years = _years(asked.text)
    said_years = _years(fold(" ".join([fact.text, *fact.header])))
    values = {q.value for q in asked.quantities}
    counted = any(q.kind == "count" and asked.counted & _stems(q.unit) for q in fact.quantities)
    bare = bool({"number", "count"} & kinds)
    return {
        "words": notes.weight(asked.terms & own) / total,
        "around": notes.weight((asked.terms & around) - own) / total,
        "near": notes.weight((asked.terms & _stems(near)) - around) / total,
        "other names": notes.weight(otherwise) / total,
        "passage": max((score for _, score in held), default=0.0),
        "first": max((1 / (1 + at) for at, _ in held), default=0.0),
        "across": 0.0 if same else 1.0,
        "plan": fact.weight,
        "name missing": len([n for n in missing if n not in near]) / names,
        "name before": len([n for n in missing if n in near]) / names,
        "no amount": float("amount" in asked.wants and not kinds & _VALUES),
        "no date": float("date" in asked.wants and "date" not in kinds and not (both_asked and fact.people)),
        "no person": float("person" in asked.wants and not fact.people and not (both_asked and "date" in kinds)),
        "year": float(bool(years & said_years)),
        "other year": float(bool(years and said_years and not years & said_years)),
        "when": float(any(same_value(date, q) for date in asked.dates for q in fact.quantities)),
        "counts": float(bool(asked.counted) and counted),
        "no count": float(bool(asked.counted) and not counted and same and not bare),
        "value": float(bool(values & {q.value for q in fact.quantities})) if values else 0.0,
        "says who": float("role" in asked.wants and any(notes.says_who(fact, n) for n in asked.names)),
        "nothing else": float(bool(about) and same and not about & (around | otherwise)),
        "nothing known": float(bool(about) and not same and about <= asked.known and not about & (around | otherwise)),
        "disputed": float(fact.disputed),
        "replaced": float(fact.superseded),
        "row": float(bool(fact.cells)),
        "short": float(words(fact.text) < 6),
        "sum": float(bool(about) and is_sum(fact) and about <= _stems(" ".join(fact.header))),
        "old": min(1.0, max(0.0, age)),
    }


def closeness(cosine: float, same: bool) -> dict[str, float]:
    """A cosine as a share, 0..1, by whether fact and question are in the same language."""
    low, span = (COSINE_LOW, COSINE_SPAN) if same else CROSS
    return {"meaning" if same else "meaning across": min(1.0, max(0.0, (cosine - low) / span))}


def weighed(shares: Mapping[str, float]) -> float:
    """How surely a fact with these shares answers, 0..1."""
    return 1 / (1 + math.exp(-(BIAS + sum(WEIGHTS[name] * value for name, value in shares.items()))))


def covers(fact: Fact, asked: Asked) -> frozenset[str]:
    """The terms of the question that the fact holds, under whatever name."""
    held = terms_of(fact)
    return (asked.terms & held) | asked.named_otherwise(held)


def _years(text: str) -> set[str]:
    return set(_YEAR.findall(text))


def said_terms(fact: Fact) -> frozenset[str]:
    """Stems of what the fact itself says, with its columns' names, and its acronyms."""
    said = " ".join([fact.text, *fact.header])
    return _stems(said) | acronyms(said)


def terms_of(fact: Fact) -> frozenset[str]:
    """Stems of the fact, of its heading and of the name of its note."""
    return said_terms(fact) | _stems(" ".join([fact.heading or "", fact.document.replace("_", " ")]))


@lru_cache(maxsize=32768)
def _stems(text: str) -> frozenset[str]:
    return both(fold(text))
