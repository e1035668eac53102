"""Content words: what two sentences must share to speak of the same thing."""

from __future__ import annotations

import re
from functools import cache

import snowballstemmer

_WORD = re.compile(r"[a-z][a-z'-]+|\d+[a-z]+")
_STOP = frozenset(
    """le la les un une des du de d l et ou a au aux en dans par pour sur sous avec sans ce cet cette ces son sa ses leur leurs
    notre nos votre vos mon ma mes ton ta tes il elle ils elles on nous vous je tu qui que quoi dont ne pas plus moins est sont
    etait etaient sera seront a ont avait avoir etre fait faire tout tous toute toutes c s n j qu y se si mais donc car ni meme
    aussi tres bien chez entre apres avant depuis vers comme encore deja soit cela ca celui the a an of and or to in on at by for
    with from as is are was were be been being it its this that these those he she they we you i his her their our your my not no
    but if then than so into about over under after before since until per will would can could should may might do does did has
    have had more less very also just only up out der die das den dem ein eine und oder zu im in mit von fur auf ist sind war nicht
    euro eur k m environ about soit entre hui aujourd""".split()
)


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer({"en": "english", "de": "german"}.get(language, "french"))


@cache
def _stem(word: str, language: str) -> str:
    return str(_stemmer(language).stemWord(word))


def terms(folded: str, language: str = "fr") -> frozenset[str]:
    """Stems of the content words of folded text; numbers are no terms."""
    found = set()
    for word in _WORD.findall(folded):
        bare = re.sub(r"^(?:[cdjlmnst]|qu)'", "", word).strip("'-")
        if len(bare) > 2 and bare not in _STOP:
            found.add(_stem(bare, language)[:8])
    return frozenset(found)


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared terms over the smaller set, 0..1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
