"""Whom a line serves: the client, us, both or neither, with the words that decide (method row 27).

A line is client-centred when the client is who wants, suffers, decides or gains in it; internal when what it names is
our gain (revenue, share, quota, position), our selling, or our own activity, an action being ours ("Prepare the bid")
unless the client gains from it; mixed when it names both. A client who is
only the place or the target of our gain ("our share at X", "sell to X", "meet X") does not make it client-centred.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from copilot.schemas.evidence import Language
from copilot.scoring.quality.lexicon import load, whole, word_pattern
from copilot.scoring.quality.references import CLIENT_KINDS, FILE, Line, Names, Reference, find_references

Verdict = Literal["client", "internal", "mixed", "neutral"]
Reason = Literal["gain", "selling", "organisation", "activity"]
_SENTENCE = re.compile(r"[.;:!?]\s")
_ORDER = re.compile(r"[\W\d]*")
"""What may stand before the verb of an action: a bullet, a number."""
_OPENS = re.compile(r"\w+\s(?:(?:le|la|les|the)\s)?$")
_OWNER_REACH = 24


@dataclass(frozen=True)
class Stance:
    """The verdict on a line."""

    verdict: Verdict
    client_words: tuple[str, ...] = ()
    our_words: tuple[str, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    reason: Reason


def stance_of(text: str, language: Language, names: Names) -> Stance:
    """Whom the line serves."""
    side, said = names.speaker(text)
    line = Line.of(said, language)
    references = find_references(line, names)
    if side == "client":
        return _said_by_client(line, references)
    clients = [r for r in references if r.kind in CLIENT_KINDS and _is_strong(r, line)]
    ours = _our_gains(line, references)
    served = [r for r in clients if _is_served(r, line, ours)]
    pains = _pains(line, bool(ours), references)
    both_named = any(r.kind == "client" for r in references)  # our name beside theirs is the parties, not an activity
    us = [
        r
        for r in references
        if r.place in ("free", "of") and (r.kind == "us" or (r.kind == "our_people" and not both_named))
    ]
    client_words = _texts(line, [(r.start, r.end) for r in served] + pains)
    if client_words:
        words = _texts(line, [(s.start, s.end) for s in ours])
        return Stance("mixed" if ours else "client", client_words, words, ours[0].reason if ours else None)
    if ours:
        return Stance("internal", (), _texts(line, [(s.start, s.end) for s in ours]), ours[0].reason)
    if us:
        return Stance("internal", (), _texts(line, [(r.start, r.end) for r in us]), "activity")
    order = _ORDER.match(line.flat)
    verb = order and word_pattern(FILE, language, "orders").match(line.flat, order.end())
    if verb and not word_pattern(FILE, language, "benefits").match(line.flat, verb.start()):
        return Stance("internal", (), _texts(line, [verb.span()]), "activity")
    return Stance("neutral")


def _said_by_client(line: Line, references: list[Reference]) -> Stance:
    """What the client says with "we" is about the client."""
    own = [(r.start, r.end) for r in references if r.kind in ("us", "client", "named") and r.place != "object"]
    return Stance("client", _texts(line, own)) if own else Stance("neutral")


def _texts(line: Line, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.composed[start:end].strip() for start, end in sorted(spans)))


def _is_strong(reference: Reference, line: Line) -> bool:
    """A role or a person alone may be on any side: it counts with an aim, a pain or a benefit beside it."""
    if reference.kind in ("client", "their") or (reference.kind == "named" and reference.place == "free"):
        return True
    keys = ["aims", "pains", "pain_nouns"]
    if reference.kind == "role" or reference.place in ("towards", "for"):
        keys.append("benefits")
    text = line.flat[reference.end :] if reference.kind == "loose" else line.flat
    return any(line.has(key, text) for key in keys)


def _is_served(reference: Reference, line: Line, ours: list[_Span]) -> bool:
    """Whether the client acts or gains there, rather than being where or to whom we sell."""
    before, after = line.flat[: reference.start], line.flat[reference.end :]
    if any(span.start <= reference.start < span.end for span in ours):
        return False
    if reference.place == "object":
        return bool(re.match(rf"\s+(?:\w+\s+)?{word_pattern(FILE, line.language, 'aims').pattern}", after))
    if reference.place == "away" and _OPENS.match(before) and after.startswith(","):
        return not ours
    if reference.place == "away":
        together = line.has("together")
        return not ours and bool(together or (line.has("benefits") and not line.has("our_words")))
    if reference.place == "towards":
        return max(_last(line, "benefits", before), _last(line, "pains", before)) > _last(line, "selling", before)
    if reference.place == "for":
        pronoun = reference.kind == "their"
        return pronoun or not any(span.start < reference.start for span in ours)
    account = whole(load(FILE)[line.language]["accounts"])
    owned = line.language == "en" and account.match(re.sub(r"^(?:'s)?\s+", "", after))
    if owned or re.search(
        rf"{account.pattern}\s+(?:{load(FILE)[line.language]['of']}|{'|'.join(load(FILE)[line.language]['articles'])})?\s*$",
        before,
    ):
        return False
    represents = word_pattern(FILE, line.language, "represents")
    return not (ours and re.match(rf"\s+(?:\w+\s+)?{represents.pattern}", after))


def _last(line: Line, key: str, text: str) -> int:
    return max((match.start() for match in word_pattern(FILE, line.language, key).finditer(text)), default=-1)


def _our_gains(line: Line, references: list[Reference]) -> list[_Span]:
    """What the line says that we gain, sell or set up, unless somebody else is who does it."""
    subjects = [r for r in references if r.kind not in CLIENT_KINDS or r.place in ("free", "of")]
    found = [_Span(*m.span(), "gain") for m in word_pattern(FILE, line.language, "gives_us").finditer(line.flat)]
    for match in word_pattern(FILE, line.language, "gains").finditer(line.flat):
        if _owner(line, match.start(), match.end(), references, subjects):
            found.append(_Span(*match.span(), "gain"))
    for match in whole(load(FILE)[line.language]["upper"]).finditer(line.composed):
        if _owner(line, match.start(), match.end(), references, subjects):
            found.append(_Span(*match.span(), "gain"))
    possessive = rf"(?:{'|'.join(load(FILE)[line.language]['our_words'])})\s+(?:\S+\s+){{0,2}}?"
    only = "|".join(load(FILE)[line.language]["ours_only"])
    found += [_Span(*m.span(), "gain") for m in re.finditer(rf"(?<!\w){possessive}(?:{only})(?!\w)", line.flat)]
    for key, reason in (("selling", "selling"), ("hiring", "organisation")):
        for match in word_pattern(FILE, line.language, key).finditer(line.flat):
            if _doer(line, match.start(), subjects) == "us":
                found.append(_Span(*match.span(), reason))  # type: ignore[arg-type]
    return sorted(found, key=lambda span: span.start)


def _doer(line: Line, at: int, subjects: list[Reference]) -> Literal["us", "other"]:
    """Who the last one named before is, in the same sentence; us when nobody is."""
    before = [r for r in subjects if r.end <= at and not _SENTENCE.search(line.flat[r.end : at])]
    return "us" if not before or before[-1].kind in ("us", "our_people") else "other"


def _owner(line: Line, start: int, end: int, references: list[Reference], subjects: list[Reference]) -> bool:
    """Whether the gain is ours: by its possessive, by what follows "of", or by who acts."""
    near = line.flat[max(0, start - _OWNER_REACH) : start]
    beside = [r for r in references if r.end <= start and start - r.end <= _OWNER_REACH and near.count(" ") <= 4]
    if beside and re.fullmatch(r"(?:'s)?\s+(?:\S+\s+){0,2}", line.flat[beside[-1].end : start]):
        if beside[-1].kind == "us":
            return True
        if beside[-1].kind in (*CLIENT_KINDS, "third") and beside[-1].place != "away":
            return False
    of = load(FILE)[line.language]["of"]
    follows = re.match(rf"\s+(?:\w+\s+)?{of}", line.flat[end:])
    if follows and any(
        r.kind in (*CLIENT_KINDS, "third") and r.start - (end + follows.end()) in range(-4, 9) for r in references
    ):
        return False
    return _doer(line, start, subjects) == "us"


def _pains(line: Line, ours: bool, references: list[Reference]) -> list[tuple[int, int]]:
    """Losses that are the client's unless said to be ours."""
    if ours and not any(r.kind in CLIENT_KINDS for r in references):
        return []
    possessive = re.compile(rf"(?<!\w)(?:{'|'.join(load(FILE)[line.language]['our_words'])})\s+(?:\S+\s+){{0,2}}$")
    return [
        match.span()
        for match in word_pattern(FILE, line.language, "pain_nouns").finditer(line.flat)
        if not possessive.search(line.flat[: match.start()])
    ]
