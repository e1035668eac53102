"""What `contract_watch` says: the next day to act, what may be lost, who depends on whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.base import Note
from copilot.scoring.days import written
from copilot.scoring.plan.contracts_model import DEFAULT_HORIZON, ContractItem, ContractsInput, ContractsResult
from copilot.scoring.wording import both, money, names, number, percent, percent_beside
from copilot.text.catalogue import t


def findings(result: ContractsResult, items: Sequence[ContractItem], given: ContractsInput) -> list[Note]:
    """What the dates do not cover, what went past, and figures that contradict each other."""
    stated = {
        contract.name
        for contract in given.contracts
        if (contract.notice_months, contract.notice_days, contract.notice_date) != (None, None, None)
    }
    starts = {contract.name: contract.start for contract in given.contracts}
    active = [item for item in items if item.status != "expired"]
    expired = [item for item in items if item.status == "expired"]
    groups = {
        "contracts.expired": [item.name for item in expired if not item.tacit_renewal],
        "contracts.expired_tacit": [item.name for item in expired if item.tacit_renewal],
        "contracts.notice_passed": result.notice_passed,
        "contracts.undated": result.undated,
        "contracts.no_notice": [item.name for item in active if item.end is not None and item.name not in stated],
        "contracts.tacit_unknown": [i.name for i in active if i.end is not None and i.tacit_renewal is None],
        "contracts.no_amount": [item.name for item in active if item.amount is None],
        "contracts.notice_before_start": [item.name for item in items if _before(item.act_by, starts[item.name])],
        "contracts.sla_missed": [item.name for item in active if item.sla_missed],
    }
    found = [_named(code, group) for code, group in groups.items() if group]
    sales = given.our_sales
    if sales is not None and given.client_spend and sales > given.client_spend:
        found.append(both("contracts.above_spend", lambda _: {}))
    if sales is not None and given.our_revenue and sales > given.our_revenue:
        found.append(both("contracts.above_revenue", lambda _: {}))
    if given.horizon_months is None and given.contracts:
        found.append(both("contracts.default_horizon", lambda _: {"n": DEFAULT_HORIZON}))
    return found


def _named(code: str, group: list[str]) -> Note:
    return both(code, lambda _: {"names": names(group), "n": len(group)})


def _before(day: dt.date | None, start: dt.date | None) -> bool:
    return day is not None and start is not None and day < start


def why(result: ContractsResult, items: Sequence[ContractItem], given: ContractsInput) -> list[Note]:
    """The next day to act, what ends, what renews by itself, the dependence."""
    notes = []
    first = next((item for item in items if item.status == "alert"), None)
    if first is not None:
        notes.append(_alert(first, given))
        if len(result.alerts) > 1:
            notes.append(both("contracts.alerts", lambda _: _count(result.alerts)))
    elif any(item.end is not None for item in items):
        notes.append(both("contracts.no_alert", lambda lang: {"until": written(result.until, lang)}))
    if result.exposure is not None:
        notes.append(_exposure(result, given))
    if result.renewing:
        notes.append(both("contracts.renewing", lambda _: {"names": names(result.renewing)}))
    if result.mean_days_to_end is not None:
        days = result.mean_days_to_end
        notes.append(both("contracts.duration", lambda lang: {"days": number(days, lang, 0)}))
    return notes + _dependence(result)


def _count(group: list[str]) -> dict[str, object]:
    return {"n": len(group), "names": names(group)}


def _alert(item: ContractItem, given: ContractsInput) -> Note:
    day, end = item.act_by or given.as_of, item.end or given.as_of

    def values(lang: Language) -> dict[str, object]:
        return {
            "name": item.name,
            "day": written(day, lang),
            "days": _in_days(item.days_left or 0, lang),
            "end": written(end, lang),
            "amount": money(item.amount or Decimal(0), given.currency, lang),
        }

    ending = "tacit" if item.tacit_renewal else "ends"
    return both(f"contracts.act_{ending}" if item.amount is not None else f"contracts.act_{ending}_no_amount", values)


def _in_days(days: int, lang: Language) -> str:
    if days < 2:
        return t("scoring.contracts.in_one_day" if days else "scoring.contracts.today", lang)
    return t("scoring.contracts.in_days", lang, n=number(Decimal(days), lang))


def _exposure(result: ContractsResult, given: ContractsInput) -> Note:
    def values(lang: Language) -> dict[str, object]:
        return {
            "until": written(result.until, lang),
            "exposure": money(result.exposure or Decimal(0), given.currency, lang),
            "active": money(result.active_amount or Decimal(0), given.currency, lang),
            "rate": percent(result.exposure_rate or Decimal(0), lang),
            "open": money(result.exposure_open or Decimal(0), given.currency, lang),
        }

    if not result.exposure:
        return both("contracts.no_exposure", values)
    return both("contracts.exposure" if result.exposure_open == result.exposure else "contracts.exposure_part", values)


def _dependence(result: ContractsResult) -> list[Note]:
    ours, theirs = result.our_share_of_spend, result.client_share_of_revenue

    def values(lang: Language) -> dict[str, object]:
        return {
            "ours": percent_beside(ours or Decimal(0), theirs or Decimal(0), lang),
            "theirs": percent_beside(theirs or Decimal(0), ours or Decimal(0), lang),
        }

    if result.balance is not None:
        return [both(f"contracts.{result.balance}", values)]
    if ours is not None:
        return [both("contracts.only_spend", values)]
    return [both("contracts.only_revenue", values)] if theirs is not None else []
