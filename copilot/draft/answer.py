"""Answers one question from the facts of the notes, with citations; says so when they do not tell.

Passages come from the search; inside them the facts are ranked by the words they share with the question, by
whether they hold what is asked for (an amount, a person, a date), and newest first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from copilot.draft.embedded import claim_of
from copilot.facts.sides import company_words
from copilot.facts.statements import words
from copilot.facts.terms import terms
from copilot.resources import load_yaml, resource
from copilot.retrieve.keyword import Glossary
from copilot.schemas.evidence import Citation, Claim, Evidence, Language
from copilot.schemas.facts import Fact, FactBase
from copilot.schemas.reply import Reply
from copilot.text.catalogue import t
from copilot.text.normalise import fold

FLOOR = 0.36
CANDIDATES = 40
FEW_TERMS = 5
"""Below that many stems a question's words alone say little about what it asks."""
COSINE_LOW, COSINE_SPAN = 0.79, 0.12
CROSS = (0.78, 0.06)
"""The embedded model puts unrelated sentences near 0.79 and paraphrases above 0.9."""
Similarity = Callable[[str, Sequence[str]], Sequence[float]]
NEAR_BEST = 0.72
MOST_FACTS = 3
MOST_WORDS = 75
_PROPER = re.compile(r"(?<![\w.])[A-ZÀ-Þ][\w'’-]{2,}")


@cache
def _lexicon() -> dict[str, object]:
    path = resource("knowledge") / "lexicon" / "question_words.yaml"
    return cast("dict[str, object]", load_yaml(path))


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
    language: str


def understand(question: str, base: FactBase, language: str) -> Asked:
    """The question in full words, with its terms, the names in it and the kind of answer it wants."""
    short = cast("dict[str, str]", _lexicon()["short"])
    text = " ".join(short.get(word, word) for word in re.findall(r"[\w'%€£$/-]+|[^\s\w]", fold(question)))
    wants = {
        kind
        for kind in ("amount", "person", "date", "history")
        if re.search(_any(cast("list[str]", _lexicon()[kind])), text)
    }
    companies = company_words(base.account_name) | company_words(base.supplier_name)
    bare = " ".join(w for w in text.split() if w not in companies)
    own = terms(bare, "fr") | terms(bare, "en")
    expanded = frozenset(
        x for term in _glossary().expand(text) for x in (*terms(fold(term), "fr"), *terms(fold(term), "en"))
    )
    known = {fold(w) for n in base.competitors for w in n.split()} | {fold(p.name.split()[-1]) for p in base.people}
    first = re.match(r"\W*(\w+)", question)
    lead = first[1] if first and first[1].istitle() else ""
    proper = {fold(w) for w in _PROPER.findall(question) if w != lead}
    if (
        len(lead) > 3
        and sum(lead in f.text for f in base.facts) >= 2
        and not any(lead.lower() in f.text for f in base.facts)
    ):
        proper.add(fold(lead))  # a name may open the question; an ordinary word is written in lower case somewhere
    names = frozenset(proper | {w for w in re.findall(r"[\w'-]+", text) if w in known})
    return Asked(text, own, expanded - own, names, frozenset(wants), language)


def _any(phrases: Sequence[str]) -> str:
    return r"(?<!\w)(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + r")"


def answer(
    base: FactBase,
    evidence: Sequence[Evidence],
    question: str,
    language: Language,
    similar: Similarity | None = None,
    computed: Sequence[Claim] = (),
) -> Reply:
    """The reply; it abstains when no fact is close enough or none holds what is asked for.

    `similar` gives the cosine of a question with each of some texts, in any pair of languages; without it words
    and passages alone decide. `computed` are results of the scoring tools that may be what is asked for.
    """
    reckoned = _computed(computed, question)
    if reckoned is not None:
        return _reply([reckoned], language)
    chosen: list[Fact] = []
    for part in _parts(question):
        chosen.extend(f for f in _best(base, evidence, part, language, similar) if f not in chosen)
    if not chosen:
        return Reply(text=t("answer.abstain", language), abstained=True, language=language, mode="embedded")
    claims = [claim_of(f, language).model_copy(update={"id": f"A{n}"}) for n, f in enumerate(chosen, start=1)]
    return _reply([*claims, *_disputes(base, chosen, language, len(claims))], language)


def _reply(claims: Sequence[Claim], language: Language) -> Reply:
    citations: list[Citation] = []
    for claim in claims:
        citations.extend(c for c in claim.citations if c not in citations)
    text = " ".join(c.text if c.text.rstrip()[-1:] in ".!?…" else c.text + "." for c in claims)
    return Reply(
        text=text, abstained=False, claims=list(claims), citations=citations, language=language, mode="embedded"
    )


