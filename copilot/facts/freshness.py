"""How old what the notes say is, against how long such things hold: pure, the day is given."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from copilot.facts.lexicon import pattern
from copilot.resources import load_yaml, resource
from copilot.schemas.evidence import Citation
from copilot.schemas.facts import Fact
from copilot.schemas.plan import Part, Section, SectionFreshness
from copilot.text.normalise import fold

FreshnessState = Literal["fresh", "ageing", "stale", "undated"]
_PLACES = Decimal("0.0001")
_ISO = re.compile(r"(\d{4})(?:-(?:Q(?P<q>[1-4])|H(?P<h>[12])|W(?P<w>\d{2})|(?P<m>\d{2})(?:-(?P<d>\d{2}))?))?")
_ENDS = re.compile(
    r"(?:\bjusqu'au|\bau\b|expir\w*|echeance\w*|prend fin|se termine|s'acheve|\bfin\b|until|\bends?\b|ending"
    r"|\bthrough\b|\bto\b|lauft bis|\bbis\b|endet)[^.;:]{0,25}$"
)

_CONTRACT = re.compile(
    r"contrat|contract|accord[- ]cadre|agreement|convention|vertrag|\bcadre\b|\bmsa\b|avenant|amendment"
)


@dataclass(frozen=True)
class HalfLives:
    """Days after which half of what is said on a topic is taken to hold, and where the states begin."""

    days: dict[str, int]
    default: int
    until_end: dict[str, re.Pattern[str]]
    ageing_below: Decimal
    stale_below: Decimal

    def of(self, topic: str) -> int:
        """The half-life of a topic; topics that have none share the default."""
        return self.days.get(topic, self.default)


@dataclass(frozen=True)
class Freshness:
    """How much of one piece of evidence still counts."""

    age_days: int | None
    half_life_days: int
    share: Decimal | None
    state: FreshnessState


@cache
def half_lives() -> HalfLives:
    """The defaults of knowledge/freshness.yaml."""
    data = load_yaml(resource("knowledge") / "freshness.yaml")
    return HalfLives(
        days={str(k): int(v) for k, v in data["half_life_days"].items()},
        default=int(data["default"]),
        until_end={str(k): pattern([str(stem) for stem in v]) for k, v in data["until_end"].items()},
        ageing_below=Decimal(data["ageing_below"]),
        stale_below=Decimal(data["stale_below"]),
    )


def freshness(
    date: dt.date | None,
    topic: str,
    today: dt.date,
    valid_until: dt.date | None = None,
    lives: HalfLives | None = None,
) -> Freshness:
    """How much of what was said that day still counts today.

    Args:
        date: when it was said; None when no note tells.
        topic: key of a section.
        today: the day it is read.
        valid_until: for what holds until a known day (a contract), that day: fresh until then, stale after.
        lives: other half-lives than those of knowledge/freshness.yaml.
    """
    lives = lives or half_lives()
    half_life = lives.of(topic)
    if date is None:
        return Freshness(None, half_life, None, "undated")
    age = max(0, (today - date).days)
    if valid_until is not None:
        holds = today <= valid_until
        return Freshness(age, half_life, Decimal(int(holds)), "fresh" if holds else "stale")
    share = (Decimal(2) ** (Decimal(-age) / Decimal(half_life))).quantize(_PLACES)
    state: FreshnessState = "fresh"
    if share < lives.ageing_below:
        state = "stale" if share < lives.stale_below else "ageing"
    return Freshness(age, half_life, share, state)


def day_of(iso: str | None) -> dt.date | None:
    """The last day of an ISO date cut at any precision: what is said of a quarter is as fresh as its end."""
    match = _ISO.match(iso) if iso else None
    if match is None:
        return None
    year = int(match[1])
    try:
        if match["d"]:
            return dt.date(year, int(match["m"]), int(match["d"]))
        if match["w"]:
            return dt.date.fromisocalendar(year, int(match["w"]), 7)
        last = int(match["m"] or 0) or int(match["q"] or 0) * 3 or int(match["h"] or 0) * 6 or 12
        return dt.date(year + last // 12, last % 12 + 1, 1) - dt.timedelta(1)
    except ValueError:
        return None


def newest(citations: Iterable[Citation]) -> str | None:
    """The newest date of the citations, at its precision."""
    last = _newest(citations)
    return last.date if last else None


def _newest(citations: Iterable[Citation]) -> Citation | None:
    dated = [(day, c) for c in citations if (day := day_of(c.date))]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None


def section_freshness(
    section: Section, today: dt.date, valid_until: dt.date | None = None, lives: HalfLives | None = None
) -> SectionFreshness | None:
    """How old a section's evidence is: each claim and each typed part by its newest citation; None without any."""
    lives = lives or half_lives()
    bound = lives.until_end.get(section.key) if valid_until else None
    seen: list[Freshness] = []
    known: list[tuple[dt.date, str]] = []
    held = lapsed = 0
    for text, citation in _evidence(section):
        until = valid_until if bound is not None and bound.search(fold(text)) else None
        day = day_of(citation.date) if citation else None
        one = freshness(day, section.key, today, until, lives)
        seen.append(one)
        known += [(day, citation.document)] if day and citation else []
        held += until is not None
        lapsed += until is not None and one.state == "stale"
    if not seen:
        return None
    last = max(known, default=None)
    return SectionFreshness(
        half_life_days=seen[0].half_life_days,
        dated=len(known),
        undated=len(seen) - len(known),
        ageing=sum(f.state == "ageing" for f in seen),
        stale=sum(f.state == "stale" for f in seen),
        lapsed=lapsed,
        newest=last[0].isoformat() if last else None,
        newest_document=last[1] if last else None,
        oldest=min(known)[0].isoformat() if known else None,
        valid_until=valid_until.isoformat() if valid_until and held else None,
    )


def _evidence(section: Section) -> Iterator[tuple[str, Citation | None]]:
    """Each claim's text and each typed part's, with its newest citation."""
    for claim in section.claims:
        if claim.citations:
            yield claim.text, _newest(claim.citations)
    parts: Sequence[Part] = [*section.stakeholders, *section.competitors, *section.objectives, *section.actions,
                             *section.risks, *section.budget, *section.metrics]  # fmt: skip
    for part in parts:
        if part.citations:
            yield "", _newest(part.citations)


def contract_end(facts: Iterable[Fact]) -> dt.date | None:
    """The last day on which a contract among the facts still runs; None when none tells."""
    ends = []
    for fact in facts:
        if fact.superseded or fact.disputed or "profile" not in fact.sections or not _CONTRACT.search(fold(fact.text)):
            continue
        quote = fact.citations[-1].quote if fact.citations else ""
        for q in fact.quantities:
            if q.date is not None and q.date.precision == "day" and _ENDS.search(fold(quote[: q.start])[-60:]):
                ends.append(q.date.start)
    return max(ends, default=None)
