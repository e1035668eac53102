"""What each side wants and what could be traded: interests, alternatives, concessions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from copilot.draft import negotiation_cues as cues
from copilot.draft import negotiation_kinds as kinds
from copilot.draft.negotiation_claims import ClaimMaker, sentence
from copilot.draft.negotiation_notes import NegotiationSide, Note, best, is_question
from copilot.schemas.evidence import Claim, Json, Language
from copilot.schemas.negotiation import Alternative, Concession, Interest, NegotiationBrief
from copilot.scoring.registry import run_tool
from copilot.scoring.wording import NO_CURRENCY, money
from copilot.text.catalogue import t
from copilot.text.normalise import flatten

_ITEM = re.compile(r"\s*(?: / |;|, (?=\S)| \| |•)\s*")
_MAX_INTERESTS = 8
_MAX_UNPAIRED = 8
_PLAN_NOTES = ("concession_plan.mandate", "concession_plan.net")


def interests(notes: Sequence[Note], maker: ClaimMaker) -> list[Interest]:
    """What each side wants, as the notes say it; a list of interests gives one line each."""
    found: list[Interest] = []
    for note in notes:
        found += _listed(note, maker)
    listed = {quote.quote for item in found for quote in item.claim.citations}
    for side in ("theirs", "ours"):
        wanted = [
            note
            for note in notes
            if note.side == side
            and not note.row
            and not is_question(note)
            and note.fact.citations[0].quote not in listed
            and (note.fact.kind in ("need", "objective") or cues.INTEREST.search(note.flat))
        ]
        room = 3 if any(item.side == side for item in found) else _MAX_INTERESTS
        found += [_interest(side, note, maker) for note in best(wanted, room, floor=0.15)]
    return found


def _interest(side: NegotiationSide, note: Note, maker: ClaimMaker) -> Interest:
    return Interest(side=side, claim=maker.fact(f"interest-{side}", note.fact))


def _listed(note: Note, maker: ClaimMaker) -> list[Interest]:
    """The items of « intérêts client : a / b / c » or "our interests: a, b"."""
    heads = [match for match in cues.INTEREST_LIST.finditer(note.flat) if match["side"] or match["who"].strip()]
    ends = [match.start() for match in heads[1:]] + [len(note.words)]
    found: list[Interest] = []
    for head, end in zip(heads, ends[: len(heads)], strict=True):
        named = (head["side"] or head["who"]).split()[0]
        side: NegotiationSide = "ours" if named in cues.OUR_WORDS else "theirs"
        items = [sentence(item).rstrip(".") for item in _ITEM.split(note.words[head.end() : end])]
        kept = [item for item in items if len(item) > 3][:_MAX_INTERESTS]
        found += [Interest(side=side, claim=maker.fact(f"interest-{side}", note.fact, item)) for item in kept]
    return found


def alternatives(notes: Sequence[Note], brief: NegotiationBrief | None, maker: ClaimMaker) -> list[Alternative]:
    """Both sides' ways out: ours from our own words, theirs from the offers of competitors."""
    ours = [
        n
        for n in notes
        if n.has(cues.OUR_ALTERNATIVE)
        and n.fact.side != "client"
        and n.named != "theirs"
        and not n.row
        and "?" not in n.words
    ]
    theirs = [
        n
        for n in notes
        if not n.row and not is_question(n) and n.has(cues.OFFER) and (n.fact.organisations or _nameless_offer(n))
    ]
    claims = {
        "ours": ([maker.brief("batna-ours", "batna_ours")] if brief and brief.batna_ours else [])
        + [maker.fact("batna-ours", n.fact) for n in best(ours, 3)],
        "theirs": ([maker.brief("batna-theirs", "batna_theirs")] if brief and brief.batna_theirs else [])
        + [maker.fact("batna-theirs", n.fact) for n in best(theirs, 5)],
    }
    sides: tuple[NegotiationSide, ...] = ("ours", "theirs")
    return [Alternative(side=side, claims=claims[side]) for side in sides if claims[side]]


def _nameless_offer(note: Note) -> bool:
    """An offer of somebody who is not named: "one of your competitors quoted 46.80"."""
    rival = re.search(
        r"\b(?:confreres?|concurrents?|competitors?|another supplier|autre fournisseur|rivals?)\b", note.flat
    )
    return rival is not None and any(q.kind in ("money", "rate") for q in note.fact.quantities)


