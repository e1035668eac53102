"""What holds for every input of the tools that steer the plan."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.base import ToolResult
from copilot.scoring.registry import run_tool

FEW = settings(max_examples=40, deadline=None)
AS_OF = dt.date(2026, 3, 31)
PEOPLE = ["Anne", "Karim", "Lise", "Paul"]
days = st.dates(AS_OF - dt.timedelta(days=400), AS_OF)
shuffles = st.randoms(use_true_random=False)


def same(one: ToolResult, two: ToolResult) -> bool:
    """Everything but the receipt, which shows the inputs in the order given."""
    return one.model_dump(exclude={"receipt"}) == two.model_dump(exclude={"receipt"})


def shuffled(rows: list[Any], random: Any) -> list[Any]:
    copy = list(rows)
    random.shuffle(copy)
    return copy


@FEW
@given(st.lists(st.integers(0, 10), min_size=1, max_size=60), shuffles)
def test_nps_lies_in_its_range_and_forgets_the_order(scores: list[int], random: Any) -> None:
    answer = run_tool("nps", {"scores": scores})
    assert answer.result is not None
    assert -100 <= Decimal(str(answer.result["nps"])) <= 100
    assert same(answer, run_tool("nps", {"scores": shuffled(scores, random)}))


@FEW
@given(st.lists(st.integers(0, 10), min_size=1, max_size=60), st.data())
def test_a_better_score_never_lowers_the_nps(scores: list[int], data: st.DataObject) -> None:
    rank = data.draw(st.integers(0, len(scores) - 1))
    better = [*scores[:rank], data.draw(st.integers(scores[rank], 10)), *scores[rank + 1 :]]
    before, after = run_tool("nps", {"scores": scores}).result, run_tool("nps", {"scores": better}).result
    assert before is not None
    assert after is not None
    assert Decimal(str(after["nps"])) >= Decimal(str(before["nps"]))


@FEW
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=12), shuffles)
def test_service_lies_between_its_best_and_worst_line(rows: list[tuple[int, int]], random: Any) -> None:
    lines = [{"commitment": f"c{n}", "met": min(row), "due": max(row)} for n, row in enumerate(rows)]
    answer = run_tool("sla_compliance", {"lines": lines, "target": "0.9"})
    if answer.result is None:
        assert all(line["due"] == 0 for line in lines)
        return
    shares = [Decimal(str(item["compliance"])) for item in answer.per_item]
    assert shares == sorted(shares)
    assert shares[0] <= Decimal(str(answer.result["compliance"])) <= shares[-1]
    assert same(answer, run_tool("sla_compliance", {"lines": shuffled(lines, random), "target": "0.9"}))


@st.composite
def milestones(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = draw(st.lists(st.tuples(days, st.none() | days, st.booleans()), min_size=1, max_size=12))
    return [
        {"name": f"m{n:02d}", "due": due, "done": done, "cancelled": dropped}
        for n, (due, done, dropped) in enumerate(rows)
    ]


@FEW
@given(milestones(), shuffles)
def test_every_due_milestone_has_one_state(rows: list[dict[str, Any]], random: Any) -> None:
    answer = run_tool("plan_velocity", {"as_of": AS_OF, "milestones": rows})
    live = [row for row in rows if not row["cancelled"]]
    if answer.result is None:
        assert live == []
        return
    found = answer.result
    states = [found[key] for key in ("on_time", "late", "open_late", "due_today")]
    assert sum(int(str(n)) for n in states) == found["due"] == len(live) == len(answer.per_item)
    on_time = [row for row in live if row["done"] is not None and row["done"] <= row["due"]]
    assert found["on_time"] == len(on_time)
    assert same(answer, run_tool("plan_velocity", {"as_of": AS_OF, "milestones": shuffled(rows, random)}))


SECTIONS = ["objectives", "stakeholders", "project_roadmap", "value_milestones", "risks"]
states = st.one_of(
    st.sampled_from([{"filled": False}, {"filled": True}, {"filled": True, "evidenced": True}]),
    st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda n: {"items": max(n), "evidenced_items": min(n)}),
)


@FEW
@given(st.dictionaries(st.sampled_from(SECTIONS), states, min_size=1))
def test_evidence_never_makes_a_plan_less_complete(plan: dict[str, Any]) -> None:
    before = run_tool("plan_completeness", plan).result
    assert before is not None
    colours = [item["rag"] for item in run_tool("plan_completeness", plan).per_item if item["part"] is None]
    assert colours.count("green") == before["complete"]
    assert len(colours) == 6
    for name in plan:
        after = run_tool("plan_completeness", plan | {name: {"filled": True, "evidenced": True}}).result
        assert after is not None
        assert Decimal(str(after["completeness"])) >= Decimal(str(before["completeness"]))


numbers = st.decimals(min_value=-1000, max_value=1000, places=2)
kpis = st.builds(
    dict,
    value=st.none() | numbers,
    target=st.none() | numbers,
    previous=st.none() | numbers,
    direction=st.sampled_from(["higher", "lower"]),
    date=st.none() | days,
)


@FEW
@given(st.lists(kpis, min_size=1, max_size=8), shuffles)
def test_a_scorecard_counts_every_known_value_once(rows: list[dict[str, Any]], random: Any) -> None:
    lines = [{"key": f"k{n}"} | row for n, row in enumerate(rows)]
    answer = run_tool("scorecard", {"as_of": AS_OF, "kpis": lines})
    known = [row for row in rows if row["value"] is not None]
    if answer.result is None:
        assert known == []
        return
    assert sum(int(str(answer.result[rag])) for rag in ("green", "amber", "red", "unrated")) == len(known)
    assert answer.result["unrated"] == sum(row["target"] is None for row in known)
    assert same(answer, run_tool("scorecard", {"as_of": AS_OF, "kpis": shuffled(lines, random)}))


RANKS = {"red": 0, "amber": 1, "green": 2}


@FEW
@given(numbers, numbers, numbers, st.sampled_from(["higher", "lower"]))
def test_a_better_value_never_has_a_worse_status(one: Decimal, two: Decimal, target: Decimal, direction: str) -> None:
    low, high = sorted((one, two))
    worse, better = (low, high) if direction == "higher" else (high, low)
    ranks = []
    for value in (worse, better):
        kpi = {"key": "mine", "value": value, "target": target, "direction": direction}
        item = run_tool("scorecard", {"as_of": AS_OF, "kpis": [kpi]}).per_item[-1]
        assert (item["rag"] == "green") == (Decimal(str(item["gap"])) >= 0)
        ranks.append(RANKS[str(item["rag"])])
    assert ranks == sorted(ranks)


@FEW
@given(
    st.decimals(0, 1, places=2),
    st.sampled_from(["none", "drafted", "sent", "accepted", "refused"]),
    st.lists(st.integers(0, 20), max_size=6),
    st.lists(st.booleans(), max_size=4),
    shuffles,
)
def test_every_phase_before_the_current_one_is_finished(
    coverage: Decimal, proposal: str, kept: list[int], opened: list[bool], random: Any
) -> None:
    service = [{"end": AS_OF - dt.timedelta(days=30 * n), "met": met, "due": 20} for n, met in enumerate(kept)]
    places = [{"name": str(n), "kind": "site", "opened": is_open} for n, is_open in enumerate(opened)]
    payload = {"as_of": AS_OF, "discovery_coverage": coverage, "proposal": proposal}
    answer = run_tool("phase_tracker", payload | {"service": service, "expansions": places})
    rank = [item["current"] for item in answer.per_item].index(True)
    assert all(item["met"] for item in answer.per_item[:rank])
    assert not answer.per_item[rank]["met"] or all(item["met"] for item in answer.per_item)
    mixed = payload | {"service": shuffled(service, random), "expansions": shuffled(places, random)}
    assert same(answer, run_tool("phase_tracker", mixed))


held = st.lists(st.sampled_from([*PEOPLE, "anne", "Pol"]), max_size=4)
matrices = st.lists(
    st.builds(dict, responsible=held, accountable=held, consulted=held, informed=held), min_size=1, max_size=6
).map(lambda rows: [{"action": f"a{n}"} | row for n, row in enumerate(rows)])
LETTERS = {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"}


def mended(action: dict[str, Any], repairs: Any) -> dict[str, Any]:
    """The action after its repairs, done as a person would do them."""
    lists: dict[str, list[str]] = {letter: [n.casefold() for n in action[field]] for letter, field in LETTERS.items()}
    for repair in repairs:
        name = (repair["person"] or "somebody new").casefold()
        match repair["change"]:
            case "add":
                for letter in repair["letter"].split("+"):
                    lists[letter].append(name)
            case "remove":
                lists[repair["letter"]].remove(name)
            case "move":
                lists[repair["letter"]].remove(name)
                lists[repair["to"]].append(name)
            case "rename":
                written = repair["to"].casefold() if repair["to"] else name
                lists = {
                    letter: list(dict.fromkeys(written if n == name else n for n in names))
                    for letter, names in lists.items()
                }
    return {"action": action["action"]} | {LETTERS[letter]: names for letter, names in lists.items()}


@FEW
@given(matrices, st.booleans())
def test_repairs_put_every_line_right(actions: list[dict[str, Any]], checked: bool) -> None:
    people = PEOPLE if checked else []
    before = run_tool("raci_check", {"actions": actions, "people": people})
    repaired = [mended(action, item["repairs"]) for action, item in zip(actions, before.per_item, strict=True)]
    after = run_tool("raci_check", {"actions": repaired})
    assert after.result is not None
    assert after.result["valid"] is True
    assert [item["problems"] for item in after.per_item] == [[]] * len(actions)


@FEW
@given(matrices, shuffles)
def test_a_matrix_forgets_every_order(actions: list[dict[str, Any]], random: Any) -> None:
    mixed = [
        {"action": action["action"]} | {field: shuffled(action[field], random) for field in LETTERS.values()}
        for action in shuffled(actions, random)
    ]
    payload = {"people": PEOPLE}
    one, two = (run_tool("raci_check", payload | {"actions": rows}) for rows in (actions, mixed))
    assert same(one, two)
    assert one.result is not None
    loads = Counter({load["person"]: load["accountable"] for load in one.result["loads"]})  # type: ignore[union-attr,index,call-overload]
    assert loads.total() == sum(int(str(item["accountable"])) for item in one.per_item)


@FEW
@given(st.lists(days, max_size=10), st.none() | days, st.integers(1, 100), shuffles)
def test_freshness_looks_at_the_newest_evidence(
    fed: list[dt.date], start: dt.date | None, limit: int, random: Any
) -> None:
    payload = {"as_of": AS_OF, "plan_start": start, "reminder_days": limit}
    answer = run_tool("plan_freshness", payload | {"evidence": [{"date": day} for day in fed]})
    since = max(fed, default=start)
    if answer.result is None:
        assert since is None
        return
    assert since is not None
    assert answer.result["age_days"] == (AS_OF - since).days
    assert answer.result["reminder"] is ((AS_OF - since).days >= limit)
    assert int(str(answer.result["longest_gap_days"])) >= (AS_OF - since).days
    mixed = [{"date": day} for day in shuffled(fed, random)]
    assert same(answer, run_tool("plan_freshness", payload | {"evidence": mixed}))


@st.composite
def actions(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(PEOPLE),
                st.decimals(0, 50, places=2),
                st.dates(AS_OF - dt.timedelta(days=60), AS_OF + dt.timedelta(days=200)),
                st.none() | st.integers(0, 90),
            ),
            min_size=1,
            max_size=8,
        )
    )
    return [
        {
            "label": f"a{n}",
            "owner": owner,
            "effort": effort,
            "due": due,
            "start": None if length is None else due - dt.timedelta(days=length),
        }
        for n, (owner, effort, due, length) in enumerate(rows)
    ]


@FEW
@given(actions(), st.decimals(0, 30, places=1), shuffles)
def test_no_effort_is_lost_nor_put_in_the_past(rows: list[dict[str, Any]], capacity: Decimal, random: Any) -> None:
    payload = {"as_of": AS_OF, "default_capacity": capacity}
    answer = run_tool("action_load", payload | {"actions": rows})
    loads = [Decimal(str(item["load"])) for item in answer.per_item]
    assert abs(sum(loads) - sum(row["effort"] for row in rows)) <= Decimal("0.000001") * max(len(loads), 1)
    first = AS_OF - dt.timedelta(days=AS_OF.weekday())
    assert all(dt.date.fromisoformat(str(item["week"])) >= first for item in answer.per_item)
    for item in answer.per_item:
        over = max(Decimal(str(item["load"])) - capacity, Decimal(0))
        assert abs(Decimal(str(item["over"])) - over) <= Decimal("0.000001")
    assert same(answer, run_tool("action_load", payload | {"actions": shuffled(rows, random)}))


committees = st.lists(
    st.builds(
        dict,
        frequency=st.none() | st.sampled_from(["weekly", "monthly", "quarterly", "yearly"]),
        last_date=st.none() | days,
        wait=st.none() | st.integers(1, 200),
    ),
    max_size=6,
)


@FEW
@given(st.sets(st.sampled_from(["account_lead", "executive_sponsor", "product_contributor"])), committees, shuffles)
def test_governance_counts_roles_and_sorts_the_latest_first(
    roles: set[str], rows: list[dict[str, Any]], random: Any
) -> None:
    listed = [
        {
            "name": f"c{n}",
            "frequency": row["frequency"],
            "last_date": row["last_date"],
            "next_date": row["wait"] and (row["last_date"] or AS_OF) + dt.timedelta(days=row["wait"]),
        }
        for n, row in enumerate(rows)
    ]
    payload: dict[str, Any] = {"as_of": AS_OF} | dict.fromkeys(roles, "Anne")
    answer = run_tool("governance_check", payload | {"committees": listed})
    assert answer.result is not None
    assert answer.result["completeness"] == len(roles) + bool(rows)
    late = [int(str(item["days_overdue"])) for item in answer.per_item]
    assert late == sorted(late, reverse=True)
    assert all((item["state"] == "overdue") == (item["days_overdue"] != 0) for item in answer.per_item)
    assert same(answer, run_tool("governance_check", payload | {"committees": shuffled(listed, random)}))
