"""Names of companies: when two are the same, when they are only close, and what to call an account in short."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from copilot.ingest.crm.lexicon import lexicon
from copilot.text.normalise import fold

_CLOSE = 88.0
_SHORTEST_SLIP = 5
_SIGNS = re.compile(r"[^a-z0-9&]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")


@cache
def _forms() -> frozenset[str]:
    return frozenset(fold(form) for form in lexicon()["legal_forms"])


@lru_cache(maxsize=16384)
def plain(name: str) -> str:
    """The name in small letters without accents and signs: two spellings of one name are equal."""
    folded = _DOTTED.sub(lambda hit: hit[0].replace(".", "") + " ", fold(name))
    return " ".join(_SIGNS.sub(" ", folded.replace("'", "")).split())


@lru_cache(maxsize=16384)
def core(name: str) -> str:
    """The plain name without its legal form: « Brenac SAS » is brenac."""
    said = plain(name).split()
    while len(said) > 1 and said[-1] in _forms():
        said.pop()
    return " ".join(said[1:] if len(said) > 1 and said[0] in ("sas", "sarl", "societe") else said)


@lru_cache(maxsize=65536)
def are_close(one: str, other: str) -> bool:
    """Whether two names could be one company: nearly the same letters, or one begins with the whole of the other."""
    a, b = core(one), core(other)
    if not a or not b:
        return False
    short, long = sorted((a.split(), b.split()), key=len)
    if long[: len(short)] == short and len("".join(short)) > 2:
        return True
    one_run, other_run = a.replace(" ", ""), b.replace(" ", "")
    is_slip = min(len(one_run), len(other_run)) >= _SHORTEST_SLIP and OSA.distance(one_run, other_run) <= 1
    return is_slip or fuzz.ratio(one_run, other_run) >= _CLOSE


def close_to(name: str, others: Iterable[str]) -> list[str]:
    """Those of the names that could be the same company."""
    return [other for other in others if are_close(name, other)]


def slug_of(name: str) -> str:
    """Small letters, digits and hyphens; empty when the name has none."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")[:63].strip("-")
