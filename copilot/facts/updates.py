"""Values that a newer note replaces: "214 instead of 260", "moved to 2 April", "the final figure is"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.facts import lexicon
from copilot.facts.statements import Statement
from copilot.facts.terms import terms
from copilot.facts.values import alike, around, has_value, precise, when
from copilot.schemas.facts import Quantity
from copilot.text.normalise import fold
from copilot.text.same import same_value

_NEW_OLD = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?:au lieu d|instead of|rather than|plutot qu|statt|et non|and not|not\b|et pas|pas\b|contre\b.*auparavant"
    r"|remplace|replaces|supersede|up from|down from|vs\.? (?:les )?|anstatt|nicht)"
)
_OLD_NEW = re.compile(
    r"(?:\bmais\b|\bbut\b|\bsondern\b|it'?s\b|c'est\b|remplace\w* par|replaced (?:by|with)|corrig\w* (?:a|en)|corrected to|ramene\w* a"
    r"|cut to|reduced to|lowered to|raised to|revised to|revu\w* a|moved to|moves to|pushed (?:back )?to|reporte\w* a|becomes|devient|devien)"
)
_NEGATED = re.compile(r"(?:\bpas|\bnot|n't|\bplus|no longer|\bnicht|\bni)\s*(?:a|at|to|de|du|les?|la|the|au|dem|den|l'|d')?\s*[-−+]?\s*$")
_FROM_TO = re.compile(r"^\s*(?:[^\w\s]?\s*)?(?:a|to|au|aux|auf|→|->|=>|⇒)\s")
_MOVES = re.compile(
    r"(?:pass\w*|mov\w*|push\w*|revis\w*|revu\w*|corrig\w*|correct\w*|ramen\w*|reduc\w*|reduit\w*|rais\w*|cut|report\w*|decal\w*"
    r"|postpon\w*|shift\w*|chang\w*|verschob\w*|rebas\w*|restat\w*|trimm\w*|slip\w*|gliss\w*|avanc\w*|brought)\b[^.;]{0,40}$"
)
_NEW_ONLY = re.compile(
    r"(?:passe(?:nt|ra|e)? (?:a|au|en|de)|report\w+ (?:a|au|en)|decal\w+ (?:a|au|en)|mov\w+ (?:back |up |forward )?(?:to|on)|push\w+ (?:back |out )?to"
    r"|postpon\w+ (?:to|until)|slip\w+ to|ramen\w+ (?:a|au)|port\w+ a|now (?:stands )?(?:at|on|is|due|set)|is now|are now|desormais|revis\w+ (?:a|to|at)"
    r"|correct\w* (?:figure|number|value|date)|(?:figure|number) is now|bon chiffre|definiti\w+|final\w*|arrete\w* a|reduc\w+ to|cut to|lowered to|raised to|brought forward to|avanc\w+ (?:a|au)"
    r"|verschoben auf|neu\b|jetzt\b|gliss\w+ (?:a|au)|corrig\w+ (?:a|en)|restated|audit\w*|confirm\w+ (?:a|at|to)|consolid\w*|recalcul\w*|refait\w*|update\w*)[^.;!?]{0,45}$"
)
_FINAL = re.compile(r"definiti|final|correct|valide|validat|audit|actual|bon chiffre|right|consolid|confirm|reel|real\b|seul|only|nouve|new")
_OUTDATED = re.compile(
    r"estimat|estimation|provis|ancien|\bold\b|wrong|faux|flash|initial|previous|preced|erron|annonc|\bwas\b|etait|etaient|\bwere\b|prelim|draft"
)


@dataclass(frozen=True)
class Update:
    """A statement that gives the value that holds now, and the old one if it names it."""

    new: Statement
    value: Quantity
    old: Quantity | None


@dataclass(frozen=True)
class Replacement:
    """An older statement whose value no longer holds."""

    old: Statement
    old_value: Quantity
    new: Statement
    new_value: Quantity


def updates_in(statement: Statement) -> list[Update]:
    """What a statement says of values that changed."""
    if statement.segment.kind in ("row", "quoted") or not lexicon.has("correction", statement.folded):
        return []
    if statement.text.rstrip().endswith("?"):
        return []
    quantities = [q for q in statement.quantities if precise(q)]
    found: list[Update] = []
    for a, b in zip(quantities, quantities[1:], strict=False):
        pair = _pair(statement, a, b) if alike(a, b) and not same_value(a, b) else None
        if pair:
            found.append(Update(statement, *pair))
    found.extend(u for u in _by_words(statement, quantities) if not any(_covers(f, u) for f in found))
    settled = [q for u in found for q in (u.value, u.old) if q]
    for q in quantities:
        before = fold(statement.text[max(0, q.start - 70) : q.start])
        if not any(q is s for s in settled) and _NEW_ONLY.search(before):
            found.append(Update(statement, q, None))
    return found


def _covers(a: Update, b: Update) -> bool:
    return a.value is b.value or a.old is b.old or a.value is b.old


def _pair(statement: Statement, a: Quantity, b: Quantity) -> tuple[Quantity, Quantity] | None:
    """(new, old) from the words between two neighbouring quantities."""
    mid = fold(statement.text[a.end : b.start])
    before = fold(statement.text[max(0, a.start - 60) : a.start])
    if len(mid) > 90:
        return None
    if _NEGATED.search(before) and _OLD_NEW.search(mid):
        return b, a
    if _NEW_OLD.search(mid) and len(mid) < 45:
        return a, b
    if (_FROM_TO.search(mid + " ") and _MOVES.search(before)) or _OLD_NEW.search(mid):
        return b, a
    return None


def _by_words(statement: Statement, quantities: Sequence[Quantity]) -> list[Update]:
    """"The final figure is 79.4 %. The 78 % … was an estimate": each value by the words of its own sentence."""
    text = statement.text
    marks: list[tuple[Quantity, bool, bool]] = []
    for q in quantities:
        left = max(text.rfind(". ", 0, q.start), text.rfind("; ", 0, q.start), text.rfind("! ", 0, q.start)) + 1
        ends = [i for i in (text.find(". ", q.end), text.find("; ", q.end)) if i >= 0]
        clause = fold(text[left : min(ends) if ends else len(text)])
        marks.append((q, _FINAL.search(clause) is not None, _OUTDATED.search(clause) is not None))
    found = []
    for q, final, outdated in marks:
        if not final or outdated:
            continue
        for other, other_final, other_outdated in marks:
            if other_outdated and not other_final and alike(q, other) and not same_value(q, other):
                found.append(Update(statement, q, other))
                break
    return found


def replacements(statements: Sequence[Statement], skip: frozenset[str] = frozenset()) -> list[Replacement]:
    """Every older statement that an update makes outdated; `skip` holds ids of disputes, which update nothing."""
    found: list[Replacement] = []
    for statement in statements:
        if statement.id in skip:
            continue
        for update in updates_in(statement):
            found.extend(_outdated_by(update, statements))
    return found


def _outdated_by(update: Update, statements: Sequence[Statement]) -> list[Replacement]:
    found = []
    subject = around(update.new, update.value, 110)
    for other in statements:
        if other is update.new or not _older(other, update.new) or has_value(other, update.value):
            continue
        for q in other.quantities:
            if not precise(q) or not alike(q, update.value) or has_value(update.new, q) and update.old is None:
                continue
            shared = len(subject & around(other, q))
            if update.old is not None:
                same = same_value(q, update.old)
                if same and (shared >= 1 or q.kind in ("money", "rate", "date")):
                    found.append(Replacement(other, q, update.new, update.value))
            elif shared >= 2 and not same_value(q, update.value) and _same_subject(update, other, q):
                found.append(Replacement(other, q, update.new, update.value))
    return found


def _older(other: Statement, new: Statement) -> bool:
    if other.document.id == new.document.id:
        return other.segment.kind == "quoted" or when(other) < when(new)
    return when(other) < when(new) or (other.said_on is None and other.document.date is None)


def _same_subject(update: Update, other: Statement, q: Quantity) -> bool:
    """For an update that names no old value: the words before both values must speak of the same thing."""
    language = other.document.language
    lead = terms(fold(update.new.text[max(0, update.value.start - 70) : update.value.start]), update.new.document.language)
    if other.segment.kind == "row":
        theirs = terms(other.folded, language)
    else:
        theirs = terms(fold(other.text[max(0, q.start - 60) : q.end + 40]), language)
    moving = {"pass", "report", "decal", "move", "push", "definit", "final", "nouveau", "chiffr", "figur", "date", "number"}
    lead = frozenset(w for w in lead if w not in moving)
    return bool(lead) and len(lead & theirs) >= max(1, min(2, len(lead)))
