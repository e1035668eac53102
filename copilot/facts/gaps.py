"""What the notes do not say and somebody must be asked: found in what they do say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from copilot.facts import lexicon
from copilot.facts.disputes import Dispute
from copilot.facts.gap_essentials import essentials
from copilot.facts.gap_finder import GapFinder, slug
from copilot.facts.gap_people import leaving_by_pronoun, people_gaps, unmet_after_question
from copilot.facts.people import People
from copilot.facts.phrase import excerpt
from copilot.facts.statements import Statement, words
from copilot.schemas.evidence import Language
from copilot.schemas.plan import OpenQuestion
from copilot.text.normalise import fold

_MECHANISM = re.compile(
    r"gain[s]? partage|partage (?:du |des )?gain|gain-?shar\w*|shared savings|bonus[- /]malus"
    r"|earn-?out|revenue shar\w*|profit shar\w*|ristourne|remise de fin d'annee|rfa\b|rebate"
    r"|indexation|clause d'indexation|cle de repartition|outcome[- ]based|pay per use|success fee"
    r"|contrat de performance|performance contract|(?:reservation|capacity) fee|redevance"
    r"|capacite reservee|reserved capacity|partage de l'ecart|price[- ]index\w*|clause de revision"
    r"|formule de revision"
)
_VALIDATION = re.compile(
    r"(?:jamais|pas) ete (?:valid|confirm|audit)\w*|never (?:been )?(?:validated|confirmed|audited)|"
    r"jamais valid|pas valid|non valid|never valid|not valid|unvalidated|not (?:been )?(?:audited"
    r"|confirmed|signed off|verified|approved by)|non confirm|jamais confirm|pas confirm"
    r"|chiffre d[e'u]|his own (?:figure|number)|her own (?:figure|number)|nicht bestatigt"
    r"|nicht gepruft|to be validated|a valider|a consolider"
)
_BUDGET = re.compile(
    r"budget|debloqu|released|accorde\w*|granted|le reste d|the rest|envelop|solde|balance|capex"
    r"|opex|funding|financement|demande|investissement"
    r"|investment|remainder|\breste\b|\brest\b"
)
_PENDING = re.compile(
    r"on verra|look at after|j'attends|apres la signature|after signature|en attente|pending"
    r"|on en reparle|on hold|later|plus tard|pas encore|not yet|a valider"
    r"|to be approved|gele|frozen|quand on aura|once we|when we have|noch nicht|awaiting"
    r"|decid\w+ later|revisit|solde"
)
_WHO_PAYS = re.compile(
    r"qui (?:paiera|payait)|who (?:bears|will pay)|pas dans mon budget|not in my budget"
    r"|non finance|unfunded|tbc who pays"
    r"|assumed it was included|personne n'a dit qui|\bqui paie|pas de budget|no budget|qui (?:paie"
    r"|paye|finance)|who (?:pays|is paying|funds|covers)"
    r"|chez vous ou chez nous|yours or ours|a la charge de qui|whose budget|wer zahlt|wer bezahlt"
    r"|kein budget|at whose (?:cost|expense)|a nos frais ou|prise en charge"
)
_CLAUSE = re.compile(
    r"clause|propriete|proprietaire|ownership|\bip\b|intellectual|donnees (?:brutes|appart)"
    r"|data (?:ownership|residency|transfer)|juridique|legal team|exclusivit|confidentialit"
    r"|non-?solicit|liability|responsabilite|termination right|eigentum"
)
_NAME_MISSING = re.compile(
    r"nom de famille|surname|last name|nom \?|name\?|prenom \?|nom a retrouver|didn't catch (?:his"
    r"|her|the) name|forgot (?:his|her) name|(?:un|une) certaine? m(?:me|\.|onsieur)"
)
_WHICH_NOUN = re.compile(
    r"sites?|usines?|magasins?|stores?|plants?|entit\w+|filiales?|subsidiaries|pays|countries"
    r"|regions?|depots?|warehouses?|entrepots?|agences?|branches|lignes?|lines|machines?"
    r"|references?|skus?|werke|teams?|equipes?|business units?|bus|hubs?|centres?|centers?"
    r"|clinics?|hopitaux|hospitals?|marques?|brands?|categories|laborator\w+|labs?"
)
_EXPAND = re.compile(
    r"exten|etend|expand|roll|deploi|deploy|pilot|lanc|launch|ouvr|open|phase|convert|bascul"
    r"|migrat|renouvel|renew|nouveau|new|additional|supplementaire|equip|retenu|selected|test\w*"
    r"|referenc"
)
_SMALL_TALK = re.compile(
    r"ca va|how are|tu as combien de temps|m'entend|hear me|c'est qui qui|who took|chargeur"
    r"|charger|coffee|cafe|lunch|deja|d'accord \?|ok \?|on commence|shall we|ready \?|right\?"
    r"|n'est-ce pas|isn't it|hein|quoi \?|what did i miss|j'ai loupe|tu peux|can you|could you"
    r"|pourrais-tu|peux-tu"
)


def find_gaps(
    statements: Sequence[Statement],
    people: People,
    competitors: Sequence[str],
    disputes: Sequence[Dispute],
    outdated: frozenset[str],
    language: Language,
) -> list[OpenQuestion]:
    """Questions that the notes raise, most important first."""
    finder = GapFinder(people, competitors, language, {})
    live = [s for s in statements if s.id not in outdated and s.segment.kind != "quoted" and not s.segment.hidden]
    for dispute in disputes:
        topic = f"contradiction:{slug(dispute.where.text)[:40]}"
        finder.add(topic, 9, "gap.contradiction", _sides(dispute), dispute.where, a=dispute.other_value.text,
                   b=dispute.value.text, what=excerpt(dispute.where, dispute.value.start, 12))  # fmt: skip
    people_gaps(finder, live)
    _competitor_gaps(finder, live)
    for statement in live:
        for rule in (_figures, _mechanisms, _budgets, _which, _clauses, _names, _asked, _unsettled, _notice):
            rule(finder, statement)
    unmet_after_question(finder, live)
    leaving_by_pronoun(finder, live)
    essentials(finder, live)
    _thin(finder)
    ranked = sorted(finder.found.values(), key=lambda item: (-item[0], item[1].id))
    return [question for _, question in ranked]


def _sides(dispute: Dispute) -> list[str]:
    names = [s.author for s in (dispute.where, dispute.other) if s.author]
    return list(dict.fromkeys(names))


def _competitor_gaps(finder: GapFinder, live: Sequence[Statement]) -> None:
    for name in finder.competitors:
        said = [s for s in live if fold(name) in s.folded]
        offers = [s for s in said if any(q.kind in ("money", "rate") for q in s.quantities)]
        if not offers and said:
            finder.add(f"competition:{slug(name)}", 7, "gap.competitor_offer", [], said[0], who=name)


def _figures(finder: GapFinder, s: Statement) -> None:
    match = _VALIDATION.search(s.folded)
    if match and s.quantities and s.segment.kind != "row":
        strong = lexicon.has("unsettled", s.folded) or "valid" in match[0]
        if strong:
            q = next((q for q in s.quantities if q.kind in ("money", "rate", "percent", "count")), s.quantities[0])
            finder.add(
                f"validation:{slug(q.text)}", 7, "gap.unvalidated", [], s, value=q.text, what=excerpt(s, q.start, 14)
            )


def _mechanisms(finder: GapFinder, s: Statement) -> None:
    match = _MECHANISM.search(s.folded)
    if not match or s.segment.kind == "row":
        return
    topic = f"mechanism:{slug(match[0])}"
    near = s.folded[max(0, match.start() - 12) : match.end() + 14]
    if re.search(r"\d\s*%|\d+/\d+|pour ?cent|percent", near):
        finder.found[topic] = (-1.0, OpenQuestion(id=topic, topic=topic, text=""))
        return
    if finder.found.get(topic, (0,))[0] >= 0:
        place = _place(s, match[0])
        what = s.text[place[0] : place[1]] if place else match[0]
        finder.add(topic, 6, "gap.mechanism", [], s, what=what)


def _place(s: Statement, folded_word: str) -> tuple[int, int] | None:
    flat = [fold(c) or " " for c in s.text]
    at = "".join(c[:1] for c in flat).find(folded_word)
    return (at, at + len(folded_word)) if at >= 0 else None


def _budgets(finder: GapFinder, s: Statement) -> None:
    if _BUDGET.search(s.folded) and _PENDING.search(s.folded) and s.segment.kind != "row":
        finder.add(
            "budget:balance", 7, "gap.pending_budget", [s.author] if s.author else [], s, what=excerpt(s, limit=14)
        )


_NOT_OPEN = re.compile(r"renouvel|renew|base a|\btests?\b|perimetre|scope")


def _which(finder: GapFinder, s: Statement) -> None:
    if (
        not _EXPAND.search(s.folded)
        or s.segment.kind == "row"
        or sum(k.startswith("scope:") for k in finder.found) >= 3
    ):
        return
    for q in s.quantities:
        if q.kind != "count" or q.value is None or not 2 <= q.value <= 30 or not _WHICH_NOUN.fullmatch(q.unit):
            continue
        if re.search(r"[:(,]\s*[A-ZÀ-Þ][\w-]+(?:,| et | and | und )", s.text[q.end : q.end + 80]):
            continue
        if _NOT_OPEN.search(fold(s.text[max(0, q.start - 45) : q.end + 15])) and "etend" not in s.folded:
            continue
        finder.add(
            f"scope:{q.value}_{slug(q.unit)}",
            5,
            "gap.which",
            [],
            s,
            n=str(q.value),
            unit=_noun(q.text),
            what=excerpt(s, q.start, 14),
        )


def _noun(text: str) -> str:
    return " ".join(text.split()[1:]) or text


def _clauses(finder: GapFinder, s: Statement) -> None:
    open_point = lexicon.has("unsettled", s.folded) or re.search(
        r"\bok\b.*\b(?:non|not|no)\b|il faut que|needs? to|doit|draft|redig|ecri|wants?|veulent|refus|insist|push",
        s.folded,
    )
    if _CLAUSE.search(s.folded) and open_point and s.document.kind != "contract" and s.segment.kind != "row":
        match = _CLAUSE.search(s.folded)
        topic = slug(match[0]) if match else "clause"
        finder.add(f"contract:{topic}", 6, "gap.acceptance", [], s, what=excerpt(s, limit=14))


def _names(finder: GapFinder, s: Statement) -> None:
    if _NAME_MISSING.search(s.folded):
        finder.add(f"name:{slug(s.text)[:40]}", 3, "gap.missing_name", [], s, what=excerpt(s, limit=14))


def _unfunded(s: Statement) -> str:
    """What nobody pays for yet: the row's label, or how the passage begins and the words that say so."""
    if s.segment.kind == "row":
        return s.segment.cells[0].strip() if s.segment.cells else excerpt(s, limit=14)
    if s.start == 0:
        return excerpt(s, limit=24)
    opening = " ".join(s.segment.text[: s.start].split()[:12]).strip(" -•*")
    return f"{opening} … {excerpt(s, limit=14)}"


