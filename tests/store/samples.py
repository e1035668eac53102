"""Small documents to store."""

from __future__ import annotations

import datetime as dt
import hashlib

import numpy as np

from copilot.ingest.chunk import Chunk
from copilot.schemas.evidence import Citation, Claim, Locator, ParsedDocument, Segment, SourceDocument
from copilot.schemas.plan import AccountRef, Contradiction, ContradictionSide, Plan, Section, Stakeholder
from copilot.store.records import Vectors
from copilot.store.repository import Store

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def parsed(name: str, *texts: str, date: dt.date | None = None, language: str = "fr") -> ParsedDocument:
    return ParsedDocument(
        name=name,
        media_type="text/plain",
        kind="note",
        title="Titre",
        author="Ana Ruiz",
        recipients=("Léo",),
        date=date,
        language=language,
        warnings=("une remarque",),
        segments=tuple(
            Segment(
                ordinal=i,
                kind="paragraph",
                text=text,
                locator=Locator(line=i + 1),
                header=("a", "b"),
                cells=("1", "2"),
                author="Zoé",
                said_on=dt.date(2026, 1, 2),
                heading="Titre",
            )
            for i, text in enumerate(texts)
        ),
    )


def put(
    store: Store,
    account_id: str,
    name: str,
    *texts: str,
    workspace: str = "default",
    vectors: Vectors | None = None,
    embedder: str | None = None,
    language: str = "fr",
    date: dt.date | None = None,
) -> tuple[SourceDocument, str]:
    raw = "\n".join(texts).encode()
    chunks = [
        Chunk(ordinal=i, text=text, first_segment=i, last_segment=i, tokens=len(text.split()), language=language)
        for i, text in enumerate(texts)
    ]
    return store.put_document(
        workspace,
        account_id,
        parsed(name, *texts, language=language, date=date),
        sha256=hashlib.sha256(raw).hexdigest(),
        chunks=chunks,
        vectors=vectors,
        embedder=embedder,
        raw=raw,
        now=NOW,
    )


def unit(n: int, dim: int = 4, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def claim(claim_id: str, text: str, *sources: tuple[str, str]) -> Claim:
    return Claim(id=claim_id, text=text, status="fact", citations=[Citation(document=d, quote=q) for d, q in sources])


def plan(*claims: Claim, stakeholder: Stakeholder | None = None, sides: list[Citation] | None = None) -> Plan:
    return Plan(
        account=AccountRef(slug="acme", name="Acme"),
        language="fr",
        as_of="2026-03-01",
        generated_at="2026-03-02T10:00:00Z",
        writer="embedded",
        sections=[
            Section(
                key="profile", title="Profil", claims=list(claims), stakeholders=[stakeholder] if stakeholder else []
            )
        ],
        contradictions=[
            Contradiction(
                id="c1",
                topic="prix",
                sides=[ContradictionSide(text=side.quote, citations=[side]) for side in sides or []],
            )
        ]
        if sides
        else [],
    )
