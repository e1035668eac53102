"""The few things that every plan needs: asked for when the notes do not have them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.facts import lexicon
from copilot.facts.gap_finder import GapFinder
from copilot.facts.statements import Statement


@dataclass(frozen=True)
class _Essential:
    """Something that a plan cannot do without, and what shows that the notes have it."""

    key: str
    known: re.Pattern[str]
    figure: frozenset[str] = frozenset()


_AMOUNTS = frozenset({"percent", "money", "count", "duration", "date"})
_SIZES = frozenset({"count", "number"})
_ESSENTIALS = (
    _Essential("budget", re.compile(r"budget|enveloppe|envelope|capex|montant total"), frozenset({"money"})),
    _Essential(
        "decider",
        re.compile(r"decid|signs? off|signe\b|arbitr|comite de choix|panel|sponsor|directeur|director|dg\b|cfo|daf"),
    ),
    _Essential("objective", re.compile(r"objecti[fv]|\bcible|target|ziel|goal"), _AMOUNTS),
    _Essential(
        "next_step",
        re.compile(
            r"rdv|rendez-vous|reunion|meeting|copil|demo|visite|visit|soutenance|steering|review|presentation|workshop"
        ),
        frozenset({"date"}),
    ),
    _Essential(
        "need",
        re.compile(r"besoin|need|quantit|volume|perimetre|scope|lots?\b|sites?\b|licen|seats|users|unites?|tonnes"),
        _SIZES,
    ),
    _Essential(
        "criteria", re.compile(r"criter|ponder|weight|grille|scor|notation|kriter"), _SIZES | frozenset({"percent"})
    ),
    _Essential(
        "contract_end",
        re.compile(r"contrat|contract|accord|agreement|vertrag|convention"),
        frozenset({"date", "duration"}),
    ),
    _Essential("competition", re.compile(r"concurren|competit|wettbewerb|challenger|incumbent")),
)


def essentials(finder: GapFinder, live: Sequence[Statement]) -> None:
    """The few things that every plan needs and these notes do not have; a figure or a date must go with the word."""
    for item in _ESSENTIALS:
        known = item.key == "competition" and bool(finder.competitors)
        for s in live:
            if known:
                break
            vague = (
                s.text.rstrip().endswith("?")
                or lexicon.has("unsettled", s.folded)
                or re.search(r"pas de nom|pas dit|a fixer", s.folded)
            )
            if item.known.search(f"{s.folded} {s.near_context}") and not vague:
                known = not item.figure or any(q.kind in item.figure for q in s.quantities)
                if item.key == "decider":
                    known = bool(finder.people.mentions(s.text))
        if not known:
            finder.add(f"essential:{item.key}", 5.5, f"gap.essential.{item.key}", [], None)
