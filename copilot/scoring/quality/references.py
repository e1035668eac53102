"""Who a line speaks of: the client and its people, us and ours, a third party; and what governs each mention."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from copilot.schemas.evidence import Language
from copilot.scoring.quality.lexicon import CAPITALISED, NOTHING, first_name_spans, load, whole, word_pattern
from copilot.text.normalise import flatten

FILE = "orientation"
Kind = Literal["client", "named", "their", "loose", "role", "person", "us", "our_people", "third"]
CLIENT_KINDS: tuple[Kind, ...] = ("client", "named", "their", "loose", "role", "person")
Place = Literal["free", "of", "away", "towards", "for", "object"]
_PLACES: tuple[Place, ...] = ("away", "towards", "for", "object")
WORDS: tuple[tuple[str, Kind], ...] = (("client", "client"), ("roles", "role"))
LOOSE: tuple[tuple[str, Kind], ...] = (("nobody", "third"), ("loose", "loose"))
_SURNAME = re.compile(rf" {CAPITALISED.pattern}")
_HAS = re.compile(r"(?<!\w)a(?!\w)")
_SPEAKER = re.compile(
    rf"(?P<initial>[A-Z]\.\s?)?(?P<name>{CAPITALISED.pattern}(?:\s{CAPITALISED.pattern})?)\s*:\s+(?=\w)"
)
_OPENING = re.compile(r"(?:^|[.!?:])[^\w]*$")
_SHORTEST = 3
_TITLE = 3
_REACH = 70


@dataclass(frozen=True)
class Reference:
    """One mention: where it stands, whose it is, and what governs it."""

    start: int
    end: int
    kind: Kind
    place: Place = "free"


@dataclass(frozen=True)
class Line:
    """A line in its flat form, of the same length as the composed one."""

    composed: str
    flat: str
    language: Language

    @classmethod
    def of(cls, text: str, language: Language) -> Line:
        """The line of a text, its spaces made single."""
        composed, flat, _ = flatten(" ".join(text.split()))
        if language == "fr":
            flat = "".join("_" if _HAS.match(composed, at) else letter for at, letter in enumerate(flat))
        return cls(composed, flat, language)

    def has(self, key: str, text: str | None = None) -> re.Match[str] | None:
        """The first word of that list."""
        return word_pattern(FILE, self.language, key).search(self.flat if text is None else text)


@dataclass(frozen=True)
class Names:
    """How the two sides and others are called."""

    client: re.Pattern[str]
    people: re.Pattern[str]
    us: re.Pattern[str]
    third: re.Pattern[str]
    common: re.Pattern[str]
    """Words of the client's name that stand in lower case after an article: "the hospital"."""

    def speaker(self, text: str) -> tuple[Literal["client", "us"] | None, str]:
        """Whose words these are when the line begins with "N. Name:", and the words."""
        label = _SPEAKER.match(text)
        if label is None:
            return None, text
        name = flatten(label["name"])[1]
        if self.people.search(name):
            return "client", text[label.end() :]
        return ("us" if self.us.search(name) else None), text[label.end() :] if label["initial"] else text


def build_names(
    client: Sequence[str], us: Sequence[str], people: Sequence[str], our_people: Sequence[str], others: Sequence[str]
) -> Names:
    """The patterns of the names; a word that both sides bear tells nothing and is left out."""
    theirs, ours, third = _words([*client, *people]), _words([*us, *our_people]), _words(others)
    generic = set(load(FILE)["generic"])
    return Names(
        client=_any(client, _words(client) - ours - third - generic),
        people=_any(people, _words(people) - _words(client) - ours - third - generic),
        us=_any([*us, *our_people], ours - theirs - third - generic),
        third=_any(others, third - theirs - ours - generic),
        common=whole(sorted(re.escape(word) for word in _words(client))),
    )


def _words(names: Sequence[str]) -> set[str]:
    found = (word for name in names for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", flatten(name)[1]))
    return {word for word in found if len(word) >= _SHORTEST}


def _any(names: Sequence[str], words: set[str]) -> re.Pattern[str]:
    wanted = {re.escape(" ".join(flatten(name)[1].split())) for name in names} | {re.escape(word) for word in words}
    return whole(sorted(wanted, key=lambda word: (-len(word), word))) if wanted else NOTHING


def find_references(line: Line, names: Names) -> list[Reference]:
    """Every mention in the line, in order; the surer reading of the same words wins."""
    taken = bytearray(len(line.flat) + 1)
    found: list[Reference] = []
    for start, end, kind in _candidates(line, names):
        if end > start and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(Reference(start, end, kind, _place(line, start)))
    return _settle(sorted(found, key=lambda reference: reference.start), line)


def _candidates(line: Line, names: Names) -> Iterator[tuple[int, int, Kind]]:
    """Mentions from the surest to the least sure: names, words for the client, persons, pronouns, others."""
    named: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (names.client, "client"),
        (names.people, "named"),
        (names.us, "our_people"),
        (names.third, "third"),
    )
    for pattern, kind in named:
        for match in pattern.finditer(line.flat):
            if not line.composed[match.start()].islower():
                yield (*match.span(), kind)
    for match in names.common.finditer(line.flat):
        if _after(line, "article_name").search(line.flat, 0, match.start()):
            yield (*match.span(), "client")
    yield from _people(line)
    yield from _common_words(line)
    yield from _others(line)


