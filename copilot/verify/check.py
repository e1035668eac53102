"""Any statement against an account's notes, without citations: what speaks of it, what holds, what to change.

    sources = Sources.build(documents)
    check("Le CA 2025 d’Issoire est de 812 k€.", sources).verdict        # "contradicted"

Pure code. The sentences that share its words and figures are found, each value is laid against its rivals there, and
names, negations, opposites and reserves against the sentence that speaks of the same thing. A statement with a
value, name or reference that no note has is unsupported; one of which the notes say something else is contradicted.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from copilot.schemas.check import Assessment, CheckVerdict, Fragment
from copilot.schemas.evidence import Citation, Language, Locator
from copilot.schemas.facts import Quantity
from copilot.text.catalogue import t
from copilot.verify.attach import Attachment, Hold
from copilot.verify.compared import SPEAKS, TURNED, Found, library, look
from copilot.verify.evidence import Library
from copilot.verify.fragments import GRAVE
from copilot.verify.measures import other_stretch
from copilot.verify.reading import is_sentence
from copilot.verify.sources import Sources
from copilot.verify.superseded import Superseded, holds_size, superseded_in

MOVED, IN_TABLE, UNDATED, APART = 0.2, 0.05, 0.2, 0.1
"""How much better a rival must fit, or one in the same column, or a sentence without a date; and how little a value
may have in common."""
_BARE_IN_ROWS = frozenset({"money", "rate", "count", "number"})
DECISIVE: frozenset[str] = TURNED | {
    "overstated",
    "not_settled",
    "modality_lost",
    "exchanged",
    "target_as_result",
    "cause_added",
}
"""What makes a statement unproved whatever else holds; words added only lower its score."""
LIKELY = 0.4
"""Score from which a statement without anything wrong is taken to be carried."""


def check(text: str, sources: Sources, language: Language = "fr") -> Assessment:
    """The verdict on a statement, with the sentences of the notes that speak of it.

    Args:
        text: one statement in any words; French or English.
        sources: the notes of the account.
        language: language of the reasons.
    """
    if not is_sentence(text):
        return _refused(text, language)
    shelf = library(sources)
    found = look(text, shelf, sources)
    fragments = _fragments(found, shelf, sources, language)
    verdict = _verdict(found, fragments)
    citations = tuple(_citation(shelf, found.indexes[i]) for i in found.cover)
    return Assessment(
        text=text, language=language, verdict=verdict, score=Decimal(str(round(found.score, 3))),
        fragments=tuple(fragments), citations=citations,
        repair=_repair(text, fragments, sources, language) if verdict != "supported" else None,
    )  # fmt: skip


def _refused(text: str, language: Language) -> Assessment:
    whole = Fragment(
        kind="wording", text=text, start=0, end=len(text), verdict="unsupported", code="too_long",
        reason=_reason("too_long", language, "", ""),
    )  # fmt: skip
    return Assessment(
        text=text, language=language, verdict="unsupported", score=Decimal(0), fragments=(whole,), citations=()
    )


def holds(text: str, sources: Sources) -> bool:
    """Whether the notes carry a statement."""
    return check(text, sources).verdict == "supported"


def _verdict(found: Found, fragments: Sequence[Fragment]) -> CheckVerdict:
    if any(f.verdict == "contradicted" for f in fragments):
        return "contradicted"
    decisive = any(f.verdict == "unsupported" and (f.kind != "wording" or f.code in DECISIVE) for f in fragments)
    empty = len(found.claim.words) < 2 and not found.claim.values
    if decisive or empty or found.score < LIKELY or not found.cover:
        return "unsupported"
    return "supported"


def _fragments(found: Found, shelf: Library, sources: Sources, language: Language) -> list[Fragment]:
    """The parts of the statement with what was found of each; a value is judged wrong once."""
    judged = [*_values(found, shelf, sources, language), *_names(found, language)]
    wrong = {fragment.start for fragment in judged if fragment.verdict != "supported"}
    return judged + [f for f in _wording(found, shelf, language) if f.start not in wrong or f.code != "value_moved"]


def _values(found: Found, shelf: Library, sources: Sources, language: Language) -> list[Fragment]:
    fragments = []
    stated = [value.quantity for value in found.claim.values]
    for value, attachment in found.attachments:
        quantity = value.quantity
        if quantity.start in found.computed:
            fragments.append(_value(quantity, "supported", "recomputed", language))
            continue
        equal, rival = attachment.equal, attachment.rival
        outdone = rival is not None and _like(quantity, rival) and -attachment.lead > MOVED
        others = _other_row(attachment) or _beside(attachment)
        stretched = equal is not None and other_stretch(quantity, equal.value.quantity, equal.place.reading.said)
        wrong = outdone or others or stretched
        if equal is None or wrong or attachment.undated - equal.fit > UNDATED or equal.fit < APART:
            likely = rival is not None and rival.fit > APART and (_like(quantity, rival) or others)
            there = rival if likely else None
            code = "quantity_unsupported" if equal is None or there is None else "value_moved"
            verdict: CheckVerdict = "contradicted" if there is not None and there.fit >= SPEAKS else "unsupported"
            instead = _as_written(there) if there else None
            fragments.append(_value(quantity, verdict, code, language, instead, _evidence(found, shelf, there)))
            continue
        proof = _evidence(found, shelf, equal)
        gone = _gone(found, shelf, sources, stated, quantity)
        if gone is None:
            fragments.append(_value(quantity, "supported", "found", language, None, proof))
        else:
            reason = t(
                "verify.superseded", language, values=quantity.text, instead=gone.instead, document=gone.document
            )
            told = _value(quantity, "contradicted", "superseded", language, gone.instead, proof, reason)
            fragments.append(told)
    return fragments


def _value(
    quantity: Quantity, verdict: CheckVerdict, code: str, language: Language, instead: str | None = None,
    evidence: Citation | None = None, reason: str | None = None,
) -> Fragment:  # fmt: skip
    """What was found of a value."""
    return Fragment(
        kind="value", text=quantity.text, start=quantity.start, end=quantity.end, verdict=verdict, code=code,
        reason=reason or _reason(code, language, quantity.text, instead or ""), instead=instead, evidence=evidence,
    )  # fmt: skip


def _gone(
    found: Found, shelf: Library, sources: Sources, stated: Sequence[Quantity], quantity: Quantity
) -> Superseded | None:
    """What replaces a value, where no sentence that speaks of the statement still has it."""
    having = (
        shelf.units[index].passage
        for index, place in zip(found.indexes, found.evidence.places, strict=True)
        if holds_size(quantity, place)
        and any(word.among(place.reading.keys | place.around) for word in found.claim.words)
    )
    return superseded_in(found.claim.text, stated, quantity, having, sources)


def _other_row(attachment: Attachment) -> bool:
    """Whether a cell stands under the same name in a row that fits the statement better: the figure is another's."""
    equal, rival = attachment.equal, attachment.rival
    if equal is None or rival is None or not (equal.place.reading.is_row and rival.place.reading.is_row):
        return False
    one_table = equal.place.reading.labels == rival.place.reading.labels
    return one_table and equal.value.clause == rival.value.clause and -attachment.lead > IN_TABLE


