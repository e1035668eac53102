"""Whether the quantities and references of a sentence stand in what it cites."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from copilot.schemas.evidence import PartialDate, Receipt
from copilot.schemas.facts import Quantity
from copilot.text.cells import extract_cell
from copilot.text.normalise import fold
from copilot.text.quantities import extract_quantities, same_value
from copilot.verify.arithmetic import TOOL, step
from copilot.verify.hedges import ABOUT, JUST_OVER, JUST_UNDER
from copilot.verify.measures import other_stretch
from copilot.verify.receipts import receipt_supports
from copilot.verify.same import same_length
from copilot.verify.sources import Passage
from copilot.verify.words import all_stems, guess_language, word_stems

_DOWN = re.compile(
    r"\b(?:baiss\w*|recul\w*|redu\w*|diminu\w*|chut\w*|moins|perte?s?|perd\w*|en retrait|drop\w*|"
    r"decreas\w*|fall\w*|fell|cut\w*|"
    r"down|lower\w*|declin\w*|less|loss\w*|lost|fewer|gain\w*|econom\w*|sav\w*|ruckgang|gesunken)\b"
)
_HOUR = re.compile(r"\b(?:heures?|horaire|hour\w*|/ ?h)\b")
_REFERENCE = re.compile(r"(?<!\w)[\w]*\d[\w]*(?:[-_/.][\w]*\d[\w]*)*")


@dataclass(frozen=True)
class _Known:
    """A quantity of the sources with the text that it stands in."""

    quantity: Quantity
    context: str
    language: str
    of_document: bool = False
    passage: Passage | None = None


def read_in_both(text: str, language: str, reference: dt.date | None = None) -> list[Quantity]:
    """Quantities under the text's language and both languages of the product."""
    languages = dict.fromkeys((language, "fr", "en"))
    return [quantity for lang in languages for quantity in extract_quantities(text, lang, reference)]