def _common_words(line: Line) -> Iterator[tuple[int, int, Kind]]:
    for key, kind in WORDS:
        for match in word_pattern(FILE, line.language, key).finditer(line.flat):
            ours = kind == "role" and _after(line, "our_words").search(line.flat, 0, match.start())
            yield (*match.span(), "our_people" if ours else kind)
    for match in word_pattern(FILE, line.language, "theirs", "theirs_singular", "of_a_person").finditer(line.flat):
        yield (*match.span(), "their")
    for key, kind in LOOSE:
        for match in word_pattern(FILE, line.language, key).finditer(line.flat):
            yield (*match.span(), kind)
    for match in word_pattern(FILE, line.language, "us").finditer(line.flat):
        if not (match.group() == "us" and line.composed[match.start()] == "U") or line.flat[match.end() :][:1] == ":":
            yield (*match.span(), "us")


def _people(line: Line) -> Iterator[tuple[int, int, Kind]]:
    """Persons by title or by first name."""
    titles = re.compile(rf"(?<!\w)(?:{'|'.join(load(FILE)['titles'])})\s+{CAPITALISED.pattern}")
    for match in titles.finditer(line.composed):
        yield (*match.span(), "person")
    for start, end in first_name_spans(line.composed):
        surname = _SURNAME.match(line.composed, end)
        yield start, surname.end() if surname else end, "person"


def _others(line: Line) -> Iterator[tuple[int, int, Kind]]:
    """Unknown capitalised words that act: inside the line unless they are a place, or first and before a verb."""
    words = re.findall(r"[^\W\d_]+", line.composed)
    if 2 * sum(word[0].isupper() for word in words) > len(words) > _TITLE:
        return  # a title, where capitals tell nothing
    for match in CAPITALISED.finditer(line.composed):
        word, before = line.flat[match.start() : match.end()], line.flat[: match.start()]
        if (
            len(word) < _SHORTEST
            or line.composed[match.start() : match.end()].isupper()
            or word in load(FILE)["calendar"]
        ):
            continue
        if _OPENING.search(before):
            acts = word_pattern(FILE, line.language, "acts").match(line.flat[match.end() :].lstrip())
            if acts and not word_pattern(FILE, line.language, "openers").fullmatch(word):
                yield (*match.span(), "third")
        elif not _after(line, "before_places").search(before):
            yield (*match.span(), "third")


def _after(line: Line, key: str) -> re.Pattern[str]:
    return _just_before(line.language, key)


@cache
def _just_before(language: Language, key: str) -> re.Pattern[str]:
    """That list's words at the end of a text, one other word between them and the end for possessives."""
    between = r"(?:\w+\s+)?" if key == "our_words" else ""
    return re.compile(rf"(?<!\w)(?:{'|'.join(load(FILE)[language][key])})(?:\s+|(?<=')){between}$")


@cache
def _governors(language: Language) -> re.Pattern[str]:
    lists = load(FILE)[language]
    articles = rf"(?:(?:{'|'.join(lists['articles'])})(?:\s+|(?<=')))*"
    groups = {
        "away": lists["away"],
        "towards": lists["towards"],
        "for": lists["for"],
        "object": [*lists["contact"], *lists["selling"], *lists["hiring"]],
    }
    before = "|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in groups.items())
    owned = rf"(?P<of>\w+(?:\s\w+)?\s{lists['of']}{articles})?"
    return re.compile(rf"(?<!\w)(?:{before})(?:\s+|(?<=')){articles}{owned}$")


def _place(line: Line, start: int) -> Place:
    """What governs the mention: a preposition or a verb just before it, or before the noun that it owns."""
    before = line.flat[max(0, start - _REACH) : start]
    found = _governors(line.language).search(before)
    if found:
        return next(place for place in _PLACES if found[place])
    of = load(FILE)[line.language]["of"]
    return "of" if re.search(rf"(?<!\w){of}(?:\w+\s)?$", before) else "free"


def _settle(found: list[Reference], line: Line) -> list[Reference]:
    """Gives "its" and "their" to whoever was named last; they are the client's when nobody was."""
    settled: list[Reference] = []
    for reference in found:
        if reference.kind in ("their", "loose"):
            word = line.flat[reference.start : reference.end]
            last = next((r.kind for r in reversed(settled) if r.kind not in ("us", "their", "loose")), None)
            personal = word_pattern(FILE, line.language, "of_a_person").fullmatch(word)
            plural = word_pattern(FILE, line.language, "theirs").fullmatch(word)
            if last == "our_people" and not plural:
                reference = replace(reference, kind="our_people")
            elif last == "third" and personal:  # "his" and "her" tell that the stranger is a person
                settled = [replace(r, kind="person") if r.kind == "third" else r for r in settled]
            elif last == "third":
                reference = replace(reference, kind="third")
        settled.append(reference)
    return settled
