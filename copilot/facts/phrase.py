"""Takes the noise out of a sentence without changing what it says: words are only ever left out."""

from __future__ import annotations

import re

from copilot.facts import lexicon
from copilot.facts.statements import Statement, words
from copilot.text.normalise import fold
from copilot.text.sentences import split_sentences

_LEAD = re.compile(
    r"^\s*(?:[-*•>→·–—]+\s+|\(?\d{1,2}(?:\.(?:\d{1,2}|[a-z]))*[.)]\s+(?=\D)|\(?(?:[a-z]|[ivx]{1,4})\)\s+(?=\D)"
    r"|#+\s+|NB\s*:?\s+|PS\s*:?\s+)+"
)
_ARTICLE = re.compile(r"^\s*(?:§\s*)?\d{1,2}(?:\.\d{1,2}){1,2}\s+(?=[A-ZÀ-Þ])")
_OPENERS = re.compile(
    r"^(?:bon|alors|voilà|voila|ah|oh|eh bien|ok|okay|donc|euh|ben|bah|bref|enfin|oui|non"
    r"|oui enfin|attendez|écoutez|ecoutez|d'accord|c'est ça"
    r"|tout d'abord|d'abord|et puis|au fait|du coup|sinon|par ailleurs|pour info|pour information"
    r"|fyi|well|right|so|yeah|yes|no|sure|look|listen"
    r"|anyway|actually|basically|honestly|to be honest|by the way|btw|hm+|um+|uh+|et|mais|and|but"
    r"|also|un|deux|trois|first|second|third|one|two)"
    r"\s*(?:,|:|\.\.\.|…|!|–|—)\s+",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^(?:je (?:vous )?(?:rappelle|confirme|précise|signale) (?:que |qu['’])"
    r"|i (?:can )?confirm (?:that )?|just to confirm,? )",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*\*|__|~~|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)")
MAX_WORDS = 34


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].islower() else text


def compress(statement: Statement) -> str:
    """The sentence without stamps, openers, emphasis and chatter; long passages keep the clauses that carry facts."""
    text = _LEAD.sub("", statement.text[statement.lead :])
    if statement.document.kind == "contract":
        text = _ARTICLE.sub("", text)
    text = _EMPHASIS.sub("", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = _strip_openers(text)
    pieces = [text[a:b].strip() for a, b in split_sentences(text, statement.document.language)]
    if len(pieces) > 1:
        kept = _telling_pieces([_strip_openers(p) for p in pieces])
        text = " ".join(_capital(p) for p in kept) if kept else text
    if words(text) > MAX_WORDS:
        text = _shorten(text)
    return _capital(text.strip(" ,;–—").rstrip("- "))


def _strip_openers(text: str) -> str:
    for _ in range(3):
        shorter = _SAID.sub("", _OPENERS.sub("", text, count=1), count=1)
        if shorter == text or words(shorter) < 3:
            break
        text = shorter
    return text


def _telling_pieces(pieces: list[str]) -> list[str]:
    """The sentences that carry facts; beside a strong one, sentences without figure, name or topic go."""
    kept = [p for p in pieces if telling(p)]
    if max((_worth(p) for p in kept), default=0.0) >= 2:
        kept = [p for p in kept if _worth(p) >= 0.5 or re.search(r"(?<=[\w:;,] )[A-ZÀ-Þ]\w+", p)]
    return kept


def telling(piece: str) -> bool:
    """Whether a sentence carries a fact rather than chatter."""
    folded = fold(piece)
    if lexicon.has("noise", folded) and not re.search(r"\d", folded):
        return False
    return words(piece) >= 3 or re.search(r"\d", folded) is not None


def _shorten(text: str) -> str:
    """Leaves out bracketed asides without figures, then trailing clauses that carry neither figure nor topic."""
    text = re.sub(r"\s*\((?![^)]*\d)[^)]{25,}\)", "", text)
    clauses = re.split(r"(?<=[;])\s+|(?<=,)\s+(?=(?:mais|et|donc|ce qui|qui|but|and|so|which|who)\b)", text)
    while len(clauses) > 1 and words(" ".join(clauses)) > MAX_WORDS:
        weakest = min(range(1, len(clauses)), key=lambda i: (_worth(clauses[i]), -i))
        if _worth(clauses[weakest]) >= 3:
            break
        del clauses[weakest]
    return " ".join(clauses).rstrip(" ,;")


def _worth(clause: str) -> float:
    folded = fold(clause)
    figures = len(re.findall(r"\d+", folded))
    return 2.0 * figures + sum(lexicon.section_scores(folded).values()) / 4


def row_text(statement: Statement) -> str:
    """A table row as a phrase: first cell, then each named value with its unit."""
    cells, header = statement.segment.cells, statement.segment.header
    if not cells:
        return statement.text
    if len(header) != len(cells):
        return " – ".join(c.strip() for c in cells if c.strip())
    parts = []
    for name, cell in zip(header[1:], cells[1:], strict=True):
        cell = cell.strip()
        if cell and cell != "-":
            parts.append(_named(name.strip(), cell, statement.document.language))
    head = cells[0].strip()
    return f"{head} – {', '.join(parts)}" if head and parts else head or ", ".join(parts)


def _named(name: str, cell: str, language: str) -> str:
    if not name:
        return cell
    unit = re.search(r"\(([^)]{1,12})\)\s*$|(?<=\s)(%)\s*$", name)
    label = name[: unit.start()].strip() if unit else name
    symbol = (unit[1] or unit[2]) if unit else ""
    numeric = re.fullmatch(r"[-−+]?[\d\s\u00a0\u202f.,]+", cell) is not None
    value = f"{cell} {symbol}" if symbol and numeric else cell
    return f"{label} : {value}" if language == "fr" else f"{label}: {value}"


def excerpt(statement: Statement, at: int | None = None, limit: int = 22) -> str:
    """The compressed statement, cut around a place when it is long; a row around the cell of that place."""
    text = (row_text(statement) if statement.segment.kind == "row" else compress(statement)).rstrip(".?! ")
    parts = text.split()
    if len(parts) <= limit:
        return text
    start = 0
    if at is not None:
        start = max(0, min(len(statement.text[:at].split()) - limit // 2, len(parts) - limit))
    return (
        ("… " if start else "") + " ".join(parts[start : start + limit]) + (" …" if start + limit < len(parts) else "")
    )


def cell_text(statement: Statement, at: int) -> str:
    """A row cut to its label and the cell at that place: "Issoire – Dispo : 96,9 %"."""
    cells, header = statement.segment.cells, statement.segment.header
    place = 0
    for number, cell in enumerate(cells):
        found = statement.text.find(cell, place)
        if found >= 0 and found <= at < found + max(1, len(cell)):
            name = header[number] if number < len(header) else ""
            return (
                cells[0].strip()
                if number == 0
                else f"{cells[0].strip()} – {_named(name.strip(), cell.strip(), statement.document.language)}"
            )
        place = max(place, found + len(cell))
    return row_text(statement)
