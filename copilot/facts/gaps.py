"""What the notes do not say and somebody must be asked: found in what they do say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from copilot.facts import lexicon
from copilot.facts.disputes import Dispute
from copilot.facts.people import People, Person
from copilot.facts.phrase import excerpt
from copilot.facts.statements import Statement, words
from copilot.schemas.evidence import Language
from copilot.schemas.plan import OpenQuestion
from copilot.text.catalogue import t
from copilot.text.normalise import fold

_VOTES = re.compile(
    r"\b(?:vote|votes|voix|votant|voter|decid\w+|signs off|signe|decision maker|decideur|comite de choix|panel|committee|jury|approves|approuve|arbitre|final say|tranche)\b"
)
_STANCE = re.compile(
    r"favorab|contre\b|against|soutien|support|hostile|sceptic|sceptique|champion|sponsor|veut|wants|objectif perso|attend|expects|likes|aime|content|happy|cares|tient a|regarde|looks at|demande|asks|insist|mecontent|unhappy|allie|ally|cran|pousse|pushes|reticent|oppos"
)
_NO_SUCCESSOR = re.compile(
    r"retraite|retire|retirement|successeur|successor|quitte|quitter|leaving|leaves|will leave|depart|part a la|remplac|ruhestand|verlasst|resign|demission|stepping down|moving to|maternity|maternite|going on leave"
)
_MECHANISM = re.compile(
    r"gain[s]? partage|partage (?:du |des )?gain|gain-?shar\w*|shared savings|bonus[- /]malus|earn-?out|revenue shar\w*|profit shar\w*|ristourne|remise de fin d'annee|rfa\b|rebate|indexation|clause d'indexation|cle de repartition|outcome[- ]based|pay per use|success fee|contrat de performance|performance contract|(?:reservation|capacity) fee|redevance|capacite reservee|reserved capacity|partage de l'ecart|price[- ]index\w*|clause de revision|formule de revision"
)
_VALIDATION = re.compile(
    r"jamais valid|pas valid|non valid|never valid|not valid|unvalidated|not (?:been )?(?:audited|confirmed|signed off|verified|approved by)|non confirm|jamais confirm|pas confirm|chiffre d[e'u]|his own (?:figure|number)|her own (?:figure|number)|nicht bestatigt|nicht gepruft|to be validated|a valider|a consolider"
)
_BUDGET = re.compile(
    r"budget|envelop|solde|balance|capex|opex|funding|financement|demande|investissement|investment|tranche|remainder|\breste\b|\brest\b"
)
_PENDING = re.compile(
    r"en attente|pending|on en reparle|on hold|later|plus tard|pas encore|not yet|a valider|to be approved|gele|frozen|quand on aura|once we|when we have|noch nicht|awaiting|decid\w+ later|revisit|solde"
)
_WHO_PAYS = re.compile(
    r"pas de budget|no budget|qui (?:paie|paye|finance)|who (?:pays|is paying|funds|covers)|chez vous ou chez nous|yours or ours|a la charge de qui|whose budget|wer zahlt|wer bezahlt|kein budget|at whose (?:cost|expense)|a nos frais ou|prise en charge"
)
_CLAUSE = re.compile(
    r"clause|propriete|proprietaire|ownership|\bip\b|intellectual|donnees (?:brutes|appart)|data (?:ownership|residency|transfer)|juridique|legal team|exclusivit|confidentialit|non-?solicit|liability|responsabilite|termination right|eigentum"
)
_NAME_MISSING = re.compile(
    r"nom de famille|surname|last name|nom \?|name\?|prenom \?|nom a retrouver|didn't catch (?:his|her|the) name|forgot (?:his|her) name|(?:un|une) certaine? m(?:me|\.|onsieur)"
)
_WHICH_NOUN = re.compile(
    r"sites?|usines?|magasins?|stores?|plants?|entit\w+|filiales?|subsidiaries|pays|countries|regions?|depots?|warehouses?|entrepots?|agences?|branches|lignes?|lines|machines?|references?|skus?|werke|teams?|equipes?|business units?|bus|hubs?|centres?|centers?|clinics?|hopitaux|hospitals?|marques?|brands?|categories|laborator\w+|labs?"
)
_EXPAND = re.compile(
    r"exten|etend|expand|roll|deploi|deploy|pilot|lanc|launch|ouvr|open|phase|convert|bascul|migrat|renouvel|renew|nouveau|new|additional|supplementaire|equip|retenu|selected|test\w*|referenc"
)
_SMALL_TALK = re.compile(
    r"ca va|how are|tu as combien de temps|m'entend|hear me|c'est qui qui|who took|chargeur|charger|coffee|cafe|lunch|deja|d'accord \?|ok \?|on commence|shall we|ready \?|right\?|n'est-ce pas|isn't it|hein|quoi \?|what did i miss|j'ai loupe|tu peux|can you|could you|pourrais-tu|peux-tu"
)


@dataclass
class GapFinder:
    """Collects questions, one a topic."""

    people: People
    competitors: Sequence[str]
    language: Language
    found: dict[str, tuple[float, OpenQuestion]]

    def add(
        self, topic: str, priority: float, key: str, ask: Sequence[str], why: Statement | None, **values: object
    ) -> None:
        """One question; the first and strongest of a topic stays."""
        if topic in self.found and self.found[topic][0] >= priority:
            return
        text = t(key, self.language, **values)
        source = f"{why.document.name}" if why else ""
        self.found[topic] = (priority, OpenQuestion(id=topic, topic=topic, text=text, ask=list(ask), why=source))


def _slug(text: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", fold(text))[:6])


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
        topic = f"contradiction:{_slug(dispute.where.text)[:40]}"
        finder.add(topic, 9, "gap.contradiction", _sides(dispute), dispute.where, a=dispute.other_value.text,
                   b=dispute.value.text, what=excerpt(dispute.where, dispute.value.start, 12))  # fmt: skip
    _people_gaps(finder, live)
    _competitor_gaps(finder, live)
    for statement in live:
        for rule in (_figures, _mechanisms, _budgets, _which, _clauses, _names, _asked, _unsettled, _notice):
            rule(finder, statement)
    _unmet_after_question(finder, live)
    _leaving_by_pronoun(finder, live)
    _essentials(finder, live)
    _thin(finder)
    ranked = sorted(finder.found.values(), key=lambda item: (-item[0], item[1].id))
    return [question for _, question in ranked]


def _sides(dispute: Dispute) -> list[str]:
    names = [s.author for s in (dispute.where, dispute.other) if s.author]
    return list(dict.fromkeys(names))


def _title(person: Person) -> str:
    return f" ({person.titles.most_common(1)[0][0]})" if person.titles else ""


def _named(person: Person) -> str:
    return person.name if person.first else " ".join(filter(None, (person.gender_title, person.last)))


def _people_gaps(finder: GapFinder, live: Sequence[Statement]) -> None:
    mentions: dict[str, list[Statement]] = {}
    persons: dict[str, Person] = {}
    beside: dict[tuple[str, str], str] = {}
    for statement in live:
        found = finder.people.mentions(statement.text)
        starts = [start for start, _, _ in found]
        for _s, _e, person in found:
            mentions.setdefault(person.name, []).append(statement)
            persons[person.name] = person
            beside[person.name, statement.id] = _near(statement, person, starts)
    for name, said in mentions.items():
        person = persons[name]
        if person.sides and person.sides.most_common(1)[0][0] == "us":
            continue
        near = {s.id: beside[name, s.id] for s in said}
        unmet = [s for s in said if lexicon.has("never_met", near[s.id])]
        voting = [s for s in said if _VOTES.search(s.folded)]
        stance = [s for s in said if _STANCE.search(near[s.id]) and s not in unmet]
        titled = _STANCE.search(fold(" ".join(person.titles))) is not None
        if unmet or (voting and not stance and not titled):
            why = (unmet or voting)[0]
            finder.add(f"stakeholder:{_slug(person.last)}", 8 if voting or unmet else 6, "gap.position",
                       [], why, who=_named(person), role=_title(person))  # fmt: skip
        leaving = [s for s in said if _NO_SUCCESSOR.search(near[s.id]) and lexicon.has("leaving", near[s.id])]
        if leaving:
            finder.add(f"stakeholder:successor_{_slug(person.last)}", 8, "gap.successor", [], leaving[0],
                       who=_named(person), role=_title(person))  # fmt: skip


def _near(statement: Statement, person: Person, others: Sequence[int] = ()) -> str:
    """What stands near a name, up to the next person named: a list of names tells little of each."""
    at = statement.text.upper().find(person.last.upper())
    end = min([o for o in others if o > at + len(person.last)] + [at + 130])
    begin = max([o for o in others if o < at] + [at - 60, 0])
    return fold(statement.text[begin:end])


def _competitor_gaps(finder: GapFinder, live: Sequence[Statement]) -> None:
    for name in finder.competitors:
        said = [s for s in live if fold(name) in s.folded]
        offers = [s for s in said if any(q.kind in ("money", "rate") for q in s.quantities)]
        if not offers and said:
            finder.add(f"competition:{_slug(name)}", 7, "gap.competitor_offer", [], said[0], who=name)


def _figures(finder: GapFinder, s: Statement) -> None:
    match = _VALIDATION.search(s.folded)
    if match and s.quantities and s.segment.kind != "row":
        strong = lexicon.has("unsettled", s.folded) or "valid" in match[0]
        if strong:
            q = next((q for q in s.quantities if q.kind in ("money", "rate", "percent", "count")), s.quantities[0])
            finder.add(f"validation:{_slug(q.text)}", 7, "gap.unvalidated", [], s, value=q.text, what=excerpt(s, q.start, 14))


def _mechanisms(finder: GapFinder, s: Statement) -> None:
    match = _MECHANISM.search(s.folded)
    if not match or s.segment.kind == "row":
        return
    topic = f"mechanism:{_slug(match[0])}"
    near = s.folded[max(0, match.start() - 12) : match.end() + 14]
    if re.search(r"\d\s*%|\d+/\d+|pour ?cent|percent", near):
        finder.found[topic] = (-1.0, OpenQuestion(id=topic, topic=topic, text=""))
        return
    if finder.found.get(topic, (0,))[0] >= 0:
        what = s.text[slice(*_place(s, match[0]))] if _place(s, match[0]) else match[0]
        finder.add(topic, 6, "gap.mechanism", [], s, what=what)


def _place(s: Statement, folded_word: str) -> tuple[int, int] | None:
    flat = [fold(c) or " " for c in s.text]
    at = "".join(c[:1] for c in flat).find(folded_word)
    return (at, at + len(folded_word)) if at >= 0 else None


def _budgets(finder: GapFinder, s: Statement) -> None:
    if _BUDGET.search(s.folded) and _PENDING.search(s.folded) and s.segment.kind != "row":
        finder.add("budget:balance", 7, "gap.pending_budget", [s.author] if s.author else [], s, what=excerpt(s, limit=14))


def _which(finder: GapFinder, s: Statement) -> None:
    if not _EXPAND.search(s.folded) or s.segment.kind == "row" or sum(k.startswith("scope:") for k in finder.found) >= 3:
        return
    for q in s.quantities:
        if q.kind != "count" or q.value is None or not 2 <= q.value <= 30 or not _WHICH_NOUN.fullmatch(q.unit):
            continue
        if re.search(r"[:(,]\s*[A-ZÀ-Þ][\w-]+(?:,| et | and | und )", s.text[q.end : q.end + 80]):
            continue
        near = "_".join(
            sorted(set(re.findall(r"predic\w+|pilot\w+|exten\w+|phase|roll\w+|renou\w+|renew\w*", s.folded)))[:1]
        )
        finder.add(
            f"scope:{q.value}_{_slug(q.unit)}_{near}",
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
        topic = _slug(match[0]) if match else "clause"
        finder.add(f"contract:{topic}", 6, "gap.acceptance", [], s, what=excerpt(s, limit=14))


def _names(finder: GapFinder, s: Statement) -> None:
    if _NAME_MISSING.search(s.folded):
        finder.add(f"name:{_slug(s.text)[:40]}", 3, "gap.missing_name", [], s, what=excerpt(s, limit=14))


def _asked(finder: GapFinder, s: Statement) -> None:
    """Questions that the notes themselves leave open; a transcript's banter is not one."""
    if _WHO_PAYS.search(s.folded) and s.segment.kind != "row":
        finder.add(
            f"funding:{_slug(s.text)[:40]}",
            7,
            "gap.who_pays",
            [s.author] if s.author else [],
            s,
            what=excerpt(s, limit=30),
        )
        return
    if s.segment.kind in ("turn", "row", "heading", "title", "speaker_note"):
        return
    for match in re.finditer(r"[^.!?…]*\?", s.text):
        piece = match[0].strip(" -•|>")
        folded = fold(piece)
        if words(piece) < 5 or _SMALL_TALK.search(folded) or lexicon.has("noise", folded):
            continue
        finder.add(f"asked:{_slug(piece)[:48]}", 5 if s.side == "client" else 4, "gap.unanswered", [], s, what=piece)


