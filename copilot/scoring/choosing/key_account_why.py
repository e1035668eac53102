"""What the verdict of `assess_key_account` hangs on, and what contradicts it."""

from __future__ import annotations

from decimal import Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.choosing.key_account_model import SIGNS, KeyAccountInput, KeyAccountResult, Suggestion
from copilot.scoring.wording import both, names, number
from copilot.text.catalogue import t


def contradictions(given: KeyAccountInput, result: KeyAccountResult) -> list[Note]:
    """Where complexity or revenue makes the verdict, and the signs that nothing proves."""
    found = []
    if result.verdict_without_complexity not in (None, result.verdict):
        code = "complexity_lifts" if result.verdict == "eligible" else "complexity_lowers"
        found.append(both(f"key_account.{code}", lambda lang: _scores(result, result.score_without_complexity, lang)))
    if given.ratings.c1.rating is not None and result.score_without_revenue is not None:
        other = result.verdict_without_revenue
        code = "revenue_open" if other is None else "revenue_conflict" if other == result.verdict else "revenue_decides"
        found.append(both(f"key_account.{code}", lambda lang: _scores(result, result.score_without_revenue, lang)))
    bare = [name for name in SIGNS if getattr(given, name).claimed()]
    if bare:
        found.append(both("key_account.sign_without_evidence", lambda lang: {"names": _labels(bare, lang)}))
    return found


def _labels(codes: list[str], language: Language) -> str:
    return names([t(f"scoring.key_account.{code}", language) for code in codes])


def _scores(result: KeyAccountResult, other: Decimal | None, language: Language) -> dict[str, object]:
    return {
        "score": number(result.score, language),
        "other": number(other or Decimal(0), language),
        "threshold": number(result.threshold, language),
    }


def particulars(result: KeyAccountResult) -> list[Note]:
    """The need for dedicated handling, and the ratings that proved signs invite to look at again."""
    why = []
    if result.complexity is not None and result.score_without_complexity is not None:
        rating = result.complexity
        why.append(
            both(
                f"key_account.handling_{result.dedicated_handling}",
                lambda lang: {
                    "rating": number(rating, lang),
                    **_scores(result, result.score_without_complexity, lang),
                },
            )
        )
    why += [_suggestion(one) for one in result.suggestions]
    if result.score_if_suggestions is not None:
        why.append(both("key_account.suggested_score", lambda lang: _scores(result, result.score_if_suggestions, lang)))
    return why


def _suggestion(one: Suggestion) -> Note:
    return both(
        "key_account.suggest" if one.rating is not None else "key_account.suggest_rating",
        lambda lang: {
            "criterion": t(f"scoring.key_account.{one.criterion}", lang),
            "rating": number(one.rating or Decimal(0), lang),
            "signs": _labels(one.signs, lang),
        },
    )
