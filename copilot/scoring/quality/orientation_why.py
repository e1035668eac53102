"""What `client_orientation` says beside its figure: what to ask, what drives the score, what it does not cover."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from copilot.schemas.evidence import Language
from copilot.scoring.base import HUNDRED, PRECISION, Note, at_defaults
from copilot.scoring.quality.lines import short
from copilot.scoring.quality.references import build_names
from copilot.scoring.quality.stance import Stance
from copilot.scoring.wording import both, names, number, percent
from copilot.text.catalogue import t
from copilot.text.normalise import fold

if TYPE_CHECKING:
    from copilot.scoring.quality.orientation import LineVerdict, OrientationResult, PartShare
    from copilot.scoring.quality.orientation_input import OrientationInput, Part

FEW_SENTENCES = 5


def ask(part: Part, stance: Stance, counted: Decimal) -> Note | None:
    """What to ask so that the line can be rewritten from the client's side."""
    if counted > 0:
        return None
    if stance.verdict == "internal":
        words: dict[str, object] = {"words": ", ".join(stance.our_words)}
        code = f"orientation.ask_{stance.reason}" if stance.reason else "orientation.ask_activity_unnamed"
        return both(code, lambda _: words)
    if part == "objectives":
        return both("orientation.ask_objective", lambda _: {})
    return both("orientation.ask_action", lambda _: {}) if part == "actions" else None


def why(
    given: OrientationInput,
    result: OrientationResult,
    items: list[LineVerdict],
    shares: list[PartShare],
    score: Decimal,
) -> list[Note]:
    """What makes the score, the weakest part, and the shortest way to the threshold."""
    weakest = min(shares, key=lambda part: (part.share, part.part))

    def values(language: Language) -> dict[str, object]:
        parts = ", ".join(
            t(
                "scoring.orientation.part",
                language,
                name=_name(part.part, language),
                met=number(part.met, language),
                lines=part.lines,
                weight=percent(part.weight, language),
            )
            for part in shares
        )
        return {
            "score": percent(score, language),
            "threshold": percent(given.threshold, language),
            "parts": parts,
            "weakest": _name(weakest.part, language),
            "share": percent(weakest.share, language),
            "gap": percent(abs(score - given.threshold), language),
        }

    said = [both(f"orientation.{result.verdict}", values)]
    if len(shares) > 1 and weakest.share < 1:
        said.append(both("orientation.weakest", values))
    if result.sided_share is not None and result.verdicts["neutral"]:
        sided, neutral = result.sided_share, result.verdicts["neutral"]
        said.append(both("orientation.sided", lambda language: {"share": percent(sided, language), "n": neutral}))
    if result.internal_objectives:
        listed = names([short(text) for text in result.internal_objectives], limit=3)
        said.append(both("orientation.internal_objectives", lambda _: {"names": listed}))
    step = _step(shares, given.threshold - score)
    return [*said, step] if step else said


def _step(shares: list[PartShare], gap: Decimal) -> Note | None:
    """How many lines of one part, repaired, reach the threshold: the part where the fewest do."""
    if gap <= 0:
        return None
    with localcontext(prec=PRECISION):
        ways = []
        for part in shares:
            each = part.weight / part.lines
            needed = math.ceil(gap / each) if each else 0
            if needed and needed <= part.lines - part.met:
                ways.append((needed, part.part, each))
    if not ways:
        return both("orientation.no_single_step", lambda language: {"gap": percent(gap, language)})
    needed, chosen, each = min(ways, key=lambda way: (way[0], way[1]))
    return both(
        "orientation.step",
        lambda language: {
            "n": needed,
            "what": t(f"scoring.orientation.repair_{chosen}", language),
            "each": number(each * HUNDRED, language, 1),
            "gap": percent(gap, language),
        },
    )


def findings(given: OrientationInput, result: OrientationResult, items: list[LineVerdict], repeated: int) -> list[Note]:
    """What the score leaves out or takes from a default of ours."""
    found: list[Note] = []
    absent = [part for part in ("objectives", "actions", "sentences") if part not in {p.part for p in result.parts}]
    if absent:
        found.append(
            both("orientation.left_out", lambda language: {"names": names([_name(part, language) for part in absent])})
        )
    if repeated:
        found.append(both("orientation.repeated", lambda _: {"n": repeated}))
    ours = build_names([], [given.us] if given.us else [], [], given.our_people, []).us
    wrong = sorted({a.owner_client for a in given.actions if a.owner_client and ours.search(fold(a.owner_client))})
    if wrong:
        found.append(both("orientation.owner_is_ours", lambda _: {"names": names(wrong)}))
    unstated = [
        short(i.text) for i in items if i.part == "actions" and not i.counted and i.verdict in ("client", "mixed")
    ]
    if unstated:
        found.append(both("orientation.benefit_in_text", lambda _: {"names": names(unstated, limit=3)}))
    return found + _about_sentences(given, items)


def _about_sentences(given: OrientationInput, items: list[LineVerdict]) -> list[Note]:
    found: list[Note] = []
    judged = [i for i in items if i.part == "sentences"]
    unclear = sum(i.verdict in ("neutral", "mixed") and i.judged_by == "words" for i in judged)
    if judged and 2 * unclear >= len(judged):
        found.append(both("orientation.unclear", lambda _: {"n": unclear, "of": len(judged)}))
    if 0 < len(judged) < FEW_SENTENCES:
        found.append(both("orientation.few_sentences", lambda _: {"n": len(judged)}))
    if at_defaults(given, "threshold", "weights"):
        found.append(
            both(
                "orientation.defaults",
                lambda language: {"threshold": percent(given.threshold, language)},
            )
        )
    return found


def _name(part: Part | str, language: Language) -> str:
    return t(f"scoring.orientation.{part}", language)
