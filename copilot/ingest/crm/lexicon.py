"""How CRMs name their columns: a header as a set of words, and the fields that it may stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from rapidfuzz import fuzz

from copilot.ingest.crm.schema import OBJECTS, CrmObject
from copilot.resources import load_yaml, resource
from copilot.text.normalise import fold

FieldKind = Literal["id", "text", "amount", "percent", "number", "date", "currency", "email", "url", "phone", "flag"]
_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])")
_CUSTOM = re.compile(r"__[cr]\b")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_PREFIX = re.compile(r" - |: ?|\.(?=\w)")
_LINKS_WORDS = re.compile(r"[^a-z0-9%]+")
_CONVERTED = re.compile(r"convert|societe|company|base")
_LIKE = 88.0
_SHORTEST_LIKE = 6
EXACT = 1.0
SURE = 0.9
"""From here on nobody needs to look."""
ACCEPTED = 0.6


@dataclass(frozen=True)
class Known:
    """One field of one object, as the lexicon has it."""

    object: CrmObject
    name: str
    kind: FieldKind
    weight: float
    only: bool
    names: tuple[tuple[frozenset[str], str], ...]
    """Each way to write it: its words, and the same run together."""

    @property
    def key(self) -> str:
        """`opportunity.amount`."""
        return f"{self.object}.{self.name}"


@dataclass(frozen=True)
class Candidate:
    """A field that a header may stand for."""

    field: Known
    score: float
    named: bool
    """Whether the header has the object's own word, as « Nom du compte »."""


@cache
def lexicon() -> dict[str, Any]:
    """The file as it is."""
    data: dict[str, Any] = load_yaml(resource("knowledge") / "lexicon" / "crm_columns.yaml")
    return data


@cache
def fields() -> dict[str, Known]:
    """Every field by its key."""
    found: dict[str, Known] = {}
    for name in OBJECTS:
        for field, entry in lexicon()["objects"][name]["fields"].items():
            ways = dict.fromkeys((frozenset(words(way)), "".join(words(way))) for way in entry["names"])
            known = Known(
                name, field, entry["kind"], float(entry.get("weight", 0)), bool(entry.get("only")), tuple(ways)
            )
            found[known.key] = known
    return found


@cache
def object_words(name: CrmObject) -> frozenset[str]:
    """The words that name an object."""
    return frozenset(word for way in lexicon()["objects"][name]["words"] for word in words(way))


@cache
def _small() -> frozenset[str]:
    return frozenset(_stem(fold(word)) for word in lexicon()["small_words"])


def _stem(word: str) -> str:
    return word[:-1] if (len(word) > 3 and word[-1] in "sx") or word == "ids" else word


@lru_cache(maxsize=4096)
def words(header: str) -> tuple[str, ...]:
    """The words of a header that carry meaning, in order, without the plural."""
    plain = _CUSTOM.sub("", header)
    inside = " ".join(_BRACKETS.findall(plain))
    plain = _BRACKETS.sub(" ", plain) if _BRACKETS.sub("", plain).strip() else inside
    if _CONVERTED.search(fold(inside)):
        plain += " converted"
    folded = fold(_CAMEL.sub(" ", plain)).replace("e-mail", "email")
    parts = [_stem(part) for part in _LINKS_WORDS.split(folded) if part]
    return tuple(part for part in parts if not _is_small(part)) or tuple(parts)


def _is_small(word: str) -> bool:
    # The lexicon's own small words must be known before they can be left out of it.
    return word in _small()


@lru_cache(maxsize=4096)
def candidates(header: str) -> tuple[Candidate, ...]:
    """The fields that a header may stand for, best first; only one entry a field."""
    said = words(header)
    if not said:
        return ()
    found: list[Candidate] = []
    for name in OBJECTS:
        own = object_words(name)
        rest = tuple(word for word in said if not _is_own(word, own))
        named = len(rest) < len(said)
        for known in (one for one in fields().values() if one.object == name):
            score = _score(said, known)
            if named:
                score = max(score, _score(rest, known) if rest else EXACT if known.name == "name" else 0.0)
            glued = _glued(said, known)
            if max(score, glued) >= ACCEPTED:
                found.append(Candidate(known, round(max(score, glued), 3), named or glued > 0))
    known_keys = {one.field.key for one in found}
    found += [one for one in _behind_prefix(header) if one.field.key not in known_keys]
    return tuple(sorted(found, key=lambda one: (-one.score, not one.named, one.field.key)))


def _behind_prefix(header: str) -> list[Candidate]:
    """« Deal - Organization », « Opportunity.Account.Name »: what another object's word before a sign leaves."""
    prefix, _, rest = header.partition(next(iter(_PREFIX.findall(header)), "\0"))
    if not rest or not set(words(prefix)) <= _all_object_words() or not words(prefix):
        return []
    return [one for one in candidates(rest) if one.named]


def _is_own(word: str, own: frozenset[str]) -> bool:
    """Whether the word names the object, a slip of the pen allowed."""
    return word in own or (
        len(word) >= _SHORTEST_LIKE - 1 and any(fuzz.ratio(word, one) >= _LIKE for one in own if len(one) > 4)
    )


@cache
def _all_object_words() -> frozenset[str]:
    return frozenset[str]().union(*(object_words(name) for name in OBJECTS))


def _score(said: tuple[str, ...], known: Known) -> float:
    spoken, run = frozenset(said), "".join(said)
    best = 0.0
    for way, glued in known.names:
        if way == spoken:
            return EXACT
        if run == glued:
            best = max(best, 0.97)
        elif way < spoken and not (spoken - way) & _all_object_words():
            best = max(best, 0.5 + 0.3 * len(way) / len(spoken))
        elif len(run) >= _SHORTEST_LIKE and abs(len(run) - len(glued)) <= 2:
            like = fuzz.ratio(run, glued)
            best = max(best, 0.85 * like / 100 if like >= _LIKE else 0.0)
    return best


def _glued(said: tuple[str, ...], known: Known) -> float:
    """`dealname`, `dealstage`: an object's word and a field's, written as one."""
    if len(said) > 1:
        return 0.0
    return 0.97 if said[0] in _runs_together(known.key) else 0.0


@cache
def _runs_together(key: str) -> frozenset[str]:
    known = fields()[key]
    own = object_words(known.object)
    return frozenset(run for word in own for _, way in known.names for run in (word + way, way + word))


@cache
def is_record_type(header: str) -> bool:
    """Whether a column of that name may say which object each row is."""
    said = frozenset(words(header))
    return any(frozenset(words(way)) == said for way in lexicon()["record_type"])


@lru_cache(maxsize=4096)
def record_object(cell: str) -> CrmObject | None:
    """The object that a cell of such a column names."""
    said = set(words(cell))
    order: tuple[CrmObject, ...] = ("opportunity", "contact", "account", "activity")
    for name in order:
        if said & {_stem(word) for word in lexicon()["record_words"][name]}:
            return name
    return None
