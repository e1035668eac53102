"""The typed parts of a plan, made of facts: people, actions, competitors, risks, objectives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from copilot.facts import lexicon
from copilot.facts.statements import words
from copilot.schemas.evidence import Citation
from copilot.schemas.facts import Fact, FactBase, PersonRecord
from copilot.schemas.plan import Action, BuyingRole, Competitor, Risk, Stakeholder
from copilot.text.normalise import fold

MAX_PEOPLE = 12
ActionStatus = Literal["planned", "in_progress", "done", "late", "blocked", "unknown"]
RiskType = Literal["dependence", "churn", "contract", "competition", "execution", "relation", "price", "regulation"]
_ROLES: tuple[tuple[BuyingRole, re.Pattern[str]], ...] = (
    ("sponsor", re.compile(r"\bsponsor\b|parrain")),
    ("coach", re.compile(r"champion|coach\b|alliee?\b|\bally\b")),
    ("decider", re.compile(r"decideu|decision[- ]maker|dernier mot|final say|tranche\b|signs off|casting vote|veto")),
    ("economic_buyer", re.compile(
        r"\bdaf\b|\bcfo\b|directeur financier|finance director|tient le comite d'invest|budget holder|holds the budget"
    )),
    ("technical_buyer", re.compile(r"\bachats\b|acheteu|procurement|purchasing|\bbuyer\b|einkauf|compradore")),
    ("influencer", re.compile(r"\bvote|\bvoix\b|panel|jury|comite de choix|prescript|influen")),
)  # fmt: skip
_SUPPORT: tuple[tuple[int, re.Pattern[str]], ...] = (
    (2, re.compile(
        r"champion|notre sponsor|our sponsor|sponsor, c|alliee?\b|\bally\b|prete? a temoigner"
        r"|will vouch|defend us|nous defend"
    )),
    (1, re.compile(
        r"favorab|soutien|supporti|\blikes? us|nous aime|contente? d|happy with|on our side"
        r"|demandeu[rs]e?\b"
    )),
    (-2, re.compile(r"hostile|veut nous sortir|wants us out|contre nous|against us|gegen uns")),
    (-1, re.compile(
        r"a cran|accueil froid|mecontent|unhappy|n'y crois? pas|doesn't believe|sceptic|sceptique"
        r"|reticent|cold\b|fache|annoyed|agace"
    )),
)  # fmt: skip


_DENIED = re.compile(
    r"(?<!\w)(?:not|pas|ni|non|never|jamais|plus|sans|no longer|neither|isn.t|aren.t|wasn.t)"
    r"(?: (?:an?|the|un|une|le|la|de|very|tres|encore|yet|really|vraiment))? $"
)


def stakeholders(base: FactBase, facts: Sequence[Fact]) -> tuple[list[Stakeholder], set[str]]:
    """People on the client's side with what they want, and the ids of the facts used up in saying so."""
    by_name: dict[str, list[Fact]] = {}
    for fact in facts:
        for name in fact.people:
            by_name.setdefault(name, []).append(fact)
    found: list[tuple[float, Stakeholder]] = []
    used: set[str] = set()
    for person in base.people:
        said = by_name.get(person.name, []) or by_name.get(_bare(person.name), [])
        if person.side in ("us", "competitor") or not (person.title or said):
            continue
        made = _stakeholder(person, said, used)
        if made[1].citations and (made[1].title or made[1].wants):
            found.append(made)
    found.sort(key=lambda item: (-item[0], item[1].name))
    return [s for _, s in found[:MAX_PEOPLE]], used


def _bare(name: str) -> str:
    return re.sub(r"^(?:M\.|Mme|Mr\.?|Mrs\.?|Ms\.?|Mlle|Dr\.?|Me|maître|Maître|Madame|Monsieur|Herr|Frau)\s+", "", name)


def _stakeholder(person: PersonRecord, said: Sequence[Fact], used: set[str]) -> tuple[float, Stakeholder]:
    """One row: the facts that are about this person, those about several people count less."""
    about = sorted(
        (f for f in said if f.id not in used and f.segment_kind != "row" and _about(f)),
        key=lambda f: (-_relevance(f, person), f.id),
    )
    chosen = [f for f in about[:2] if len(f.people) <= 2 or f is about[0]]
    wants: list[str] = []
    citations: list[Citation] = list(person.citations[:1])
    length = 0
    for fact in chosen:
        if length + words(fact.text) > 45 and wants:
            break
        length += words(fact.text)
        wants.append(fact.text)
        citations.extend(c for c in fact.citations if c not in citations)
        used.add(fact.id)
    near = " ; ".join(_near(f.text, person.name) for f in said)
    titled = fold(person.title or "") + " ; " + near
    support = next((value for value, pattern in _SUPPORT if _says(pattern, near)), None)
    roles = [role for role, pattern in _ROLES if _says(pattern, titled)][:2]
    weight = sum(sorted((f.weight for f in said), reverse=True)[:3]) + (0.5 if person.title else 0) + len(roles) * 0.4
    part = Stakeholder(
        name=person.name,
        title=person.title,
        side=person.side,
        roles=roles,
        support=support,
        wants=wants,
        citations=citations,
    )
    return weight, part


