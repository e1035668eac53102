"""What a question says of the notes it is looking for: in full words, their kind, their date, whether the newest."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from copilot.resources import load_yaml, resource
from copilot.schemas.evidence import PartialDate
from copilot.text.normalise import fold
from copilot.text.note_kinds import any_of, asked_kinds, lexicon
from copilot.text.quantities import extract_quantities

_WORD = re.compile(r"[\w'’%€£$/-]+|[^\s\w]+|\s+")


@dataclass(frozen=True)
class Question:
    """A question as the search reads it."""

    text: str
    language: str | None
    """Told by its small words; None when it has none of either language, as a name has not."""
    kinds: frozenset[str]
    """Kinds of note that it names: mail, contract, minutes…"""
    first: dt.date | None
    last: dt.date | None
    """The days that it speaks of, when it names them more closely than by a year."""
    latest: bool


def understand(text: str, today: dt.date | None) -> Question:
    """The question with its shortened words in full; `today` is the day that « en février » is told from."""
    folded = fold(text)
    known = lexicon()
    first, last = _days(text, folded, today)
    return Question(
        text=in_full(text), language=_language(folded),
        kinds=asked_kinds(folded),
        first=first, last=last, latest=any_of(known["latest"]).search(folded) is not None,
    )  # fmt: skip


def in_full(text: str) -> str:
    """« cb de pénas ds le ct » in words that notes use; everything else stays as it is typed."""
    short = _short()
    return "".join(_full(word, short) for word in _WORD.findall(text))


def _full(word: str, short: Mapping[str, str]) -> str:
    # An acronym in capitals is a word of the notes (CA, PR), not a shortened one.
    return word if word.isupper() and len(word) > 1 else short.get(fold(word), word)


@cache
def _small_words() -> dict[str, frozenset[str]]:
    """Small words that only one language has."""
    lists = load_yaml(resource("knowledge") / "lexicon" / "stopwords.yaml")
    shared = frozenset(lexicon()["both"])
    every = {language: frozenset(text.split()) - shared for language, text in lists.items()}
    return {
        language: own.difference(*(other for name, other in every.items() if name != language))
        for language, own in every.items()
    }


def _language(folded: str) -> str | None:
    said = re.findall(r"[^\W\d_]+", folded)
    counts = sorted(((sum(word in own for word in said), name) for name, own in _small_words().items()), reverse=True)
    (most, language), (second, _) = counts[:2]
    return language if most > second else None


@cache
def _short() -> dict[str, str]:
    path = resource("knowledge") / "lexicon" / "question_words.yaml"
    return {str(key): str(value) for key, value in load_yaml(path)["short"].items()}


def _days(text: str, folded: str, today: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of the period that the text names, open at one end after « depuis » or « avant »."""
    for quantity in extract_quantities(text, "fr", today):
        if quantity.kind != "date" or quantity.date is None or quantity.date.precision in ("year", "half"):
            continue
        lead = re.findall(r"[\w']+", fold(text[: quantity.start]))[-3:]
        if _starts(lead, "since"):
            return quantity.date.start, None
        if _starts(lead, "until"):
            return None, quantity.date.start
        return quantity.date.start, _end(quantity.date)
    return None, None


def _starts(lead: Iterable[str], cue: str) -> bool:
    return any(word.startswith(tuple(name.split()[-1] for name in lexicon()[cue])) for word in lead)


def _end(date: PartialDate) -> dt.date:
    match date.precision:
        case "month":
            return _month_end(date.start)
        case "quarter":
            return _month_end(dt.date(date.start.year, date.start.month + 2, 1))
        case "week":
            return date.start + dt.timedelta(days=6)
        case _:
            return date.start


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