def _asked(finder: GapFinder, s: Statement) -> None:
    """Questions that the notes themselves leave open; a transcript's banter is not one."""
    if _WHO_PAYS.search(s.folded):
        what = _unfunded(s)
        finder.add(f"funding:{slug(what)[:40]}", 7, "gap.who_pays", [s.author] if s.author else [], s, what=what)
        return
    if s.segment.kind in ("turn", "row", "heading", "title", "speaker_note"):
        return
    for match in re.finditer(r"[^.!?…]*\?", s.text):
        piece = match[0].strip(" -•|>")
        folded = fold(piece)
        if words(piece) < 5 or _SMALL_TALK.search(folded) or lexicon.has("noise", folded):
            continue
        finder.add(f"asked:{slug(piece)[:48]}", 5 if s.side == "client" else 4, "gap.unanswered", [], s, what=piece)


_OPEN = re.compile(
    r"a creuser|a verifier|a clarifier|a rapprocher|tbc\b|tbd\b|to be confirmed|to confirm"
    r"|to check|no idea|aucune idee|ne sait pas|sais pas|don't know|doesn't know|nobody knows"
    r"|personne ne sait|unclear|pas clair|not clear|unknown|inconnu|reste a definir"
    r"|to be (?:defined|agreed|decided)|undecided|pas (?:encore )?(?:decide|defini|chiffre"
    r"|valide|signe|pose)|not (?:yet )?(?:decided|agreed|defined|signed|quantified|known"
    r"|been asked)|noch offen|unklar|zu klaren|still open"
)


