"""What readers say of files is shown in the language of whoever reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.text.catalogue import keys
from copilot.text.said import in_language, is_known

INGEST = Path(__file__).parents[2] / "copilot" / "ingest"
SAID_BY = {"warn": 0, "Refused": 1, "failure": 2, "UnreadableFile": 2, "Unpacked": 3}
"""Calls whose argument at that place is a line for people."""


@pytest.mark.parametrize(
    ("line", "french"),
    [
        ("the file is empty", "le fichier est vide"),
        ("3 of 4 files of the archive were read", "fichiers de l’archive lus\u00a0: 3 sur 4"),
        (
            "attachment 'a b.xlsx' was not read: the file is empty",
            "la pièce jointe «\u00a0a b.xlsx\u00a0» n’a pas été lue\u00a0: le fichier est vide",
        ),
        ("x/y.pdf: the file is empty", "x/y.pdf\u00a0: le fichier est vide"),
        (
            "tracked changes by Odile, Jean: insertions were read, deletions left out: « 12 k€ » and 2 more",
            "suivi des modifications de Odile, Jean\u00a0: insertions lues, suppressions laissées de côté\u00a0: "
            "« 12 k€ » et 2 de plus",
        ),
        ("whatever else is said", "whatever else is said"),
    ],
)
def test_a_line_in_french(line: str, french: str) -> None:
    assert in_language(line, "fr") == french
    assert in_language(line, "en") == line


def test_every_sentence_of_the_catalogue_is_recognised_with_its_gaps_filled() -> None:
    for key, texts in keys().items():
        if key.startswith("ingest.said."):
            gaps = {name: f"<{name}>" for name in _gaps(texts["en"])}
            assert gaps.keys() == _gaps(texts["fr"]), key
            shown = in_language(texts["en"].format(**gaps), "fr")
            assert shown == texts["fr"].format(**gaps), key


def test_every_line_that_a_reader_can_say_is_in_the_catalogue() -> None:
    lines = [line for path in sorted(INGEST.glob("*.py")) for line in _lines(ast.parse(path.read_text("utf-8")))]
    assert len(lines) > 50
    assert [line for line in lines if not is_known(line)] == []


def _gaps(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


def _lines(tree: ast.AST) -> Iterator[str]:
    """Sentences given as they stand; those that are put together elsewhere are tried by the readers' own tests."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in SAID_BY and len(call.args) > SAID_BY[name]:
            text = _text(call.args[SAID_BY[name]])
            if " " in text:
                yield text


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "9" for v in node.values)
    return ""
