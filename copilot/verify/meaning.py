"""Whether a sentence kept the negations and the reserve of what it cites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from copilot.text.normalise import flatten
from copilot.verify.words import all_stems, stems

_CLAUSE = re.compile(
    r"[.;:!?\n|()«»\"]+|,|(?<!\w)(?:mais|but|however|tandis que|alors que|whereas|while|et|"
    r"and|car|because|aber|und)(?!\w)"
)
_NEGATION = re.compile(
    r"(?<!\w)(?:(?:ne|n')[ ']?[^.;]{0,40}?(?<!\w)(?:pas|jamais|plus|aucune?|rien|personne|ni|"
    r"guere)(?!\w)|pas(?! que| seulement)|jamais|aucune?s?|sans|"
    r"n'est pas|not(?! only)|never|no(?! ?\.? ?\d)|none|neither|nor|without|cannot|nobody|nothing|"
    r"\w+n't|kein\w*|nicht|nie|niemals|ohne)(?!\w)"
)
_ALSO_NEGATIVE = re.compile(
    r"(?<!\w)(?:refus\w*|rejet\w*|impossib\w*|absence|absent\w*|manqu\w*|echou\w*|exclu\w*|"
    r"interdi\w*|non|fail\w*|unable|lack\w*|"
    r"reject\w*|declin\w*|missing|refut\w*|ni|evit\w*|avoid\w*|abandonn\w*|renonc\w*|ouvert\w*|"
    r"inconnu\w*|unknown|zero|perdu\w*|lost|"
    r"a eviter|decline|denied|deny|prohibit\w*|no longer)(?!\w)"
)
_ONLY = re.compile(
    r"(?<!\w)n[e'] ?(?:(?!pas |jamais |plus |aucun|rien )[^.;,]){0,30}? que?(?!\w)|(?<!\w)n'hesit\w* "
    r"pas|(?<!\w)ne manqu\w* pas|(?<!\w)(?:sans doute|pas mal|not only|no doubt|no\. ?\d)"
)
_WISH = re.compile(
    r"(?<!\w)(?:souhait\w*|envisag\w*|pourrai\w*|aimerai\w*|voudrai\w*|esper\w*|reflechi\w*|"
    r"peut-etre|eventuel\w*|hypothe\w*|rumeur|"
    r"parait(?: qu\w*)?|paraitrait|il semble\w*|a l'etude|idee|would like|consider\w*|might|could|hopes?|hoping|hoped|"
    r"maybe|perhaps|possibly|rumou?r\w*|wishes|thinking (?:of|about)|exploring|wants to|tentative\w*|"
    r"projett\w*|au conditionnel|devrai(?:t|ent)|konnte\w*|mochte\w*|vielleicht)(?!\w)"
)
_RESERVED = re.compile(
    rf"{_WISH.pattern}|(?<!\w)(?:veut|veulent|voul\w*|demand\w*|propos\w*|vis\w*|objectif|cible|"
    rf"attend\w*|want\w*|ask\w*|request\w*|"
    r"aim\w*|target\w*|expect\w*|seek\w*|plan\w*|prevo\w*|prevu\w*|projet\w*|etudi\w*|estim\w*|"
    r"possib\w*|probab\w*|likely|may|potenti\w*|"
    r"wish\w*|desir\w*|a confirmer|to be confirmed|selon|d'apres|dit\b|says|said|parle|interess\w*|"
    r"interest\w*|annonc\w*|promet\w*)(?!\w)"
)

Loss = Literal["negation_lost", "negation_added", "modality_lost"]


@dataclass(frozen=True)
class _Clause:
    text: str
    stems: frozenset[str]


def _clauses(text: str) -> list[_Clause]:
    _, flat, _ = flatten(text)
    pieces = [piece for piece in _CLAUSE.split(flat) if piece and piece.strip()]
    return [_Clause(f" {piece} ", frozenset(stems(piece))) for piece in pieces]


def _negative(text: str) -> bool:
    return bool(_NEGATION.search(_ONLY.sub(" ", text)))


def lost_meaning(claim: str, quotes: list[str]) -> Loss | None:
    """What the claim turned round or made firmer, compared clause by clause; only in one language."""
    said = [clause for quote in quotes for clause in _clauses(quote)]
    written = _clauses(claim)
    _, flat_claim, _ = flatten(claim)
    negated_claim = _negative(f" {flat_claim} ") or bool(_ALSO_NEGATIVE.search(flat_claim))
    words = all_stems(claim)
    for clause in said:
        if _negative(clause.text) and not negated_claim and _inside(clause.stems, words):
            return "negation_lost"
    quoted = all_stems("\n".join(quotes))
    any_negative = any(_negative(clause.text) or _ALSO_NEGATIVE.search(clause.text) for clause in said)
    for clause in written:
        if _negative(clause.text) and not any_negative and _inside(clause.stems, quoted):
            return "negation_added"
    if not _RESERVED.search(flat_claim):
        for clause in said:
            content = clause.stems - stems(" ".join(_WISH.findall(clause.text)))
            if _WISH.search(clause.text) and _inside(frozenset(content), words):
                return "modality_lost"
    return None


def _inside(part: frozenset[str], whole: set[str]) -> bool:
    """Whether most content of a clause is in the other text."""
    if len(part) < 2:
        return False
    shared = sum(stem in whole for stem in part)
    return shared >= 2 and shared >= 0.6 * len(part)
