"""What the columns of a table hold, from headers in any usual French or English spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from copilot.scoring.tables.cells import Cell, NumberStyle, Unit, number_style, read_cell, read_unit
from copilot.text.normalise import fold

Rows = Sequence[Mapping[str, str]]

CLIENT = re.compile(
    r"^(?:(?:nom|name|raison sociale)\b.*)?\b(?:clients?|customers?|accounts?|comptes?|enseignes?|distributeurs?|"
    r"retailers?|distributors?|kunden?|raison sociale)\b"
)
REVENUE = re.compile(
    r"\b(?:c\.?a\.?|chiffres? d'affaires?|revenues?|turnover|(?:net |gross )?sales|ventes|factur\w+|billings?|umsatz)\b"
)
MARGIN = re.compile(r"\b(?:marges?|margins?|contrib\w*|gm|gp|mc|profitability|rentabilite|ebit)\b")
POTENTIAL = re.compile(r"\b(?:potentiels?|potential|upside|addressable|adressable)\b")
PROBABILITY = re.compile(
    r"\b(?:prob(?:a\w*)?\b|likelihood|chances?|confidence|confiance|win rate|win %|% win|"
    r"taux de (?:reussite|succes))|^%$"
)
AMOUNT = re.compile(
    r"\b(?:montants?|amounts?|values?|valeurs?|deal size|tcv|acv|arr|prix|prices?|couts?|costs?|demandes?|requested|"
    r"total ht|budget|eur|gbp|usd)\b|[€$£]"
)
STAGE = re.compile(r"\b(?:etapes?|stages?|statuts?|status|phases?|etat)\b")
STATUS = re.compile(
    r"\b(?:statuts?|status|decisions?|accords?|approvals?|approved|commentaires?|comments?|remarques?|notes?)\b"
)
DEAL = re.compile(
    r"\b(?:opportunit\w+|libelles?|deals?|affaires?|projets?|projects?|intitules?|sujets?|subjects?|propositions?|"
    r"proposals?|leads?|name|nom|description|designation)\b"
)
LINE = re.compile(
    r"\b(?:postes?|lignes?|lines?|items?|libelles?|categor\w+|description|designation|objets?|natures?|rubriques?|"
    r"what|purpose|action|initiative)\b"
)
NOT_ACTUAL = re.compile(
    r"\b(?:budget\w*|forecast\w*|prev\w*|previsionnel|targets?|objectifs?|cibles?|plans?|estim\w*|atterrissage|"
    r"categor\w*|evol\w*|growth|croissance|var\w*|ecarts?|delta|change|yoy|rang|rank)\b|%|∆|Δ"
)
CLIENT_SIZE = re.compile(r"\b(?:employees?|effectifs?|salaries|headcount|staff)\b")
DERIVED = re.compile(r"\b(?:ponder\w*|weighted|expected value|esperance|cumul\w*|cumulative)\b")
TOTAL = re.compile(
    r"^(?:grand |sous-? ?|sub-? ?)?(?:total|totaux|totals|sum|somme|gesamt|summe|ensemble|moyenne|average)"
    r"(?: (?:general|generale|portefeuille|portfolio|ht|ttc|clients?|customers?|accounts?|comptes?|groupe|group|annee|"
    r"year|all|des|du|de|the|of))*[: ]*$"
)
AGGREGATE = re.compile(r"^(?:autres?|others?|divers|various|misc\w*|reste|rest|all other)\b(?: \(?\w+\)?){0,3}$")
_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)(\d\d)|(?:fy|ex|exercice|')\s?(?:20)?(\d\d))(?!\d)")
_RELATIVE = (
    (re.compile(r"\bn ?- ?2\b"), -2),
    (
        re.compile(
            r"\bn ?- ?1\b|\by ?- ?1\b|\bly\b|\bpy\b|\b(?:last|prior|previous) year\b|annee (?:precedente|derniere)"
            r"|\bprevious\b"
        ),
        -1,
    ),
    (re.compile(r"\bn\b|\bty\b|\bcy\b|\b(?:this|current) year\b|annee en cours|\bcurrent\b"), 0),
)


def period(header: str) -> int | None:
    """The year that a header names (2025), or a rank counted from now (0, -1), or None."""
    folded = fold(header)
    years = [int(a or b) for a, b in _YEAR.findall(folded)]
    if years:
        return 2000 + years[-1] if years[-1] < 80 else 1900 + years[-1]
    for pattern, rank in _RELATIVE:
        if pattern.search(folded):
            return rank
    return None


def first(header: Sequence[str], pattern: re.Pattern[str], taken: Sequence[str | None] = ()) -> str | None:
    """The first column whose header fits and that is not taken yet; weighted values are results, not inputs."""
    fitting = (name for name in header if name not in taken and pattern.search(fold(name)))
    return next((name for name in fitting if not DERIVED.search(fold(name))), None)


def periods(header: Sequence[str], pattern: re.Pattern[str]) -> dict[int | None, str]:
    """The columns of actual values that fit, by period; a total wins over its parts, then the first one."""
    found: dict[int | None, str] = {}
    for name in header:
        folded = fold(name)
        if not pattern.search(folded) or NOT_ACTUAL.search(folded):
            continue
        when = period(name)
        if when not in found or ("total" in folded and "total" not in fold(found[when])):
            found[when] = name
    return found


def is_total(name: str) -> bool:
    """Whether a row's name says that it sums the others."""
    return TOTAL.match(fold(name)) is not None


