"""The test vectors of the method, and what the tools refuse."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from copilot.errors import BadInput, UnknownTool
from copilot.scoring.base import ToolResult
from copilot.scoring.receipt import is_intact
from copilot.scoring.registry import REGISTRY, run_tool, tools

ACCOUNTS = [
    {"name": "Alpha", "potential": 2_000_000, "probability": 0.60, "margin": 0.22},
    {"name": "Beta", "potential": 3_500_000, "probability": 0.25, "margin": 0.30},
    {"name": "Gamma", "potential": 900_000, "probability": 0.80, "margin": 0.35},
]
REVENUES = [4200, 2600, 900, 700, 500, 400, 300, 200, 120, 80]


def result(tool: str, **payload: Any) -> dict[str, Any]:
    answer = run_tool(tool, payload)
    assert answer.verdict == "ok"
    assert answer.result is not None
    assert is_intact(answer.receipt)
    return answer.result


def codes(answer: ToolResult) -> list[str]:
    return [note.code for note in answer.findings]


def clients(revenues: list[Any]) -> list[dict[str, Any]]:
    return [{"name": f"c{rank:02d}", "revenue": revenue} for rank, revenue in enumerate(revenues)]


class TestPriority:
    def test_equal_weights_give_the_vector(self) -> None:
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": ACCOUNTS})
        rows = [(item["name"], item["expected_value"], item["index"]) for item in answer.per_item]
        assert rows == [("Alpha", "264000", "59.95"), ("Beta", "262500", "59.84"), ("Gamma", "252000", "59.03")]

    def test_weights_reorder_the_accounts(self) -> None:
        weights = {"potential": 0.5, "probability": 0.3, "margin": 0.2}
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": ACCOUNTS, "weights": weights})
        assert [(i["name"], Decimal(i["index"])) for i in answer.per_item] == [
            ("Beta", Decimal("63.97")),
            ("Alpha", Decimal("59.10")),
            ("Gamma", Decimal("47.43")),
        ]

    def test_says_which_probability_swaps_the_first_two(self) -> None:
        swapped = result("priority_score", currency="EUR", accounts=ACCOUNTS)["swap_probability_of_first"]
        lower = [{**ACCOUNTS[0], "probability": Decimal(swapped) - Decimal("0.0001")}, *ACCOUNTS[1:]]
        higher = [{**ACCOUNTS[0], "probability": Decimal(swapped) + Decimal("0.0001")}, *ACCOUNTS[1:]]
        assert result("priority_score", currency="EUR", accounts=lower)["first"] == "Beta"
        assert result("priority_score", currency="EUR", accounts=higher)["first"] == "Alpha"

    def test_negative_margin_has_index_zero_and_a_flag(self) -> None:
        accounts = [*ACCOUNTS, {"name": "Delta", "potential": 9_000_000, "probability": 0.9, "margin": -0.1}]
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": accounts})
        assert answer.per_item[-1] == {"rank": 4, "name": "Delta", "expected_value": "-810000", "index": "0"}
        assert codes(answer) == ["priority.no_margin"]

    def test_unknown_factor_leaves_the_account_out(self) -> None:
        accounts = [*ACCOUNTS, {"name": "Delta", "potential": 1, "margin": 0.1}]
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": accounts})
        assert len(answer.per_item) == 3
        assert "Delta" in answer.findings[0].en

    def test_nothing_known_is_insufficient_not_zero(self) -> None:
        answer = run_tool("priority_score", {"currency": "EUR", "accounts": [{"name": "Alpha"}]})
        assert (answer.verdict, answer.result) == ("insufficient", None)
        assert answer.missing == ["potential, probability and margin"]


class TestPareto:
    def test_vector(self) -> None:
        found = result("pareto", currency="EUR", clients=clients(REVENUES))
        assert found["total"] == "10000"
        assert (found["k20"], found["share20"]) == (2, "0.68")
        assert (found["k80"], found["k80_fraction"]) == (4, "0.4")
        assert found["share80"] == "0.84"
        assert found["verified"] is False

    def test_true_eighty_twenty_is_said(self) -> None:
        answer = run_tool("pareto", {"currency": "EUR", "clients": clients([800, 80, 60, 40, 20])})
        assert answer.result is not None
        assert answer.result["verified"] is True
        assert "se vérifie ici" in answer.why[-1].fr

    def test_lost_unknown_and_negative_clients_are_named_and_left_out(self) -> None:
        answer = run_tool("pareto", {"currency": "EUR", "clients": clients([*REVENUES, 0, None, -5])})
        assert answer.result is not None
        assert answer.result["clients"] == 10
        assert codes(answer) == ["pareto.unknown_revenue", "pareto.zero_revenue", "pareto.negative_revenue"]

    def test_small_portfolio_is_warned_about(self) -> None:
        assert codes(run_tool("pareto", {"currency": "EUR", "clients": clients([5, 4])})) == ["pareto.few_clients"]

    def test_no_revenue_is_insufficient(self) -> None:
        assert run_tool("pareto", {"currency": "EUR", "clients": clients([0, 0])}).verdict == "insufficient"


class TestConcentration:
    def test_shares_and_herfindahl(self) -> None:
        found = result("concentration", currency="EUR", clients=clients([60, 30, 10]))
        assert (found["top1"], found["top3"], found["hhi"], found["hhi_fraction"]) == ("0.6", "1", "4600", "0.46")

    def test_loss_of_a_client_takes_its_revenue_and_margin(self) -> None:
        rows = [{"name": "a", "revenue": 60, "margin": 0.5}, {"name": "b", "revenue": 40, "margin": 0.25}]
        found = result("concentration", currency="EUR", clients=rows, lose="a")
        assert (found["revenue_after_loss"], found["margin_lost"], found["margin_after_loss"]) == ("40", "30", "10")

    def test_loss_of_a_stranger_is_refused(self) -> None:
        with pytest.raises(BadInput, match="lose = 'z' is not one of the clients"):
            run_tool("concentration", {"currency": "EUR", "clients": clients([1, 2]), "lose": "z"})


class TestRetention:
    def test_vector(self) -> None:
        found = result("nrr", currency="EUR", start=1_000_000, expansion=180_000, contraction=40_000, churn=60_000)
        assert (found["nrr"], found["grr"]) == ("1.08", "0.9")

    def test_clients_give_the_same_movements_without_new_ones(self) -> None:
        rows = [
            {"name": "grew", "previous": 100, "current": 130},
            {"name": "shrank", "previous": 100, "current": 80},
            {"name": "left", "previous": 50, "current": 0},
            {"name": "new", "previous": 0, "current": 500},
        ]
        answer = run_tool("nrr", {"currency": "EUR", "clients": rows})
        assert answer.result is not None
        assert [answer.result[key] for key in ("start", "expansion", "contraction", "churn", "new")] == [
            "250", "30", "20", "50", "500",
        ]  # fmt: skip
        assert answer.result["nrr"] == "0.84"

    def test_start_of_zero_is_undefined(self) -> None:
        answer = run_tool("nrr", {"currency": "EUR", "start": 0, "expansion": 1, "contraction": 0, "churn": 0})
        assert (answer.verdict, answer.missing) == ("insufficient", ["start"])

    def test_missing_movement_is_named(self) -> None:
        assert run_tool("nrr", {"currency": "EUR", "start": 10}).missing == ["expansion", "contraction", "churn"]


class TestMargin:
    def test_contribution_and_its_perimeter(self) -> None:
        costs = [
            {"label": "labour", "amount": 1934},
            {"label": "parts", "amount": 612},
            {"label": "travel", "amount": 148},
        ]
        found = result("contribution_margin", currency="EUR", revenue=3420, costs=costs, cost_to_serve=131)
        assert (found["contribution"], found["rate"]) == ("595", "0.173977")
        assert found["perimeter"] == ["labour", "parts", "travel", "cost_to_serve"]

    def test_loss_is_flagged(self) -> None:
        answer = run_tool("contribution_margin", {"currency": "EUR", "revenue": 10, "cost_to_serve": 12})
        assert codes(answer) == ["margin.negative"]

    def test_no_cost_is_insufficient_not_full_margin(self) -> None:
        answer = run_tool("contribution_margin", {"currency": "EUR", "revenue": 10})
        assert (answer.verdict, answer.missing) == ("insufficient", ["costs"])


class TestPayback:
    def test_vector(self) -> None:
        assert result("cac_payback", currency="EUR", cost=36_000, monthly_revenue=6_000, margin=0.75)["months"] == "8"

    def test_annual_revenue_and_client_contribution(self) -> None:
        payload = {"cost": 96_000, "annual_revenue": 318_000, "margin": 0.42, "client_contribution": 52_000}
        found = result("cac_payback", currency="EUR", **payload)
        assert (found["months"], found["net_months"]) == ("8.625337", "3.953279")

    def test_no_margin_is_never(self) -> None:
        found = result("cac_payback", currency="EUR", cost=1, monthly_revenue=1, margin=0)
        assert (found["never"], found["months"]) == (True, None)

    def test_missing_cost_is_insufficient(self) -> None:
        assert run_tool("cac_payback", {"currency": "EUR", "monthly_revenue": 1, "margin": 0.1}).missing == ["cost"]


class TestWallet:
    def test_share_and_what_is_left(self) -> None:
        found = result("share_of_wallet", currency="EUR", our_sales="3.42", client_spend="8.9")
        assert (found["share"], found["others"]) == ("0.38427", "5.48")

    def test_estimate_without_perimeter_and_period_says_so(self) -> None:
        payload = {"currency": "EUR", "our_sales": 2, "client_spend": 1, "spend_is_estimate": True}
        assert codes(run_tool("share_of_wallet", payload)) == [
            "wallet.no_perimeter", "wallet.no_period", "wallet.estimate", "wallet.above_one",
        ]  # fmt: skip

    def test_unknown_spend_is_insufficient(self) -> None:
        assert run_tool("share_of_wallet", {"currency": "EUR", "our_sales": 2}).missing == ["client_spend"]


class TestPipeline:
    DEALS = ((50, 0.7), (80, 0.4), (30, 0.9), (120, 0.2))

    def payload(self) -> list[dict[str, Any]]:
        return [{"name": str(a), "amount": a, "probability": p} for a, p in self.DEALS]

    def test_vector(self) -> None:
        found = result("weighted_pipeline", currency="EUR", deals=self.payload())
        assert (found["weighted"], found["sd"], found["open_total"]) == ("118", "66.68", "280")

    def test_lost_and_unpriced_deals_stay_out(self) -> None:
        more = [{"name": "lost", "amount": 900, "probability": 0}, {"name": "unpriced", "probability": 0.5}]
        answer = run_tool("weighted_pipeline", {"currency": "EUR", "deals": [*self.payload(), *more]})
        assert answer.result is not None
        assert answer.result["open_total"] == "280"
        assert codes(answer) == ["pipeline.unknown", "pipeline.lost"]


class TestBudget:
    LINES = (("a", 100, "approved"), ("b", 50, "pending"), ("c", 25, "refused"))

    def payload(self) -> list[dict[str, Any]]:
        return [{"label": a, "amount": b, "status": c} for a, b, c in self.LINES]

    def test_sums_by_status(self) -> None:
        found = result("budget_rollup", currency="EUR", lines=self.payload(), declared_total=175)
        assert [found[key] for key in ("total", "approved", "pending", "refused", "balance")] == [
            "175", "100", "50", "25", "50",
        ]  # fmt: skip

    def test_wrong_declared_total_is_a_finding(self) -> None:
        answer = run_tool("budget_rollup", {"currency": "EUR", "lines": self.payload(), "declared_total": 180})
        assert codes(answer) == ["budget.total_differs"]


class TestZopa:
    def test_vector(self) -> None:
        found = result("zopa", unit="EUR/h", seller_min=96, buyer_max=104)
        assert (found["exists"], found["width"], found["status"]) == ("yes", "8", "known")

    def test_no_room_gives_the_gap(self) -> None:
        found = result("zopa", unit="EUR/h", seller_min=104, buyer_max=96)
        assert (found["exists"], found["width"], found["gap"]) == ("no", "0", "8")

    @pytest.mark.parametrize(
        ("low", "high", "exists", "width", "at_best"),
        [(90, 100, "uncertain", None, "4"), (97, 100, "yes", None, "4"), (80, 90, "no", "0", "0")],
    )
    def test_unknown_buyer_limit_is_a_range_and_an_estimate(
        self, low: int, high: int, exists: str, width: str | None, at_best: str
    ) -> None:
        found = result("zopa", unit="EUR/h", seller_min=96, buyer_max_low=low, buyer_max_high=high)
        assert (found["exists"], found["width"], found["width_high"]) == (exists, width, at_best)
        assert found["status"] == "estimate"

    def test_hearsay_makes_an_estimate(self) -> None:
        answer = run_tool("zopa", {"unit": "%", "seller_min": 0, "buyer_max": 1, "buyer_is_estimate": True})
        assert codes(answer) == ["zopa.estimate"]

    def test_no_buyer_limit_is_insufficient(self) -> None:
        assert run_tool("zopa", {"unit": "%", "seller_min": 0}).missing == ["buyer_max"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("tool", "payload", "message"),
        [
            (
                "priority_score",
                {"currency": "EUR", "accounts": [{"name": "A", "probability": 1.4}]},
                "priority_score: accounts.0.probability = '1.4': Input should be less than or equal to 1",
            ),
            (
                "pareto",
                {"currency": "EUR", "clients": [{"name": "A", "revenue": 1, "currency": "USD"}]},
                "pareto: clients.0.currency = 'USD': the call is in 'EUR'; convert first, one currency per call",
            ),
            ("pareto", {"clients": []}, "pareto: currency: Field required"),
            (
                "nrr",
                {"currency": "EUR", "start": "NaN"},
                "nrr: start = 'NaN': Input should be a finite number",
            ),
            (
                "pareto",
                {"currency": "EUR", "clients": [{"name": "A", "revenue": "1e999999999"}]},
                "pareto: clients.0.revenue = '1e999999999': Input should be less than or equal to 1E+15",
            ),
            (
                "pareto",
                {"currency": "EUR", "clients": clients([1]) * 2},
                "pareto: clients: 'c00' stands twice; merge the lines or tell them apart",
            ),
        ],
    )
    def test_bad_input_names_field_and_value_on_one_line(
        self, tool: str, payload: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool(tool, payload)
        assert str(caught.value) == message

    def test_weights_must_sum_to_one(self) -> None:
        weights = {"potential": 1, "probability": 1, "margin": 0}
        with pytest.raises(BadInput, match="weights sum to 2"):
            run_tool("priority_score", {"currency": "EUR", "accounts": ACCOUNTS, "weights": weights})

    def test_unknown_tool_names_close_ones(self) -> None:
        with pytest.raises(UnknownTool, match=r"'paretto'; did you mean pareto\?"):
            run_tool("paretto", {})

    def test_unknown_tool_far_from_all_names_all(self) -> None:
        with pytest.raises(UnknownTool, match="known tools: priority_score, pareto"):
            run_tool("zzzzzz", {})


class TestRegistry:
    @pytest.mark.parametrize("name", sorted(REGISTRY))
    def test_every_example_runs_and_says_why(self, name: str) -> None:
        answer = run_tool(name, REGISTRY[name].example)
        assert answer.verdict == "ok"
        assert answer.why
        assert all(note.fr and note.en for note in [*answer.why, *answer.findings])

    def test_every_field_of_every_input_is_described(self) -> None:
        bare = []
        for info in tools():
            models = [info.input_schema, *info.input_schema.get("$defs", {}).values()]
            for model in models:
                for field, schema in model.get("properties", {}).items():
                    if "description" not in schema:
                        bare.append(f"{info.name}.{field}")
        assert bare == []

    def test_every_tool_has_title_and_description_in_both_languages(self) -> None:
        for info in tools():
            assert set(info.title) == set(info.description) == {"fr", "en"}
            assert info.source
            assert info.result_schema["properties"]