def _unsettled(finder: GapFinder, s: Statement) -> None:
    if s.segment.kind in ("heading", "title", "row") or not _OPEN.search(s.folded) or words(s.text) < 6:
        return
    if any(
        fold(p.last) in s.folded
        for _, _, p in finder.people.mentions(s.text)
        if f"stakeholder:{slug(p.last)}" in finder.found
    ):
        return
    finder.add(
        f"open:{slug(s.text)[:48]}", 4, "gap.unsettled", [s.author] if s.author else [], s, what=excerpt(s, limit=14)
    )


_NOTICE = re.compile(
    r"tacit|auto(?:matically)?[- ]?renew|renews automatically|renouvel\w+ automatique"
    r"|verlanger\w* sich|notice of (?:non-renewal|termination)|intention de renouveler"
    r"|denonc\w+|gekundigt|kundig\w+|preavis|reconduction|non-renewal"
)


def _notice(finder: GapFinder, s: Statement) -> None:
    """A contract that must be ended or renewed by a date: does the client mean to?"""
    dates = [q for q in s.quantities if q.date is not None and q.date.precision == "day"]
    if (
        dates
        and _NOTICE.search(s.folded)
        and (s.document.kind == "contract" or "contract" in s.folded or "contrat" in s.folded)
    ):
        finder.add(
            "contract:notice", 6.5, "gap.notice", [], s, date=dates[-1].text, what=excerpt(s, dates[-1].start, 14)
        )


_MOST = {"open": 4, "asked": 4, "scope": 3, "name": 2, "funding": 4, "mechanism": 3, "contract": 3, "contradiction": 5}


def _thin(finder: GapFinder) -> None:
    """Keeps the first few of each kind, so that a long transcript does not bury what matters."""
    counts: dict[str, int] = {}
    for topic, (priority, question) in list(finder.found.items()):
        kind = topic.partition(":")[0]
        counts[kind] = counts.get(kind, 0) + bool(question.text)
        if counts[kind] > _MOST.get(kind, 8) and priority >= 0:
            del finder.found[topic]


def cap(questions: Iterable[OpenQuestion], most: int) -> list[OpenQuestion]:
    """The first `most` questions that have a text."""
    return [q for q in questions if q.text][:most]
