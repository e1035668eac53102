"""Small documents and claims for the verifier's tests."""

import datetime as dt

from copilot.schemas.evidence import Citation, Claim, Locator, Segment, SourceDocument


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


def claim(text: str, *quotes: str, status: str = "fact", document: str = "notes.txt", **more) -> Claim:
    return Claim(
        id="c1",
        text=text,
        status=status,
        citations=[Citation(document=document, quote=quote) for quote in quotes],
        **more,
    )
