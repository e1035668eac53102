"""Tests of `offer_builder`: price, floor, the smallest change, service levels, and the limits."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.base import ToolResult
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes

MODULES: list[dict[str, Any]] = [
    {"name": "core", "price": 1000, "cost": 620, "mandatory": True, "sla": "gold"},
    {"name": "hotline", "price": 300, "cost": 240, "sla": "silver"},
    {"name": "training", "price": 200, "cost": 80, "sla": "silver"},
]


def build(modules: Any = MODULES, **payload: Any) -> ToolResult:
    return run_tool("offer_builder", {"currency": "EUR", "modules": modules, **payload})


def found(modules: Any = MODULES, **payload: Any) -> dict[str, Any]:
    answer = build(modules, **payload)
    assert answer.result is not None
    return answer.result


def plain(*rows: tuple[str, Any, Any]) -> list[dict[str, Any]]:
    return [{"name": name, "price": price, "cost": cost} for name, price, cost in rows]


class TestPrice:
    def test_chosen_and_mandatory_modules_are_summed(self) -> None:
        answer = found(chosen=["training"], discount="0.1")
        assert answer["modules"] == ["core", "training"]
        assert [answer[key] for key in ("list_price", "net_price", "cost", "margin", "rate")] == [
            "1200", "1080", "700", "380", "0.351852",
        ]  # fmt: skip

    def test_mandatory_module_may_be_chosen_as_well(self) -> None:
        assert found(chosen=["core"]) == found()

    def test_without_floor_nothing_is_judged(self) -> None:
        answer = build(chosen=["hotline"])
        assert answer.result is not None
        assert answer.result["holds"] is answer.result["max_discount"] is answer.result["price_gap"] is None
        assert "offer.no_floor" in codes(answer)

    def test_free_offer_has_no_rate_and_misses_the_floor(self) -> None:
        answer = found(discount=1, floor="0.2")
        assert [answer[key] for key in ("net_price", "rate", "holds", "max_discount")] == ["0", None, False, "0.225"]


class TestFloor:
    def test_exactly_at_the_floor_holds(self) -> None:
        answer = found(floor="0.38")
        assert (answer["holds"], answer["max_discount"], answer["price_gap"]) == (True, "0", "0")

    def test_just_above_does_not(self) -> None:
        answer = found(floor="0.380001")
        assert (answer["holds"], answer["max_discount"], answer["least_net_price"]) == (False, None, "1000.01")
        assert (answer["price_gap"], answer["cost_gap"]) == ("0.01", "0.01")

    def test_largest_discount_keeps_the_floor_and_the_next_does_not(self) -> None:
        most = Decimal(found(chosen=["training"], floor="0.3")["max_discount"])
        assert most == Decimal("0.166666")
        assert found(chosen=["training"], floor="0.3", discount=most)["holds"] is True
        assert found(chosen=["training"], floor="0.3", discount=most + Decimal("0.000001"))["holds"] is False

    def test_every_way_back_to_the_floor_is_told(self) -> None:
        answer = build(chosen=["hotline"], floor="0.33", discount="0.05")
        assert answer.result is not None
        assert answer.result["holds"] is False
        assert "offer.under_floor" in codes(answer)
        assert [note.code for note in answer.why[2:]] == [
            "offer.lower_discount", "offer.raise_price", "offer.drop", "offer.add", "offer.pulls",
        ]  # fmt: skip
        assert answer.result["drop"] == {
            "modules": ["hotline"], "price_change": "-285", "net_price": "950", "rate": "0.347368",
            "smallest_proven": True,
        }  # fmt: skip
        assert (answer.result["add"]["modules"], answer.result["add"]["rate"]) == (["training"], "0.340351")

    def test_discount_is_shown_rounded_down(self) -> None:
        modules = plain(("a", 1000, 620))
        answer = build(modules, chosen=["a"], floor="0.3711", discount="0.5")
        assert answer.result is not None
        assert answer.result["max_discount"] == "0.014151"  # 1.415 % would be written 1.42 % and miss the floor
        assert "1.41%" in next(note.en for note in answer.why if note.code == "offer.lower_discount")

    def test_fewest_modules_are_dropped_then_the_cheapest(self) -> None:
        modules = plain(("base", 1000, 500), ("a", 100, 160), ("b", 100, 160), ("c", 300, 420), ("d", 250, 370))
        answer = found(modules, chosen=["base", "a", "b", "c", "d"], floor="0.17")
        # c alone (171) or d alone (162.5) would do for the 137.5 that are missing: d loses less price
        assert answer["drop"]["modules"] == ["d"]

    def test_cents_decide_between_modules_and_whether_they_help(self) -> None:
        """`even` neither helps nor harms, the others do by a cent of margin."""
        rows = (("base", "10.00", "5.01"), ("even", "0.02", "0.01"), ("down", "0.30", "0.16"), ("low", "0.40", "0.21"))
        modules = plain(*rows, ("up", "0.40", "0.19"), ("more", "0.50", "0.24"))
        modules[0]["mandatory"] = True
        answer = found(modules, chosen=["base", "even", "down"], floor="0.5")
        assert answer["price_gap"] == "0.04"
        assert answer["drop"] is None
        assert answer["add"]["modules"] == ["more", "up"]
        answer = found(modules, chosen=["base", "even", "down", "low", "more", "up"], floor="0.5")
        assert answer["drop"]["modules"] == ["down"]

    def test_mandatory_modules_are_never_dropped(self) -> None:
        modules = [{"name": "core", "price": 100, "cost": 95, "mandatory": True}, *plain(("x", 50, 49))]
        answer = build(modules, chosen=["x"], floor="0.5")
        assert answer.result is not None
        assert answer.result["drop"] is None
        assert {"offer.drop_none", "offer.add_none"} <= {note.code for note in answer.why}

    def test_dropping_everything_is_no_offer(self) -> None:
        assert found(plain(("x", 50, 49)), chosen=["x"], floor="0.5")["drop"] is None

    def test_module_without_cost_is_never_proposed(self) -> None:
        modules = [*plain(("x", 50, 49)), {"name": "gift", "price": 1000}]
        answer = build(modules, chosen=["x"], floor="0.5")
        assert answer.result is not None
        assert answer.result["add"] is None
        assert "offer.not_proposed" in codes(answer)

    def test_module_below_cost_is_named_even_above_the_floor(self) -> None:
        answer = build(plain(("a", 100, 10), ("b", 10, 12)), chosen=["a", "b"], floor="0.2")
        assert answer.result is not None
        assert answer.result["holds"] is True
        assert codes(answer) == ["offer.below_cost"]


class TestLevels:
    def test_lowest_and_highest_level(self) -> None:
        answer = build(chosen=["hotline"], sla_tiers=["silver", "gold", "platinum"], required_sla="gold", floor=0)
        assert answer.result is not None
        assert (answer.result["sla_lowest"], answer.result["sla_highest"]) == ("silver", "gold")
        assert answer.result["below_required"] == ["hotline"]
        assert codes(answer) == ["offer.below_required", "offer.mixed_levels"]

    def test_level_that_is_not_stated_is_told(self) -> None:
        modules = [*MODULES, {"name": "x", "price": 1, "cost": 0}]
        assert "offer.no_level" in codes(build(modules, chosen=["x"], sla_tiers=["silver", "gold"]))


class TestLimits:
    @pytest.mark.parametrize(
        ("payload", "missing"),
        [
            ({"modules": []}, ["chosen"]),
            ({"modules": plain(("a", 1, 1))}, ["chosen"]),
            ({"modules": [{"name": "a", "price": 3}], "chosen": ["a"]}, ["a: cost"]),
            ({"modules": [{"name": "a"}], "chosen": ["a"]}, ["a: price", "a: cost"]),
        ],
    )
    def test_what_is_missing_is_named(self, payload: dict[str, Any], missing: list[str]) -> None:
        answer = build(**payload)
        assert (answer.verdict, answer.missing) == ("insufficient", missing)

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"chosen": ["nothing"]}, "chosen.0 = 'nothing': not one of the modules"),
            ({"chosen": ["core", "core"]}, "chosen: 'core' stands twice"),
            ({"modules": MODULES + MODULES[:1]}, "modules: 'core' stands twice"),
            ({"sla_tiers": ["gold"]}, "modules.1.sla = 'silver': not one of sla_tiers"),
            ({"required_sla": "gold"}, "required_sla = 'gold': not one of sla_tiers"),
            ({"floor": 1}, "floor = '1': Input should be less than 1"),
            ({"discount": "1.2"}, "discount = '1.2': Input should be less than or equal to 1"),
        ],
    )
    def test_refusals_name_field_and_value(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            build(**payload)
        assert str(caught.value) == f"offer_builder: {message}"

    def test_enormous_amounts(self) -> None:
        modules = plain(("a", "1e15", "999999999999999.99999999"), ("b", "0.00000001", "1e15"))
        assert found(modules, chosen=["a", "b"], floor="0.5")["holds"] is False


amounts = st.integers(min_value=0, max_value=60)


@st.composite
def offers(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[str], Decimal, Decimal]:
    rows = draw(st.lists(st.tuples(amounts, amounts, st.booleans(), st.booleans()), min_size=1, max_size=6))
    modules = [{"name": f"m{n}", "price": p, "cost": c, "mandatory": m} for n, (p, c, m, _) in enumerate(rows)]
    chosen = [f"m{n}" for n, row in enumerate(rows) if row[3]]
    floor = Decimal(draw(st.integers(min_value=-50, max_value=95))) / 100
    return modules, chosen, floor, Decimal(draw(st.integers(min_value=0, max_value=60))) / 100


def surplus(modules: list[dict[str, Any]], names: set[str], floor: Decimal, discount: Decimal) -> Decimal:
    inside = [m for m in modules if m["name"] in names]
    net = sum((m["price"] * (1 - discount) for m in inside), Decimal(0))
    return net * (1 - floor) - sum(m["cost"] for m in inside)


@settings(max_examples=60, deadline=None)
@given(offers())
def test_changes_are_the_smallest_of_all(offer: tuple[list[dict[str, Any]], list[str], Decimal, Decimal]) -> None:
    modules, chosen, floor, discount = offer
    answer = build(modules, chosen=chosen, floor=floor, discount=discount)
    if answer.result is None:
        return
    price = {m["name"]: m["price"] for m in modules}
    inside = set(answer.result["modules"])
    assert answer.result["holds"] == (surplus(modules, inside, floor, discount) >= 0)
    if answer.result["holds"]:
        assert answer.result["drop"] is answer.result["add"] is None
        return
    optional = inside - {m["name"] for m in modules if m["mandatory"]}
    for key, pool in (("drop", optional), ("add", set(price) - inside)):
        ways = [
            (len(moved), sum(price[name] for name in moved))
            for size in range(1, len(pool) + 1)
            for moved in itertools.combinations(sorted(pool), size)
            if inside ^ set(moved) and surplus(modules, inside ^ set(moved), floor, discount) >= 0
        ]
        change = answer.result[key]
        if not ways:
            assert change is None
            continue
        assert (len(change["modules"]), sum(price[name] for name in change["modules"])) == min(ways)
        assert surplus(modules, inside ^ set(change["modules"]), floor, discount) >= 0