@dataclass(frozen=True)
class Column:
    """One column with its unit and number style."""

    name: str
    unit: Unit
    style: NumberStyle

    def cell(self, row: Mapping[str, str]) -> Cell | None:
        """The value of a row in this column."""
        return read_cell(row.get(self.name), self.style)

    def amount(self, row: Mapping[str, str]) -> Decimal | None:
        """The amount of a row in whole units; None for a text, an empty cell or a percentage."""
        cell = self.cell(row)
        if cell is None or cell.percent:
            return None
        return cell.value if cell.scaled or cell.currency else cell.value * self.unit.scale


def column(name: str, rows: Rows, *hints: str | None) -> Column:
    """The column of that header, its unit taken from the header or else from the first hint that states one."""
    unit = next((found for found in map(read_unit, (name, *hints)) if found.known), Unit())
    return Column(name, unit, number_style(row.get(name, "") for row in rows))


def mixed_currencies(columns: Sequence[Column], rows: Rows) -> bool:
    """Whether the cells name more than one currency: such a table cannot be summed."""
    named = {cell.currency for item in columns for row in rows if (cell := item.cell(row)) and cell.currency}
    return len(named) > 1


def currency_of(columns: Sequence[Column], rows: Rows, hint: str | None) -> str | None:
    """The currency of the amounts: from the columns, else from the cells, else from the hint."""
    for item in columns:
        if item.unit.currency:
            return item.unit.currency
    for item in columns:
        for row in rows:
            cell = item.cell(row)
            if cell is not None and cell.currency:
                return cell.currency
    return read_unit(hint).currency


def fractions(item: Column, rows: Rows) -> dict[int, Decimal] | None:
    """The column as fractions by row, or None when it holds amounts: 65 %, 65 under a % header, or 0.65."""
    cells = {rank: cell for rank, row in enumerate(rows) if (cell := item.cell(row)) is not None}
    if not cells:
        return {}
    marked = any(cell.percent for cell in cells.values())
    header_says = re.search(r"%|\bpct\b|\btaux\b|\brate\b|\bpercent\w*|\bproba\w*|\blikelihood\b", fold(item.name))
    if any(cell.scaled or cell.currency for cell in cells.values()):
        return None
    largest = max(abs(cell.value) for cell in cells.values())
    if largest <= 1 and not marked:
        return {rank: cell.value for rank, cell in cells.items()}
    if (marked or header_says) and largest <= 100:
        return {rank: cell.value / 100 for rank, cell in cells.items()}
    return None
