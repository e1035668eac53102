"""Whether the persons and organisations that a sentence names are those of what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.text.names import person_names
from copilot.text.normalise import flatten, fold
from copilot.text.sentences import split_sentences
from copilot.text.wordlist import word_set
from copilot.verify.concepts import concepts
from copilot.verify.sources import Passage, Sources
from copilot.verify.words import WORD, is_function_word, stem

_TITLES = {
    **dict.fromkeys(("m", "mr", "monsieur", "herr"), "m"),
    **dict.fromkeys(("mme", "mrs", "ms", "miss", "madame", "mlle", "frau"), "f"),
}
_NEUTRAL = frozenset({"dr", "me", "maitre", "pr", "prof"})
_PROPER = re.compile(r"(?<![\w'’.@/-])[A-ZÀ-ÖØ-Þ][\wÀ-ÿ]*(?:[-&][\wÀ-ÿ]+)*")
_CALENDAR = word_set(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march april "
    "may june july august september october november december lundi mardi mercredi jeudi vendredi samedi dimanche "
    "monday tuesday wednesday thursday friday saturday sunday eur usd gbp chf nps kpi swot ceo cfo coo cto cio daf dg "
    "drh dsi pdg rse ht ttc french english german france"
)


_SAID_BY = re.compile(
    r"(?<!\w)(?:selon|d'apres|pour|according to|per|as per|in the words of|dixit)(?: (?:m\.?|mme|mr\.?|mrs\.?|"
    r"ms\.?|dr\.?))? ?$"
)
_SAYS = re.compile(
    r"(?: (?:a |has |had )?(?:dit|declar\w*|affirm\w*|estim\w*|precis\w*|indiqu\w*|demand\w*|souhait\w*|"
    r"propos\w*|annonc\w*|"
    r"refus\w*|confirm\w*|veut|voulai\w*|pens\w*|rappel\w*|says?|said|states?|stated|thinks?|thought|asks?|"
    r"asked|wants?|"
    r"wanted|expects?|proposes?|proposed|announce[sd]?|confirm(?:s|ed)?|refuse[sd]?|argues?|believes?|told)(?!\w))"
)
_NEIGHBOURS = 2


def foreign_persons(text: str, passages: Sequence[Passage], sources: Sources) -> list[str]:
    """Persons in the text whom its passages do not name, or whom the text puts in the place of another.

    A person stands in the quote, speaks or writes there, or is named just before it (« elle », « il ») when the quote
    names nobody else. Whoever is said to have said something must be the one who says it there.
    """
    found = []
    flat = flatten(text)[1]
    for start, end, name in person_names(text):
        if fold(name) in sources.names or is_function_word(fold(name.split()[0])):
            continue
        speaks = bool(_SAID_BY.search(flat, max(0, start - 40), start)) or bool(_SAYS.match(flat, end))
        if not any(_named(name, passage, text, speaks) for passage in passages):
            found.append(name)
    return found


def name_parts(name: str) -> tuple[str, str, str]:
    """Title class, first name or initial, surname; folded."""
    words = [word for word in re.split(r"[\s.]+", fold(name)) if word]
    title = ""
    if len(words) > 1 and (words[0] in _TITLES or words[0] in _NEUTRAL):
        title = _TITLES.get(words.pop(0), "")
    first = words[0] if len(words) > 1 else ""
    if first and len(words) > 2 and first in ("de", "du", "la", "le", "van", "von"):
        first = ""
    return title, first, words[-1]


def _named(name: str, passage: Passage, text: str, speaks: bool) -> bool:
    title, first, surname = name_parts(name)
    if fold(name) in fold(passage.around()) and not speaks:
        return True
    quoted = mentions(surname, passage.quote)
    if quoted:
        return any(compatible(title, first, other) for other in quoted)
    labels = mentions(surname, passage.labels())
    if labels and any(compatible(title, first, other) for other in labels):
        # Whoever receives a mail does not say what stands in it.
        authors = [s.author for s in passage.segments if s.author] or [passage.source.document.author or ""]
        return not speaks or any(mentions(surname, author) for author in authors)
    if speaks and any(segment.author for segment in passage.segments):
        return False
    called = _called(first, passage) if len(first) > 1 else set()
    if called:
        return called == {surname}
    if _others(passage.quote, text):
        return False
    near = mentions(surname, passage.beside(_NEIGHBOURS))
    if near:
        return any(compatible(title, first, other) for other in near)
    return bool(re.search(rf"[\w.]*{re.escape(surname)}[\w.]*@", passage.source.folded))


def _called(first: str, passage: Passage) -> set[str]:
    """The surnames that the document has for a first name that the quote names alone."""
    if not re.search(rf"(?<!\w){re.escape(first)}(?!\w)", fold(passage.quote)):
        return set()
    return set(re.findall(rf"(?<!\w){re.escape(first)} (\w+)", passage.source.folded_names))


def _others(quote: str, text: str) -> bool:
    """Whether the quote names a person whom the text leaves out."""
    said = fold(text)
    return any(name_parts(name)[2] not in said for _, _, name in person_names(quote))


def mentions(surname: str, text: str) -> list[tuple[str, str]]:
    """(title class, first name or initial) of each place of the surname; both empty where it stands bare."""
    found: list[tuple[str, str]] = []
    for match in re.finditer(rf"(?<!\w){re.escape(surname)}(?!\w)", _soft_fold(text)):
        before = text[max(0, match.start() - 40) : match.start()]
        after = text[match.end() : match.end() + 30]
        title, first = _leading(before)
        if not first and not title:
            trailing = re.match(
                r"[ \u00a0]([A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?)(?!\w)(?=\s*(?:[=,:;(\n–-]|$))", after
            )
            first = fold(trailing.group(1)) if trailing else ""
        found.append((title, first))
    return found


def _leading(before: str) -> tuple[str, str]:
    match = re.search(
        r"(?:(?<!\w)(M|MM|Mme|Mlle|Mr|Mrs|Ms|Miss|Dr|Me|Maître|maître|Monsieur|Madame|Herr|Frau)\.?[ \u00a0])?"
        r"(?:(?<![\w])([A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?|[A-ZÀ-Þ][a-z]?\.(?:-?[A-ZÀ-Þ]\.)?)[ \u00a0]?)?$",
        before,
    )
    if not match:
        return "", ""
    title = fold(match.group(1) or "")
    first = fold(match.group(2) or "").rstrip(".")
    if first in _TITLES or first in _NEUTRAL:
        title, first = first, ""
    if len(first) > 1 and is_function_word(first):
        first = ""
    return _TITLES.get(title, ""), first


def _soft_fold(text: str) -> str:
    """Folded character by character, so that offsets stay those of the text."""
    _, flat, offsets = flatten(text)
    return flat if offsets is None else text.lower()


def compatible(title: str, first: str, other: tuple[str, str]) -> bool:
    """Whether a title and a first name or initial may be those of another mention of the surname."""
    other_title, other_first = other
    if title and other_title and title != other_title:
        return False
    if not first or not other_first:
        return True
    if len(first) <= 2 or len(other_first) <= 2:
        return first[0] == other_first[0]
    return first == other_first


def namesakes(text: str, quoted: Sequence[str]) -> list[tuple[int, int]]:
    """Where the text names a person of whom a quote has the surname with another first name, initial or title only."""
    found = []
    named = [(start, end, *name_parts(name)) for start, end, name in person_names(text)]
    for start, end, title, first, surname in named:
        if not (title or first) or sum(surname == other for *_, other in named) > 1:
            continue
        for quote in quoted:
            there = mentions(surname, quote)
            if there and not any(compatible(title, first, other) for other in there):
                found.append((start, end))
                break
    return found


def called(text: str, quoted: Sequence[str]) -> list[tuple[int, int]]:
    """Where the text names a person whom a quote has with an initial only: « Yann Caron » for « Y. Caron »."""
    found = []
    for start, end, name in person_names(text):
        title, first, surname = name_parts(name)
        there = [other for quote in quoted for other in mentions(surname, quote)] if first else []
        if any(other[1] and compatible(title, first, other) for other in there):
            found.append((start, end))
    return found


def foreign_words(text: str, passages: Sequence[Passage], sources: Sources) -> list[str]:
    """Names of organisations, products and places that the cited passages do not have.

    A capital inside a sentence marks a name, or a word that the account's notes always write with a capital. What
    stands beside the quote counts when the quote names nothing else; the names that need no quote do so too.
    """
    starts = set()
    for start, end in split_sentences(text):
        opening = re.search(r"\w", text[start:end])
        starts.add(start + opening.start() if opening else start)
    persons = [(start, end) for start, end, _ in person_names(text)]
    here = fold("\n".join(f"{p.quote}\n{p.around()}" for p in passages))
    replaced = any(_names_else(passage, text, sources) for passage in passages)
    missing: list[str] = []
    for match in _PROPER.finditer(text):
        word = fold(match.group())
        after_mark = re.search(r"[:«\"“(–-]\s*$", text[max(0, match.start() - 3) : match.start()])
        opens = match.start() in starts or after_mark
        if (opens and (word not in sources.proper or _common(word))) or word in _CALENDAR or not _is_name(word):
            continue
        if any(start <= match.start() < end for start, end in persons) or _has(word, here) or _meant(word, here):
            continue
        if replaced:
            missing.append(match.group())
        elif any(word in name.split() or word == name for name in sources.names):
            continue
        elif not any(_has(word, fold(passage.beside(_NEIGHBOURS))) for passage in passages):
            missing.append(match.group())
    return missing


def _meant(word: str, here: str) -> bool:
    """Whether an initial stands for the name, or a word of the other language means the same."""
    if re.search(rf"(?<!\w){re.escape(word[0])}\.(?!\w)", here):
        return True
    meanings = {c for language in ("fr", "en") for found in concepts([stem(word, language)], language) for c in found}
    if not meanings:
        return False
    for language in ("fr", "en"):
        stems = [stem(other, language) for other in WORD.findall(here)]
        if any(meanings.intersection(found) for found in concepts(stems, language)):
            return True
    return False


def _names_else(passage: Passage, text: str, sources: Sources) -> bool:
    """Whether the quote names something that the text leaves out; the words of a table all begin with a capital."""
    if any(segment.cells for segment in passage.segments):
        return False
    said = fold(text)
    return any(
        (word := fold(match.group())) in sources.proper
        and not (_has(word, said) or match.group().isupper() or _common(word))
        and _is_name(word)
        for match in _PROPER.finditer(passage.quote)
    )


def _common(word: str) -> bool:
    """Whether a word written with a capital is a term of the trade: « Achats », "Procurement"."""
    return any(concepts([stem(word, language)], language)[0] for language in ("fr", "en"))


def _is_name(word: str) -> bool:
    return len(word) >= 3 and (word.isalpha() or "-" in word)


def _has(word: str, folded: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}s?(?!\w)", folded) is not None