class Support:
    """All that the cited passages and the receipt of one claim say in figures."""

    def __init__(self, passages: Sequence[Passage], receipt: Receipt | None = None) -> None:
        self.passages = passages
        self.receipt = receipt
        self._known = [known for passage in passages for known in _known(passage)]
        self._text = fold("\n".join(f"{passage.quote}\n{passage.around()}" for passage in passages))

    def unsupported(self, text: str, language: str) -> list[Quantity]:
        """The quantities of the text that nothing supports."""
        missing = self._missing(text, language)
        other = guess_language(text, language)
        if missing and other != language:
            again = self._missing(text, other)
            missing = again if len(again) < len(missing) else missing
        return missing

    def _missing(self, text: str, language: str) -> list[Quantity]:
        said = extract_quantities(text, language)
        missing = [q for q in said if not self.supports(q, text, language)]
        return missing or self._misdated([q for q in said if q.kind == "date"])

    def _misdated(self, dates: list[Quantity]) -> list[Quantity]:
        """Dates that only the document's own date carries although the quote names another one."""
        quoted = [known.quantity for known in self._known if known.quantity.kind == "date" and not known.of_document]
        if not dates or not quoted or self.receipt is not None:
            return []
        return [] if any(same_value(date, other) for date in dates for other in quoted) else dates

    def supports(self, quantity: Quantity, text: str, language: str) -> bool:
        """Whether one quantity of the text is in a passage, at its place, or in the receipt."""
        if self.receipt is not None and (
            receipt_supports(quantity, self.receipt, language) or self._hedged(quantity, text)
        ):
            return True
        if any(_proves(quantity, known, text, language) for known in self._known):
            return True
        if self._of_parts(quantity) or self._either(quantity) or self._enumerated(quantity):
            return True
        if self._both(quantity, text) or self._in_words(quantity) or self._elliptic(quantity):
            return True
        if quantity.high is not None and _FROM_TO.search(fold(text[max(0, quantity.start - 12) : quantity.start + 6])):
            ends = (quantity.value, quantity.high)
            return all(
                self.supports(quantity.model_copy(update={"value": end, "high": None}), text, language) for end in ends
            )
        return self._token(quantity) or any(rounds(quantity, known.quantity, text) for known in self._known)

    def _hedged(self, quantity: Quantity, text: str) -> bool:
        """« un peu plus de 70 % » for a share that the receipt gives as 0.719."""
        if self.receipt is None or self.receipt.tool != TOOL or quantity.kind != "percent":
            return False
        result = self.receipt.result
        values = result.get("values") if isinstance(result, dict) else None
        shares = (
            [Decimal(value) * 100 for value in values if isinstance(value, str)] if isinstance(values, list) else []
        )
        return any(rounds(quantity, quantity.model_copy(update={"value": share}), text) for share in shares)

    def _both(self, quantity: Quantity, text: str) -> bool:
        """« les deux parties », "both parties": of what a passage names in the plural."""
        if quantity.kind != "count" or quantity.value != 2 or not quantity.unit or quantity.text[:1].isdigit():
            return False
        before = fold(text[max(0, quantity.start - 8) : quantity.start]) + " "
        if not _ARTICLE.search(before) and not quantity.text.lower().startswith("both"):
            return False
        return any(
            re.search(rf"(?<!\w){re.escape(quantity.unit)}(?:s|x|es)(?!\w)", fold(p.quote)) for p in self.passages
        )

    def _in_words(self, quantity: Quantity) -> bool:
        """« la moitié » where a passage says « à moitié », "a year" where it says « l'année précédente »."""
        said = fold(quantity.text)
        quotes = "\n".join(fold(passage.quote) for passage in self.passages)
        if quantity.kind in ("ratio", "percent") and re.search(r"moitie|half", said):
            return bool(re.search(r"(?<!\w)(?:moitie|half|halved|divise\w* par (?:2|deux))(?!\w)", quotes))
        if quantity.kind != "duration" or quantity.unit != "year" or quantity.value is None:
            return False
        if quantity.value == 1:
            return bool(_YEAR_BEFORE.search(quotes))
        return bool(re.search(rf"(?<!\w)(?:year|annee|an) {quantity.value.normalize():f}(?!\w)", quotes))

    def _elliptic(self, quantity: Quantity) -> bool:
        """« six jours » where a passage says « moi je peux en donner six » and the one before it speaks of days."""
        if quantity.kind != "duration" or quantity.high is not None:
            return False
        return any(
            known.quantity.kind == "number"
            and known.quantity.value == quantity.value
            and known.passage is not None
            and _NO_NOUN.match(known.context, known.quantity.end)
            and _LENGTHS[quantity.unit].search(fold(known.passage.beside(_NEIGHBOURS)))
            for known in self._known
            if quantity.unit in _LENGTHS
        )

    def _of_parts(self, quantity: Quantity) -> bool:
        """« 41 sur 57 » where one passage counts both."""
        match = _PARTS.fullmatch(fold(quantity.text)) if quantity.kind == "ratio" else None
        if match is None:
            return False
        return any(
            all(re.search(rf"(?<![\w.,]){number}(?![\d.,]*\d)", passage.quote) for number in match.groups())
            for passage in self.passages
        )

    def _either(self, quantity: Quantity) -> bool:
        """« 2 à 3 » where a passage says « 2 ou 3 »."""
        if quantity.high is None or quantity.value is None or quantity.kind == "date":
            return False
        ends = rf"{quantity.value.normalize():f} ?(?:ou|or|et|and|-|–|/) ?{quantity.high.normalize():f}(?![\d.,]*\d)"
        return any(re.search(rf"(?<![\w.,]){ends}", fold(passage.quote)) for passage in self.passages)

    def _enumerated(self, quantity: Quantity) -> bool:
        """ "two rivals" where a passage names two: « Médrania et Infusys »."""
        if quantity.kind != "count" or quantity.value is None or any(char.isdigit() for char in quantity.text):
            return False
        return any(
            len(_NAME.findall(match.group())) == quantity.value
            for passage in self.passages
            for match in _NAMES.finditer(passage.quote)
        )

    def _token(self, quantity: Quantity) -> bool:
        """Whether a bare small figure stands by itself in a passage, a number of something and no part of a value."""
        if quantity.kind not in ("number", "count") or not _SMALL.fullmatch(quantity.text.split()[0]):
            return False
        figure = quantity.text.split()[0]
        taken = [(k.quantity.start, k.quantity.end) for k in self._known if k.context and k.quantity.end]
        for passage in self.passages:
            for match in re.finditer(rf"(?<![\w.,]){figure}(?![\w%€$£]|[.,]\d)", passage.quote):
                if not any(start <= match.start() < end for start, end in taken):
                    return True
        return False

    def unknown_references(self, text: str, language: str) -> list[str]:
        """Figures of the text that are no quantity (references, labels) and stand in no passage."""
        spans = [(q.start, q.end) for q in extract_quantities(text, language)]
        missing: list[str] = []
        for match in _REFERENCE.finditer(text):
            start, end = match.span()
            if any(a < end and start < b for a, b in spans):
                continue
            token = fold(match.group())
            if not re.search(rf"(?<!\w){re.escape(token)}(?!\w)", self._text):
                missing.append(match.group())
        return missing


