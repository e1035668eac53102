"""One note that reports what two sources say: "their list gives 88 %, ours 93", "she counts 14, our desk says 9"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from copilot.facts import lexicon
from copilot.facts.disputes import Dispute, Holders
from copilot.facts.statements import Statement
from copilot.facts.subjects import traits_of
from copilot.facts.updates import passages
from copilot.facts.values import alike, equals, near_size
from copilot.schemas.facts import Quantity
from copilot.text.normalise import fold

_KINDS = frozenset({"percent", "count", "number", "rating", "money", "ratio"})
_VERB = (
    r"(?:dit|disent|donn\w+|indique\w*|affiche\w*|mesure\w*|compte\w*|calcule\w*|trouve\w*|liste\w*|releve\w*|annonce\w*"
    r"|says?|shows?|gives?|counts?|counted|reports?|has|have|records?|measures?|finds?|found|lists?|zeigt|sagt|zahlt|had)"
)
_SOURCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("us", re.compile(
        r"\bchez nous\b|\bde notre cote\b|\bon our side\b|\bin our\b[\w ]{0,30}|\bbei uns\b|\bours\b|\bl[ea] notre\b"
        r"|\b(?:notre|nos|our|mon|ma|mes|my|unser\w*)\b[^.;%]{0,45}?\b" + _VERB + r"\b"
        r"|\b(?:selon|d'apres|according to|per|laut) (?:notre|nos|our|mon|mes|my|nous)\b"
        r"|\b(?:je suis a|j'ai compte|on compte|nous comptons|we count|i count(?:ed)?|i make it|i get)\b"
    )),
    ("them", re.compile(
        r"\bchez eux\b|\bde leur cote\b|\bon their side\b|\bin their\b[\w ]{0,30}|\bbei ihnen\b|\btheirs\b"
        r"|\b(?:leurs?|their|votre|vos|your|sa|son|ses|his|her|ihre?)\b[^.;%]{0,45}?\b" + _VERB + r"\b"
        r"|\b(?:selon|d'apres|according to|per|laut) (?:elle|lui|eux|elles|leurs?|them|him|her|their|his|sa|son|ihr\w*"
        r"|le client|the client|the customer)\b"
        r"|\b(?:elle|il|ils|elles|she|he|they)\b[^.;%]{0,20}?\b" + _VERB + r"\b"
    )),
    ("third", re.compile(
        r"\b(?:le|la|l'|les|the|das|der|die)\s?[\w-]+(?: [\w-]+){0,2}? (?:nous |lui |leur |us |me )?" + _VERB + r"\b"
        r"|\b(?:selon|d'apres|according to|laut) (?:le|la|l'|les|the)\b"
    )),
)  # fmt: skip
_DIFFERENT = frozenset({"target", "estimate", "asked", "granted", "minimum", "maximum", "former"})


@dataclass(frozen=True)
class _Said:
    value: Quantity
    source: str
    words: str
    periods: frozenset[str]


def two_sources(statements: Sequence[Statement], holders: Holders) -> list[Dispute]:
    """Values at odds that one passage puts down to two sources."""
    own: dict[tuple[str, int], list[Statement]] = {}
    for s in statements:
        own.setdefault((s.document.id, s.segment.ordinal), []).append(s)
    found: list[Dispute] = []
    for passage in passages([s for s in statements if s.segment.kind not in ("row", "quoted")]):
        said = _said(passage)
        for a, b in pairwise(said):
            if not _at_odds(a, b, passage):
                continue
            parts = own[(passage.document.id, passage.segment.ordinal)]
            where, other = _part(parts, b.value, passage), _part(parts, a.value, passage)
            elsewhere = holders.find(where, a.value)
            if elsewhere is not None:
                found.append(Dispute(where, b.value, elsewhere, a.value))
                continue
            elsewhere = holders.find(other, b.value)
            found.append(Dispute(other, a.value, elsewhere or where, b.value))
    return found


def _part(parts: Sequence[Statement], value: Quantity, passage: Statement) -> Statement:
    return next((p for p in parts if any(q.text == value.text and equals(q, value) for q in p.quantities)), passage)


def _said(passage: Statement) -> list[_Said]:
    """Each value with the source named in its own words, those between the value before and the next one."""
    values = [q for q in passage.quantities if q.kind in _KINDS and q.value is not None]
    text = passage.text.replace("*", " ")
    found = []
    at = 0
    for number, q in enumerate(values):
        stop = values[number + 1].start if number + 1 < len(values) else len(text)
        before = fold(text[max(at, q.start - 110) : q.start])
        after = fold(re.split(r"[.;!?,]\s", text[q.end : min(stop, q.end + 40)])[0])
        source = _source(before) or _source(re.sub(r"^\W+", "", after))
        at = q.end
        if source:
            dates = frozenset(
                d.date.iso() for d in passage.quantities if d.date is not None and at - 110 <= d.start <= stop
                and max(0, q.start - 60) <= d.start <= q.end + 30
            )  # fmt: skip
            found.append(_Said(q, source, f"{before} {after}", dates))
    return found


def _source(words: str) -> str:
    """The last source named in those words."""
    last = (-1, "")
    for name, pattern in _SOURCES:
        for match in pattern.finditer(words):
            if name != "third" or last[0] < 0:
                last = max(last, (match.start(), name))
    return last[1]


def _at_odds(a: _Said, b: _Said, passage: Statement) -> bool:
    comparable = alike(a.value, b.value) and near_size(a.value, b.value) and not equals(a.value, b.value)
    if not comparable or {a.value.kind, b.value.kind} >= {"number", "money"}:
        return False
    if (traits_of(a.words) ^ traits_of(b.words)) & _DIFFERENT or (a.periods and b.periods and a.periods != b.periods):
        return False
    if a.source == b.source:
        return False
    if {a.source, b.source} == {"us", "them"}:
        return True
    open_question = "?" in passage.segment.text[passage.end - 1 :] or passage.text.rstrip().endswith("?")
    folded = fold(passage.segment.text)
    return open_question or lexicon.has("unsettled", folded) or lexicon.has("dispute", folded)
