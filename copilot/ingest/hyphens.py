"""Lines joined to one text: a word cut at the end of a line is whole again, a true compound keeps its hyphen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from copilot.ingest.parts import word_set

_END = re.compile(r"(?P<word>[\w'’]+(?:[-‐][\w'’]+)*)(?P<hyphen>[-‐\u00ad])$")
_START = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:/|@|www\.)\S*$")
_HYPHENS = ("-", "‐", "\u00ad")
_SHORT, _LONGEST = 3, 120
_AND = word_set("et ou and or und oder y e o en to à")
"""After a hyphen these say that the word is finished elsewhere: « pré- et post-vente »."""
_FIRST = word_set(
    "vice sous ex demi semi mi non quasi contre après avant arrière sur hors porte grand grande grands haut bas moyen "
    "mot rendez peut celui celle ceux celles lui elle eux elles nous vous moi toi soi nord sud est ouest au là par vis "
    "pied mini co self well long short high low mid cross full part follow check add key on off up in out back front "
    "first second third one two three four five deux trois vingt trente quarante cinquante soixante quatre cent year "
    "end state best top real cost risk data customer time price client business saint sainte compte chiffre taux mieux "
    "bien nouveau trop plus moins anti pro post pré multi face tête chef plein libre tout petit gros court"
)
_SECOND = word_set(
    "là ci il elle ils elles nous vous même mêmes être dire clé clés pilote cadre parole vente ventes based term free "
    "friendly time up out off side wide led driven level scale facing house class quality ready like made proof plus "
    "effective efficient specific related wise held known order party sized service affaires services traitance "
    "traitant traitants prix valeur ligne mesure produit"
)


def vocabulary(lines: Iterable[str]) -> Counter[str]:
    """How often each word stands in the lines, compounds as one word."""
    return Counter(word for line in lines for word in _WORD.findall(line.lower()))


def is_cut(line: str) -> bool:
    """Whether a line ends in a hyphen that belongs to a word."""
    return _cut(line.rstrip()) is not None


def _cut(text: str) -> re.Match[str] | None:
    """The word with its hyphen that a text ends in; only the end is looked at, lines may be vast."""
    return _END.search(text[-_LONGEST:]) if text.endswith(_HYPHENS) else None


def joined(text: str, part: str, words: Mapping[str, int]) -> str:
    """The text with the next line; `words` are those of the document, which shows how it writes them elsewhere."""
    cut, rest = _cut(text), _START.match(part)
    if cut is None or not part or (rest is not None and rest[0].lower() in _AND):
        return f"{text} {part}"
    if cut["hyphen"] == "\u00ad":
        return f"{text[:-1]}{part}"
    last = re.split(r"[-‐'’]", cut["word"])[-1]
    if rest is None or not last.isalpha() or _ADDRESS.search(text[-_LONGEST:]):
        return f"{text}{part}" if part[0].isalnum() else f"{text} {part}"
    return f"{text}{part}" if _is_compound(cut["word"], last, rest[0], words) else f"{text[:-1]}{part}"


def _is_compound(word: str, last: str, rest: str, words: Mapping[str, int]) -> bool:
    """Whether the hyphen belongs there: the document writes it elsewhere too, or it is known to."""
    whole, compound = f"{last}{rest}".lower(), f"{last}-{rest}".lower()
    if words.get(compound, 0) != words.get(whole, 0):
        return words.get(compound, 0) > words.get(whole, 0)
    named = rest[0].isupper()  # « Jean-Pierre »; capitals throughout say nothing
    chained = word != last and word[-len(last) - 1] in "-‐" and len(last) <= _SHORT
    return named or chained or len(last) == 1 or last.lower() in _FIRST or rest.lower() in _SECOND