_ARTICLE = re.compile(r"(?<!\w)(?:les|ces|nos|leurs|aux|des|the|both|these)(?: the)? $")
_YEAR_BEFORE = re.compile(
    r"(?<!\w)(?:year before|previous year|last year|year[- ]on[- ]year|yoy|"
    r"l'an(?:nee)? (?:dernier|derniere|precedente?|passee?)|annee precedente|n-1|sur un an|un an plus tot)(?!\w)"
)
_LENGTHS = {
    "day": re.compile(r"(?<!\w)(?:jours?|days?)(?!\w)"),
    "week": re.compile(r"(?<!\w)(?:semaines?|weeks?)(?!\w)"),
    "month": re.compile(r"(?<!\w)(?:mois|months?)(?!\w)"),
    "year": re.compile(r"(?<!\w)(?:ans?|annees?|years?)(?!\w)"),
    "hour": re.compile(r"(?<!\w)(?:heures?|hours?)(?!\w)"),
}
_PARTS = re.compile(r"(\d+) ?(?:sur|/|of|out of|in) ?(\d+)")
_NAME = re.compile(r"(?:(?:M|Mme|Mr|Mrs|Ms|Dr|Pr)\.? )?[A-ZÀ-ÖØ-Þ][\w’'-]+(?: [A-ZÀ-ÖØ-Þ][\w’'-]+)*")
_NAMES = re.compile(rf"{_NAME.pattern}(?:, {_NAME.pattern})*,? (?:et|and|&|ou|or) (?:le |la |the )?{_NAME.pattern}")
_FROM_TO = re.compile(r"(?<!\w)(?:de|du|from|von|entre|between)(?!\w)")
_SMALL = re.compile(r"\d{1,3}")


def rounds(quantity: Quantity, known: Quantity, text: str) -> bool:
    """Whether a value said to be about this much is the known one, rounded as it is written."""
    if quantity.value is None or known.value is None or known.high is not None or quantity.high is not None:
        return False
    if (quantity.kind, quantity.unit) != (known.kind, known.unit) and {quantity.kind, known.kind} != {
        "count",
        "number",
    }:
        return False
    before = fold(text[max(0, quantity.start - 28) : quantity.start]) + " "
    gap = known.value - quantity.value
    if abs(gap) > abs(step(quantity)) / 2 and not (JUST_OVER.search(before) or JUST_UNDER.search(before)):
        return False
    if abs(gap) > abs(known.value) / 10:
        return False
    if JUST_OVER.search(before):
        return gap > 0
    return gap < 0 if JUST_UNDER.search(before) else bool(ABOUT.search(before))


@lru_cache(maxsize=4096)
def _known(passage: Passage) -> tuple[_Known, ...]:
    """All quantities that a passage and its place state."""
    document = passage.source.document
    date = passage.date
    language = document.language
    spoken = guess_language(passage.quote, language)
    quoted = read_in_both(passage.quote, language, date)
    known = [_Known(q, passage.quote, spoken, passage=passage) for q in quoted]
    context = [document.title or "", *(segment.heading or "" for segment in passage.segments)]
    for text in dict.fromkeys(part for part in context if part):
        known += [_Known(q, text, spoken) for q in read_in_both(text, language, date)]
    for segment in passage.segments:
        known += [_Known(q, text, spoken) for text in segment.header for q in read_in_both(text, language, date)]
        labels = [*segment.header, *([""] * (len(segment.cells) - len(segment.header)))]
        first = segment.cells[0] if segment.cells else ""
        row = " | ".join([*segment.header, *segment.cells])
        for cell, label in zip(segment.cells, labels, strict=False):
            known += [_Known(q, row, spoken) for q in read_in_both(cell, language, date)]
            hint = passage.source.unit_over(segment)
            for header in dict.fromkeys((label, first, f"{label} ({hint})" if hint else "")):
                value = extract_cell(cell, header, language) if header and cell != header else None
                if value is not None:
                    known.append(_Known(value, row, spoken))
    for day in {date, document.date} - {None}:
        assert day is not None
        stated = Quantity(kind="date", date=PartialDate(start=day), start=0, end=0, text=day.isoformat())
        known.append(_Known(stated, "", spoken, of_document=True))
    return tuple(known)


