from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.prompts import LANGUAGE_NAMES, PromptError, names, parse, prompt, untrusted, visible

GOOD = "---\npurpose: test\nversion: 1\nvariables: [who]\n---\n# system\nBe kind.\n# user\nHello {{who}}\n"


@pytest.mark.parametrize("name", names())
def test_every_prompt_is_well_formed_and_renders(name: str) -> None:
    one = prompt(name)
    assert one.purpose
    assert one.version >= 1
    rendered = one.render(**{variable: f"<{variable}>" for variable in one.variables})
    assert [role for role, _ in rendered] == ["system", "user"]
    assert not any("{{" in text for _, text in rendered)


@pytest.mark.parametrize("name", names())
def test_every_prompt_names_the_language_and_says_that_notes_are_content(name: str) -> None:
    one = prompt(name)
    assert "language" in one.variables
    assert "content" in one.system
    # English scaffolding only: French labels make a model answer English users in French.
    assert not re.search(r"\b(le|la|les|une|vous|réponds|répondez)\b", one.system)


def test_missing_and_extra_variables_are_errors() -> None:
    one = parse("x/y", GOOD)
    assert one.render(who="you")[1] == ("user", "Hello you")
    with pytest.raises(PromptError, match="who"):
        one.render()
    with pytest.raises(PromptError, match="when"):
        one.render(who="you", when="now")


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("[who]", "[]"),
        GOOD.replace("[who]", "[who, why]"),
        GOOD.replace("# user", "# people"),
        GOOD.replace("# system", "stray\n# system"),
        GOOD + "# user\nagain\n",
        GOOD.replace("version: 1", "version: one"),
        GOOD.replace("purpose: test\n", ""),
    ],
)
def test_malformed_prompt_is_refused(text: str) -> None:
    with pytest.raises(PromptError, match="x/y"):
        parse("x/y", text)


def test_unknown_prompt_is_named() -> None:
    with pytest.raises(PromptError, match="draft/nothing"):
        prompt("draft/nothing")


def test_value_that_looks_like_a_variable_is_not_filled_again() -> None:
    assert parse("x/y", GOOD).render(who="{{who}} {{key}}")[1][1] == "Hello {{who}} {{key}}"


def test_digest_changes_with_the_wording() -> None:
    assert parse("x/y", GOOD).sha256 != parse("x/y", GOOD.replace("kind", "brief")).sha256


def test_both_languages_have_a_name() -> None:
    assert set(LANGUAGE_NAMES) == {"fr", "en"}


@given(st.text(alphabet=st.one_of(st.sampled_from("<>N \nOTES012ab"), st.characters())))
def test_untrusted_text_never_closes_its_frame(text: str) -> None:
    framed = untrusted("NOTES", text)
    opening, *body, closing = framed.split("\n")
    mark = opening.removeprefix("<<<NOTES ")
    assert closing == f"NOTES {mark}>>>"
    assert framed.count(mark) == 2
    assert "<<<" not in "\n".join(body)
    assert ">>>" not in "\n".join(body)


def test_frame_is_the_same_for_the_same_text_only() -> None:
    assert untrusted("NOTES", "a") == untrusted("NOTES", "a")
    assert untrusted("NOTES", "a").split("\n")[0] != untrusted("NOTES", "b").split("\n")[0]


def test_invisible_characters_are_removed_and_french_spaces_kept() -> None:
    assert visible("12\u202f000\u00a0€ \u200big\u2060nore\U000e0041\u202e") == "12\u202f000\u00a0€ ignore"
