"""The registry: what it lists and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput, UnknownTool
from copilot.scoring.registry import REGISTRY, run_tool, tools
from tests.scoring.helpers import clients

ACCOUNTS = [
    {"name": "Alpha", "potential": 2_000_000, "probability": 0.60, "margin": 0.22},
    {"name": "Beta", "potential": 3_500_000, "probability": 0.25, "margin": 0.30},
    {"name": "Gamma", "potential": 900_000, "probability": 0.80, "margin": 0.35},
]


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