def _says(pattern: re.Pattern[str], folded: str) -> bool:
    """Whether a text has one of the words and does not deny it: « pas décideur », "sceptical, not hostile"."""
    return any(not _DENIED.search(folded, 0, match.start()) for match in pattern.finditer(folded))


def _about(fact: Fact) -> bool:
    folded = fold(fact.text)
    return fact.sections[0] in ("stakeholders", "client", "risks", "relationship") or any(
        lexicon.has(name, folded) for name in ("want", "leaving", "never_met", "promise", "positive", "negative")
    )


def _relevance(fact: Fact, person: PersonRecord) -> float:
    last = fold(person.name.split()[-1])
    at = fold(fact.text).find(last)
    stance = sum(lexicon.has(name, fold(fact.text)) for name in ("want", "leaving", "never_met"))
    return fact.weight + (0.3 if 0 <= at < 25 else 0) + 0.2 * stance - 0.15 * (len(fact.people) - 1)


def _near(text: str, name: str) -> str:
    folded = fold(text)
    last = fold(name.split()[-1])
    return " ".join(folded[max(0, m.start() - 60) : m.end() + 80] for m in re.finditer(re.escape(last), folded))


def actions(facts: Sequence[Fact]) -> list[Action]:
    """Actions with owner and date, those with the nearest date first."""
    found = []
    for fact in facts:
        label, owner, due_text = _columns(fact)
        dates = [q for q in fact.quantities if q.date is not None and q.date.precision in ("day", "week", "month")]
        due = dates[-1] if dates else None
        found.append(
            Action(
                label=label,
                owner=owner,
                due=due.date.iso() if due and due.date else None,
                due_text=due_text if fact.segment_kind == "row" else None,
                status=_status(fact),
                citations=fact.citations,
            )
        )
    return sorted(found, key=lambda a: (a.due or "9999", a.label))


def _columns(fact: Fact) -> tuple[str, str | None, str | None]:
    """Label, owner and date of a row of an action table; of a sentence, the sentence."""
    if fact.segment_kind != "row" or len(fact.header) != len(fact.cells):
        return fact.text, None, None
    label = owner = due = None
    for name, cell in zip(map(fold, fact.header), fact.cells, strict=True):
        if owner is None and re.search(
            r"\b(?:qui|who|owner|responsable|pilote|porteur|resp|wer|assigned|charge|lead)\b", name
        ):
            owner = cell.strip() or None
        elif due is None and re.search(r"quand|when|echeance|due|date|delai|deadline|wann|termin|\bby\b|pour le", name):
            due = cell.strip() or None
        elif label is None or (len(cell) > len(label) and re.search(r"action|tache|task|quoi|what", name)):
            label = cell.strip()
    return label or fact.text, owner, due


def _status(fact: Fact) -> ActionStatus:
    folded = fold(fact.text)
    if re.search(r"\b(?:fait|done|termine|closed|clos|erledigt|livre)\b", folded):
        return "done"
    if re.search(r"demarre|started|en cours|in progress|ongoing|laufend|lance", folded):
        return "in_progress"
    if re.search(r"bloque|blocked|en attente|on hold|waiting", folded):
        return "blocked"
    return "unknown"


def competitors(base: FactBase, facts: Sequence[Fact]) -> list[Competitor]:
    """Who competes, with where it is said; what is said are the section's sentences, each with its own proof."""
    found: list[Competitor] = []
    for name in base.competitors[:6]:
        citations = [c for f in facts if name in f.organisations for c in f.citations]
        if citations:
            found.append(Competitor(name=name, citations=citations[:4]))
    return found


_RISK_TYPES: tuple[tuple[RiskType, str], ...] = (
    ("contract", r"contrat|contract|penalit|penalt|resili|terminat|clause|expir|preavis|notice|sla\b"),
    ("price", r"prix|price|tarif|rate|remise|discount|baisse|taux horaire|marge|margin"),
    ("competition", r"concurren|competit|debauch|poach|offre indicative|allot|split"),
    ("relation",
        r"retraite|retire|depart|leav|sponsor|cran|mecontent|unhappy|interlocuteur|successe|confiance"
        r"|trust"
    ),
    ("dependence", r"depend|premier client|largest|concentration|agence|si .* part\b"),
    ("regulation", r"loi\b|regul|reglement|norme|gdpr|rgpd|cse\b|autorite"),
    ("churn", r"churn|perdre|perdu|lose|lost|fermeture|closure|ferme\b"),
)  # fmt: skip


def risks(facts: Sequence[Fact]) -> list[Risk]:
    """Risks with their type, weightiest first."""
    found = []
    for fact in facts:
        folded = fold(fact.text)
        kind: RiskType = next((name for name, pattern in _RISK_TYPES if re.search(pattern, folded)), "execution")
        found.append(Risk(label=fact.text, type=kind, citations=fact.citations))
    return found