def concessions(
    notes: Sequence[Note], brief: NegotiationBrief | None, maker: ClaimMaker
) -> tuple[list[Concession], list[Claim]]:
    """Gives paired with a get where a source pairs them; every other give stays unpaired."""
    paired: list[Concession] = []
    unpaired: list[Claim] = []
    for rank, item in enumerate(brief.concessions if brief else []):
        give = maker.brief("give", f"concessions.{rank}.give")
        if item.get:
            get = maker.brief("get", f"concessions.{rank}.get")
            paired.append(Concession(give=give, get=get, condition=_condition(item.get, item.give, maker)))
        else:
            unpaired.append(give)
    loose = []
    for note in notes:
        if is_question(note) or note.row or note.side is None:
            continue
        pairs = _pairs(note)
        paired += [_concession(note, pair, maker) for pair in pairs]
        if not pairs and note.side == "ours" and _gives(note):
            loose.append(note)
    unpaired += [maker.fact("give", note.fact) for note in best(loose, _MAX_UNPAIRED)]
    return paired, unpaired


def concession_plan(brief: NegotiationBrief | None, maker: ClaimMaker) -> tuple[list[Claim], list[str]]:
    """In what order to give what the brief puts a price on, within its mandate; and why not, when it cannot be."""
    if brief is None or brief.mandate is None:
        return [], []
    language, currency = maker.language, brief.currency or NO_CURRENCY
    priced = {c.give: rank for rank, c in enumerate(brief.concessions) if c.get and c.cost is not None and c.value}
    kept = [brief.concessions[rank] for rank in priced.values()]
    total = sum((c.cost or Decimal(0) for c in kept), Decimal(0))
    if total > brief.mandate:
        amounts = {"total": money(total, currency, language), "mandate": money(brief.mandate, currency, language)}
        return [], [t("negotiation.warning.over_mandate", language, **amounts)]
    if not kept:
        return [], []
    payload: Json = {
        "currency": currency,
        "mandate": brief.mandate,
        "on_rising_step": "hold_back",
        "concessions": [
            {"give": c.give, "get": c.get, "cost": c.cost, "get_value": c.value, "ease": c.ease} for c in kept
        ],
    }
    answer = run_tool("concession_plan", payload)
    mandate = maker.brief("plan", "mandate")
    steps = [
        maker.computed(
            "concession-plan",
            _step(item, currency, language),
            answer.receipt,
            [*(maker.brief("plan", f"concessions.{priced[str(item['give'])]}.{part}") for part in ("cost", "value"))],
        )
        for item in answer.per_item
    ]
    totals = [note.fr if language == "fr" else note.en for note in answer.why if note.code in _PLAN_NOTES]
    if totals:
        steps.append(maker.computed("concession-plan", " ".join(totals), answer.receipt, [mandate]))
    return steps, [note.fr if language == "fr" else note.en for note in answer.findings]


def _step(item: Mapping[str, object], currency: str, language: Language) -> str:
    return t(
        "negotiation.concession_step",
        language,
        rank=item["rank"],
        give=item["give"],
        get=item["get"],
        cost=money(Decimal(str(item["cost"])), currency, language),
        left=money(Decimal(str(item["mandate_left"])), currency, language),
    )


def _gives(note: Note) -> bool:
    """Whether it offers something: by a verb of giving, or by a plain consent on an issue."""
    if note.has(cues.NEGATED_GIVE):
        return False
    on_issue = any(kind.words.search(note.flat) for kind in kinds.ISSUES)
    return note.has(cues.GIVE) or (on_issue and note.has(cues.CONSENT))


def _condition(get: str, give: str, maker: ClaimMaker) -> str:
    return t("negotiation.condition", maker.language, get=get.rstrip(" ."), give=give.rstrip(" ."))


@dataclass(frozen=True)
class Pair:
    """A give with its get, and the sentence that the get stands in when it is another one."""

    give: str
    get: str
    condition: str | None = None
    other: Note | None = None