_OPEN = re.compile(
    r"a creuser|a verifier|a clarifier|a rapprocher|tbc\b|tbd\b|to be confirmed|to confirm|to check|no idea|aucune idee|ne sait pas|sais pas|don't know|doesn't know|nobody knows|personne ne sait|unclear|pas clair|not clear|unknown|inconnu|reste a definir|to be (?:defined|agreed|decided)|undecided|pas (?:encore )?(?:decide|tranche|defini|chiffre|valide|signe|pose)|not (?:yet )?(?:decided|agreed|defined|signed|quantified|known|been asked)|noch offen|unklar|zu klaren|still open"
)


def _unsettled(finder: GapFinder, s: Statement) -> None:
    if s.segment.kind in ("heading", "title", "row") or not _OPEN.search(s.folded) or words(s.text) < 6:
        return
    if any(
        fold(p.last) in s.folded
        for _, _, p in finder.people.mentions(s.text)
        if f"stakeholder:{_slug(p.last)}" in finder.found
    ):
        return
    finder.add(f"open:{_slug(s.text)[:48]}", 4, "gap.unsettled", [s.author] if s.author else [], s, what=excerpt(s, limit=14))


_NOTICE = re.compile(
    r"tacit|auto(?:matically)?[- ]?renew|renews automatically|renouvel\w+ automatique|verlanger\w* sich|notice of (?:non-renewal|termination)|intention de renouveler"
    r"|denonc\w+|gekundigt|kundig\w+|preavis|reconduction|non-renewal"
)


