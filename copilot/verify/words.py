"""Content words of sentences, for telling whether a quote speaks of what a sentence says."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

from copilot.text.normalise import fold
from copilot.text.wordlist import word_set

_WORD = re.compile(r"[a-z]{2,}")
WORD = re.compile(r"[a-z]+(?:\d+)?|\d+")
"""A word of folded text, as terms are looked up."""
_FR = word_set(
    "le la les un une des du de d l au aux et ou mais donc or ni car que qui quoi dont ou ce cet cette ces il "
    "elle on nous vous ils elles je tu se sa son ses leur leurs notre nos votre vos est sont etait ete etre "
    "sera seront soit avait avoir a ont ai avons avez dans par pour sur avec sans sous en vers chez entre "
    "depuis jusque jusqu afin selon lors ainsi plus moins tres bien pas ne n y si comme tout tous toute toutes "
    "meme aussi encore deja alors apres avant d ici qu s c j m t autre autres fait faire faut peut peuvent "
    "doit doivent va vont jamais rien guere eu eue eus ayant etant lui eux leur cela ca ceci"
)
_EN = word_set(
    "the a an and or but of to in on at by for from with without as is are was were be been being it its this "
    "that these those he she they we you i his her their our your my me him them us not no do does did has "
    "have had will would can could should may might must than then so if which who whom whose when where while "
    "about into over under between per also more most less up out there here all any both each such very just "
    "still only never none nobody nothing"
)
_DE = word_set("der die das und ist sind nicht ein eine mit fur auf von zu den dem im wir sie es auch bei")
_FRAME = word_set(
    "selon indique indiquent precise precisent note notes declare signale souligne rappelle estime dit compte rendu "
    "document source mail message reunion egalement notamment environ soit actuellement "
    "according says said states stated notes reported reports mentions mentioned meeting currently account about "
    "approximately bonjour bonsoir cordialement merci hello regards thanks dear"
)
_MONTHS = word_set(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february "
    "march april may june july august september october november december"
)
_STEMMERS = {"fr": snowballstemmer.stemmer("french"), "en": snowballstemmer.stemmer("english")}


@lru_cache(maxsize=20000)
def _stem(word: str, language: str) -> str:
    found = str(_STEMMERS[language].stemWord(word))
    if language == "fr":
        if (
            word.endswith(("ee", "ees")) and len(word) > 5
        ):  # accents are gone: « nommée » would stay apart from « nommer »
            found = str(_STEMMERS[language].stemWord(f"{word.rstrip('s')[:-2]}er"))
        if word.endswith(("ye", "yes")) and len(word) > 4:  # « envoyé », « envoie »
            found = str(_STEMMERS[language].stemWord(f"{word.rstrip('s')}r"))
        if found.endswith("qu"):  # « publique », « public »
            found = f"{found[:-2]}c"
    return found


def guess_language(text: str, default: str) -> str:
    """fr, en or de by function words; the default when the text is too short to tell."""
    found = _WORD.findall(fold(text)) + re.findall(r"\b[a-z]\b", fold(text))
    counts = {
        "fr": sum(w in _FR for w in found),
        "en": sum(w in _EN for w in found),
        "de": sum(w in _DE for w in found),
    }
    best = max(counts, key=lambda key: counts[key])
    others = max(count for key, count in counts.items() if key != best)
    return best if counts[best] >= 2 and counts[best] > 1.5 * others else default


def stem(folded: str, language: str) -> str:
    """The stem of a folded word under the rules of its language; English ones serve every other language but French."""
    return _stem(folded, "fr" if language == "fr" else "en")


def is_content(folded: str) -> bool:
    """Whether a folded word carries matter of its own: no function word, no frame of reporting, no month."""
    return not (folded in _FR or folded in _EN or folded in _DE or folded in _FRAME or folded in _MONTHS)


def is_function_word(folded: str) -> bool:
    """Whether a folded word is a function word or a frame word of French or English."""
    return folded in _FR or folded in _EN or folded in _FRAME


def stems(text: str) -> set[str]:
    """Stems of the content words, in both languages at once; numbers, months and frame words are left out."""
    found: set[str] = set()
    for word in _WORD.findall(fold(text)):
        if word in _FR or word in _EN or word in _FRAME or word in _MONTHS or len(word) < 3:
            continue
        found.add(_stem(word, "fr"))
    return found


def word_stems(word: str) -> set[str]:
    """The stems of one folded word under both languages' rules."""
    return {_stem(word, "fr"), _stem(word, "en")}


def all_stems(text: str) -> set[str]:
    """Stems of all words under both languages' rules: what content words are looked up in."""
    found: set[str] = set()
    for word in _WORD.findall(fold(text)):
        found.add(_stem(word, "fr"))
        found.add(_stem(word, "en"))
        found.add(word)
    return found


def coverage(claim: str, support: str) -> tuple[float, int]:
    """Share of the claim's content words that the support has, and how many content words there are.

    Words with the same first letters count half and more: « renouvellement » supports « renouveler ».
    """
    wanted = stems(claim)
    if not wanted:
        return 1.0, 0
    have = all_stems(support)
    heads = {word[:5] for word in have if len(word) >= 5}
    score = sum(1.0 if stem in have else 0.8 if len(stem) >= 5 and stem[:5] in heads else 0.0 for stem in wanted)
    return score / len(wanted), len(wanted)
