"""What the two wording tools take and answer, and what they say about it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from copilot.schemas.evidence import Language
from copilot.scoring.base import Name, Note, Outcome, Strict, ratio
from copilot.scoring.quality.lines import MOST_LINES, main_language, short
from copilot.scoring.quality.lint import Hit, Reading, read
from copilot.scoring.wording import both, names, percent

FORMULA = (
    "findings = wordings of knowledge/lexicon found in each sentence, without those that a negation takes back or a "
    "quotation reports; calm_share = sentences without a finding / sentences"
)
LongText = Annotated[str, Field(max_length=200_000)]


class WordingInput(Strict):
    """The text to read: as one piece or line by line."""

    text: LongText | None = Field(default=None, description="the text in one piece; give this or `lines`, not both")
    lines: list[LongText] | None = Field(
        default=None, max_length=MOST_LINES, description="the text line by line; offsets are counted in each line"
    )
    language: Language | None = Field(default=None, description="language of the text; left out: told by sentence")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.text is not None and self.lines is not None:
            raise ValueError("lines: give text or lines, not both")
        return self

    @property
    def pieces(self) -> list[str]:
        """The lines to read."""
        return [self.text] if self.text is not None else self.lines or []


class PeopleInput(WordingInput):
    """The text to read, and who is spoken of in it."""

    people: list[Name] = Field(
        default_factory=list,
        max_length=500,
        description="names of the persons spoken of; usual first names are recognised without it",
    )


class WordingFinding(Strict):
    """One wording to avoid."""

    line: int = Field(description="the line it stands in, from 1; always 1 for `text`")
    start: int = Field(description="where it starts in the line, in characters from 0")
    end: int = Field(description="where it ends, exclusive")
    span: str = Field(description="the words themselves")
    kind: str = Field(description="what is wrong with it")
    language: Language
    rewording: str = Field(description="a line to use instead, in the language of the sentence")
    sentence: str = Field(description="the sentence it stands in")


class WordingResult(Strict):
    """How many wordings to avoid, of what kinds."""

    clean: bool = Field(description="whether nothing was found")
    findings: int
    kinds: dict[str, int] = Field(description="how many of each kind")
    sentences: int
    calm_share: Decimal = Field(description="sentences without a finding / sentences, 0..1; 1 is a calm text")
    reported: int = Field(description="wordings that only repeat somebody's words, not counted")


def lint(given: WordingInput, tool: str, file: str, people: list[str]) -> Outcome[WordingResult]:
    """What a file of rules finds in the text."""
    pieces = given.pieces
    usual = given.language or main_language(pieces)
    readings = [(piece, read(piece, file, usual, given.language, people)) for piece in pieces]
    sentences = sum(reading.sentences for _, reading in readings)
    if not sentences:
        return Outcome(result=None, formula=FORMULA, missing=["text"])
    items = [_finding(rank, piece, hit) for rank, (piece, r) in enumerate(readings, start=1) for hit in r.hits]
    touched = sum(reading.to_avoid for _, reading in readings)
    result = WordingResult(
        clean=not items,
        findings=len(items),
        kinds={kind: sum(i.kind == kind for i in items) for kind in sorted({i.kind for i in items})},
        sentences=sentences,
        calm_share=ratio(Decimal(sentences - touched), Decimal(sentences)),
        reported=sum(reading.reported for _, reading in readings),
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=_warnings(tool, [reading for _, reading in readings]),
        why=_why(tool, result, items),
    )


def _finding(rank: int, piece: str, hit: Hit) -> WordingFinding:
    start, end = hit.sentence
    return WordingFinding(
        line=rank,
        start=hit.start,
        end=hit.end,
        span=piece[hit.start : hit.end],
        kind=hit.kind,
        language=hit.language,
        rewording=hit.say,
        sentence=piece[start:end],
    )


def _warnings(tool: str, readings: list[Reading]) -> list[Note]:
    reported = sum(reading.reported for reading in readings)
    found = [both("wording.reported", lambda _: {"n": reported})] if reported else []
    return [*found, both(f"{tool}.limits", lambda _: {})]


def _why(tool: str, result: WordingResult, items: list[WordingFinding]) -> list[Note]:
    if result.clean:
        return [both(f"{tool}.clean", lambda _: {"n": result.sentences})]
    shown = sorted({short(item.span) for item in items})
    first = min(items, key=lambda item: (item.line, item.start))
    return [
        both(
            f"{tool}.found",
            lambda language: {
                "n": result.findings,
                "names": names([f"« {word} »" if language == "fr" else f"“{word}”" for word in shown]),
                "share": percent(result.calm_share, language),
            },
        ),
        both("wording.next", lambda _: {"span": short(first.span), "say": first.rewording}),
    ]
