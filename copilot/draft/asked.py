"""What a question asks for: its words, the names in it, and the kind of answer it wants."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import cast

from copilot.facts.sides import company_words
from copilot.facts.terms import terms
from copilot.resources import load_yaml, resource
from copilot.retrieve.keyword import Glossary
from copilot.schemas.facts import FactBase, Quantity
from copilot.text.normalise import fold
from copilot.text.quantities import extract_quantities

_PROPER = re.compile(r"(?<![\w.])[A-ZÀ-Þ][\w'’-]{2,}")
_TOPIC = re.compile(r"^\s*([^:?,;]{2,60}?)\s*:\s+(?=\S)")
_CUT = re.compile(r"\s*[;?]\s+|\s*,\s+(?:(?:et|and|puis)\s+)?|\s+(?:et|and|\+|&|puis)\s+")
_ACRONYM = re.compile(r"(?<![\w-])(?:[A-Z]{2,5}|[A-Z]{1,3}\d{1,3})(?![\w-])")
_THAT = re.compile(r"\bça\b", re.IGNORECASE)
_MOST_PARTS = 3
_HOW_MANY = re.compile(
    r"(?:combien (?:de |d'|d '|y a-t-il de |a-t-on de )|how many |number of |(?:nombre|nb) (?:de |d'))\s*(\w+)"
)


Name = tuple[frozenset[str], ...]
"""A name as the stems of each of its words, in either language."""


@dataclass(frozen=True)
class Named:
    """A thing that a question names: the stems by which it does, and its other names."""

    stems: frozenset[str]
    others: tuple[Name, ...]


@dataclass(frozen=True)
class Asked:
    """What a question asks for."""

    question: str
    """As it was typed."""
    text: str
    """Folded, with shortened words in full."""
    terms: frozenset[str]
    """Stems of its content words, in both languages."""
    others: tuple[Named, ...]
    """The things that it names, with their other names in both languages."""
    names: frozenset[str]
    """Folded names of people, places and companies in it, the account's own left out."""
    name_terms: frozenset[str]
    """Stems of those names."""
    quantities: tuple[Quantity, ...]
    """Values in it that are no dates: « au-dessus de 2 M€ »."""
    dates: tuple[Quantity, ...]
    """Days and months in it: "the January outage"; years are compared as words."""
    counted: frozenset[str]
    """Stems of the thing whose number is asked for: « combien de communes »."""
    wants: frozenset[str]
    """amount, person, role, date, history."""
    language: str

    @cached_property
    def known(self) -> frozenset[str]:
        """The terms of the question whose names in the other language are known."""
        return frozenset().union(*(named.stems for named in self.others))

    def named_otherwise(self, stems: Collection[str]) -> frozenset[str]:
        """The terms of the question that a text with these stems holds under another name."""
        found = [n.stems for n in self.others if any(all(word & set(stems) for word in name) for name in n.others)]
        return frozenset().union(*found) & self.terms


@cache
def lexicon() -> dict[str, object]:
    """The words that questions are read by."""
    return cast("dict[str, object]", load_yaml(resource("knowledge") / "lexicon" / "question_words.yaml"))


@cache
def _glossary() -> Glossary:
    """The terms of the trade, then everyday words of business, in two languages."""
    pairs = load_yaml(resource("knowledge") / "lexicon" / "translations.yaml")["pairs"]
    terms_of_trade = load_yaml(resource("knowledge") / "glossary.yaml")["terms"]
    return Glossary([[*entry["fr"], *entry["en"]] for entry in (*terms_of_trade, *pairs)])


def in_full(question: str) -> str:
    """The question folded, its shortened words in full."""
    short = cast("dict[str, str]", lexicon()["short"])
    question = _THAT.sub("cela", question)  # without its cedilla it would be « CA », the revenue
    return " ".join(short.get(word, word) for word in re.findall(r"[\w'%€£$/-]+|[^\s\w]", fold(question)))


def both(folded: str) -> frozenset[str]:
    """Stems as either language would cut them."""
    return terms(folded, "fr") | terms(folded, "en")


