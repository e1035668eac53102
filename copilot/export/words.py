"""How places, dates, receipts and sentences are worded in an export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from copilot.schemas.about import FoundPassage
from copilot.schemas.evidence import Citation, Claim, Language, Locator, Receipt
from copilot.text.catalogue import keys, t

NBSP = "\u00a0"
THIN = "\u202f"
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\u200b\u2060\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BREAKS = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_DATES = (
    ("day", re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(T.*)?$")),
    ("month", re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})$")),
    ("quarter", re.compile(r"(?P<y>\d{4})-Q(?P<n>[1-4])$")),
    ("half", re.compile(r"(?P<y>\d{4})-H(?P<n>[12])$")),
    ("week", re.compile(r"(?P<y>\d{4})-W(?P<n>\d{1,2})$")),
)
_INPUTS_SHOWN = 300
_SPEAKER = 40


def typeset(text: str, language: Language) -> str:
    """The text on one line, without control or direction marks, with the language's no-break spaces.

    Only spaces that are there change: nothing is added to or taken from what a note says.
    """
    line = _BREAKS.sub(" ", _INVISIBLE.sub("", text)).strip()
    line = re.sub(r"(?<=\d) (?=[%€])", NBSP, line)
    if language != "fr":
        return line
    line = re.sub(r" (?=[;!?])", THIN, line)
    line = re.sub(r" (?=[:%€»])|(?<=«) ", NBSP, line)
    line = re.sub(r"(?<=\d) (?=(?:\d{3}\b|[kMG]€|pts?\b|(?:mois|jours|ans|h)\b))", NBSP, line)
    return line


def question_line(text: str, language: Language) -> str:
    """The question, ending with its question mark."""
    line = typeset(text, language).rstrip(" .:;" + NBSP + THIN)
    if line.endswith("?"):
        return line
    return f"{line}{THIN if language == 'fr' else ''}?"


def locator_text(locator: Locator, language: Language) -> str:
    """The place in words: « Sites, l. 4 », « diapositive 3 », « 00:12:03 »."""
    places = locator.model_dump(exclude_none=True)
    return ", ".join(t(f"export.locator.{name}", language, n=value) for name, value in places.items())


def citation_mark(citation: Citation, language: Language) -> str:
    """What stands between the brackets: file name and place."""
    place = locator_text(citation.locator, language)
    return typeset(f"{citation.document}, {place}" if place else citation.document, "en")


def citation_marks(citations: list[Citation], language: Language) -> tuple[str, ...]:
    """The marks in order, each once."""
    return tuple(dict.fromkeys(citation_mark(citation, language) for citation in citations))


def about_labels(passage: FoundPassage, language: Language, most: int = 8) -> list[str]:
    """What a passage is about, in few words: kind of note, meeting, people, companies, dates, amounts."""
    about = passage.about
    kinds = [t(f"web.kind.{passage.kind}", language)] if passage.kind else []
    kinds += [t(f"search.meeting.{about.meeting}", language)] if about.meeting else []
    days = [date_text(day, language) for day in about.days]
    named = [*about.people, *about.companies, *days, *(typeset(amount, language) for amount in about.amounts)]
    return [*kinds, *named[:most]]


def date_text(iso: str | None, language: Language) -> str:
    """An ISO 8601 date, cut at any precision, as people write it; anything else as it stands."""
    if not iso:
        return ""
    for precision, pattern in _DATES:
        if match := pattern.match(iso):
            values = {name: int(value) for name, value in match.groupdict().items() if value}
            return t(f"export.date.{precision}", language, **values)
    return typeset(iso, language)


def word(group: str, value: str, language: Language) -> str:
    """The catalogue's word for a value of a closed set, or the value itself when a writer used its own."""
    key = f"export.{group}.{value}"
    return t(key, language) if key in keys() else typeset(value, language)


def same_text(text: str) -> str:
    """The text as it is compared: case, spaces and the last full stop do not count."""
    return " ".join(text.casefold().split()).rstrip(".")


def is_said(text: str, points: Iterable[str]) -> bool:
    """Whether a point says the same already, with or without « Name : » before it."""
    own = same_text(text)
    for point in map(same_text, points):
        speaker = own.removesuffix(point).rstrip()
        if point and own.endswith(point) and (not speaker or (speaker.endswith(":") and len(speaker) <= _SPEAKER)):
            return True
    return False


def distinct(claims: Sequence[Claim], elsewhere: Sequence[Claim] = ()) -> list[Claim]:
    """The claims without those that another one, of the list or shown elsewhere, says in full."""
    texts = [same_text(claim.text) for claim in claims]
    others = [same_text(claim.text) for claim in elsewhere]
    kept: list[Claim] = []
    for number, (claim, text) in enumerate(zip(claims, texts, strict=True)):
        longer = any(text in other and len(other) > len(text) for other in texts)
        if not longer and text not in texts[:number] and text not in others:
            kept.append(claim)
    return kept


def writer_name(writer: str, language: Language) -> str:
    """Who wrote it: the embedded writer, a language model, or one by its name."""
    if writer in ("embedded", "llm"):
        return t(f"export.writer.{writer}", language)
    return t("export.writer.model", language, name=writer)


def receipt_text(receipt: Receipt, language: Language) -> str:
    """The computation on one line: tool, few inputs in words, start of the digest; plan.json has all of it."""
    plain = {k: v for k, v in receipt.inputs.items() if isinstance(v, str | int | float) and len(str(v)) <= 24}
    many = {k: v for k, v in receipt.inputs.items() if isinstance(v, list)}
    values = [(name, _grouped(str(value))) for name, value in plain.items() if not isinstance(value, bool)]
    values += [(name, str(len(value))) for name, value in many.items()]
    inputs = ", ".join(f"{_label(name, language)} {value}" for name, value in values)
    title = f"scoring.{receipt.tool}.title"
    return typeset(
        t(
            "export.receipt",
            language,
            title=t(title, language) if title in keys() else receipt.tool,
            tool=receipt.tool,
            version=receipt.version,
            inputs=_cut(inputs) or t("export.receipt.none", language),
            digest=receipt.sha256[:12],
        ),
        language,
    )


def _grouped(value: str) -> str:
    return f"{int(value):,}".replace(",", NBSP) if value.isdecimal() else value


def _label(name: str, language: Language) -> str:
    key = f"export.input.{name}"
    return t(key, language) if key in keys() else name.replace("_", " ")


def _cut(text: str) -> str:
    return text if len(text) <= _INPUTS_SHOWN else text[: _INPUTS_SHOWN - 1].rstrip(" ,") + "…"
