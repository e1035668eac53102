"""Contracts of an account: when to act, what may be lost within the horizon, who depends on whom (S2, row 44)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, localcontext

from copilot.scoring.base import PRECISION, Outcome, ratio, rounded
from copilot.scoring.days import months_later
from copilot.scoring.plan.contracts_model import (
    Balance,
    Contract,
    ContractItem,
    ContractsInput,
    ContractsResult,
    Status,
)
from copilot.scoring.plan.contracts_why import findings, why
from copilot.scoring.tool import Tool

FORMULA = (
    "act by = end - notice (calendar months, at most the last day of the month); alert when as_of <= act by <= as_of + "
    "horizon; exposure = sum(amount) of the terms that end within it; shares = our sales / client spend, our sales / "
    "our revenue"
)


def running_term(contract: Contract, as_of: dt.date) -> tuple[dt.date | None, int]:
    """The end of the term that runs at that day and the tacit renewals behind it; counted from the signed end."""
    if contract.end is None or contract.end >= as_of or contract.renewal_months is None:
        return contract.end, 0
    # Months first, then the few that the length of months adds: never more than a renewal or two off.
    months = (as_of.year - contract.end.year) * 12 + as_of.month - contract.end.month
    count = max(1, months // contract.renewal_months)
    while months_later(contract.end, count * contract.renewal_months) < as_of:
        count += 1
    return months_later(contract.end, count * contract.renewal_months), count


def act_by(contract: Contract, end: dt.date, renewals: int) -> dt.date:
    """The last day for notice of the term that ends then; the end itself where no notice is stated."""
    if contract.notice_date is not None:
        return months_later(contract.notice_date, renewals * (contract.renewal_months or 0))
    if contract.notice_months is not None:
        return months_later(end, -contract.notice_months)
    return end - dt.timedelta(days=contract.notice_days or 0)


def _status(contract: Contract, end: dt.date, day: dt.date, given: ContractsInput) -> Status:
    if end < given.as_of:
        return "expired"
    if day < given.as_of:
        return "renewing" if contract.tacit_renewal else "notice_passed"
    if day <= given.until:
        return "alert"
    return "future" if contract.start is not None and contract.start > given.as_of else "quiet"


def _item(contract: Contract, given: ContractsInput) -> ContractItem:
    end, renewals = running_term(contract, given.as_of)
    day = None if end is None else act_by(contract, end, renewals)
    status: Status = "undated" if end is None or day is None else _status(contract, end, day, given)
    following = None
    if end is not None and contract.renewal_months is not None:
        following = act_by(
            contract, months_later(contract.end or end, (renewals + 1) * contract.renewal_months), renewals + 1
        )
    missed = None
    if contract.sla_target is not None and contract.sla_measured is not None:
        missed = contract.sla_measured < contract.sla_target
    return ContractItem(
        name=contract.name,
        status=status,
        act_by=day,
        days_left=None if day is None else (day - given.as_of).days,
        end=end,
        days_to_end=None if end is None else (end - given.as_of).days,
        renewals=renewals,
        next_act_by=following,
        amount=contract.amount,
        tacit_renewal=contract.tacit_renewal,
        sla_missed=missed,
    )


def _amounts(items: Sequence[ContractItem], until: dt.date) -> dict[str, Decimal | None]:
    """Sums over the contracts of which the amount is known."""
    known = [(item, item.amount) for item in items if item.status != "expired" and item.amount is not None]
    dated = [(item, amount) for item, amount in known if item.end is not None]
    if not known:
        return dict.fromkeys(("active_amount", "exposure", "exposure_rate", "exposure_open", "mean_days_to_end"))
    ending = [(item, amount) for item, amount in dated if item.end is not None and item.end <= until]
    with localcontext(prec=PRECISION):
        active = sum((amount for _, amount in known), Decimal(0))
        exposed = sum((amount for _, amount in ending), Decimal(0))
        still_open = sum((amount for item, amount in ending if item.status != "renewing"), Decimal(0))
        weight = sum((amount for _, amount in dated), Decimal(0))
        days = sum((amount * (item.days_to_end or 0) for item, amount in dated), Decimal(0))
    return {
        "active_amount": active,
        "exposure": exposed,
        "exposure_rate": ratio(exposed, active) if active else None,
        "exposure_open": still_open,
        "mean_days_to_end": rounded(ratio(days, weight), 1) if weight else None,
    }


def _dependence(given: ContractsInput) -> dict[str, object]:
    sales, spend, revenue = given.our_sales, given.client_spend, given.our_revenue
    ours = None if sales is None or not spend else ratio(sales, spend)
    theirs = None if sales is None or not revenue else ratio(sales, revenue)
    balance: Balance | None = None
    if ours is not None and theirs is not None and spend is not None and revenue is not None:
        # The larger share is the one of the smaller whole; the shares themselves are rounded.
        equal = spend == revenue or not sales
        balance = "equal" if equal else "we_depend_more" if revenue < spend else "they_depend_more"
    return {"our_share_of_spend": ours, "client_share_of_revenue": theirs, "balance": balance}


def contract_watch(given: ContractsInput) -> Outcome[ContractsResult]:
    """The days to act, the amount that may be lost within the horizon, and the dependence both ways."""
    items = sorted(
        (_item(contract, given) for contract in given.contracts),
        key=lambda item: (item.act_by is None, item.act_by or given.as_of, item.name),
    )
    dependence = _dependence(given)
    shares = (dependence["our_share_of_spend"], dependence["client_share_of_revenue"])
    if all(item.end is None for item in items) and shares == (None, None):
        missing = ["contracts: end of at least one"] if items else ["contracts"]
        return Outcome(result=None, formula=FORMULA, per_item=list(items), missing=missing)
    by_status = {
        status: [item.name for item in items if item.status == status]
        for status in ("alert", "notice_passed", "renewing", "expired", "undated")
    }
    result = ContractsResult.model_validate(
        {
            "as_of": given.as_of,
            "until": given.until,
            "contracts": len(items),
            "alerts": by_status.pop("alert"),
            "next_act_by": next((item.act_by for item in items if item.status == "alert"), None),
            **by_status,
            **_amounts(items, given.until),
            **dependence,
        }
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=findings(result, items, given),
        why=why(result, items, given),
    )


TOOL = Tool(
    name="contract_watch",
    version="1",
    source="S2, method row 44; the horizon of 12 months is ours",
    function=contract_watch,
    input=ContractsInput,
    result=ContractsResult,
    example={
        "currency": "EUR",
        "as_of": "2026-03-01",
        "contracts": [
            {
                "name": "Maintenance",
                "start": "2024-01-01",
                "end": "2026-12-31",
                "amount": 300000,
                "notice_months": 6,
                "tacit_renewal": True,
                "renewal_months": 12,
            },
            {"name": "Spare parts", "end": "2028-05-31", "amount": 120000, "notice_days": 90},
        ],
        "our_sales": 420000,
        "client_spend": 900000,
        "our_revenue": 6000000,
    },
)
