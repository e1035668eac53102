"""Tests of `review_period`: the default lengths, other words for a level, and the next day."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


class TestReview:
    @pytest.mark.parametrize(
        ("level", "days", "next_date"),
        [("debutant", 7, "2026-01-07"), ("confirme", 30, "2026-01-30"), ("senior", 90, "2026-03-31")],
    )
    def test_default_lengths(self, level: str, days: int, next_date: str) -> None:
        found = result("review_period", level=level, last="2025-12-31")
        assert (found["days"], found["next_date"], found["late"]) == (days, next_date, None)

    @pytest.mark.parametrize(
        ("written", "level"),
        [("Débutante", "debutant"), ("beginner", "debutant"), ("CONFIRMÉ", "confirme"), (" Senior ", "senior")],
    )
    def test_other_words_for_a_level(self, written: str, level: str) -> None:
        assert result("review_period", level=written)["level"] == level

    def test_february_of_a_leap_year(self) -> None:
        assert result("review_period", level="confirme", last="2028-01-30")["next_date"] == "2028-02-29"

    @pytest.mark.parametrize(
        ("as_of", "left", "late"), [("2026-01-06", 1, False), ("2026-01-07", 0, False), ("2026-01-08", -1, True)]
    )
    def test_lateness_starts_the_day_after(self, as_of: str, left: int, late: bool) -> None:
        found = result("review_period", level="debutant", last="2025-12-31", as_of=as_of)
        assert (found["days_left"], found["late"]) == (left, late)

    def test_own_lengths_are_said_to_be_chosen(self) -> None:
        answer = run_tool("review_period", {"level": "senior", "last": "2026-01-01", "lengths": {"senior": 180}})
        assert answer.result is not None
        assert (answer.result["days"], answer.result["next_date"]) == (180, "2026-06-30")
        assert answer.why[0].code == "review.length_chosen"
        assert run_tool("review_period", {"level": "senior"}).why[0].code == "review.length_ours"

    def test_warnings(self) -> None:
        assert codes(run_tool("review_period", {"level": "senior"})) == ["review.no_last"]
        saturday = run_tool("review_period", {"level": "debutant", "last": "2026-02-28", "as_of": "2026-02-27"})
        assert codes(saturday) == ["review.weekend", "review.last_ahead"]
        assert "7 mars 2026" in saturday.findings[0].fr

    def test_without_a_level_it_is_insufficient(self) -> None:
        assert run_tool("review_period", {"last": "2026-01-01"}).missing == ["level"]

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"level": "expert"}, "level = 'expert': Input should be 'debutant', 'confirme' or 'senior'"),
            (
                {"level": "senior", "lengths": {"senior": 0}},
                "lengths.senior = '0': Input should be greater than or equal to 1",
            ),
            (
                {"level": "senior", "last": "2026-02-30"},
                "last = '2026-02-30': there is no such day; write it as YYYY-MM-DD",
            ),
        ],
    )
    def test_refusals(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("review_period", payload)
        assert str(caught.value) == f"review_period: {message}"