def _proves(quantity: Quantity, known: _Known, text: str, language: str) -> bool:
    other = known.quantity
    if other_stretch(quantity, other, known.context):
        return False
    if same_value(quantity, other):
        return quantity.kind != "count" or _same_thing(quantity, known, text, language)
    if quantity.value is None or other.value is None:
        return False
    if quantity.kind == "money" and other.kind == "number" and quantity.text == other.text:
        return True  # « 8,5 M€ → 7,7 »: the unit is lent by the value beside it
    if (quantity.high is None) != (other.high is None):
        return other.unit == quantity.unit == "h" and quantity.value in (other.value, other.high)
    if quantity.kind == other.kind == "count" and quantity.value == other.value and quantity.high == other.high:
        return _same_thing(quantity, known, text, language)
    if quantity.value == -other.value and quantity.kind == other.kind and quantity.unit == other.unit:
        return goes_down(text, quantity) if other.value < 0 else goes_down(known.context, other)
    if quantity.value != other.value:
        return quantity.kind == other.kind == "duration" and same_length(quantity, other)
    return _said_otherwise(quantity, known)


def goes_down(text: str, quantity: Quantity) -> bool:
    """Whether the words around a value written without a sign say that it is a decrease."""
    return bool(_DOWN.search(fold(_clause(text, quantity))))


def _clause(text: str, quantity: Quantity) -> str:
    """The words around a quantity, up to the next comma or stop."""
    before = re.split(r"[,;.:|()\n]", text[max(0, quantity.start - 60) : quantity.start])[-1]
    after = re.split(r"[,;.:|()\n]", text[quantity.end : quantity.end + 40])[0]
    return f"{before} {after}"


def _said_otherwise(quantity: Quantity, known: _Known) -> bool:
    """Equal values whose kinds differ only in how much is said."""
    other = known.quantity
    kinds = {quantity.kind, other.kind}
    if kinds == {"money", "rate"}:
        return quantity.unit[:3] == other.unit[:3] and bool(_HOUR.search(fold(known.context)))
    if quantity.kind == "number" and quantity.unit == "":
        return other.kind in ("percent", "points", "rating", "ratio", "money", "rate", "duration")
    if quantity.kind in ("money", "rate") and other.kind == "number":
        scaled = re.search(r"[kKM]\b|mill|mio|tsd|thousand|billion", other.text)
        return bool(scaled)
    return False


_NO_NOUN = re.compile(r"\s*(?:[.,;:!?)]|$|(?:et|and|mais|but)\b)")
_NEIGHBOURS = 2
"""Passages before a bare figure among which its noun is looked for: « Combien de soignants ? – Cent dix. »"""


def _same_thing(quantity: Quantity, known: _Known, text: str, language: str) -> bool:
    """Whether a count counts the same: the noun stands by the figure, or cannot be compared across languages."""
    other = known.quantity
    if not quantity.unit or quantity.unit == other.unit:
        return True
    if guess_language(text, language) != known.language:
        return True
    if len(quantity.unit) >= 4 and quantity.unit[:4] == other.unit[:4]:
        return True
    following = re.findall(r"[a-z]{3,}", fold(text[quantity.end : quantity.end + 30]))[:2]
    wanted = word_stems(quantity.unit).union(*(word_stems(word) for word in following))
    if other.kind == "number" and not known.context:
        return True
    near = known.context
    if other.start is not None and other.text and near[other.start : other.end] == other.text:
        near = " ".join([*near[: other.start].split()[-6:], *near[other.start :].split()[:8]])
    if not wanted or wanted & all_stems(near):
        return True
    if other.kind != "number":
        return False
    elliptic = known.passage is not None and _NO_NOUN.match(known.context, other.end)
    beside = known.passage.beside(_NEIGHBOURS) if known.passage is not None and elliptic else ""
    return bool(wanted & all_stems(f"{known.context}\n{beside}"))