def _pairs(note: Note) -> list[Pair]:
    found = _exchange(note)
    for single in (_conditional, _against):
        pair = None if found else single(note)
        found += [pair] if pair else []
    return found


def _offered(text: str) -> str:
    """The thing offered, without "we offer"."""
    _, flat, _ = flatten(text)
    match = cues.OFFERING.match(flat)
    return sentence(text[match.end() :] if match else text)


def _exchange(note: Note) -> list[Pair]:
    """« En échange on propose X » gives X for what stands before or is wanted after; « X en échange de Y », X for Y."""
    match = cues.IN_EXCHANGE.search(note.flat)
    if match is None or note.side == "theirs":
        return []
    rest = note.words[match.end() :]
    before, after = sentence(_last(note.words[: match.start()])), _offered(sentence(_first(rest)))
    if re.search(r"(?: de| d'| du| des| for| of)[,:]? ?$|moyennant", match[0]):
        return [Pair(_offered(before), after)] if len(before) > 8 and len(after) > 3 else []
    if len(after) < 8:
        return []
    wanted = _wanted(rest[len(_first(rest)) :])
    pairs = [Pair(after, wanted)] if wanted else []
    if len(before) > 8:
        return [*pairs, Pair(after, before)]
    earlier = _position_before(note)
    return [*pairs, Pair(after, sentence(_first(earlier.words)), other=earlier)] if earlier else pairs


def _wanted(text: str) -> str | None:
    """What we say that we want, in the sentences after an offer."""
    _, flat, _ = flatten(text)
    match = cues.WANT.search(flat)
    return (sentence(_first(text[match.end() :])) or None) if match else None


def _position_before(note: Note) -> Note | None:
    """Our own position in the sentences before, in the same passage: what « in exchange » refers to."""
    before = note.previous
    while before is not None and before.fact.locator == note.fact.locator:
        if before.side == "ours" and before.has(cues.TARGET, cues.FLOOR, cues.WANT):
            return before
        before = before.previous
    return None


def _conditional(note: Note) -> Pair | None:
    """« si vous A, nous B »: from us, A is what we get; from them, A is what we give."""
    match = cues.CONDITION.search(note.flat)
    if match is None or not re.search(r"\b(?:nous|on|we|je|j'|i|vous|you|ils|they)\b", match["b"]):
        return None
    condition, result = sentence(_part(note, match, "a")), sentence(_first(_part(note, match, "b")))
    words = note.words[match.start() : match.start("b")] + _first(_part(note, match, "b"))
    from_us, to_you = note.side == "ours", match["who"] in ("vous", "you", "sie")
    about_us = match["who"] in ("nous", "on", "we", "wir")
    if (about_us and from_us) or (not about_us and not to_you and not from_us):
        return None
    we_get_condition = from_us
    give, get = (result, condition) if we_get_condition else (condition, result)
    return Pair(give, get, condition=sentence(words))


def _part(note: Note, match: re.Match[str], group: str) -> str:
    return note.words[match.start(group) : match.end(group)]


def _against(note: Note) -> Pair | None:
    """« donner X contre Y », only after a verb of giving."""
    match = cues.AGAINST.search(note.flat)
    if match is None or note.side == "theirs" or not cues.GIVE.search(note.flat[: match.start()]):
        return None
    give, get = _offered(sentence(_last(note.words[: match.start()]))), sentence(_first(note.words[match.end() :]))
    return Pair(give, get) if len(give) > 8 and len(get) > 3 else None


def _first(text: str) -> str:
    """Up to the end of the first sentence."""
    _, flat, _ = flatten(text)
    match = re.search(r"[.;!?](?:\s|$)", flat)
    return text[: match.start()] if match else text


def _last(text: str) -> str:
    """From the start of the last sentence."""
    trimmed = text.rstrip(" .;!?,")
    match = list(re.finditer(r"[.;!?]\s", trimmed))
    return trimmed[match[-1].end() :] if match else trimmed


def _concession(note: Note, pair: Pair, maker: ClaimMaker) -> Concession:
    source = note if pair.other is None else pair.other
    return Concession(
        give=maker.fact("give", note.fact, pair.give),
        get=maker.fact("get", source.fact, pair.get),
        condition=pair.condition or _condition(pair.get, pair.give, maker),
    )