def _like(quantity: Quantity, hold: Hold) -> bool:
    """Whether a value can be shown in the place of another: one of its kind, in its unit."""
    other = hold.value.quantity
    if hold.place.reading.is_row and other.kind == "number" and not other.unit and quantity.kind in _BARE_IN_ROWS:
        return True  # its unit stands in the name of the column
    return (quantity.kind, quantity.unit) == (other.kind, other.unit) or quantity.kind == "date" == other.kind


def _beside(attachment: Attachment) -> bool:
    """Whether two bare figures of one sentence are told apart by the words beside them: « Gray 298, Dole 145 »."""
    equal, rival = attachment.equal, attachment.rival
    if equal is None or rival is None or equal.place is not rival.place:
        return False
    bare = {equal.value.quantity.kind, rival.value.quantity.kind} <= {"number", "count"}
    return bare and not equal.place.reading.is_row and -attachment.lead > MOVED


def _as_written(hold: Hold) -> str:
    """A value as the notes write it; the figure of a cell with the name of its column, where its unit stands."""
    quantity, reading = hold.value.quantity, hold.place.reading
    columns = reading.labels.split(" | ")
    if reading.is_row and hold.value.clause < len(columns) and columns[hold.value.clause]:
        return f"{quantity.text} ({columns[hold.value.clause]})"
    return quantity.text


def _names(found: Found, language: Language) -> list[Fragment]:
    text = found.claim.text
    coded = [("name_unsupported", w) for w in found.lost_names] + [("name_moved", w) for w in found.misplaced]
    return [
        Fragment(
            kind="name", text=text[w.start : w.end], start=w.start, end=w.end, verdict="unsupported", code=code,
            reason=_reason(code, language, text[w.start : w.end], ""),
        )
        for code, w in coded
    ]  # fmt: skip


def _wording(found: Found, shelf: Library, language: Language) -> list[Fragment]:
    """What the sentence that speaks of the same thing does not say, or says otherwise; values are judged above."""
    fragments = []
    for problem in found.problems:
        fragments.append(
            Fragment(
                kind="wording", text=problem.text, start=problem.start, end=problem.end,
                verdict="contradicted" if problem.code in GRAVE else "unsupported", code=problem.code,
                reason=_reason(problem.code, language, problem.text, problem.instead), instead=problem.instead or None,
                evidence=_citation(shelf, found.indexes[found.cover[0]]) if found.cover else None,
            )
        )  # fmt: skip
    return fragments


def _reason(code: str, language: Language, values: str, instead: str) -> str:
    return t(f"verify.notes.{code}", language, values=values, instead=instead)


def _evidence(found: Found, shelf: Library, hold: Hold | None) -> Citation | None:
    if hold is None:
        return None
    at = next((i for i, place in enumerate(found.evidence.places) if place is hold.place), None)
    return None if at is None else _citation(shelf, found.indexes[at])


def _citation(shelf: Library, index: int) -> Citation:
    passage = shelf.units[index].passage
    date = passage.date
    locator = passage.segments[0].locator if passage.segments else Locator()
    return Citation(
        document=passage.source.document.name, quote=passage.quote, locator=locator,
        date=date.isoformat() if date else None,
    )  # fmt: skip


def _repair(text: str, fragments: Sequence[Fragment], sources: Sources, language: Language) -> str | None:
    """The statement with what is wrong replaced by what the notes say, or taken out; None unless the result holds."""
    repaired = text
    for fragment in sorted(fragments, key=lambda f: -f.start):
        if fragment.verdict == "supported":
            continue
        if fragment.instead is not None and not fragment.instead.endswith(")"):
            repaired = repaired[: fragment.start] + fragment.instead + repaired[fragment.end :]
        elif fragment.code in ("added", "overstated"):
            repaired = (repaired[: fragment.start].rstrip(" ,;") + repaired[fragment.end :]).strip()
    if repaired == text or not repaired:
        return None
    again = look(repaired, library(sources), sources)
    rest = _fragments(again, library(sources), sources, language)
    return repaired if _verdict(again, rest) == "supported" else None
