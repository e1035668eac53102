"""The interview bank is complete in both languages."""

from __future__ import annotations

from typing import Any

import yaml

from copilot.resources import resource
from copilot.schemas.plan import SECTION_KEYS
from copilot.text.normalise import fold

KNOWLEDGE = resource("knowledge")
NBSP = "\u00a0"
PARTS = {"Q1": 2, "Q2": 2, "Q3": 2, "Q4": 4, "Q5": 3, "Q6": 2, "Q7": 3}


def load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((KNOWLEDGE / name).read_text("utf-8"))
    return data


def test_seven_questions_have_their_parts() -> None:
    questions = load("questions/seven_questions.yaml")["questions"]
    assert {question["id"]: len(question["parts"]) for question in questions} == PARTS


def test_every_part_of_the_bank_is_complete() -> None:
    parts = [part for question in load("questions/seven_questions.yaml")["questions"] for part in question["parts"]]
    assert len({part["id"] for part in parts}) == sum(PARTS.values())
    for part in parts:
        assert part["section"] in SECTION_KEYS
        assert set(part["evidence"]) <= set(SECTION_KEYS)
        assert part["fr"].endswith(f"{NBSP}?")
        assert part["en"].endswith("?")
        assert part["ask"]["fr"]
        assert len(part["ask"]["fr"]) == len(part["ask"]["en"])
        for stems in part["cues"].values():
            assert stems
            assert all(stem == fold(stem) for stem in stems)
    environments = {part["environment"] for part in parts}
    assert environments == {"market", "client", "competition", "relationship", "performance"}