def _notice(finder: GapFinder, s: Statement) -> None:
    """A contract that must be ended or renewed by a date: does the client mean to?"""
    dates = [q for q in s.quantities if q.date is not None and q.date.precision == "day"]
    if dates and _NOTICE.search(s.folded) and (s.document.kind == "contract" or "contract" in s.folded or "contrat" in s.folded):
        finder.add("contract:notice", 6.5, "gap.notice", [], s, date=dates[-1].text, what=excerpt(s, dates[-1].start, 14))


_NOBODY = re.compile(r"\b(?:jamais|never|personne|nobody|no one|pas (?:du tout|encore)|not (?:yet|once)|connais pas|aucun\w*|none|nie)\b")
_ROLE_ASKED = re.compile(r"\b(?:cfo|ceo|coo|cio|daf|dg|pdg|directeu?r\w*|directrice|chair\w*|president\w*|finance director|head of \w+)\b|[A-Z]")


def _unmet_after_question(finder: GapFinder, live: Sequence[Statement]) -> None:
    """ "And the CFO? Has anybody met him?" – "Never.": the person or the role asked about is unknown to us."""
    for before, after in pairwise(live):
        if before.document.id != after.document.id or before.segment.kind != "turn" or "?" not in before.text:
            continue
        if not (_NOBODY.search(after.folded) and words(after.text) < 40):
            continue
        mentions = finder.people.mentions(before.text) or finder.people.mentions(after.text)
        for _s, _e, person in mentions[:1]:
            if not (person.sides and person.sides.most_common(1)[0][0] == "us"):
                finder.add(f"stakeholder:{_slug(person.last)}", 8, "gap.position", [], before, who=_named(person), role=_title(person))


