"""How much a plan would miss a statement, and where in the plan it belongs."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from copilot.facts import lexicon
from copilot.facts.people import ROLE
from copilot.facts.statements import Statement, words
from copilot.resources import load_yaml, resource
from copilot.schemas.plan import SectionKey
from copilot.text.normalise import fold

_FIRST_PERSON = re.compile(r"\b(?:je|j'|moi|mon|ma|mes|i|i'm|i'll|my|me|ich|mein)\b")
_DUE = re.compile(
    r"avant le|pour le|d'ici|au plus tard|by the|by \w+day|by \d|before|until|no later|bis zum"
    r"|deadline|echeance|sous \d+ jours|within \d+"
)


@dataclass(frozen=True)
class Features:
    """What speaks for or against a statement, by name."""

    values: dict[str, float]

    def score(self, weights: dict[str, float]) -> float:
        """Logistic of the weighted sum, 0..1."""
        total = weights.get("bias", 0.0) + sum(weights.get(k, 0.0) * v for k, v in self.values.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def weights() -> dict[str, float]:
    """Weights of the features, from knowledge/lexicon/weights.yaml."""
    data = load_yaml(resource("knowledge") / "lexicon" / "weights.yaml")
    return {str(k): float(v) for k, v in data.items()}


def features(statement: Statement, mentions: int, competitors: int, new_value: bool, obsolete: bool) -> Features:
    """The features of a statement; counts are capped so that a list does not outweigh a fact."""
    f = statement.folded
    kinds = [q.kind for q in statement.quantities]
    n = words(statement.text)
    sections = lexicon.section_scores(f)
    day = sum(1 for q in statement.quantities if q.date is not None and q.date.precision in ("day", "week", "month"))
    values: dict[str, float] = {
        "money": min(2, kinds.count("money") + kinds.count("rate")),
        "percent": min(2, kinds.count("percent") + kinds.count("points")),
        "day": min(2, day),
        "period": min(1, kinds.count("date") - day),
        "count": min(2, kinds.count("count")),
        "rating": min(1, kinds.count("rating") + kinds.count("ratio")),
        "duration": min(1, kinds.count("duration")),
        "topic": min(8.0, sum(sections.values())) / 4,
        "heading_topic": min(6.0, sum(lexicon.section_scores(statement.near_context).values())) / 4,
        "person": min(2, mentions),
        "role": float(ROLE.search(f) is not None),
        "person_role": float(mentions > 0 and ROLE.search(f) is not None),
        "competitor": min(2, competitors),
        "new_value": float(new_value),
        "obsolete": float(obsolete),
        "question": float(statement.text.rstrip(" »\"')").endswith("?")),
        "short": float(n < 6),
        "long": float(n > 40),
        "row": float(statement.segment.kind == "row"),
        "turn": float(statement.segment.kind == "turn"),
        "heading": float(statement.segment.kind in ("heading", "title")),
        "comment": float(statement.segment.kind == "comment"),
        "speaker_note": float(statement.segment.kind == "speaker_note"),
        "quoted": float(statement.segment.kind == "quoted"),
        "item": float(statement.segment.kind == "item"),
        "hidden": float(statement.segment.hidden),
        "contract": float(statement.document.kind == "contract"),
        "crm": float(statement.document.kind in ("crm", "sheet")),
        "first_person": float(_FIRST_PERSON.search(f) is not None),
        "due": float(_DUE.search(f) is not None),
        "client_says": float(statement.side == "client"),
    }
    for name in (
        "noise",
        "correction",
        "dispute",
        "unsettled",
        "tentative",
        "decision",
        "want",
        "promise",
        "never_met",
    ):
        values[name] = float(min(2, lexicon.count(name, f)))
    for name in ("leaving", "confidential", "positive", "negative"):
        values[name] = float(lexicon.has(name, f))
    return Features(values)


def sections_of(statement: Statement, mentions: int, competitors: int, is_action: bool) -> list[SectionKey]:
    """Sections that a statement belongs to, best first; at least one."""
    scores: dict[SectionKey, float] = dict(lexicon.section_scores(statement.folded))
    for key, value in lexicon.section_scores(statement.near_context).items():
        scores[key] = scores.get(key, 0) + value * 0.5
    bonus: dict[SectionKey, float] = {}
    folded = statement.folded
    if competitors:
        bonus["competition"] = 4.0
    if mentions and (ROLE.search(folded) or any(lexicon.has(c, folded) for c in ("want", "leaving", "never_met"))):
        bonus["stakeholders"] = 3.0
    if is_action:
        bonus["actions"] = 5.0
    if statement.document.kind == "contract":
        bonus["profile"] = 4.0
    if statement.document.kind == "crm":
        bonus["whitespace"] = 2.0
    if _GOAL.search(folded):
        bonus["objectives"] = 5.0
    if _RESULT.search(folded) and not _GOAL.search(folded):
        bonus["performance"] = 2.0
    if any(q.date is not None and q.date.precision == "day" for q in statement.quantities):
        bonus["roadmap"] = 1.5
    for key, value in bonus.items():
        scores[key] = scores.get(key, 0) + value
    # These are made of the other sections' facts, never a home of their own.
    scores.pop("swot", None)
    scores.pop("scorecard", None)
    if not scores:
        return ["client"]
    return sorted(scores, key=lambda k: (-scores[k], k))


_GOAL = re.compile(
    r"^\W*(?:nos |notre |our |\w{1,9} )?(?:objecti(?:f|fs|ves?)|goals?|cibles?|targets?|ziele?"
    r"|mandat)\b|notre (?:cible|limite|position|objectif|plancher)"
    r"|our (?:target|limit|position|ask|floor)|plancher|walk-?away|la demande est|the ask is|on demande|we ask for"
)
_RESULT = re.compile(
    r"\b(?:vs|contre|versus|compared|against|au lieu de|instead of|from [\d.,]+ ?%? to"
    r"|de [\d.,]+ ?%? a)\b.*\d|\d.*\b(?:en|in|fy) ?(?:20)?2\d\b"
)


def is_action(statement: Statement, mentions: int) -> bool:
    """Somebody is to do something by a date: a verb of action with a day or an owner, or a row of an action table."""
    if statement.segment.kind == "row":
        header = fold(" ".join(statement.segment.header))
        who = re.search(r"\b(?:qui|who|owner|responsable|pilote|porteur|resp|wer|assigned|charge)\b", header)
        date = re.search(r"quand|when|echeance|due|date|delai|deadline|wann|termin|pour le|by\b", header)
        what = re.search(r"action|tache|task|quoi|what|todo|sujet|topic|aufgabe|step|next", header)
        return bool(who and date and what) or bool(what and date and re.search(r"action", header))
    folded = statement.folded
    if _GOAL.search(folded) or (statement.text.rstrip().endswith("?") and not mentions):
        return False
    has_day = any(q.date is not None and q.date.precision in ("day", "week") for q in statement.quantities)
    owner = mentions > 0 or _OWNER.search(folded) is not None
    return bool(owner and _VERB.search(folded) and (has_day or _DUE.search(folded)))


_OWNER = re.compile(r"\b(?:je|j'|tu|nous|on|i|i'll|we|we'll|ich|wir|chaque partie|each party|le client|the client)\b")
_VERB = re.compile(
    r"\b(?:a faire|relanc\w+|envoi\w*|envoy\w+|prepar\w+|redig\w+|ecri\w+|remet\w*|notifi\w+"
    r"|livr\w+|organis\w+|planifi\w+|je demande|tu me fais"
    r"|s'en charge|je m'en (?:occupe|charge)|will (?:send|prepare|draft|share|write|call|book|get"
    r"|come back|follow|have|deliver)|to (?:send|prepare|draft|share|write|call|book)"
    r"|needs to|must|doit|doivent|i'll|owes?|(?:will|to) deliver|submit by|signer|sign by|follow up"
    r"|schick\w+|bereite\w*|liefer\w+|erstell\w+|me l'a promise|promis\w*"
    r"|reponse ecrite|written (?:answer|response|notice)|simulation|draft by|je te le livre|recrute|hire)\b"
)
