"""Tests of `contract_watch`: notice days, renewals, exposure, dependence, and the limits."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.base import ToolResult
from copilot.scoring.days import months_later
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes

TODAY = "2026-03-01"


def watch(*contracts: dict[str, Any], **payload: Any) -> ToolResult:
    named = [{"name": f"c{n}", **contract} for n, contract in enumerate(contracts)]
    return run_tool("contract_watch", {"currency": "EUR", "as_of": TODAY, "contracts": named, **payload})


def found(*contracts: dict[str, Any], **payload: Any) -> dict[str, Any]:
    answer = watch(*contracts, **payload)
    assert answer.result is not None
    return answer.result


def item(contract: dict[str, Any], **payload: Any) -> dict[str, Any]:
    return dict(watch(contract, **payload).per_item[0])


class TestNotice:
    @pytest.mark.parametrize(
        ("end", "months", "act_by"),
        [
            ("2026-12-31", 3, "2026-09-30"),
            ("2026-12-31", 6, "2026-06-30"),
            ("2026-08-31", 6, "2026-02-28"),
            ("2028-08-31", 6, "2028-02-29"),
            ("2026-05-31", 3, "2026-02-28"),
            ("2026-06-30", 3, "2026-03-30"),
            ("2026-03-15", 15, "2024-12-15"),
            ("2026-03-31", 1, "2026-02-28"),
            ("2027-01-01", 12, "2026-01-01"),
            ("2026-07-14", 0, "2026-07-14"),
        ],
    )
    def test_calendar_months(self, end: str, months: int, act_by: str) -> None:
        assert item({"end": end, "notice_months": months})["act_by"] == act_by

    def test_days_and_stated_date(self) -> None:
        assert item({"end": "2026-12-31", "notice_days": 90})["act_by"] == "2026-10-02"
        assert item({"end": "2026-12-31", "notice_date": "2026-09-15"})["act_by"] == "2026-09-15"

    def test_end_serves_where_no_notice_is_stated(self) -> None:
        answer = watch({"end": "2026-12-31"})
        assert answer.per_item[0]["act_by"] == "2026-12-31"
        assert "contracts.no_notice" in codes(answer)

    @pytest.mark.parametrize(
        ("start", "months", "day"),
        [
            (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
            (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
            (dt.date(2026, 12, 15), 1, dt.date(2027, 1, 15)),
            (dt.date(2026, 1, 15), -1, dt.date(2025, 12, 15)),
            (dt.date(2026, 3, 31), -13, dt.date(2025, 2, 28)),
        ],
    )
    def test_months_later(self, start: dt.date, months: int, day: dt.date) -> None:
        assert months_later(start, months) == day


class TestStatus:
    @pytest.mark.parametrize(
        ("contract", "status"),
        [
            ({"end": "2026-08-31", "notice_months": 6}, "notice_passed"),
            ({"end": "2026-08-31", "notice_months": 6, "tacit_renewal": True}, "renewing"),
            ({"end": "2026-09-01", "notice_months": 6}, "alert"),
            ({"end": "2027-09-01", "notice_months": 6}, "alert"),
            ({"end": "2027-09-02", "notice_months": 6}, "quiet"),
            ({"end": "2028-01-01", "start": "2026-03-02", "notice_months": 1}, "future"),
            ({"end": "2028-01-01", "start": "2026-03-01", "notice_months": 1}, "quiet"),
            ({"end": "2026-03-01"}, "alert"),
            ({"end": "2026-02-28"}, "expired"),
            ({"start": "2020-01-01"}, "undated"),
        ],
    )
    def test_status_changes_on_its_day(self, contract: dict[str, Any], status: str) -> None:
        assert item(contract)["status"] == status
        result = found(contract, our_sales=1, our_revenue=2)
        lists = {"alert": result["alerts"]} | {
            key: result[key] for key in ("notice_passed", "renewing", "expired", "undated")
        }
        assert {key: names for key, names in lists.items() if names} == ({status: ["c0"]} if status in lists else {})

    def test_soonest_first_and_the_first_is_told(self) -> None:
        answer = watch(
            {"end": "2026-12-31", "amount": 10, "notice_days": 10},
            {"end": "2026-06-30", "amount": 20, "notice_days": 0},
            {"amount": 5},
        )
        assert answer.result is not None
        assert (answer.result["alerts"], answer.result["next_act_by"]) == (["c1", "c0"], "2026-06-30")
        assert [row["name"] for row in answer.per_item] == ["c1", "c0", "c2"]
        assert answer.why[0].fr.startswith("c1\u00a0: agir au plus tard le 30 juin 2026 (dans 121 jours)")
        assert answer.why[0].en.startswith("c1: act by 30 June 2026 (in 121 days)")

    def test_day_of_today_is_not_too_late(self) -> None:
        answer = watch({"end": TODAY, "amount": 10})
        assert "(aujourd’hui)" in answer.why[0].fr

    def test_tacit_renewals_roll_the_term(self) -> None:
        row = item({"end": "2023-12-31", "tacit_renewal": True, "renewal_months": 12, "notice_months": 3, "amount": 9})
        assert [row[key] for key in ("end", "renewals", "act_by", "status", "next_act_by")] == [
            "2026-12-31", 3, "2026-09-30", "alert", "2027-09-30",
        ]  # fmt: skip

    def test_renewals_count_from_the_signed_end_without_drift(self) -> None:
        row = item({"end": "2025-01-31", "tacit_renewal": True, "renewal_months": 1, "notice_days": 0})
        assert (row["end"], row["renewals"]) == ("2026-03-31", 14)

    def test_stated_notice_date_rolls_with_the_term(self) -> None:
        row = item({"end": "2024-12-31", "notice_date": "2024-09-30", "tacit_renewal": True, "renewal_months": 24})
        assert [row[key] for key in ("end", "act_by", "next_act_by")] == ["2026-12-31", "2026-09-30", "2028-09-30"]

    def test_term_that_ends_today_still_runs(self) -> None:
        row = item({"end": "2025-03-01", "tacit_renewal": True, "renewal_months": 12})
        assert (row["end"], row["renewals"]) == ("2026-03-01", 1)

    def test_expired_with_unknown_renewals_is_a_question(self) -> None:
        assert "contracts.expired_tacit" in codes(watch({"end": "2025-12-31", "tacit_renewal": True}))
        assert "contracts.expired" in codes(watch({"end": "2025-12-31"}))


class TestExposure:
    CONTRACTS = (
        {"end": "2027-03-01", "amount": 100, "notice_days": 0, "tacit_renewal": False},
        {"end": "2027-03-02", "amount": 300, "notice_days": 0, "tacit_renewal": False},
        {"end": "2026-04-01", "amount": 50, "notice_months": 3, "tacit_renewal": True},
        {"end": "2025-04-01", "amount": 1000, "notice_days": 0, "tacit_renewal": False},
        {"amount": 50},
    )

    def test_amount_that_ends_within_the_horizon(self) -> None:
        result = found(*self.CONTRACTS)
        assert [result[key] for key in ("active_amount", "exposure", "exposure_rate", "exposure_open")] == [
            "500", "150", "0.3", "100",
        ]  # fmt: skip

    def test_horizon_changes_it(self) -> None:
        assert found(*self.CONTRACTS, horizon_months=13)["exposure"] == "450"
        assert found(*self.CONTRACTS, horizon_months=1)["exposure"] == "50"

    def test_unknown_amount_is_named_not_zero(self) -> None:
        answer = watch({"end": "2026-12-31", "notice_days": 1})
        assert answer.result is not None
        assert answer.result["exposure"] is answer.result["active_amount"] is None
        assert "contracts.no_amount" in codes(answer)

    def test_time_left_is_weighted_by_amount(self) -> None:
        contracts = ({"end": "2026-03-11", "amount": 300}, {"end": "2026-04-10", "amount": 100})
        assert found(*contracts)["mean_days_to_end"] == "17.5"

    def test_default_horizon_is_told_when_it_was_not_chosen(self) -> None:
        assert "contracts.default_horizon" in codes(watch({"end": "2026-12-31"}))
        assert "contracts.default_horizon" not in codes(watch({"end": "2026-12-31"}, horizon_months=12))


class TestDependence:
    def test_both_ways(self) -> None:
        result = found(our_sales=420, client_spend=900, our_revenue=6000)
        assert [result[key] for key in ("our_share_of_spend", "client_share_of_revenue", "balance")] == [
            "0.466667", "0.07", "they_depend_more",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("payload", "balance", "told"),
        [
            ({"our_sales": 5, "client_spend": 100, "our_revenue": 50}, "we_depend_more", "contracts.we_depend_more"),
            ({"our_sales": 5, "client_spend": 50, "our_revenue": 50}, "equal", "contracts.equal"),
            ({"our_sales": 0, "client_spend": 70, "our_revenue": 50}, "equal", "contracts.equal"),
            ({"our_sales": 5, "client_spend": 50}, None, "contracts.only_spend"),
            ({"our_sales": 5, "our_revenue": 50}, None, "contracts.only_revenue"),
        ],
    )
    def test_who_needs_the_other_more(self, payload: dict[str, Any], balance: str | None, told: str) -> None:
        answer = watch(**payload)
        assert answer.result is not None
        assert answer.result["balance"] == balance
        assert [note.code for note in answer.why] == [told]

    def test_nearly_equal_shares_are_not_called_equal(self) -> None:
        answer = watch(our_sales=1, client_spend="1000000000", our_revenue="1000000001")
        assert answer.result is not None
        assert answer.result["balance"] == "they_depend_more"

    def test_sales_above_the_whole_contradict_it(self) -> None:
        answer = watch(our_sales=20, client_spend=10, our_revenue=15)
        assert codes(answer) == ["contracts.above_spend", "contracts.above_revenue"]

    def test_whole_of_zero_gives_no_share(self) -> None:
        assert watch(our_sales=1, client_spend=0, our_revenue=0).verdict == "insufficient"


class TestLimits:
    @pytest.mark.parametrize(
        ("contracts", "missing"), [((), ["contracts"]), (({},), ["contracts: end of at least one"])]
    )
    def test_nothing_to_watch_is_insufficient(self, contracts: tuple[Any, ...], missing: list[str]) -> None:
        answer = watch(*contracts)
        assert (answer.verdict, answer.missing) == ("insufficient", missing)

    def test_service_level_below_the_promise(self) -> None:
        row = {"end": "2026-12-31", "sla_target": "0.95"}
        assert item({**row, "sla_measured": "0.95"})["sla_missed"] is False
        assert "contracts.sla_missed" in codes(watch({**row, "sla_measured": "0.949999"}))

    def test_notice_longer_than_the_contract_is_doubted(self) -> None:
        row = {"start": "2026-01-01", "end": "2026-12-31", "notice_months": 18}
        assert "contracts.notice_before_start" in codes(watch(row))

    def test_dates_at_the_ends_of_the_calendar(self) -> None:
        far = {"end": "2200-12-31", "notice_months": 120, "tacit_renewal": True, "renewal_months": 120}
        assert item(far, as_of="2200-12-31", horizon_months=120)["next_act_by"] == "2200-12-31"
        old = {"end": "1900-01-01", "notice_days": 3660, "tacit_renewal": True, "renewal_months": 1}
        assert item(old)["end"] == "2026-03-01"

    def test_order_does_not_matter(self) -> None:
        contracts = [{"name": f"c{n}", "end": f"2026-{n + 4:02}-01", "amount": n} for n in range(6)]
        one, two = (
            run_tool("contract_watch", {"currency": "EUR", "as_of": TODAY, "contracts": rows})
            for rows in (contracts, contracts[::-1])
        )
        assert (one.result, one.per_item, one.why, one.findings) == (two.result, two.per_item, two.why, two.findings)

    @pytest.mark.parametrize(
        ("contract", "message"),
        [
            (
                {"notice_months": 3, "notice_days": 90},
                "notice_days = '90': notice_months is given already; give one form of notice",
            ),
            ({"start": "2026-02-01", "end": "2026-01-31"}, "end = '2026-01-31': before start = '2026-02-01'"),
            (
                {"end": "2026-01-31", "notice_date": "2026-02-01"},
                "notice_date = '2026-02-01': after end = '2026-01-31'",
            ),
            ({"renewal_months": 12}, "renewal_months = 12: needs tacit_renewal = true"),
            ({"end": "2026-02-30"}, "there is no such day; write it as YYYY-MM-DD"),
            ({"end": "31/12/2026"}, "write the day as YYYY-MM-DD"),
            ({"notice_months": -1}, "Input should be greater than or equal to 0"),
            ({"notice_days": -1}, "Input should be greater than or equal to 0"),
            ({"notice_months": 121}, "Input should be less than or equal to 120"),
        ],
    )
    def test_refusals(self, contract: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            watch(contract)
        assert message in str(caught.value)

    def test_same_name_twice_is_refused(self) -> None:
        with pytest.raises(BadInput, match="contracts: 'c' stands twice"):
            watch({"name": "c"}, {"name": "c"})