_PRONOUN = re.compile(r"^\W*(?:(?:un|deux|trois|oui|non|yes|no|and|et)\W+)?(?:elle|il|she|he|sie|er)\b")


def _leaving_by_pronoun(finder: GapFinder, live: Sequence[Statement]) -> None:
    """ "She goes on secondment in October": who comes after the client's person named just before?"""
    for at, s in enumerate(live):
        if not (_PRONOUN.search(s.folded) and _LEAVES.search(s.folded)) or finder.people.mentions(s.text):
            continue
        for earlier in reversed(live[max(0, at - 4) : at]):
            if earlier.document.id != s.document.id:
                break
            named = [p for _, _, p in finder.people.mentions(earlier.text)]
            theirs = [p for p in named if not (p.sides and p.sides.most_common(1)[0][0] == "us")]
            if theirs:
                finder.add(f"stakeholder:successor_{_slug(theirs[0].last)}", 8, "gap.successor", [], s,
                           who=_named(theirs[0]), role=_title(theirs[0]))  # fmt: skip
                break


_LEAVES = re.compile(
    r"quitt\w+|retraite|secondment|sabbatical|detach\w+|mutation|mute\b|part a la|s'en va|leav\w+|retir\w+|stepp?\w* down|moves? (?:to|into|on)"
    r"|passe au (?:conseil|comite)|passe a la|change de poste|conge (?:maternite|parental)|maternity|new role|verlass\w+|ruhestand|wechsel\w+"
)


