"""What holds for every input of the tools that choose accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from copilot.scoring.choosing.role_profile import QUESTIONS
from copilot.scoring.registry import run_tool

quick = settings(max_examples=40, deadline=None)

marks = st.one_of(st.none(), st.decimals(min_value=0, max_value=5, places=1))
fractions = st.decimals(min_value=0, max_value=1, places=3)
rates = st.decimals(min_value=-1, max_value=1, places=3)
amounts = st.decimals(min_value=0, max_value=10**9, places=2)
shuffler = st.randoms(use_true_random=False)


def shuffled(rows: list[Any], random: Any) -> list[Any]:
    copy = list(rows)
    random.shuffle(copy)
    return copy


@st.composite
def business(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "revenue": st.one_of(st.none(), amounts),
                    "potential": st.one_of(st.none(), amounts),
                    "sites": st.one_of(st.none(), st.integers(0, 40)),
                    "margin": st.one_of(st.none(), rates),
                }
            ),
            min_size=1,
            max_size=12,
        )
    )
    return [{"name": f"a{rank}", **row} for rank, row in enumerate(rows)]


@st.composite
def ranked(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = draw(st.lists(st.tuples(amounts, fractions, rates), min_size=2, max_size=8))
    return [{"name": f"a{n}", "potential": p, "probability": q, "margin": m} for n, (p, q, m) in enumerate(rows)]


@st.composite
def weights(draw: st.DrawFn) -> dict[str, Decimal]:
    first, second = draw(st.integers(0, 100)), draw(st.integers(0, 100))
    assume(first + second <= 100)
    shares = (first, second, 100 - first - second)
    return {
        name: Decimal(share) / 100 for name, share in zip(("potential", "probability", "margin"), shares, strict=True)
    }


@quick
@given(st.lists(marks, min_size=5, max_size=5), st.integers(0, 4), st.decimals(min_value=0, max_value=5, places=1))
def test_a_better_rating_never_lowers_the_score(values: list[Any], place: int, better: Decimal) -> None:
    assume(values[place] is not None and better >= values[place])
    for tool in ("assess_key_account", "assess_eligibility_euraiqa"):
        scores = []
        for value in (values[place], better):
            given_values = [*values[:place], value, *values[place + 1 :]]
            ratings = {f"c{n}": {"rating": one, "evidence": ["x"]} for n, one in enumerate(given_values, start=1)}
            answer = run_tool(tool, {"ratings": ratings})
            assert answer.result is not None
            scores.append(Decimal(str(answer.result["score"])))
            low, high = (Decimal(str(answer.result[key])) for key in ("score_low", "score_high"))
            assert 0 <= low <= scores[-1] <= high <= 5
        assert scores[0] <= scores[1]


@quick
@given(st.lists(marks, min_size=5, max_size=5))
def test_verdict_waits_exactly_when_evidence_lacks(values: list[Any]) -> None:
    ratings = {f"c{n}": {"rating": one, "evidence": ["x"]} for n, one in enumerate(values, start=1)}
    answer = run_tool("assess_key_account", {"ratings": ratings})
    rated = [one for one in values if one is not None]
    if answer.result is None:
        assert rated == []
        return
    assert (answer.result["verdict"] == "insufficient_evidence") == (len(rated) < 4)
    if len(rated) >= 4:
        assert (answer.result["verdict"] == "eligible") == (sum(rated) / len(rated) >= Decimal("3.5"))


@quick
@given(business(), shuffler)
def test_business_axis_lies_in_zero_and_one_whatever_the_order(rows: list[dict[str, Any]], random: Any) -> None:
    one, two = (
        run_tool("business_axis", {"currency": "EUR", "accounts": given_rows})
        for given_rows in (rows, shuffled(rows, random))
    )
    assert (one.result, one.per_item, one.findings, one.why) == (two.result, two.per_item, two.findings, two.why)
    assert all(0 <= Decimal(str(item["business_axis"])) <= 1 for item in one.per_item)


@quick
@given(business())
def test_without_modifiers_the_axis_is_the_larger_share(rows: list[dict[str, Any]]) -> None:
    payload = {"currency": "EUR", "accounts": rows, "site_weight": 0, "margin_weight": 0}
    most = {key: max((row[key] or 0 for row in rows), default=0) for key in ("revenue", "potential")}
    for item in run_tool("business_axis", payload).per_item:
        row = next(row for row in rows if row["name"] == item["name"])
        shares = [Decimal(row[key]) / most[key] for key in most if row[key] is not None and most[key]]
        assert abs(Decimal(str(item["business_axis"])) - max(shares, default=Decimal(0))) <= Decimal("0.000001")


@quick
@given(st.lists(st.tuples(st.integers(0, 9), st.one_of(st.none(), fractions)), max_size=8), shuffler)
def test_strategic_axis_lies_between_its_bounds(rows: list[tuple[int, Any]], random: Any) -> None:
    objectives = [{"name": f"o{n}", "weight": weight, "contribution": part} for n, (weight, part) in enumerate(rows)]
    one, two = (
        run_tool("strategic_axis", {"objectives": given_rows})
        for given_rows in (objectives, shuffled(objectives, random))
    )
    assert (one.result, one.per_item, one.findings, one.why) == (two.result, two.per_item, two.findings, two.why)
    if one.result is None:
        assert not any(weight and part is not None for weight, part in rows)
        return
    low, axis, high = (Decimal(str(one.result[key])) for key in ("low", "strategic_axis", "high"))
    assert 0 <= low <= axis <= high <= 1


@quick
@given(st.lists(st.tuples(fractions, fractions), min_size=1, max_size=12), fractions, fractions, shuffler)
def test_every_account_stands_in_one_class(
    rows: list[tuple[Decimal, Decimal]], business_from: Decimal, strategic_from: Decimal, random: Any
) -> None:
    accounts = [{"name": f"a{n}", "business_axis": b, "strategic_axis": s} for n, (b, s) in enumerate(rows)]
    payload = {"selling_company": "Us", "thresholds": {"business": business_from, "strategic": strategic_from}}
    one, two = (run_tool("classify", {**payload, "accounts": each}) for each in (accounts, shuffled(accounts, random)))
    assert (one.result, one.per_item, one.findings, one.why) == (two.result, two.per_item, two.findings, two.why)
    assert one.result is not None
    classes = ("grand_compte_et_cle", "compte_cle", "grand_compte", "standard")
    assert sorted(name for key in classes for name in one.result[key]) == sorted(row["name"] for row in accounts)
    for item in one.per_item:
        large = Decimal(str(item["business_axis"])) >= business_from
        key = Decimal(str(item["strategic_axis"])) >= strategic_from
        assert item["quadrant"] == classes[(not (large and key)) + (not key) + (not large and not key)]


@quick
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["Luc", "Inès", None])), min_size=1, max_size=9), shuffler)
def test_coverage_does_not_depend_on_the_order(rows: list[tuple[int, Any]], random: Any) -> None:
    levels, functions = ("executive", "management", "operational", None), ("dg", "achats", "metier", None)
    persons = [
        {
            "name": f"p{n}",
            "level": levels[n % 4],
            "function": functions[(n * 3) % 4],
            "contacts": contacts,
            "relation_owner": owner,
        }
        for n, (contacts, owner) in enumerate(rows)
    ]
    one, two = (run_tool("stakeholder_coverage", {"persons": each}) for each in (persons, shuffled(persons, random)))
    assert (one.result, one.per_item, one.findings, one.why) == (two.result, two.per_item, two.findings, two.why)
    if one.result is None:
        assert all(contacts == 0 for contacts, _ in rows)
        return
    assert sum(item["contacts"] for item in one.per_item) == one.result["contacts"]
    by_owner = {owner: sum(c for c, o in rows if o == owner) for owner in ("Luc", "Inès")}
    most = max([*(contacts for contacts, _ in rows), *by_owner.values()])
    assert one.result["single_threaded"] == (2 * most > one.result["contacts"])


@quick
@given(st.integers(0, 200), st.integers(0, 200))
def test_more_accounts_never_need_fewer_people(total: int, more: int) -> None:
    one, two = (run_tool("workload", {"role": "KAM", "org_total": count}) for count in (total, total + more))
    assert one.result is not None
    assert two.result is not None
    for source, needed in one.result["needed"].items():
        assert needed <= two.result["needed"][source]
        limit = {"S1_KAM": 3, "S1_RGC": 10, "S2_KAM": 8}[source]
        assert (needed - 1) * limit < total <= needed * limit


@quick
@given(st.lists(st.sampled_from([True, False, None]), min_size=8, max_size=8))
def test_opposite_answers_give_the_opposite_profile(answers: list[bool | None]) -> None:
    there = {key: answer for key, answer in zip(QUESTIONS, answers, strict=True) if answer is not None}
    back = {key: not answer for key, answer in there.items()}
    one, two = (run_tool("role_profile", {"answers": each}) for each in (there, back))
    if one.result is None:
        assert len(there) < 4
        assert two.result is None
        return
    assert two.result is not None
    opposite = {"KAM": "RGC", "RGC": "KAM", "mixed": "mixed"}
    assert two.result["profile"] == opposite[str(one.result["profile"])]
    assert one.result["firm"] == two.result["firm"]


@quick
@given(ranked(), weights())
def test_priority_follows_the_exact_powers(rows: list[dict[str, Any]], shares: dict[str, Decimal]) -> None:
    """The order is that of potential^(100 w1) * probability^(100 w2) * margin^(100 w3): exact whole powers."""
    answer = run_tool("priority_score", {"currency": "EUR", "accounts": rows, "weights": shares})
    by_name = {row["name"]: row for row in rows}

    def power(name: str) -> int:
        row = by_name[name]
        if row["potential"] <= 0 or row["margin"] <= 0:
            return 0
        wholes = {"potential": int(row["potential"] * 100), "probability": int(row["probability"] * 1000)}
        wholes["margin"] = int(row["margin"] * 1000)
        result = 1
        for factor, share in shares.items():
            result *= wholes[factor] ** int(share * 100)
        return result

    def value(name: str) -> Decimal:
        row = by_name[name]
        return Decimal(row["potential"] * row["probability"] * row["margin"])

    order = [str(item["name"]) for item in answer.per_item]
    assert order == sorted(order, key=lambda name: (-power(name), -value(name), name))
    assert all(0 <= Decimal(str(item["index"])) <= 100 for item in answer.per_item)


@quick
@given(ranked(), shuffler)
def test_priority_says_the_same_whatever_the_order(rows: list[dict[str, Any]], random: Any) -> None:
    one, two = (
        run_tool("priority_score", {"currency": "EUR", "accounts": each}) for each in (rows, shuffled(rows, random))
    )
    assert (one.result, one.per_item, one.findings, one.why) == (two.result, two.per_item, two.findings, two.why)


@quick
@given(st.lists(st.tuples(amounts, rates), min_size=1, max_size=12))
def test_losses_leave_what_the_others_bring(rows: list[tuple[Decimal, Decimal]]) -> None:
    clients = [{"name": f"c{n}", "revenue": revenue, "margin": rate} for n, (revenue, rate) in enumerate(rows)]
    answer = run_tool("concentration", {"currency": "EUR", "clients": clients, "lose": "c0"})
    if answer.result is None or rows[0][0] == 0:
        return
    others = [(revenue, rate) for revenue, rate in rows[1:]]
    assert Decimal(str(answer.result["revenue_after_loss"])) == sum((revenue for revenue, _ in others), Decimal(0))
    left = sum((revenue * rate for revenue, rate in others), Decimal(0))
    assert abs(Decimal(str(answer.result["margin_after_loss"])) - left) <= Decimal("0.01")