def _parts(question: str) -> list[str]:
    """The questions in a question: "penalties 2025: how much, and what is the cap?" is two.

    Each part keeps the names of the whole, or it would be about nobody.
    """
    pieces = [p.strip(" ?.") for p in re.split(r"\s*[,;:]\s+|\s+(?:et|and|\+|&|puis)\s+", question) if p.strip(" ?.")]
    pieces = [p for p in pieces if len(terms(fold(p), "fr")) >= 1]
    if not 2 <= len(pieces) <= 3 or min(len(p.split()) for p in pieces) < 2:
        return [question]
    head = pieces[0]
    subject = " ".join(w for w in _PROPER.findall(head)) or head
    return [head, *(f"{subject} {p}" if not _PROPER.search(p) else p for p in pieces[1:])]


def _computed(computed: Sequence[Claim], question: str) -> Claim | None:
    """The computed result that the question names: "share of wallet", « pipe pondéré », "NRR"."""
    short = cast("dict[str, str]", _lexicon()["short"])
    text = " ".join(short.get(w, w) for w in re.findall(r"[\w'-]+", fold(question)))
    wanted = terms(text, "fr") | terms(text, "en") | {w for w in text.split() if w in ("nrr", "grr", "hhi")}
    for term in _glossary().expand(text):
        wanted |= terms(fold(term), "fr") | terms(fold(term), "en")
    best: tuple[int, Claim] | None = None
    for claim in computed:
        label = fold(claim.text.split(":")[0])
        mine = terms(label, "fr") | {w for w in re.findall(r"\w+", label) if w in ("nrr", "grr", "hhi")}
        shared = len(mine & wanted)
        if _GRANTED.search(text) and not _GRANTED.search(label):
            continue
        if mine and shared * 2 >= len(mine) and (best is None or shared > best[0]):
            best = (shared, claim)
    return best[1] if best else None


def _best(
    base: FactBase, evidence: Sequence[Evidence], question: str, language: Language, similar: Similarity | None
) -> list[Fact]:
    """The facts that answer one question, best first; nothing when none is close enough."""
    asked = understand(question, base, language)
    rarity = _rarity(base.facts)
    near = [(e.document, fold(e.text), e.score) for e in evidence]
    able = [f for f in base.facts if _may_answer(f, asked)]
    first = sorted(((_score(f, asked, near, rarity, base, 0.0), f) for f in able), key=lambda x: (-x[0], x[1].id))
    candidates = [f for _, f in first[:CANDIDATES]]
    cosines = similar(question, [f"{f.heading or ''} {f.text}".strip() for f in candidates]) if similar else []
    close = {f.id: _closeness(c, f, asked) for f, c in zip(candidates, cosines, strict=False)}
    scored = [(_score(f, asked, near, rarity, base, close.get(f.id, 0.0)), f) for f in candidates]
    ranked = sorted(((s, f) for s, f in scored if s > 0), key=lambda item: (-item[0], item[1].id))
    if not ranked or ranked[0][0] < FLOOR or _is_gap(ranked[0], asked, base):
        return []
    return _choose(ranked)


def _closeness(cosine: float, fact: Fact, asked: Asked) -> float:
    """A cosine on 0..1; between two languages the model's cosines are lower."""
    low, span = (COSINE_LOW, COSINE_SPAN) if fact.language == asked.language else CROSS
    return min(1.0, max(0.0, (cosine - low) / span))


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
    close: float,
) -> float:
    mine = _terms_of(fact)
    weight = {term: rarity.get(term, 6.0) for term in asked.terms | asked.expanded}
    total = sum(min(weight[x], 5.0) for x in asked.terms) or 1.0
    hit = sum(min(weight[x], 5.0) for x in asked.terms & mine)
    hit += 0.6 * sum(min(weight[x], 5.0) for x in asked.expanded & mine)
    lexical = min(1.0, hit / total) * min(1.0, (len(asked.terms) + len(asked.names)) / FEW_TERMS) ** 0.5
    own = fold(fact.citations[0].quote)[:60]
    passage = max((s for d, text, s in near if d == fact.document and own in text), default=0.0)
    if fact.language == asked.language:
        score = 0.42 * lexical + 0.2 * passage + 0.32 * close + 0.06 * fact.weight
    else:
        score = 0.2 * lexical + 0.3 * passage + 0.44 * close + 0.06 * fact.weight
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
    both = {"date", "person"} <= asked.wants
    if "date" in asked.wants and "date" not in kinds and not (both and fact.people):
        score *= 0.5
    if "person" in asked.wants and not fact.people and not (both and "date" in kinds):
        score *= 0.6
    if "heure" in asked.text.split() or "hour" in asked.text.split():
        score *= 1.0 if "rate" in kinds else 0.5
    if _GRANTED.search(asked.text) and not _GRANTED.search(f"{text} {' '.join(map(fold, fact.cells))}"):
        score *= 0.4
    if fact.superseded:
        score *= 0.8
    if base.as_of and fact.said_on:
        score *= 1 - min(0.12, (base.as_of - fact.said_on).days / 365 * 0.1)
    return float(score)


_GRANTED = re.compile(r"approuv|accorde|approved|granted|released|debloqu|valide\b|validated|genehmigt")


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
    asked_there = re.search(r"([^.;(]{5,60})\?", best[1].text)
    if asked_there and len(asked.terms & (terms(fold(asked_there[1]), "fr") | terms(fold(asked_there[1]), "en"))) >= 2:
        return True
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
