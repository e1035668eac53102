"""The method corpus: every row in both languages, sourced, in our own words, each scoring tool explained."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import cast

import frontmatter
import pytest

from copilot.resources import resource
from copilot.retrieve.search import Searcher
from copilot.schemas.evidence import Language
from copilot.scoring.registry import tools
from copilot.text.normalise import fold

METHOD = sorted((resource("knowledge") / "methodology").glob("*.md"))
LANGUAGES: tuple[Language, ...] = ("fr", "en")
ROWS = range(1, 69)
NBSP = "\u00a0"
MARKS = {"fr": {"own": r"\bmaison\b", "outside": r"hors (?:des cinq )?sources"},
         "en": {"own": r"\bours\b", "outside": r"\boutside\)|\(outside|Outside the five sources"}}  # fmt: skip
QUOTE = "Strategic accounts are those customers who most readily help a firm achieve its strategic and financial goals"
RUN = 8
"""So many words of a source in a row would be its sentence, not its fact."""

FACTS: dict[int, tuple[str, ...]] = {
    3: ("3.5", "0.2"),
    5: ("20%", "80%", "10000", "68%", "84%"),
    8: (QUOTE, "Sam Sherman", "7 keys to managing strategic accounts", "Sallie Sherman"),
    13: ("2.0", "0.60", "0.22", "264000"),
    14: ("3", "8", "5", "30", "8 ", "12", "Prolifiq", "revenue-playbook"),
    18: ("30",),
    27: ("0.4", "0.3"),
    29: ("2000", "10%", "6", "27%", "10.83%", "9.50%", "418", "4400"),
    32: ("1000000", "180000", "40000", "60000", "108%", "90%"),
    34: ("36000", "6000", "0.75", "8.0"),
    36: ("9", "10", "0", "6", "4", "5"),
    37: ("0.8",),
    42: ("20", "12", "8", "40%"),
    49: ("45000", "50000", "60000", "55000", "70000", "75000", "15%", "50%", "2025", "Michael Page"),
    56: ("Alpha", "Bêta", "Gamma", "2003"),
    57: ("118", "66.68"),
    58: ("150", "260", "0.5104"),
    59: ("7", "30", "90"),
    64: ("10%", "25%", "20%", "30%", "15%", "22.5", "13.5", "120"),
    66: ("96", "104", "8"),
    67: ("L.441-3", "L.441-4", "L.443-8"),
}
"""Figures and names that the texts of a row hold, written alike in both languages."""


@cache
def _post(path: Path) -> frontmatter.Post:
    return frontmatter.load(str(path))


def _language(path: Path) -> str:
    return path.name.split(".")[1]


def _rows(path: Path) -> set[int]:
    rows: set[int] = set()
    for part in str(_post(path)["rows"]).split(","):
        first, _, last = part.strip().partition("-")
        rows |= set(range(int(first), int(last or first) + 1))
    return rows


def _plain(text: str) -> str:
    """Figures written one way: no thousands separator, a decimal point, the percent sign at the number."""
    text = re.sub(r"(?<=\d)[ \u00a0,](?=\d{3}\b)", "", text)
    return re.sub(r"(?<=\d),(?=\d)", ".", text).replace(f"{NBSP}%", "%")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _seeds() -> list[Path]:
    data = os.environ.get("ABP_EVAL_DATA")  # noqa: TID251 - a setting of the evaluations only
    shared = Path(data).parent if data else Path(__file__).parents[3] / "shared"
    return sorted((shared / "seeds").glob("*.txt"))


def _headings(path: Path) -> list[str]:
    return re.findall(r"(?m)^#+ .+$", _post(path).content)


def test_every_theme_stands_in_both_languages_with_the_same_sections() -> None:
    names = {path.name for path in METHOD}
    french = {name for name in names if name.endswith(".fr.md")}
    assert len(french) >= 30
    assert {name.replace(".fr.md", ".en.md") for name in french} == names - french
    for path in METHOD:
        other = path.with_name(path.name.replace(".fr.md", ".en.md"))
        assert len(_headings(path)) == len(_headings(other)), path.name
        assert _rows(path) == _rows(other), path.name


@pytest.mark.parametrize("path", METHOD, ids=lambda path: path.name)
def test_every_section_names_its_sources(path: Path) -> None:
    post, language = _post(path), _language(path)
    marks = {name: rf"\b{name}\b" for name in ("S0", "S1", "S2", "S3", "S4")} | MARKS[language]
    assert post["language"] == language
    assert post["title"]
    assert {name for name, mark in marks.items() if re.search(mark, post.content)} == set(
        cast("dict[str, str]", post["sources"])
    )
    for section in re.split(r"(?m)^## ", post.content)[1:]:
        assert any(re.search(mark, section) for mark in marks.values()), section[:60]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_the_method_is_covered_with_its_figures(language: str) -> None:
    texts: dict[int, str] = defaultdict(str)
    for path in METHOD:
        if _language(path) == language:
            for row in _rows(path):
                texts[row] += _plain(_post(path).content)
    assert set(texts) == set(ROWS)
    missing = {row: [fact for fact in facts if fact not in texts[row]] for row, facts in FACTS.items()}
    assert {row: facts for row, facts in missing.items() if facts} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_give_the_same_figures(language: str) -> None:
    def figures(path: Path) -> list[str]:
        return sorted(re.findall(r"\d+(?:\.\d+)?%?", _plain(_post(path).content)))

    for path in METHOD:
        if path.name.endswith(".fr.md"):
            assert figures(path) == figures(path.with_name(path.name.replace(".fr.md", ".en.md"))), path.name


@pytest.mark.parametrize("path", [path for path in METHOD if path.name.endswith(".fr.md")], ids=lambda path: path.name)
def test_french_texts_keep_french_spacing(path: Path) -> None:
    text = _post(path).content
    assert re.findall(r".{8}(?<![\u00a0«])[;?!%»]", text) == []
    assert re.findall(r".{8}[^\u00a0\d]:(?!//)", text) == []
    assert re.findall(r"«[^\u00a0].{8}", text) == []
    assert "'" not in text


def test_no_sentence_of_a_source_stands_in_the_corpus() -> None:
    """The facts are used, in our own words; the only exception is the quotation that a source itself makes."""
    seeds = _seeds()
    if not seeds:
        pytest.skip("the source texts are not here")
    sources = {run: seed.name for seed in seeds for run in _runs(seed.read_text("utf-8"))}
    assert len(sources) > 1000
    copied = {
        (path.name, " ".join(run))
        for path in METHOD
        for run in _runs(_post(path).content.replace(QUOTE, "")) & set(sources)
    }
    assert copied == set()
    quoted = " ".join(_words(QUOTE))
    assert any(quoted in " ".join(_words(seed.read_text("utf-8"))) for seed in seeds)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scoring_tool_is_explained_and_found_by_its_title(language: Language, searcher: Searcher) -> None:
    for tool in tools():
        explained = [
            section
            for path in METHOD
            if path.name.startswith("tools-") and _language(path) == language
            for section in re.split(r"(?m)^## ", _post(path).content)
            if re.match(rf"{tool.name}\b", section)
        ]
        assert len(explained) == 1, tool.name
        assert ("Limites" if language == "fr" else "Limits") in explained[0]
        hits = searcher.search_method(tool.title[language], 5, language)
        assert any(f"`{tool.name}`" in hit.text or f"> {tool.name}" in (hit.heading or "") for hit in hits), tool.name


@pytest.mark.parametrize(
    ("question", "language", "files"),
    [
        ("comment prioriser mes comptes ?", "fr", {"priority", "tools-choosing"}),
        ("how do I prioritise my accounts?", "en", {"priority", "tools-choosing"}),
    ],
)
def test_a_question_finds_both_the_method_and_the_tool(
    question: str, language: Language, files: set[str], searcher: Searcher
) -> None:
    hits = searcher.search_method(question, 3, language)
    assert files <= {hit.document.split(".")[0] for hit in hits}


def test_sources_that_disagree_are_shown_side_by_side() -> None:
    for language, stem in [(language, stem) for language in LANGUAGES for stem in ("sources", "accounts-per-person")]:
        (path,) = [path for path in METHOD if path.name == f"{stem}.{language}.md"]
        sections = re.split(r"(?m)^## ", _post(path).content)
        assert any({"S1", "S2"} <= set(re.findall(r"\bS[0-4]\b", section)) for section in sections)


def test_headings_of_a_file_are_distinct() -> None:
    for path in METHOD:
        headings = sorted(_headings(path))
        assert all(one != other for one, other in pairwise(headings)), path.name
