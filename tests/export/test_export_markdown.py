from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from copilot.export.formats import export_negotiation, export_plan
from copilot.export.markdown import escape
from copilot.export.words import typeset
from copilot.schemas.negotiation import NegotiationFile
from copilot.schemas.plan import Plan, Section

RENDER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def md(plan: Plan) -> str:
    return export_plan(plan, "md").decode()


def section_of(text: str, title: str) -> str:
    return text.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_front_matter_marks_the_text_as_generated(plan: Plan) -> None:
    head = yaml.safe_load(md(plan).split("---\n")[1])
    assert head["generator"] == "abp-copilot"
    assert head["ai_generated"] is True
    assert head["writer"] == "embedded"
    assert head["date"] == plan.generated_at


def test_citations_stand_directly_after_their_claim(plan: Plan) -> None:
    text = md(plan)
    assert "- Le renouvellement se joue avant le 31 mars 2026. [copil.docx, p. 3]\n" in text
    assert "[suivi_2025.xlsx, Sites, l. 4] [copil.docx, p. 3]\n" in text
    assert "[réunion.vtt, 00:12:03]" in text


def test_locator_words_follow_the_language(plan: Plan, english_plan: Plan) -> None:
    french, english = md(plan), md(english_plan)
    assert "[visite.md, l. 12]" in french
    assert "[visite.md, line 12]" in english
    assert "[suivi_2025.xlsx, Sites, row 4]" in english


def test_sections_stand_in_the_order_of_the_contract(plan: Plan) -> None:
    titles = re.findall(r"^## (.+)$", md(plan), re.MULTILINE)
    assert titles.index("Profil du compte") < titles.index("Relation") < titles.index("SWOT") < titles.index("Budget")
    assert titles[-4:] == ["Contradictions à trancher", "Questions ouvertes", "Vérification", "Sources"]


def test_only_what_is_not_a_plain_fact_carries_a_mark(plan: Plan) -> None:
    text = md(plan)
    assert "- (déduit) Le client" in text
    assert "- (calculé) CA 2025" in text
    assert "(fait)" not in text


def test_no_claim_is_printed_twice_outside_the_swot(plan: Plan) -> None:
    text = md(plan)
    swot = section_of(text, "SWOT")
    assert text.count("Le renouvellement se joue") == 1
    assert text.replace(swot, "").count("Le client nous note") == 1
    assert "Le client nous note" in swot
    assert "inconnu" not in swot


def test_empty_section_points_to_its_questions(plan: Plan) -> None:
    assert (
        section_of(md(plan), "Marché").strip()
        == "Aucune phrase des notes n’est retenue ici\u00a0: voir question ouverte 2."
    )


def test_section_whose_claims_stand_above_does_not_say_the_notes_are_silent(plan: Plan) -> None:
    plan.sections.append(Section(key="vision", title="Ambition", claims=plan.summary))
    assert section_of(md(plan), "Ambition").strip() == "Dit plus haut\u202f; rien d’autre n’est retenu ici."


def test_every_open_question_line_ends_with_a_question_mark(plan: Plan) -> None:
    lines = re.findall(r"^\d+\. .+$", section_of(md(plan), "Questions ouvertes"), re.MULTILINE)
    assert lines == [
        "1. (M. Lantier – départ annoncé) Qui remplace Philippe\u202f?",
        "2. Quelle taille fait le marché\u202f?",
    ]


def test_both_sides_of_a_contradiction_share_a_row_with_dates_and_proof(plan: Plan) -> None:
    row = section_of(md(plan), "Contradictions à trancher").strip().splitlines()[-1]
    assert row.count("|") == 4
    assert "96,9\u00a0% (31/12/2025) [suivi_2025.xlsx, Sites, l. 4]" in row
    assert "94,6\u00a0% (17/02/2026) [visite.md, l. 12]" in row


def test_receipts_are_footnotes_with_inputs_and_short_digest(plan: Plan) -> None:
    text = md(plan)
    assert "k€ [suivi_2025.xlsx, Sites, l. 4] [^1]\n" in text
    assert text.count("[^1]:") == 1
    assert "Part de portefeuille (outil share_of_wallet, version 1.0)" in text
    assert "empreinte ab12cd34ef56\n" in text


def test_columns_that_no_row_fills_are_left_out(plan: Plan) -> None:
    assert "Cible" not in section_of(md(plan), "Objectifs")


def test_french_spaces_do_not_break(plan: Plan) -> None:
    text = md(plan)
    assert "3\u00a0420\u00a0k€" in text
    assert not re.search(r"(?<!\|) [;!?%€»]", text)


def test_sources_are_numbered_with_their_date(plan: Plan) -> None:
    assert "2. suivi_2025.xlsx, 31/12/2025" in section_of(md(plan), "Sources")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "![x](http://evil.example/a.png)",
        "[cliquez](javascript:alert(1))",
        "<http://evil.example>",
        "# Titre\n\n- liste",
        "a | b\n--- | ---",
        "`code` **gras** _italique_ ~~barré~~",
        "&lt;b&gt; &#106;avascript:",
        "[^1]: note",
        "---\nai_generated: false",
    ],
)
def test_text_of_a_note_never_becomes_markup(
    plan: Plan, profile_saying: Callable[[str], list[Section]], attack: str
) -> None:
    plan.sections = profile_saying(attack)
    plan.account = plan.account.model_copy(update={"name": attack})
    text = md(plan)
    body = RENDER.render(text.split("---\n", 2)[2])
    assert not re.search(r"<(script|a|img|em|strong|code|s|hr)\b", body)
    assert typeset(attack, "fr") in _unescape(body)
    assert yaml.safe_load(text.split("\n---\n")[0])["ai_generated"] is True


def _unescape(body: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        body = body.replace(entity, char)
    return body


@given(st.text(alphabet=st.sampled_from("ab1 .*_`[]()<>!#&;:/|~\\-+=@é€"), max_size=40))
def test_escaped_text_is_shown_as_it_stands(text: str) -> None:
    shown = typeset(text, "en")
    body = RENDER.render(f"- {escape(shown)}\n")
    assert _unescape(re.sub(r"</?(ul|li)>\n?", "", body)).strip() == shown


@given(st.text(alphabet=st.sampled_from("ab |\\`*<>_-"), min_size=1, max_size=30))
def test_escaped_text_stays_in_its_table_cell(text: str) -> None:
    shown = typeset(text, "en")
    body = RENDER.render(f"| h | i |\n| --- | --- |\n| x{escape(shown, table=True)}x | y |\n")
    cells = re.findall(r"<td>(.*?)</td>", body)
    assert [_unescape(cell) for cell in cells] == [f"x{shown}x", "y"]


def test_negotiation_says_it_is_internal_and_shows_the_table(negotiation: NegotiationFile) -> None:
    text = export_negotiation(negotiation, "md").decode()
    assert text.index("INTERNE") < text.index("## Contexte")
    assert "| Taux horaire (financier) | +2\u00a0% [prepa.vtt, 00:04:10] | 0\u00a0% [prepa.vtt, 00:04:10] |" in text
    assert "| Nous | Eux |" in text
    assert "Si vous signez trois ans fermes, alors nous" in text
    assert "## Sans contrepartie\u00a0: à ne pas céder avant d’en avoir trouvé une\n\n- Astreinte de nuit" in text
    assert "1. Ouverture (10 min)" in text
