"""Values that a newer note replaces: "214 instead of 260", "moved to 2 April", "the final figure is"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from copilot.facts import lexicon
from copilot.facts.statements import Statement
from copilot.facts.values import alike, equals, near_size, precise
from copilot.schemas.facts import Quantity
from copilot.text.normalise import fold

MAX_PASSAGE = 420
_MOVED_AFTER = re.compile(r"^\s*(?:verschoben|verlegt|vorgezogen|gesenkt|erhoht|korrigiert)\b")
_NEW_OLD = re.compile(
    r"^\W*(?:\w+\W+){0,5}?(?:au lieu d|instead of|rather than|plutot qu|statt|et non|and not|not\b"
    r"|et pas|et plus|and no longer|pas\b|contre\b.*auparavant"
    r"|remplace|replaces|supersede|(?:please )?(?:don't|do not|never|stop|plus jamais) |up from"
    r"|down from|vs\.? (?:les )?|anstatt|nicht)"
)
_OLD_NEW = re.compile(
    r"(?:\bmais\b|\bbut\b|\bsondern\b|it'?s\b|c'est\b|remplace\w* par|replaced (?:by|with)"
    r"|corrig\w* (?:a|en)|corrected to|ramene\w* a"
    r"|cut to|reduced to|lowered to|raised to|revised to|revu\w* a|moved to|moves to"
    r"|pushed (?:back )?to|reporte\w* a|becomes|devient|devien)"
)
_NEGATED = re.compile(
    r"(?:\bpas|\bnot|n't|\bplus|no longer|\bnicht|\bni)\s*(?:avec |with )?(?:a|at|to|de|du|les?|la"
    r"|the|au|dem|den|um|von|auf|bei|l'|d')?\s*[-−+]?\s*$"
)
_DENIED = re.compile(
    r"(?:\bne?\b|n')\s*\w+ (?:pas|plus) (?:\w+ ){0,2}$|(?:can't|cannot|won't|isn't|are not|is not) \w+ (?:\w+ )?$"
)
_FROM_TO = re.compile(r"^\s*(?:[^\w\s]?\s*)?(?:a|to|au|aux|auf|→|->|=>|⇒)\s")
_MOVES = re.compile(
    r"(?:pass\w*|mov\w*|push\w*|revis\w*|revu\w*|corrig\w*|correct\w*|ramen\w*|reduc\w*|reduit\w*"
    r"|rais\w*|cut|report\w*|decal\w*"
    r"|postpon\w*|shift\w*|chang\w*|verschob\w*|rebas\w*|restat\w*|trimm\w*|slip\w*|gliss\w*"
    r"|avanc\w*|brought)\b[^.;]{0,40}$"
)
_REVISED = re.compile(
    r"revis|revu|corrig|correct|rectif|ramen|restat|reforecast|ajust|adjust|korrig|\bcut\b|lower|rais|trimm|increas"
)
_NEW_ONLY = re.compile(
    r"(?:passe(?:nt|ra|e)? (?:a|au|en|de)|report\w+ (?:a|au|en)|decal\w*\b|repouss\w+\b"
    r"|verschob\w*\b|mov\w+ (?:back |up |forward )?(?:to|on)|push\w+ (?:back |out )?to"
    r"|postpon\w+ (?:to|until)|slip\w+ to|slid\w+ (?:to|until)|clos(?:ed|es|e|ent)?\b|cloture\w*"
    r"|ramen\w+ (?:a|au)|port\w+ a|now (?:stands )?(?:at|on|is|due|set)|(?:open|start|launch|deliver)\w* now"
    r"|now (?:open|start|launch|deliver)\w*|finalement|is now|are now|desormais"
    r"|revis\w+ (?:a|to|at)"
    r"|correct\w* (?:figure|number|value|date)|(?:figure|number) is now|bon chiffre|definiti\w+"
    r"|final\w*|deplac\w+ (?:a|au|en)|verlegt auf|now expected (?:by|on)|se fera (?:le|en)"
    r"|aura lieu (?:le|en)|will now \w+ (?:on|by)|brings?\b[\w ,]{0,40} to|plan (?:with|for)"
    r"|tabl\w+ sur|compt\w+ sur|prevo\w+ plutot|arrete\w* a|reduc\w+ to|cut to|lowered to"
    r"|raised to|brought forward to|avanc\w+ (?:a|au)"
    r"|verschoben auf|neu\b|jetzt\b|gliss\w+ (?:a|au)|corrig\w+ (?:a|en)|restated|audit\w*"
    r"|confirm\w+ (?:a|at|to)|consolid\w*|recalcul\w*|refait\w*|update\w*)[^.;!?]{0,45}$"
)
_FINAL = re.compile(
    r"\bclos(?:ed|e|es)?\b|cloture|definiti|final|correct|valide|validat|audit|actual|bon chiffre"
    r"|right|consolid|confirm|reel|real\b|seul|only|nouve|new"
)
_OUTDATED = re.compile(
    r"estimat|estimation|\bavai(?:t|ent|ons)\b|\bhad\b|previsionnel|forecast|run-rate|forget|oubli"
    r"|schatzung|showed|shown|montre\b|donnee? en|a jeter|is dead|\bdead\b|caduc|scrap|\bmort"
    r"|\bex-|provis|ancien|\bold\b|wrong|faux|flash|initial|previous|preced|erron|annonc|\bwas\b"
    r"|etait|etaient|\bwere\b|prelim|draft"
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
    implied: bool = False


def updates_in(statement: Statement) -> list[Update]:
    """What a statement, or a whole passage given as one, says of values that changed."""
    if statement.segment.kind in ("row", "quoted"):
        return []
    found = _in_so_many_words(statement)
    if not lexicon.has("correction", statement.folded):
        return found
    quantities = [q for q in statement.quantities if precise(q)]
    for a, b in pairwise(quantities):
        counts = a.kind == b.kind == "count"
        pair = _pair(statement, a, b) if (alike(a, b) or counts) and not equals(a, b) else None
        if pair and not any(f.value is pair[0] and f.old is pair[1] for f in found):
            found.append(Update(statement, *pair))
    found.extend(u for u in _by_words(statement, quantities) if not any(_covers(f, u) for f in found))
    settled = [q for u in found for q in (u.value, u.old) if q]
    for q in quantities:
        before = fold(statement.text[max(0, q.start - 70) : q.start])
        after = fold(statement.text[q.end : q.end + 25])
        says = _NEW_ONLY.search(before) or _MOVED_AFTER.match(after)
        if q.kind != "number" and not any(q is s for s in settled) and says:
            found.append(Update(statement, q, None))
    return found


_NOT = re.compile(
    r"\s*(?:,?\s*(?:et non(?: pas)?|et plus|et pas|and not|not|and no longer|au lieu de|instead of|plutot que)"
    r"|,\s*(?:plus|pas))(?: (?:a|les?))?\s*"
)


def _in_so_many_words(statement: Statement) -> list[Update]:
    """« 8 et non 7 », « à 95, pas 120 »: figures set against each other, small ones too."""
    return [
        Update(statement, a, b)
        for a, b in pairwise(statement.quantities)
        if a.kind != "date" and b.kind in (a.kind, "number") and not (b.kind == "number" and b.unit)
        if a.value != b.value and not equals(a, b) and _NOT.fullmatch(fold(statement.text[a.end : b.start]))
    ]


def passages(statements: Sequence[Statement]) -> list[Statement]:
    """The statements of one passage of prose joined again: a correction often takes several sentences."""
    joined: list[Statement] = []
    for statement in statements:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.document.id == statement.document.id
            and last.segment.ordinal == statement.segment.ordinal
            and len(last.text) < MAX_PASSAGE
        ):
            text = statement.segment.text[last.start : statement.end]
            moved = [
                q.model_copy(
                    update={
                        "start": q.start + statement.start - last.start,
                        "end": q.end + statement.start - last.start,
                    }
                )
                for q in statement.quantities
            ]
            joined[-1] = replace(
                last, text=text, folded=fold(text), end=statement.end, quantities=(*last.quantities, *moved)
            )
        else:
            joined.append(statement)
    return joined


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
    if not alike(a, b):
        return None
    if _NEW_OLD.search(mid) and len(mid) < 45:
        return a, b
    from_to = _FROM_TO.search(mid + " ") and _MOVES.search(before)
    if from_to and a.kind not in ("date", "count") and not _REVISED.search(before):
        return None  # "went from 38 % to 11 %" is a result, not a correction
    if from_to or _OLD_NEW.search(mid):
        return b, a
    return None


def _by_words(statement: Statement, quantities: Sequence[Quantity]) -> list[Update]:
    """ "The final figure is 79.4 %. The 78 % … was an estimate": each value by the words of its own sentence."""
    text = statement.text
    marks: list[tuple[Quantity, bool, bool]] = []
    for q in quantities:
        clause = fold(_clause(text, q, quantities))
        marks.append((q, _FINAL.search(clause) is not None, _OUTDATED.search(clause) is not None))
    found = []
    for q, final, outdated in marks:
        if outdated or _negated(statement, q):
            continue
        for other, other_final, other_outdated in marks:
            gone = _negated(statement, other) or (other_outdated and not other_final)
            sure = near_size(q, other) and (q.kind != "date" or (final and other_outdated))
            if gone and sure and alike(q, other) and not equals(q, other):
                found.append(Update(statement, q, other))
                break
    return found


def _clause(text: str, q: Quantity, quantities: Sequence[Quantity]) -> str:
    """The words that speak of one value: its sentence, cut at commas when another such value shares it."""
    left = max(text.rfind(mark, 0, q.start) for mark in (". ", "; ", "! ", "? ")) + 1
    ends = [i for i in (text.find(mark, q.end) for mark in (". ", "; ", "! ", "? ")) if i >= 0]
    right = min(ends) if ends else len(text)
    if any(other is not q and alike(other, q) and left <= other.start < right for other in quantities):
        left = max(left, text.rfind(", ", left, q.start) + 1)
        comma = text.find(", ", q.end, right)
        right = comma if comma >= 0 else right
    return text[left:right]


def _negated(statement: Statement, q: Quantity) -> bool:
    """Whether a value is denied: "not 6.9", "on ne tient pas 180", "no longer four"."""
    before = fold(statement.text[max(0, q.start - 45) : q.start])
    return _NEGATED.search(before + " ") is not None or _DENIED.search(before) is not None
