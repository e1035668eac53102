"""Tests of `terms_table`: settled, open, under the floor, and linked or not."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

RATE = {"name": "rate", "unit": "EUR/h", "direction": "up", "opening": 106, "objective": 102, "floor": 96}
DAYS = {"name": "days", "unit": "days", "direction": "down", "opening": 30, "objective": 40, "floor": 60}
BOTH = {"our_interest": "a plan", "their_interest": "a fixed budget"}


def table(*terms: dict[str, Any]) -> dict[str, Any]:
    return result("terms_table", terms=list(terms))


def first(*terms: dict[str, Any]) -> dict[str, Any]:
    return dict(run_tool("terms_table", {"terms": list(terms)}).per_item[0])


class TestStatus:
    @pytest.mark.parametrize(
        ("term", "status", "reaches", "over"),
        [
            ({**RATE, "agreed": 102}, "agreed", True, "6"),
            ({**RATE, "agreed": 96}, "agreed", False, "0"),
            ({**RATE, "agreed": "95.9"}, "below_floor", False, "-0.1"),
            ({**DAYS, "agreed": 61}, "below_floor", False, "-1"),
            ({**DAYS, "agreed": 40}, "agreed", True, "20"),
            ({**RATE, "ours": 103}, "open", None, "7"),
            ({**RATE, "ours": 95}, "below_floor", None, "-1"),
            ({"name": "clause", "agreed_words": "annex 4"}, "agreed", None, None),
            ({"name": "clause", "agreed_words": "  "}, "open", None, None),
        ],
    )
    def test_status_of_a_term(self, term: dict[str, Any], status: str, reaches: bool | None, over: str | None) -> None:
        item = first(term)
        assert (item["status"], item["reaches_objective"], item["over_floor"]) == (status, reaches, over)

    def test_agreed_under_the_floor_stays_agreed_and_is_a_warning(self) -> None:
        answer = run_tool("terms_table", {"terms": [{**RATE, **BOTH, "agreed": 90}]})
        assert answer.result is not None
        assert (answer.result["agreed"], answer.result["below_floor"]) == (["rate"], ["rate"])
        assert codes(answer) == ["terms_table.below_floor"]

    @pytest.mark.parametrize(
        ("term", "within", "distance", "used"),
        [
            ({**RATE, "ours": 103, "theirs": 97}, True, "6", "0.3"),
            ({**RATE, "ours": 106, "theirs": 95}, False, "11", "0"),
            ({**RATE, "ours": 96, "theirs": 98}, True, "0", "1"),
            ({**DAYS, "ours": 45, "theirs": 60}, True, "15", "0.5"),
            ({**RATE, "opening": 96, "objective": None, "ours": 96}, None, None, None),
        ],
    )
    def test_positions_of_an_open_term(
        self, term: dict[str, Any], within: bool | None, distance: str | None, used: str | None
    ) -> None:
        item = first(term)
        assert (item["theirs_within_floor"], item["distance"], item["margin_used"]) == (within, distance, used)

    def test_share_of_settled_terms(self) -> None:
        found = table({**RATE, "agreed": 100}, DAYS, {"name": "clause", "agreed_words": "annex 4"})
        assert (found["agreed"], found["open"], found["agreed_share"]) == (["clause", "rate"], ["days"], "0.666667")

    def test_all_settled_is_said(self) -> None:
        answer = run_tool("terms_table", {"terms": [{**RATE, "agreed": 100}]})
        assert answer.why[0].code == "terms_table.settled_all"

    def test_no_terms_is_insufficient(self) -> None:
        assert run_tool("terms_table", {"terms": []}).missing == ["terms"]


class TestLinks:
    def test_open_terms_without_a_link_are_named(self) -> None:
        answer = run_tool("terms_table", {"terms": [{**RATE, **BOTH}, {**DAYS, **BOTH}]})
        assert answer.result is not None
        assert answer.result["open_not_linked"] == ["days", "rate"]
        assert codes(answer) == ["terms_table.open_not_linked"]

    def test_link_holds_in_both_directions(self) -> None:
        found = table({**RATE, "linked_to": ["days"]}, DAYS)
        assert found["open_not_linked"] == []
        assert first(DAYS, {**RATE, "linked_to": ["days"]})["linked"] == ["rate"]

    def test_single_term_has_nothing_to_be_linked_to(self) -> None:
        assert table(RATE)["open_not_linked"] == []


class TestCoverage:
    def test_missing_interests_and_floors_are_named(self) -> None:
        terms = [{"name": "fee", "direction": "up", "ours": 5, "our_interest": "cash"}, {"name": "clause", **BOTH}]
        answer = run_tool("terms_table", {"terms": terms})
        assert answer.result is not None
        assert answer.result["floor_missing"] == ["fee"]
        assert answer.result["interests_missing"] == ["fee"]
        assert answer.per_item[1]["interests_missing"] == ["theirs"]

    def test_order_of_terms_does_not_matter(self) -> None:
        terms = [{**RATE, "ours": 103, "theirs": 99, "linked_to": ["days"]}, {**DAYS, "ours": 45, "theirs": 61}]
        one, two = (run_tool("terms_table", {"terms": rows}) for rows in (terms, terms[::-1]))
        assert (one.result, one.per_item, one.why) == (two.result, two.per_item, two.why)

    @pytest.mark.parametrize(
        ("terms", "message"),
        [
            ([RATE, RATE], "terms: 'rate' stands twice"),
            ([{**RATE, "linked_to": ["fee"]}], "terms.0.linked_to = 'fee': no other term has that name"),
            ([{**RATE, "linked_to": ["rate"]}], "terms.0.linked_to = 'rate': no other term"),
            ([{"name": "fee", "floor": 5}], "direction of 'fee': say up"),
            ([{**RATE, "floor": 103}], "floor = '103' of 'rate': better for us than objective = '102'"),
            ([{**DAYS, "objective": None, "floor": 20}], "floor = '20' of 'days': better for us than opening = '30'"),
            ([{**RATE, "ours": "1e16"}], "terms.0.ours = '1e16'"),
        ],
    )
    def test_refusals_name_field_and_value(self, terms: list[dict[str, Any]], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("terms_table", {"terms": terms})
        assert message in str(caught.value)
