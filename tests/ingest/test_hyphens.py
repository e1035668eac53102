"""Words cut at the end of a line are whole again; compounds, ranges and signs stay as they are."""

import pytest

from copilot.ingest.read import read
from tests.ingest.files import pdf_bytes, read_text, texts

FILL = "Le compte-rendu de la réunion est long, il est cut à une largeur fixe"

CASES = [
    ("négo-", "ciation", "négociation"),
    ("commer-", "ciale", "commerciale"),
    ("vice-", "président", "vice-président"),
    ("client-", "clé", "client-clé"),
    ("long-", "term", "long-term"),
    ("cost-", "effective", "cost-effective"),
    ("Jean-", "Pierre", "Jean-Pierre"),
    ("2026-", "2027", "2026-2027"),
    ("COVID-", "19", "COVID-19"),
    ("c’est-à-", "dire", "c’est-à-dire"),
    ("e-", "commerce", "e-commerce"),
    ("pré-", "et post-vente", "pré- et post-vente"),
    ("prix -", "remise", "prix - remise"),
    ("de -", "5 % à 3 %", "de - 5 % à 3 %"),
    ("https://x.example/mon-", "dossier", "https://x.example/mon-dossier"),
    ("négo\u00ad", "ciation", "négociation"),
]


def wrapped(first: str, second: str) -> str:
    return f"{FILL} {first}\n{second} et la phrase se poursuit encore sur une ligne entière\njusqu'à sa fin, qui vient."


@pytest.mark.parametrize(("first", "second", "whole"), CASES)
def test_a_text_of_fixed_width(first, second, whole):
    assert f"fixe {whole} et la phrase" in " ".join(texts(read_text("a.txt", wrapped(first, second))))


@pytest.mark.parametrize(("first", "second", "whole"), [case for case in CASES if case[0].isascii() or "é" in case[0]])
def test_a_page(first, second, whole):
    lines = wrapped(first.replace("\u00ad", "-"), second).split("\n")
    data = pdf_bytes([[(50, 800 - 14 * at, line.replace("’", "'")) for at, line in enumerate(lines)]])
    assert f"fixe {whole} et la phrase" in " ".join(texts(read("a.pdf", data)))


@pytest.mark.parametrize(
    ("elsewhere", "whole"), [("Le kilo-mètre zéro compte.", "kilo-mètre"), ("Le kilomètre zéro compte.", "kilomètre")]
)
def test_the_document_itself_shows_how_a_word_is_written(elsewhere, whole):
    text = f"{elsewhere}\n\n{wrapped('kilo-', 'mètre')}"
    assert f"fixe {whole} et la phrase" in " ".join(texts(read_text("a.txt", text)))


def test_vast_lines_cost_no_more_than_their_length():
    text = "\n".join(["a" * 400_000 + "-", "  " + "b-" * 200_000, "  c" * 100_000 + "-", "  fin"])
    assert len(texts(read_text("a.txt", text))) == 1
