from __future__ import annotations

import io
import json
import re

import pytest
from docx import Document

from copilot.errors import BadInput
from copilot.export.formats import FORMATS, check_formats, export_negotiation, export_plan
from copilot.export.words import date_text, locator_text, typeset
from copilot.schemas.evidence import Locator
from copilot.schemas.negotiation import NegotiationFile
from copilot.schemas.plan import Plan


def test_unknown_format_names_the_known_ones(plan: Plan, negotiation: NegotiationFile) -> None:
    with pytest.raises(BadInput, match=r"'pdf'.*md, json, docx"):
        export_plan(plan, "pdf")
    with pytest.raises(BadInput, match="'odt'"):
        export_negotiation(negotiation, "odt")
    with pytest.raises(BadInput, match="none given"):
        check_formats([" "])


def test_formats_are_listed_once_in_a_stable_order() -> None:
    assert check_formats(["docx", "MD", "docx"]) == ["md", "docx"]


def test_json_is_the_contract_and_reads_back(plan: Plan, negotiation: NegotiationFile) -> None:
    data = export_plan(plan, "json")
    assert list(json.loads(data))[:4] == ["schema_version", "kind", "account", "language"]
    assert Plan.model_validate_json(data) == plan
    assert "é" in data.decode()
    assert NegotiationFile.model_validate_json(export_negotiation(negotiation, "json")) == negotiation


def test_all_formats_carry_the_same_numbers(plan: Plan) -> None:
    files = {fmt: export_plan(plan, fmt) for fmt in FORMATS}
    document = Document(io.BytesIO(files["docx"]))
    word = " ".join(p.text for p in document.paragraphs)
    word += " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for number in ("7,4/10", "38 900", "96,9", "94,6", "-23", "46,80", "3 420"):
        spaced = re.compile(re.escape(number).replace("\\ ", "[ \u00a0\u202f]"))
        assert spaced.search(word), number
        assert spaced.search(files["md"].decode()), number
        assert spaced.search(files["json"].decode()), number


@pytest.mark.parametrize(
    ("iso", "french", "english"),
    [
        ("2026-02-18", "18/02/2026", "2026-02-18"),
        ("2026-03", "03/2026", "2026-03"),
        ("2026-Q1", "T1 2026", "Q1 2026"),
        ("2026-H2", "S2 2026", "H2 2026"),
        ("2026-W14", "semaine 14 de 2026", "week 14 of 2026"),
        ("2026", "2026", "2026"),
        ("bientôt", "bientôt", "bientôt"),
        (None, "", ""),
    ],
)
def test_dates_are_worded_at_their_precision(iso: str | None, french: str, english: str) -> None:
    assert (date_text(iso, "fr"), date_text(iso, "en")) == (french, english)


def test_places_are_worded() -> None:
    assert locator_text(Locator(slide=3, part="notes"), "fr") == "diapositive 3, notes"
    assert locator_text(Locator(slide=3), "en") == "slide 3"
    assert locator_text(Locator(), "fr") == ""


def test_typesetting_changes_spaces_only() -> None:
    assert (
        typeset("« a » : 10 % ; 12 000 € ?", "fr")
        == "«\u00a0a\u00a0»\u00a0: 10\u00a0%\u202f; 12\u00a0000\u00a0€\u202f?"
    )
    assert typeset("10% à 12:30", "fr") == "10% à 12:30"
    assert typeset("a\u202eb\nc", "en") == "ab c"