def acronyms(text: str) -> frozenset[str]:
    """Folded words of capitals or of capitals and digits: too short for content words, often the very thing asked."""
    return frozenset(fold(word) for word in _ACRONYM.findall(text))


def understand(question: str, base: FactBase, language: str) -> Asked:
    """The question in full words, with its terms, the names in it and the kind of answer it wants."""
    text = in_full(question)
    wants = {kind for kind in ("amount", "person", "role", "date", "history") if names(kind).search(text)}
    companies = company_words(base.account_name) | company_words(base.supplier_name)
    stated = extract_quantities(question, language, base.as_of)
    dates = tuple(q for q in stated if q.kind == "date" and (q.date is None or q.date.precision != "year"))
    months = frozenset(word for date in dates for word in re.findall(r"[^\W\d_]{3,}", fold(date.text)))
    bare = " ".join(w for w in text.split() if w not in companies and w not in months)
    own = both(bare) | (acronyms(question) - companies)
    known = {fold(w) for n in base.competitors for w in n.split()} | {fold(p.name.split()[-1]) for p in base.people}
    proper = {fold(w) for w in _PROPER.findall(question)} - {fold(w) for w in _opening(question, base)} - months
    found = frozenset((proper | {w for w in re.findall(r"[\w'-]+", text) if w in known}) - companies)
    return Asked(
        question=question, text=text, terms=own, others=_others(text), names=found,
        name_terms=frozenset(stem for name in found for stem in both(name)) | found, wants=frozenset(wants),
        quantities=tuple(q for q in stated if q.kind != "date" and q.value is not None),
        dates=dates, counted=_counted(text), language=language,
    )  # fmt: skip


def _counted(text: str) -> frozenset[str]:
    match = _HOW_MANY.search(text)
    return both(match[1]) if match else frozenset()


def _others(text: str) -> tuple[Named, ...]:
    """What the text names, with the other names."""
    return tuple(
        Named(both(" ".join(named.words)), tuple(name for other in named.others if (name := _name(other))))
        for named in _glossary().named(text)
    )


def _name(text: str) -> Name:
    return tuple(stems for word in text.split() if (stems := both(fold(word)) | acronyms(word)))


def _opening(question: str, base: FactBase) -> set[str]:
    """The first word, unless the notes show that it is a name: never written small, and written at least twice."""
    first = re.match(r"\W*(\w+)", question)
    if not first or not first[1].istitle():
        return set()
    word = first[1]
    said = sum(word in f.text for f in base.facts)
    is_name = len(word) > 3 and said >= 2 and not any(word.lower() in f.text for f in base.facts)
    return set() if is_name else {word}


@cache
def names(kind: str) -> re.Pattern[str]:
    """The phrases that tell that kind of question."""
    phrases = cast("Sequence[str]", lexicon()[kind])
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + r")")


def parts(question: str) -> list[str]:
    """The questions in a question: "penalties 2025: how much, and what is the cap?" is two.

    Each part keeps what the whole is about, or it would be about nobody. What stands before a colon is the topic of
    all that follows; a piece that asks nothing by itself (two things joined by « et ») makes no part.
    """
    topic = _TOPIC.match(question)
    head, rest = (topic[1], question[topic.end() :]) if topic else ("", question)
    pieces = [p.strip(" ?.") for p in _CUT.split(rest) if p.strip(" ?.")]
    if not all(terms(fold(p), "fr") or _asks(p) for p in pieces):
        return [question]  # « eux et nous » is one question
    if not 2 <= len(pieces) <= _MOST_PARTS or not (topic or all(_asks(p) for p in pieces)):
        return [question]
    subject = head or " ".join(_PROPER.findall(pieces[0][1:])) or " ".join(_content(pieces[0])[:2])
    first = f"{head} {pieces[0]}".strip()
    return [first, *(p if _PROPER.search(p) and not head else f"{subject} {p}" for p in pieces[1:])]


def _asks(piece: str) -> bool:
    """Whether a piece is a question by itself."""
    text = in_full(piece)
    return any(names(kind).search(text) for kind in ("amount", "person", "date", "open"))


def _content(piece: str) -> list[str]:
    return [w for w in re.findall(r"[\w'’-]+", piece) if terms(fold(w), "fr")]
