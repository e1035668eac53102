"""What a reader is told exists: commands, settings, section keys, files, decisions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import SecretStr

from copilot.assistant.events import CUSTOM_NAMES, ActivityName
from copilot.cli.main import app
from copilot.schemas.plan import SECTION_KEYS
from copilot.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


def settings_table() -> str:
    """The table as the README must hold it, between its two markers."""
    rows = ["| Variable | Default | |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        value = field.default
        shown = "" if value is None or isinstance(value, SecretStr) else f"`{value}`"
        rows.append(f"| `ABP_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)


def commands() -> list[str]:
    names = [str(command.name) for command in app.registered_commands]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        names += [f"{group.name} {command.name}" for command in group.typer_instance.registered_commands]
    return names


def test_readme_documents_every_setting() -> None:
    table = README.split("<!-- settings -->\n")[1].split("\n<!-- /settings -->")[0]
    assert table == settings_table(), f"put this between the markers:\n{settings_table()}"


@pytest.mark.parametrize("command", commands())
def test_readme_names_every_command(command: str) -> None:
    assert f"abp {command}" in README


def test_architecture_names_every_section_in_order() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    listed = page.split("Sections of a plan, in order: ")[1].split(".\n")[0]
    assert tuple(re.findall(r"`(\w+)`", listed)) == SECTION_KEYS


def test_architecture_names_every_folder_of_the_product() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for folder in (ROOT / "copilot").iterdir():
        if (folder / "__init__.py").exists():
            assert f"`copilot/{folder.name}`" in page, folder.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        if target.startswith("docs/images/"):
            continue
        assert (page.parent / target).exists(), target


def test_events_page_names_every_custom_event_and_activity() -> None:
    page = (ROOT / "docs" / "events.md").read_text("utf-8")
    for name in CUSTOM_NAMES:
        assert f"`CUSTOM` `{name}`" in page
    for name in get_args(ActivityName):
        assert f"`ACTIVITY_SNAPSHOT` `{name}`" in page


def test_every_decision_is_listed_and_has_its_four_parts() -> None:
    index = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for record in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        assert f"(decisions/{record.name})" in index
        text = record.read_text("utf-8")
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences", "Alternatives")), record


def test_changelog_starts_with_what_is_not_released() -> None:
    headings = re.findall(r"^## .+$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "## Unreleased"


def test_first_screen_of_the_readme_holds_the_commands_and_the_picture() -> None:
    first = "\n".join(README.splitlines()[:20])
    assert "make setup\nmake run" in first
    assert "docs/images/plan.png" in first
