"""What holds for every input of the quality tools."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.scoring.registry import run_tool

WORDS = (
    "le client veut réduire ses délais notre chiffre d’affaires chez Acme vendre pour nous part de marché et la "
    "the client wants our revenue to cut its costs with Acme we sell dernière chance tu es toujours en retard"
).split()
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
verdicts = st.sampled_from(["client", "internal", "mixed", "neutral"])
fast = settings(max_examples=40, deadline=None)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    objectives = draw(st.lists(st.booleans(), max_size=5))
    actions = draw(st.lists(st.booleans(), max_size=5))
    sentences = draw(st.lists(verdicts, min_size=1, max_size=5))
    return {
        "objectives": [{"text": f"o{n}", "evidenced_client_objective": yes} for n, yes in enumerate(objectives)],
        "actions": [{"text": f"a{n}", "client_benefit": yes} for n, yes in enumerate(actions)],
        "sentences": [{"text": f"s{n}", "verdict": verdict} for n, verdict in enumerate(sentences)],
    }


@fast
@given(plans(), st.randoms(use_true_random=False))
def test_order_of_lines_does_not_matter(plan: dict[str, Any], random: Any) -> None:
    shuffled = {key: random.sample(lines, len(lines)) for key, lines in plan.items()}
    assert run_tool("client_orientation", plan).result == run_tool("client_orientation", shuffled).result


@fast
@given(plans())
def test_orientation_lies_between_zero_and_one_and_grows_with_evidence(plan: dict[str, Any]) -> None:
    before = run_tool("client_orientation", plan).result
    assert before is not None
    better = {**plan, "objectives": [{**line, "evidenced_client_objective": True} for line in plan["objectives"]]}
    after = run_tool("client_orientation", better).result
    assert after is not None
    assert 0 <= Decimal(str(before["score"])) <= Decimal(str(after["score"])) <= 1


@fast
@given(st.lists(texts, min_size=1, max_size=6), st.sampled_from(["fr", "en"]))
def test_any_line_has_one_verdict_and_words_of_its_own(lines: list[str], language: str) -> None:
    answer = run_tool("client_orientation", {"sentences": lines, "language": language, "client": "Acme"})
    assert answer.result is not None
    assert sum(answer.result["verdicts"].values()) == len(answer.per_item)  # type: ignore[union-attr,misc,arg-type]
    for item in answer.per_item:
        for word in [*item["client_words"], *item["our_words"]]:  # type: ignore[misc]
            assert word in str(item["text"])
        assert bool(item["client_words"]) == (item["verdict"] in ("client", "mixed"))


@fast
@given(st.lists(texts, min_size=1, max_size=5), st.sampled_from(["pressure_wording", "judging_wording"]))
def test_spans_stand_in_their_line_and_do_not_overlap(lines: list[str], tool: str) -> None:
    answer = run_tool(tool, {"lines": lines})
    last = (0, 0)
    for item in answer.per_item:
        place: Any = (item["line"], item["start"], item["end"])
        assert lines[place[0] - 1][place[1] : place[2]] == item["span"]
        assert (place[0], place[1]) >= last
        last = (place[0], place[2])


@fast
@given(st.text(max_size=300), st.sampled_from(["pressure_wording", "judging_wording"]))
def test_any_text_is_read(text: str, tool: str) -> None:
    answer = run_tool(tool, {"text": text})
    assert answer.verdict in ("ok", "insufficient")
    for item in answer.per_item:
        assert text[item["start"] : item["end"]] == item["span"]  # type: ignore[misc]


days = st.dates(min_value=dt.date(2025, 1, 1), max_value=dt.date(2026, 12, 31))


@fast
@given(st.lists(days, max_size=6), st.lists(st.sampled_from("abc"), max_size=4), st.randoms(use_true_random=False))
def test_order_of_sessions_and_contributions_does_not_matter(
    sessions: list[Any], serves: list[str], random: Any
) -> None:
    contributions = [{"what": f"c{n}", "objectives": [name]} for n, name in enumerate(serves)]
    payload = {
        "as_of": "2026-01-01",
        "objectives": ["a", "b", "c"],
        "contributions": contributions,
        "joint_sessions": [day.isoformat() for day in sessions],
    }
    shuffled = {
        **payload,
        **{
            key: random.sample(payload[key], len(payload[key]))
            for key in ("contributions", "joint_sessions", "objectives")
        },
    }
    one, two = run_tool("co_construction", payload), run_tool("co_construction", shuffled)
    assert (one.result, one.per_item) == (two.result, two.per_item)


@fast
@given(st.lists(texts, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_order_of_the_plan_s_lines_does_not_matter(lines: list[str], random: Any) -> None:
    shuffled = random.sample(lines, len(lines))
    one, two = (
        run_tool("plan_or_actions", {"lines": given_lines, "language": "fr"}) for given_lines in (lines, shuffled)
    )
    assert (one.result, one.per_item) == (two.result, two.per_item)
