"""Rules that hold for the whole code base."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from copilot.text.catalogue import keys, t

ROOT = Path(__file__).parents[1]
MODULES = sorted(p for part in ("copilot", "api") for p in (ROOT / part).rglob("*.py"))
MOST_LINES = 400
ENVIRONMENT = {"copilot/settings.py", "copilot/tokens.py", "copilot/cli/serve.py"}
CLOCK = {"copilot/deps.py"}
LANGUAGES = ("fr", "en")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute chain."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_there_is_code_to_look_at() -> None:
    assert len(MODULES) > 100


def test_modules_stay_short() -> None:
    too_long = {name(p): n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > MOST_LINES}
    assert too_long == {}


def test_only_the_settings_read_the_environment() -> None:
    users = {
        name(p)
        for p in MODULES
        for node in ast.walk(tree(p))
        if isinstance(node, ast.Attribute | ast.Name)
        and re.fullmatch(r"(?:os\.)?(?:environ|getenv|environb)", dotted(node))
    }
    assert users <= ENVIRONMENT


def test_there_is_one_clock() -> None:
    banned = re.compile(r"(?:dt\.|datetime\.)*(?:datetime|date)\.(?:now|utcnow|today)|time\.time")
    users = {name(p) for p in MODULES for call in calls(p) if banned.fullmatch(dotted(call.func))}
    assert users <= CLOCK


def test_nothing_is_drawn_at_random() -> None:
    users = {
        name(p)
        for p in MODULES
        for node in ast.walk(tree(p))
        if (isinstance(node, ast.Import) and any(a.name in ("random", "numpy.random") for a in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in ("random", "numpy.random"))
    }  # fmt: skip
    assert users == set()


def test_no_code_runs_text() -> None:
    banned = {
        "eval",
        "exec",
        "os.system",
        "subprocess.getoutput",
        "pickle.loads",
        "pickle.load",
        "yaml.load",
        "marshal.loads",
    }
    users = {(name(p), dotted(call.func)) for p in MODULES for call in calls(p) if dotted(call.func) in banned}
    assert users == set()


def test_nothing_is_left_to_do() -> None:
    left = re.compile(r"\b(?:TODO|FIXME|HACK)\b|raise NotImplementedError")
    assert [name(p) for p in MODULES if left.search(p.read_text("utf-8"))] == []


def test_every_text_says_the_same_in_both_languages() -> None:
    assert len(keys()) > 200
    for key, texts in keys().items():
        assert set(texts) == set(LANGUAGES), key
        assert all(text.strip() for text in texts.values()), key
        assert placeholders(texts["fr"]) == placeholders(texts["en"]), key


def test_a_text_is_never_shown_half_filled() -> None:
    with pytest.raises(KeyError):
        t("no.such.key", "fr")
    with pytest.raises(KeyError):
        t("computed.budget", "fr", value="12")
    assert t("computed.budget", "en", value="{n}", n="2") == "Budget requested: {n} over 2 lines"


def literal_keys() -> Iterator[tuple[str, int, str, ast.Call]]:
    for path in MODULES:
        for call in calls(path):
            if dotted(call.func) in ("t", "catalogue.t") and call.args and isinstance(call.args[0], ast.Constant):
                yield name(path), call.lineno, str(call.args[0].value), call


def test_every_text_asked_for_exists() -> None:
    missing = [(where, line, key) for where, line, key, _ in literal_keys() if key not in keys()]
    assert missing == []
    assert sum(1 for _ in literal_keys()) > 40


def test_every_placeholder_is_given() -> None:
    wrong = []
    for where, line, key, call in literal_keys():
        given = {word.arg for word in call.keywords}
        if None not in given and key in keys() and placeholders(keys()[key]["en"]) - given:
            wrong.append((where, line, key))
    assert wrong == []


def families() -> Iterator[tuple[str, str]]:
    """Keys built from a prefix: f"section.{key}" needs at least one text of that prefix."""
    for path in MODULES:
        for call in calls(path):
            if dotted(call.func) == "t" and call.args and isinstance(call.args[0], ast.JoinedStr):
                first = call.args[0].values[0]
                if isinstance(first, ast.Constant):
                    yield name(path), str(first.value)


def test_every_family_of_texts_exists() -> None:
    assert [f for f in families() if not any(key.startswith(f[1]) for key in keys())] == []
