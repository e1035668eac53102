"""The method corpus, the interview bank and the catalogue are complete in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import frontmatter
import pytest
import yaml

from copilot.resources import resource
from copilot.schemas.plan import SECTION_KEYS
from copilot.text.normalise import fold

KNOWLEDGE = resource("knowledge")
METHOD = sorted((KNOWLEDGE / "methodology").glob("*.md"))
NBSP = "\u00a0"
PARTS = {"Q1": 2, "Q2": 2, "Q3": 2, "Q4": 4, "Q5": 3, "Q6": 2, "Q7": 3}


def load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((KNOWLEDGE / name).read_text("utf-8"))
    return data


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_theme_of_the_method_stands_in_both_languages() -> None:
    names = {path.name for path in METHOD}
    assert len(names) >= 12
    assert {name.replace(".fr.md", ".en.md") for name in names if name.endswith(".fr.md")} == {
        name for name in names if name.endswith(".en.md")
    }


@pytest.mark.parametrize("path", METHOD, ids=lambda path: path.name)
def test_method_file_names_its_sources(path: Path) -> None:
    post = frontmatter.load(str(path))
    cited = set(re.findall(r"\bS[0-4]\b", post.content))
    assert post["language"] == path.name.split(".")[1]
    assert post["title"]
    assert post["rows"]
    assert cited
    assert cited <= set(post["sources"])


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
