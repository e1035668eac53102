"""Answers one question from the facts of the notes, with citations; says so when they do not tell.

Passages come from the search; inside them the facts are ranked by the words they share with the question, by
whether they hold what is asked for (an amount, a person, a date), and newest first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

import yaml

from copilot.draft.embedded import claim_of
from copilot.facts.statements import words
from copilot.facts.terms import terms
from copilot.resources import resource
from copilot.retrieve.keyword import Glossary
from copilot.schemas.evidence import Citation, Claim, Evidence, Language
from copilot.schemas.facts import Fact, FactBase
from copilot.schemas.reply import Reply
from copilot.text.catalogue import t
from copilot.text.normalise import fold

FLOOR = 0.42
NEAR_BEST = 0.72
MOST_FACTS = 3
MOST_WORDS = 75
_PROPER = re.compile(r"(?<![\w.])[A-ZÀ-Þ][\w'’-]{2,}")


@cache
def _lexicon() -> dict[str, object]:
    path = resource("knowledge") / "lexicon" / "question_words.yaml"
    return cast("dict[str, object]", yaml.safe_load(path.read_text("utf-8")))


@cache
def _glossary() -> Glossary:
    return Glossary.load()


@dataclass(frozen=True)
class Asked:
    """What a question asks for."""

    text: str
    terms: frozenset[str]
    expanded: frozenset[str]
    names: frozenset[str]
    wants: frozenset[str]


def understand(question: str) -> Asked:
    """The question in full words, with its terms, the names in it and the kind of answer it wants."""
    short = cast("dict[str, str]", _lexicon()["short"])
    text = " ".join(short.get(word, word) for word in re.findall(r"[\w'%€£$/-]+|[^\s\w]", fold(question)))
    wants = {
        kind
        for kind in ("amount", "person", "date", "history")
        if re.search(_any(cast("list[str]", _lexicon()[kind])), text)
    }
    own = terms(text, "fr") | terms(text, "en")
    expanded = frozenset(
        x for term in _glossary().expand(text) for x in (*terms(fold(term), "fr"), *terms(fold(term), "en"))
    )
    first = re.match(r"\W*(\w+)", question)
    proper = [w for w in _PROPER.findall(question) if not (first and w == first[1] and w.istitle())]
    names = frozenset(fold(w) for w in proper)
    return Asked(text, own, expanded - own, names, frozenset(wants))


def _any(phrases: Sequence[str]) -> str:
    return r"(?<!\w)(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + r")"


def answer(base: FactBase, evidence: Sequence[Evidence], question: str, language: Language) -> Reply:
    """The reply; it abstains when no fact is close enough or none holds what is asked for."""
    asked = understand(question)
    rarity = _rarity(base.facts)
    near = [(e.document, fold(e.text), e.score) for e in evidence]
    scored = [(_score(f, asked, near, rarity, base), f) for f in base.facts if _may_answer(f, asked)]
    ranked = sorted(((s, f) for s, f in scored if s > 0), key=lambda item: (-item[0], item[1].id))
    if not ranked or ranked[0][0] < FLOOR or _is_gap(ranked[0], asked, base):
        return Reply(text=t("answer.abstain", language), abstained=True, language=language, mode="embedded")
    chosen = _choose(ranked)
    claims: list[Claim] = []
    for number, fact in enumerate(chosen, start=1):
        claims.append(claim_of(fact, language).model_copy(update={"id": f"A{number}"}))
    claims.extend(_disputes(base, chosen, language, len(claims)))
    citations: list[Citation] = []
    for claim in claims:
        citations.extend(c for c in claim.citations if c not in citations)
    text = " ".join(c.text if c.text.rstrip()[-1:] in ".!?…" else c.text + "." for c in claims)
    return Reply(text=text, abstained=False, claims=claims, citations=citations, language=language, mode="embedded")


def _may_answer(fact: Fact, asked: Asked) -> bool:
    if fact.segment_kind in ("heading", "title") or (fact.text.rstrip().endswith("?") and words(fact.text) < 25):
        return False
    if not fact.superseded:
        return True
    years = set(re.findall(r"\b20\d\d\b", asked.text))
    return "history" in asked.wants or bool(
        years & set(re.findall(r"\b20\d\d\b", fold(" ".join([fact.text, *fact.header]))))
    )


def _rarity(facts: Sequence[Fact]) -> dict[str, float]:
    """How telling a term is: the fewer facts hold it, the more."""
    seen: Counter[str] = Counter()
    for fact in facts:
        seen.update(_terms_of(fact))
    total = len(facts) + 1
    return {term: math.log(total / count) for term, count in seen.items()}


def _terms_of(fact: Fact) -> frozenset[str]:
    text = fold(" ".join([fact.text, fact.heading or "", *fact.header, fact.document.replace("_", " ")]))
    return terms(text, fact.language) | terms(text, "en" if fact.language == "fr" else "fr")


def _score(
    fact: Fact,
    asked: Asked,
    near: Sequence[tuple[str, str, float]],
    rarity: dict[str, float],
    base: FactBase,
) -> float:
    mine = _terms_of(fact)
    weight = {term: rarity.get(term, 6.0) for term in asked.terms | asked.expanded}
    total = sum(min(weight[x], 5.0) for x in asked.terms) or 1.0
    hit = sum(min(weight[x], 5.0) for x in asked.terms & mine)
    hit += 0.6 * sum(min(weight[x], 5.0) for x in asked.expanded & mine)
    lexical = min(1.0, hit / total)
    own = fold(fact.citations[0].quote)[:60]
    passage = max((s for d, text, s in near if d == fact.document and own in text), default=0.0)
    score = 0.62 * lexical + 0.28 * passage + 0.1 * fact.weight
    text = fold(" ".join([fact.text, fact.heading or ""]))
    people = {fold(p) for p in fact.people}
    for name in asked.names:
        if name not in text and not any(name in p for p in people):
            score *= 0.55
    kinds = {q.kind for q in fact.quantities}
    if "amount" in asked.wants and not kinds & {
        "money",
        "rate",
        "percent",
        "points",
        "count",
        "rating",
        "duration",
        "number",
        "ratio",
    }:
        score *= 0.45
    if "date" in asked.wants and "date" not in kinds:
        score *= 0.5
    if "person" in asked.wants and not fact.people:
        score *= 0.6
    if fact.superseded:
        score *= 0.8
    if base.as_of and fact.said_on:
        score *= 1 - min(0.12, (base.as_of - fact.said_on).days / 365 * 0.1)
    return score


def _choose(ranked: Sequence[tuple[float, Fact]]) -> list[Fact]:
    """The best fact and the few that come near it, short enough to read."""
    best = ranked[0][0]
    chosen: list[Fact] = []
    length = 0
    for score, fact in ranked[:8]:
        if chosen and (score < NEAR_BEST * best or length + words(fact.text) > MOST_WORDS):
            continue
        if any(fact.text == other.text for other in chosen):
            continue
        chosen.append(fact)
        length += words(fact.text)
        if len(chosen) == MOST_FACTS:
            break
    return chosen


def _disputes(base: FactBase, chosen: Sequence[Fact], language: Language, count: int) -> list[Claim]:
    """When a chosen fact is one side of a contradiction, the other side is told too."""
    quotes = {c.quote for f in chosen for c in f.citations}
    found: list[Claim] = []
    for contradiction in base.contradictions:
        sides = contradiction.sides
        mine = [s for s in sides if any(c.quote in quotes for c in s.citations)]
        others = [s for s in sides if s not in mine]
        if mine and others:
            text = t("answer.disputed", language, other=others[0].text)
            citations = [c for s in others for c in s.citations]
            found.append(Claim(id=f"A{count + len(found) + 1}", text=text, status="contradicted", citations=citations))
    return found


def _is_gap(best: tuple[float, Fact], asked: Asked, base: FactBase) -> bool:
    """Whether the notes themselves say that what is asked is not known."""
    for gap in base.gaps:
        mine = terms(fold(gap.text), "fr") | terms(fold(gap.text), "en")
        shared = asked.terms & mine
        kind = gap.topic.partition(":")[0]
        subject = gap.topic.partition(":")[2].replace("_", " ")
        if kind in ("competition", "name") and any(n in subject for n in asked.names) and "amount" in asked.wants:
            return True
        if (
            subject.startswith("successor")
            and any(n in subject for n in asked.names)
            and re.search(r"remplac|succed|success|replac|take over|apres|after|steps? in", asked.text)
        ):
            return True
        if kind in ("mechanism", "scope", "funding") and len(shared) >= 3 and best[0] < 0.8:
            return True
    return False
