from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from docx import Document
from docx.oxml.ns import qn

from copilot.export.formats import export_negotiation, export_plan
from copilot.schemas.negotiation import NegotiationFile
from copilot.schemas.plan import Plan, Section


def test_word_file_holds_headings_tables_and_claims(plan: Plan) -> None:
    document = Document(io.BytesIO(export_plan(plan, "docx")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert texts[0] == "Plan de compte – Orival & Fils"
    assert headings.index("Profil du compte") < headings.index("Relation")
    assert "Le renouvellement se joue avant le 31 mars 2026. [copil.docx, p. 3]" in texts
    assert [cell.text for cell in document.tables[1].rows[0].cells][:2] == ["Nom", "Fonction"]


def test_word_file_is_a4_with_page_numbers_and_repeated_header_rows(plan: Plan) -> None:
    document = Document(io.BytesIO(export_plan(plan, "docx")))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "PAGE" in section.footer._element.xml
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)


def test_word_file_is_marked_as_generated_and_names_its_language(plan: Plan) -> None:
    data = export_plan(plan, "docx")
    document = Document(io.BytesIO(data))
    assert document.core_properties.comments.startswith("AI-generated")
    assert document.core_properties.category == "Plan de compte"
    assert document.core_properties.language == "fr-FR"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"trainedAlgorithmicMedia" in archive.read("docProps/custom.xml")
        assert re.search(rb'<w:lang [^>]*w:val="fr-FR"', archive.read("word/styles.xml"))


def test_word_file_survives_control_characters_and_xml_in_a_note(
    plan: Plan, profile_saying: Callable[[str], list[Section]]
) -> None:
    plan.sections = profile_saying("a\x00\x0b\ud800<b>&amp;\ufffe fin")
    document = Document(io.BytesIO(export_plan(plan, "docx")))
    assert any("<b>&amp; fin" in paragraph.text for paragraph in document.paragraphs)


def test_negotiation_opens_as_a_word_file(negotiation: NegotiationFile) -> None:
    document = Document(io.BytesIO(export_negotiation(negotiation, "docx")))
    assert any("INTERNE" in paragraph.text for paragraph in document.paragraphs)
    assert any("Redéployer" in table.cell(1, 0).text for table in document.tables)
