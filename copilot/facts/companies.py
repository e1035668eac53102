"""Companies in the notes that are neither the client nor us: who competes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from babel import Locale

from copilot.facts import lexicon
from copilot.facts.people import People
from copilot.facts.sides import company_words
from copilot.facts.statements import Statement
from copilot.text.names import first_names
from copilot.text.normalise import flatten, fold

_NAME = re.compile(r"(?<![\w.@/-])[A-ZÀ-Þ][\w&’'-]*[\w](?:[ \u00a0][A-ZÀ-Þ][\w&’'-]+\w){0,2}")
_CUE = re.compile(
    r"concurren|competit|rival|confrere|incumbent|sortant|challenger|wettbewerb|offre indicative"
    r"|moins cher|cheaper|undercut|debauch|poach"
    r"|aussi consult|also invited|shortlist|invites|en face|contre nous|against us|versus us"
    r"|second source|dual sourc|private label|mdd\b"
    r"|leur offre|their offer|their bid|their price|taux bas|low price|lowball|pitch(?:ed|ing)|demo(?:ed|nstrat)"
)
_ACTS = re.compile(
    r"propos\w*|quoted?\b|to quote|came in at|came out|benchmark|(?:demand\w*|ask\w* for) (?:le |the )?(?:dossier|file)"
    r"|tender|appel d.offres|au.dessus d|en dessous d|plus cher|dearer|ours\b|nous ?:|meilleure?s? que"
    r"|better than|celle? de|\bex-|pas fan|not a fan|prefer\w*|editeur|fournisseur actuel|current supplier|provider"
    r"|relance|contrat\b|contract\b|perdu|lost (?:to|against)|\bvs\b|versus|still does|a livre|delivered|aurait fait"
    r"|sans reprise|switch\w* to|passer? chez"
)
"""What rivals do, and how they are spoken of, without the word."""
_REACH, _ASIDE = 60, 20
"""Characters between a cue and the name it speaks of; what opens a sentence or heads a line counts as further away."""
_HEADING = re.compile(r"concurren|competit|wettbewerb|rival")
_ALWAYS = re.compile(r"concurren|competit|rival|incumbent|confrere|wettbewerb|challenger")


def _known_words(account_name: str, supplier_name: str | None, people: People) -> set[str]:
    words = company_words(account_name) | company_words(supplier_name)
    for person in people.all():
        words |= {fold(person.last), fold(person.first)}
    return words


def competitors(
    statements: Sequence[Statement], people: People, account_name: str, supplier_name: str | None
) -> list[str]:
    """Names of competitors, most mentioned first.

    A name competes when a good part of the sentences that hold it speak of competition; a site or a product,
    which is mentioned everywhere, does not.
    """
    known = _known_words(account_name, supplier_name, people)
    seen: Counter[str] = Counter()
    cued: dict[str, float] = defaultdict(float)
    spelled: dict[str, Counter[str]] = {}
    for statement in statements:
        here: dict[str, tuple[int, int, int]] = {}
        persons = [(start, end) for start, end, _ in people.mentions(statement.text)]
        for match in _NAME.finditer(statement.text):
            name = match[0]
            words = fold(name).split()
            initial = match.start() == 0 or statement.text[: match.start()].rstrip()[-1:] in ".!?:|•-–"
            if words[0] in known or words[-1] in known or words[0] in first_names() or len(fold(name)) < 4:
                continue
            if any(start < match.end() and match.start() < end for start, end in persons):
                continue
            key = words[0]
            spelled.setdefault(key, Counter())[name if not name.isupper() else name.title()] += 0 if initial else 1
            aside = initial or statement.text[match.end() : match.end() + 2].strip() == ":"
            here.setdefault(key, (*match.span(), _ASIDE if aside else 0))
        strong = _HEADING.search(fold(statement.segment.heading or "")) is not None
        nearest = _nearest(flatten(statement.text)[1], here)
        for key in here:
            seen[key] += 1
            cue = _CUE.search(statement.folded) is not None
            cued[key] += max(1.0 if strong else 0.5 if cue else 0.0, nearest.get(key, 0.0))
    listed = _listed_with_us(statements, supplier_name)
    found = []
    for key, total in seen.items():
        if key not in listed and not (cued[key] >= 1 and cued[key] / total >= 0.3):
            continue
        best = max(spelled[key].items(), key=lambda kv: (kv[1], -len(kv[0]), kv[0]))
        opens_only = best[1] < 1 and not (cued[key] >= 1 and _acts(key, statements))
        if (
            opens_only
            or not _is_name(key, statements)
            or key in _territories()
            or _is_place(key, statements)
            or _acronyms(best[0])
        ):
            continue
        found.append((total, best[0]))
    return [name for _, name in sorted(found, key=lambda item: (-item[0], item[1]))]


def _nearest(flat: str, names: Mapping[str, tuple[int, int, int]]) -> dict[str, float]:
    """What the cues of a sentence are worth to the name that stands nearest to each.

    `names`: start and end of each, and how much further away it counts than it stands.
    """
    found: dict[str, float] = {}
    for pattern, worth in ((_ALWAYS, 1.0), (_CUE, 1.0), (_ACTS, 0.7)):
        for match in pattern.finditer(flat):
            gaps = {
                key: max(start - match.end(), match.start() - end, 0) + more
                for key, (start, end, more) in names.items()
            }
            least = min(gaps.values(), default=_REACH + 1)
            for key, gap in gaps.items():
                if gap == least <= _REACH:
                    found[key] = max(found.get(key, 0.0), worth)
    return found


def _listed_with_us(statements: Sequence[Statement], supplier_name: str | None) -> set[str]:
    """Names in one list with us: "nous, Alpha et Beta", "recipients: OURS; ALPHA; BETA"."""
    ours = company_words(supplier_name)
    one = r"[A-ZÀ-Þ][\w&-]{3,}(?: [A-ZÀ-Þ][\w&-]+)?"
    item = rf"(?:{one}|\b(?i:nous|us|wir|uns)\b)"
    pattern = re.compile(rf"{item}(?:\s*[,;]\s*(?:et |and |und )?{item}|\s+(?:et|and|und|&)\s+{item})+")
    found: set[str] = set()
    for statement in statements:
        if statement.segment.kind == "row":
            continue
        for match in pattern.finditer(statement.text):
            names = [fold(n) for n in re.split(r"\s*[,;&]\s*(?:et |and |und )?|\s+(?:et|and|und)\s+", match[0])]
            we = [n for n in names if n in ("nous", "us", "wir", "uns") or (n and n.split()[0] in ours)]
            if we and 2 <= len(names) <= 6:
                found |= {n.split()[0] for n in names if n and n not in we}
    return found


@cache
def _territories() -> frozenset[str]:
    """Countries in French, English and German, and the points of the compass."""
    names = {fold(n) for lang in ("fr", "en", "de") for n in Locale(lang).territories.values()}
    return frozenset(names | set(("nord sud est ouest north south east west centre center europe france ").split()))


def _acts(key: str, statements: Sequence[Statement]) -> bool:
    """Whether a word that only ever opens sentences does what companies do: "Brightloop is cheaper"."""
    verb = (
        r"(?:is|est|a|has|offers?|offre|propose\w*|sells?|vend|promises?|promet|claims?|bills?|won|came|bietet|liefert)"
    )
    pattern = re.compile(rf"^\W*{re.escape(key)}\s+{verb}\b")
    return len(key) > 4 and any(pattern.match(s.folded) for s in statements)


def _acronyms(name: str) -> bool:
    return all(len(word) <= 3 for word in name.split())


def _is_place(key: str, statements: Sequence[Statement]) -> bool:
    """Whether the name mostly stands after a preposition of place."""
    pattern = re.compile(
        rf"(?:(?<!\w)(?:a|en|au|aux|dans (?:le|la|l'|les)|in|at|aus|nach|near|pres de|vers|from"
        rf"|region|cote)\s+)?(?<!\w){re.escape(key)}"
    )
    found = [m[0] != key for s in statements for m in pattern.finditer(s.folded)]
    return bool(found) and sum(found) / len(found) >= 0.5


def _is_name(key: str, statements: Sequence[Statement]) -> bool:
    """Whether the word is never written in lower case inside a sentence: then it is a name."""
    pattern = re.compile(rf"(?<![\w]){re.escape(key)}(?![\w])")
    lower = sum(1 for s in statements if pattern.search(s.text))
    return lower == 0 and not lexicon.has("noise", key)
