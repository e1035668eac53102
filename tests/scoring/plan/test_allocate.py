"""Tests of `allocate_budget`: the vectors of the method, the gates, what would change the choice, and the limits."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.base import ToolResult
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes

KEYS = ("id", "amount", "share", "category_sales", "commitment")
ROWS = (
    ("A", 300, "0.12", 4000, "written"),
    ("B", 250, "0.11", 3000, "written"),
    ("C", 400, "0.14", 5000, "none"),
    ("D", 200, "0.08", 2500, "written"),
    ("E", 350, "0.105", 4500, "written"),
)
TRAP = (("X", 300, "0.5", 960, "signed"), ("Y", 260, "0.5", 820, "signed"), ("Z", 260, "0.5", 810, "signed"))


def allocate(rows: Any = ROWS, **payload: Any) -> ToolResult:
    requests = [row if isinstance(row, dict) else dict(zip(KEYS, row, strict=True)) for row in rows]
    return run_tool(
        "allocate_budget", {"currency": "EUR", "budget": 700, "target": "0.1", "requests": requests, **payload}
    )


def found(rows: Any = ROWS, **payload: Any) -> dict[str, Any]:
    answer = allocate(rows, **payload)
    assert answer.result is not None
    return answer.result


def reasons(answer: ToolResult) -> dict[Any, Any]:
    return {item["id"]: item["reasons"] for item in answer.per_item}


def same(count: int, **row: Any) -> list[dict[str, Any]]:
    """Requests that differ in nothing but their id."""
    base = {"amount": 10, "share": "0.2", "category_sales": 100, "commitment": "signed", "client_means": True}
    return [{"id": f"r{n}", **base, **row} for n in range(count)]


class TestVectors:
    def test_exact_choice_for_700(self) -> None:
        answer = allocate()
        assert answer.result is not None
        assert [answer.result[key] for key in ("requested", "eligible_ids", "eligible")] == [
            "1500", ["A", "B", "E"], "900",
        ]  # fmt: skip
        assert [answer.result[key] for key in ("funded_ids", "funded", "left", "value")] == [
            ["A", "E"], "650", "50", "952.5",
        ]  # fmt: skip
        assert answer.result["proven_optimal"] is True
        assert answer.result["value_bound"] == "952.5"
        assert reasons(answer) == {
            "A": [], "B": ["BUDGET_EXHAUSTED"], "C": ["NO_COMMITMENT"], "D": ["BELOW_TARGET"], "E": [],
        }  # fmt: skip

    def test_weighted_share_not_the_mean(self) -> None:
        assert [found()[key] for key in ("requested_weighted_share", "requested_mean_share")] == ["0.114868", "0.111"]
        assert found()["funded_weighted_share"] == "0.112059"

    def test_greedy_falls_into_the_trap(self) -> None:
        answer = allocate(TRAP, budget=520)
        assert answer.result is not None
        assert (answer.result["funded_ids"], answer.result["value"]) == (["Y", "Z"], "815")
        assert answer.result["greedy_by_value"] == {"ids": ["X"], "spent": "300", "value": "480"}
        assert answer.result["greedy_by_rate"] == {"ids": ["X"], "spent": "300", "value": "480"}
        told = next(note for note in answer.why if note.code == "allocate.greedy_less")
        assert "335\u00a0€" in told.fr

    def test_the_two_greedy_orders_differ(self) -> None:
        rows = [
            ("big", 90, "0.5", 200, "signed"),
            ("small", 20, "0.5", 80, "signed"),
            ("mid", 70, "0.5", 150, "signed"),
        ]
        answer = found(rows, budget=100)
        assert answer["greedy_by_value"]["ids"] == ["big"]
        assert answer["greedy_by_rate"]["ids"] == ["mid", "small"]
        assert (answer["funded_ids"], answer["value"]) == (["mid", "small"], "115")


class TestNextEuro:
    def test_one_more_request_keeps_the_others(self) -> None:
        assert found()["one_more"] == {"id": "B", "extra_budget": "200", "extra_value": "330"}

    def test_smallest_budget_that_is_worth_more_may_exchange_requests(self) -> None:
        better = found(TRAP, budget=520)["next_improvement"]
        assert (better["extra_budget"], better["budget"], better["ids"]) == ("40", "560", ["X", "Y"])
        assert (better["value"], better["gain"], better["smallest_proven"]) == ("890", "75", True)

    def test_less_than_the_smallest_extra_changes_nothing(self) -> None:
        assert found(TRAP, budget="559.99")["value"] == "815"
        assert found(TRAP, budget=560)["value"] == "890"

    def test_nothing_waits_when_everything_is_funded(self) -> None:
        answer = allocate(budget=900)
        assert answer.result is not None
        assert answer.result["one_more"] is answer.result["next_improvement"] is None
        assert "allocate.nothing_waits" in [note.code for note in answer.why]

    def test_other_budgets(self) -> None:
        rows = found(what_if=[900, 0, "299.99", 900])["what_if"]
        assert [(row["budget"], row["ids"], row["value"], row["gain"]) for row in rows] == [
            ("0", [], "0", "-952.5"),
            ("299.99", ["B"], "330", "-622.5"),
            ("900", ["A", "B", "E"], "1282.5", "330"),
        ]


class TestGates:
    def test_commitment_that_is_missing_is_priced(self) -> None:
        answer = allocate()
        assert answer.result is not None
        unlocked = answer.result["if_committed"]
        assert unlocked["ids"] == ["A", "C"]
        assert (unlocked["spent"], unlocked["value"], unlocked["gain"]) == ("700", "1180", "227.5")
        told = next(note for note in answer.why if note.code == "allocate.if_committed")
        assert told.en.startswith("If C brought a commitment of at least “written”")

    def test_commitment_that_would_change_nothing_is_told_so(self) -> None:
        answer = allocate(budget=300)
        assert answer.result is not None
        assert answer.result["if_committed"]["gain"] == "0"
        assert "allocate.if_committed_same" in [note.code for note in answer.why]

    @pytest.mark.parametrize(
        ("level", "eligible"),
        [("none", ["n", "s", "u", "v", "w"]), ("verbal", ["s", "v", "w"]), ("written", ["s", "w"]), ("signed", ["s"])],
    )
    def test_each_level_lets_itself_and_the_stronger_ones_pass(self, level: str, eligible: list[str]) -> None:
        levels = {"n": "none", "v": "verbal", "w": "written", "s": "signed", "u": None}
        rows = [(name, 1, "0.2", 10, commitment) for name, commitment in levels.items()]
        assert found(rows, minimal_commitment=level)["eligible_ids"] == eligible

    def test_default_commitment_is_told_only_when_it_decides_and_was_not_chosen(self) -> None:
        assert "allocate.default_commitment" in codes(allocate())
        assert "allocate.default_commitment" not in codes(allocate(minimal_commitment="written"))
        assert "allocate.default_commitment" not in codes(allocate(same(2)))

    def test_share_at_the_target_passes(self) -> None:
        assert found(same(1, share="0.1"))["eligible_ids"] == ["r0"]
        assert reasons(allocate(same(1, share="0.099999999999")))["r0"] == ["BELOW_TARGET"]

    def test_target_of_zero_is_no_gate(self) -> None:
        assert "D" in found(target=0)["eligible_ids"]

    def test_client_without_means_is_out_and_silence_is_told(self) -> None:
        rows = [{**row, "client_means": means} for row, means in zip(same(3), (True, False, None), strict=True)]
        answer = allocate(rows)
        assert reasons(answer)["r1"] == ["NO_CLIENT_MEANS"]
        assert answer.result is not None
        assert answer.result["eligible_ids"] == ["r0", "r2"]
        told = next(note for note in answer.findings if note.code == "allocate.means_unknown")
        assert "r2" in told.fr
        assert "r0" not in told.fr

    def test_every_missed_gate_is_listed(self) -> None:
        row = {"id": "x", "share": "0.01", "commitment": "verbal", "client_means": False}
        assert reasons(allocate([*same(1), row]))["x"] == [
            "INCOMPLETE", "NO_COMMITMENT", "BELOW_TARGET", "NO_CLIENT_MEANS",
        ]  # fmt: skip

    def test_incomplete_request_is_named_not_counted_as_zero(self) -> None:
        answer = allocate([*same(1), {"id": "x", "amount": 5, "share": "0.2", "commitment": "signed"}])
        assert reasons(answer)["x"] == ["INCOMPLETE"]
        assert "allocate.incomplete" in codes(answer)

    def test_worth_nothing_is_not_funded_for_free(self) -> None:
        rows = [*same(1), *({**row, "id": "zero"} for row in same(1, category_sales=0))]
        assert reasons(allocate(rows, target=0))["zero"] == ["NO_VALUE"]

    def test_no_request_is_eligible(self) -> None:
        answer = allocate(same(2, commitment="none"))
        assert answer.result is not None
        assert [answer.result[key] for key in ("funded_ids", "value", "left")] == [[], "0", "700"]
        assert answer.why[0].code == "allocate.none_eligible"


class TestObjective:
    def test_margin_changes_the_choice(self) -> None:
        rows = [
            {
                "id": "rich",
                "amount": 10,
                "share": "0.5",
                "category_sales": 100,
                "commitment": "signed",
                "margin": "0.1",
            },
            {"id": "poor", "amount": 10, "share": "0.5", "category_sales": 50, "commitment": "signed", "margin": "0.4"},
        ]
        assert found(rows, budget=10)["funded_ids"] == ["rich"]
        by_margin = found(rows, budget=10, objective="margin")
        assert (by_margin["funded_ids"], by_margin["value"]) == (["poor"], "10")

    def test_margin_is_needed_for_it_and_a_loss_is_worth_nothing(self) -> None:
        rows = [*same(1), *({**row, "id": "loss"} for row in same(1, margin="-0.1"))]
        answer = allocate(rows, objective="margin")
        assert reasons(answer) == {"loss": ["NO_VALUE"], "r0": ["INCOMPLETE"]}


class TestTies:
    def test_equal_requests_go_by_id(self) -> None:
        assert found(same(4)[::-1], budget=25)["funded_ids"] == ["r0", "r1"]

    def test_equal_value_goes_to_the_cheaper(self) -> None:
        rows = [("a", 20, "0.2", 100, "signed"), ("b", 10, "0.2", 100, "signed")]
        assert found(rows, budget=25)["funded_ids"] == ["b"]


class TestLimits:
    @pytest.mark.parametrize(
        ("payload", "missing"),
        [
            ({"budget": None}, ["budget"]),
            ({"target": None}, ["target"]),
            ({"requests": []}, ["requests with an amount, a share and the category's sales"]),
            (
                {"requests": [{"id": "a"}], "budget": None, "target": None},
                ["budget", "target", "requests with an amount, a share and the category's sales"],
            ),
        ],
    )
    def test_what_is_missing_is_named_never_assumed(self, payload: dict[str, Any], missing: list[str]) -> None:
        answer = allocate(**payload)
        assert (answer.verdict, answer.missing) == ("insufficient", missing)

    def test_budget_of_zero_funds_what_costs_nothing(self) -> None:
        rows = [*same(1, amount=0), *({**row, "id": "paid"} for row in same(1))]
        answer = found(rows, budget=0)
        assert (answer["funded_ids"], answer["value"]) == (["r0"], "20")

    def test_two_hundred_requests_with_cents_are_proven(self) -> None:
        rows = [
            {
                "id": f"k{n:03}",
                "amount": f"{(n * 7919) % 40_000 + 500}.{(n * 37) % 100:02}",
                "share": f"0.{1000 + (n * 613) % 1500}",
                "category_sales": f"{(n * 104_729) % 900_000 + 20_000}.{(n * 61) % 100:02}",
                "commitment": "signed",
            }
            for n in range(200)
        ]
        answer = found(rows, budget=1_000_000, what_if=[500_000, 2_000_000])
        assert answer["proven_optimal"] is True
        assert answer["only_best"] is True
        assert answer["next_improvement"]["smallest_proven"] is True
        assert float(answer["funded"]) <= 1_000_000

    def test_enormous_and_tiny_amounts_are_exact(self) -> None:
        rows = [
            {**row, "amount": amount}
            for row, amount in zip(same(3), ("1e15", "999999999999999.99999999", "0.00000001"), strict=True)
        ]
        assert found(rows, budget="1e15")["funded_ids"] == ["r1", "r2"]

    def test_search_that_stops_says_so_with_a_bound(self) -> None:
        """Value in exact proportion to amounts of 15 digits: no search can be sure."""
        amounts = [f"{(n * 736_878_712_345_793 + 10**14) % 10**15}e-2" for n in range(60)]
        rows = [
            {**row, "amount": amount, "share": 1, "category_sales": amount}
            for row, amount in zip(same(60), amounts, strict=True)
        ]
        answer = allocate(rows, budget="98765432109876.54")
        assert answer.result is not None
        assert answer.result["proven_optimal"] is False
        assert codes(answer) == ["allocate.not_proven"]
        assert float(answer.result["value"]) <= float(answer.result["value_bound"]) <= float(answer.result["budget"])
        greedy = max(float(answer.result[key]["value"]) for key in ("greedy_by_value", "greedy_by_rate"))
        assert float(answer.result["value"]) >= greedy

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"target": 10}, "target = '10': Input should be less than or equal to 1"),
            ({"budget": -1}, "budget = '-1': Input should be greater than or equal to 0"),
            ({"budget": "Infinity"}, "budget = 'Infinity': Input should be a finite number"),
            ({"what_if": [-5]}, "what_if.0 = '-5': Input should be greater than or equal to 0"),
            ({"requests": same(1) * 2}, "requests: 'r0' stands twice; merge the lines or tell them apart"),
            (
                {"requests": same(1, commitment=True)},
                "requests.0.commitment = 'True': Input should be 'none', 'verbal', 'written' or 'signed'",
            ),
            (
                {"requests": same(1, currency="USD")},
                "requests.0.currency = 'USD': the call is in 'EUR'; convert first, one currency per call",
            ),
        ],
    )
    def test_refusals_name_field_and_value(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            allocate(**payload)
        assert str(caught.value) == f"allocate_budget: {message}"
