"""Small documents and claims for the verifier's tests."""

import datetime as dt

import pytest

from copilot.schemas.check import Assessment
from copilot.schemas.evidence import Citation, Claim, Locator, Segment, SourceDocument
from copilot.verify.check import check
from copilot.verify.claims import Verdict, check_claim
from copilot.verify.sources import Sources


def segment(text: str, ordinal: int = 0, **more) -> Segment:
    return Segment(
        ordinal=ordinal, kind=more.pop("kind", "paragraph"), text=text, locator=Locator(line=ordinal + 1), **more
    )


def document(
    *texts, name: str = "notes.txt", language: str = "fr", date: dt.date | None = dt.date(2026, 2, 10), **more
) -> SourceDocument:
    segments = tuple(t if isinstance(t, Segment) else segment(t, i) for i, t in enumerate(texts))
    return SourceDocument(
        name=name, media_type="text/plain", kind="note", language=language, date=date, segments=segments,
        id=name, sha256="0" * 64, added_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC), **more,
    )  # fmt: skip


def table(header: str, *rows: str) -> list[Segment]:
    """Rows of a table, columns and cells separated by bars."""
    columns = tuple(header.split(" | "))
    return [
        segment(row, index, kind="row", header=columns, cells=tuple(row.split(" | "))) for index, row in enumerate(rows)
    ]


def claim(text: str, *quotes: str, status: str = "fact", document: str = "notes.txt", **more) -> Claim:
    return Claim(
        id="c1",
        text=text,
        status=status,
        citations=[Citation(document=document, quote=quote) for quote in quotes],
        **more,
    )


def judged(text: str, *quotes: str, language: str = "fr", sources: Sources | None = None, **more) -> Verdict:
    """The verdict on a claim over quotes that are a document of their own unless sources are given."""
    if sources is None:
        sources = Sources.build([document(*quotes, language=more.pop("written", language))])
    return check_claim(claim(text, *quotes, **more), sources, language)


def stands(verdict: Verdict, text: str) -> bool:
    """Whether the claim is kept as proved, word for word."""
    kept = verdict.claim
    return kept is not None and kept.status in ("fact", "computed") and kept.text == text


def codes(verdict: Verdict) -> list[str]:
    return [finding.code for finding in verdict.findings]


def assessed(text: str, *notes, language: str = "fr") -> Assessment:
    """What a check without citations finds in a document of these notes."""
    return check(text, Sources.build([document(*notes, language=language)]), language)


def pairs(rows: str) -> pytest.MarkDecorator:
    """Claims over their quotes, one that holds (+) and one that does not (-): `fr code: quote`, `& quote`, `+`, `-`.

    A lone + is the first quote itself.
    """
    found: list[list] = []
    for line in filter(None, map(str.strip, rows.splitlines())):
        mark, _, text = line.partition(" ")
        if mark == "&":
            found[-1][1].append(text)
        elif mark in ("+", "-"):
            found[-1].append(text or found[-1][1][0])
        else:
            code, _, quote = text.partition(": ")
            found.append([mark, [quote], code])
    return pytest.mark.parametrize(
        ("language", "quotes", "code", "right", "wrong"),
        found,
        ids=[f"{number}-{row[-1][:60]}" for number, row in enumerate(found)],
    )


def tell_apart(language: str, quotes: list[str], code: str, right: str, wrong: str) -> None:
    """The right claim stands without a remark; the wrong one does not, for the reason given."""
    good = judged(right, *quotes, language=language)
    assert (stands(good, right), codes(good)) == (True, [])
    bad = judged(wrong, *quotes, language=language)
    assert not stands(bad, wrong)
    assert code in codes(bad)
