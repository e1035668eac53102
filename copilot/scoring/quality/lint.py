"""Finds wordings to avoid in a text: where exactly, of what kind, and what to say instead (method rows 58 and 63)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from copilot.schemas.evidence import Language
from copilot.scoring.quality.lexicon import first_name_spans, load, whole
from copilot.text.language import language_of
from copilot.text.normalise import flatten
from copilot.text.sentences import split_sentences

LANGUAGES: tuple[Language, Language] = ("fr", "en")
_NAME = "\x01"
_BEFORE = 60
_LONGEST = 1_000
_QUOTED = re.compile(r'"[^"\n]{1,300}"')


@dataclass(frozen=True)
class Rule:
    """Wordings of one kind, and a line to use instead."""

    kind: str
    say: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Hit:
    """One wording found; offsets are those of the text given."""

    start: int
    end: int
    kind: str
    say: str
    language: Language
    sentence: tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """What was found in one text."""

    hits: list[Hit]
    sentences: int
    to_avoid: int
    """How many sentences hold a wording to avoid."""
    reported: int
    """How many wordings only repeat what somebody said."""


@cache
def rules(file: str, language: Language) -> tuple[Rule, ...]:
    """The rules of a file of knowledge/lexicon, their {placeholders} filled in."""
    lists = load(file)[language]
    fillings = {"{name}": f"{_NAME}+"}
    for key, words in lists.get("who", {}).items():
        fillings[f"{{{key}}}"] = words.replace("{name}", f"{_NAME}+")

    def filled(fragment: str) -> str:
        for mark, words in fillings.items():
            fragment = fragment.replace(mark, words)
        return fragment

    return tuple(
        Rule(rule["kind"], rule["say"], whole(filled(fragment) for fragment in rule["words"]))
        for rule in lists["rules"]
    )


def read(text: str, file: str, language: Language, given: Language | None, people: Sequence[str] = ()) -> Reading:
    """What the rules of a file find in a text; `language` is what a sentence too short to tell is taken to be in."""
    composed, flat, offsets = flatten(text)
    if "who" in load(file)[language]:
        flat = _names_marked(composed, flat, people)
    spans = split_sentences(composed, language)
    hits: list[Hit] = []
    reported = 0
    for start, end in _pieces(spans, flat):
        own = given or language_of(composed[start:end], language)
        for found in _in_sentence(flat[start:end], file, own):
            if _is_reported(flat[start:end], found, file, own):
                reported += 1
                continue
            hits.append(
                Hit(
                    start=_back(offsets, start + found.start),
                    end=_back(offsets, start + found.end),
                    kind=found.kind,
                    say=found.say,
                    language=own,
                    sentence=(_back(offsets, start), _back(offsets, end)),
                )
            )
    return Reading(hits, len(spans), len({hit.sentence for hit in hits}), reported)


def _pieces(spans: list[tuple[int, int]], flat: str) -> Iterator[tuple[int, int]]:
    """The sentences, what has no full stop for pages in pieces, so that the time to read grows with the text alone."""
    for start, end in spans:
        while end - start > _LONGEST:
            cut = flat.rfind(" ", start + 1, start + _LONGEST)
            cut = cut if cut > start else start + _LONGEST
            yield start, cut
            start = cut
        yield start, end


def _back(offsets: list[int] | None, at: int) -> int:
    return at if offsets is None else offsets[at]


def _names_marked(composed: str, flat: str, people: Sequence[str]) -> str:
    """The flat text with the names of persons made unreadable, so that a rule can ask for "a name" there."""
    letters = list(flat)
    spans = [m.span() for name in people for m in whole([re.escape(flatten(name)[1])]).finditer(flat)]
    for start, end in [*spans, *first_name_spans(composed)]:
        letters[start:end] = _NAME * (end - start)
    return "".join(letters)


def _in_sentence(flat: str, file: str, own: Language) -> list[Hit]:
    """What the rules of the sentence's language find, then those of the other one; the longest reading wins."""
    found: list[Hit] = []
    negation = _negation(file)
    for language in (own, *(other for other in LANGUAGES if other != own)):
        for rule in rules(file, language):
            for match in rule.pattern.finditer(flat):
                start, end = match.start(), match.start() + len(match.group().rstrip(" ,"))
                if not negation.search(flat[max(0, start - _BEFORE) : start]):
                    found.append(Hit(start, end, rule.kind, _say(file, own, rule), own, (0, 0)))
    kept: list[Hit] = []
    taken = bytearray(len(flat))
    for hit in sorted(found, key=lambda h: (h.start - h.end, h.start, h.kind)):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


@cache
def _negation(file: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:(?<!\w)|(?=n't))(?:{load(file)['negation'][one]})" for one in LANGUAGES))


def _say(file: str, language: Language, rule: Rule) -> str:
    """The rule's line in the language of the sentence."""
    same = [other for other in rules(file, language) if other.kind == rule.kind]
    return rule.say if rule in same or not same else same[0].say


def _is_reported(flat: str, hit: Hit, file: str, language: Language) -> bool:
    """Whether the wording stands in quotation marks, in a sentence that says whose words or which wording it is."""
    for quote in _QUOTED.finditer(flat):
        if quote.start() <= hit.start and hit.end <= quote.end():
            outside = flat[: quote.start()] + " " + flat[quote.end() :]
            return re.search(rf"(?<!\w)(?:{load(file)['reporting'][language]})(?!\w)", outside) is not None
    return False
