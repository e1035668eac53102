"""Where figures are names, not values: references, article numbers, phones, addresses, versions."""

from __future__ import annotations

import re

_LABELS = (
    r"art\.?|articles?|n°|nos?\.|numero|annexe|appendix|section|chapitre|chapter|clauses?|"
    r"pages?|pp?\.|slides?|diapo|"
    r"fig\.?|figure|tableau|table|phase|niveau|level|lot|version|etape|step|ref\.?|reference|"
    r"palier|poste|tranche|ligne|"
    r"tier|option|siret|siren|rcs|question|point n°|room|salle|batiment|building|gate|line|item|#"
)
_HARD = re.compile(
    r"[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+"
    r"|(?:https?://|www\.)\S+"
    r"|[\w\-]{1,120}\.(?:docx?|pdf|xlsx?|pptx?|eml|msg|vtt|srt|txt|csv|md|html?|json)(?!\w)"
    r"|(?:(?<!\w)|(?<=\dt))\d{1,2}:\d\d:\d\d(?:[.,]\d{1,3})?(?!\d)"
)
_SOFT = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\w)[a-z]{2}\d\d(?: ?(?=[a-z0-9]{0,3}\d)[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3}(?!\w))?(?!\w)",
        # Letters joined to figures: MIR-2023-07, ACH-26-011, N2, P1, v0.9, BL_4512; currencies and periods are values.
        r"(?<![\w€$£.])(?!(?:eur|usd|gbp|chf|nps|moins|plus|minus|environ|ca|x)[-]?\d)(?=[a-z])"
        r"[a-z][a-z0-9]{0,30}[-_/.#]?(?<=[a-z0-9\-_/.#])(?:(?<=[a-z])\d|(?<=[-_/.#])\d(?=[\w]{0,20})"
        r")[\w\-_/]{0,40}(?:\.\d{1,8}){0,4}",
        # Figures with letters amid them: 2O26, 3A12; hours, dimensions and areas are values.
        r"(?<![\w.,])(?!\d{1,2}h\d)(?!\d{1,4}x\d)(?!\d{1,6}m[23](?!\w))\d{1,6}[a-z]{1,3}\d[\w]{0,30}(?!\w)",
        rf"(?<![\w])(?:{_LABELS}) ?(?:n° ?)?\d{{1,6}}(?:\.\d{{1,3}}){{0,4}}(?!\w| \d{{3}}(?!\d)|[.,]\d| ?[%€$£]"
        rf"| ?(?:k€|m€|mois|ans?|jours?|heures?|semaines?|minutes?|days?|months?|years?|weeks?|hours?)\b)",
        r"(?:\+|(?<!\d)(?<!\d[ '.,])00)\d[\d .()\-]{6,18}\d",
        r"(?<![\d.,])0\d(?:[ .\-]?\d\d){4}(?!\d)",
        r"(?<!\d)(?<!\d[.,])\d{9,}(?!\d)",
        r"(?m)^[ >*#|]{0,6}\d{1,2}(?:\.(?:\d{1,2}|[a-z])){0,4}[.)](?=[ \t])",
        r"(?<![\w.,])(?!\d{1,3}\.\d{3}\.\d{3}(?!\.?\d))\d{1,3}(?:\.\d{1,3}){2,5}(?![\w.,]\d|\w)",
        r"(?<!\w)\d{1,3} ?x(?: ?/ ?| )(?=an|mois|jour|trimestre|semaine|week|year|month|day)",
        r"(?<![\w/])24[/x]7(?![\w/])",
        r"(?<!\w)(?:covid|post|pre|anti|co|sub)-\d{1,4}(?!\w)",
    )
)
_ARTICLES = (
    re.compile(r"(?<![\w])(?:ISO|EN|NF|IEC|DIN)(?:[ /-](?:EN|ISO|IEC))?[ \u00a0-]?\d{2,6}(?:[-:]\d{1,4})*"),
    re.compile(r"(?<=[.;:] )\d{1,2}\.\d{1,2}(?= [A-ZÀ-Ý][\wà-ÿ]+ [a-zà-ÿ])"),
    re.compile(r"(?m)^[ >*#|\-]{0,6}\d{1,2}(?:\.\d{1,2}){1,3}\.?[ \t]{1,3}(?=[«\"]|[A-ZÀ-Ý][a-zà-ÿ'’][a-zà-ÿ'’ ])"),
)
_TAKEN = 1


def _mark(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (end - start)


def mark_addresses(flat: str, taken: bytearray) -> None:
    """Marks mail addresses, links, file names and time codes, before dates are looked for."""
    for match in _HARD.finditer(flat):
        _mark(taken, *match.span())


def mark_identifiers(original: str, flat: str, taken: bytearray) -> None:
    """Marks references and numbered labels, after dates are found."""
    for pattern in _SOFT:
        for match in pattern.finditer(flat):
            if taken.find(_TAKEN, *match.span()) < 0:
                _mark(taken, *match.span())
    for pattern in _ARTICLES:
        for match in pattern.finditer(original):
            _mark(taken, *match.span())
