"""Notes without the words that address an assistant, which are set aside before anything is read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copilot.facts.statements import Statement
from copilot.schemas.evidence import Segment, SourceDocument
from copilot.text.planted import Place, overlaps, planted_places


def readable(document: SourceDocument) -> SourceDocument:
    """The document with blanks for what addresses an assistant: every other word stands where it stood."""
    places = planted_places(document)
    if not any(places):
        return document
    segments = zip(document.segments, places, strict=True)
    return document.model_copy(update={"segments": tuple(_blanked(segment, own) for segment, own in segments)})


def trusted(statements: Sequence[Statement], documents: Sequence[SourceDocument]) -> list[Statement]:
    """The statements without a word that addresses an assistant; their passages no longer show such words either."""
    planted = {
        (document.id, segment.ordinal): own
        for document in documents
        for segment, own in zip(document.segments, planted_places(document), strict=True)
        if own
    }
    kept = []
    for statement in statements:
        places = planted.get((statement.document.id, statement.segment.ordinal), [])
        if not overlaps(statement.start, statement.end, places):
            kept.append(replace(statement, segment=_blanked(statement.segment, places)) if places else statement)
    return kept


def _blanked(segment: Segment, places: Sequence[Place]) -> Segment:
    if not places:
        return segment
    text = segment.text
    for start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return segment.model_copy(update={"text": text, "cells": (), "header": ()})