@dataclass(frozen=True)
class _Essential:
    """Something that a plan cannot do without, and what shows that the notes have it."""

    key: str
    known: re.Pattern[str]
    figure: frozenset[str] = frozenset()


_ESSENTIALS = (
    _Essential("budget", re.compile(r"budget|enveloppe|envelope|capex|montant total"), frozenset({"money"})),
    _Essential("decider", re.compile(r"decid|signs? off|signe\b|arbitr|comite de choix|panel|sponsor|economic buyer|directeur|director|dg\b|cfo|daf")),
    _Essential("objective", re.compile(r"objecti[fv]|\bcible|target|ziel|goal"), frozenset({"percent", "money", "count", "duration", "date"})),
    _Essential("next_step", re.compile(r"rdv|rendez-vous|reunion|meeting|copil|demo|visite|visit|soutenance|steering|review|presentation|workshop"), frozenset({"date"})),
    _Essential("need", re.compile(r"besoin|need|quantit|volume|perimetre|scope|lots?\b|sites?\b|licen|seats|users|unites?|tonnes"), frozenset({"count", "number"})),
    _Essential("criteria", re.compile(r"criter|ponder|weight|grille|scor|notation|kriter"), frozenset({"percent", "number", "count"})),
    _Essential("contract_end", re.compile(r"contrat|contract|accord|agreement|vertrag|convention"), frozenset({"date", "duration"})),
    _Essential("competition", re.compile(r"concurren|competit|wettbewerb|challenger|incumbent")),
)  # fmt: skip


def _essentials(finder: GapFinder, live: Sequence[Statement]) -> None:
    """The few things that every plan needs and these notes do not have; a figure or a date must go with the word."""
    for item in _ESSENTIALS:
        known = item.key == "competition" and bool(finder.competitors)
        for s in live:
            if known:
                break
            vague = s.text.rstrip().endswith("?") or lexicon.has("unsettled", s.folded) or re.search(r"pas de nom|pas dit|a fixer", s.folded)
            if item.known.search(f"{s.folded} {s.near_context}") and not vague:
                known = not item.figure or any(q.kind in item.figure for q in s.quantities)
                if item.key == "decider":
                    known = bool(finder.people.mentions(s.text))
        if not known:
            finder.add(f"essential:{item.key}", 5.5, f"gap.essential.{item.key}", [], None)


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
