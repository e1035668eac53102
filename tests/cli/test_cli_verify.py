"""`abp verify` on any text, on files instead of an account, and on negotiation files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from copilot.cli.main import app

NOTE = (
    "# Visite Orival – 12/03/2026\n\nVu **Anne Delmas**, directrice des achats d’Orival.\n\n"
    "- Le contrat prend fin le 30 septembre 2026.\n- Elle demande une baisse de prix de 4 %.\n"
)
WRONG = "Le contrat prend fin le 31 décembre 2026."
RIGHT = "Le contrat prend fin le 30 septembre 2026."


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    (folder / "visite.md").write_text(NOTE, "utf-8")
    made = abp(folder / "data", "ingest", str(folder / "visite.md"), "--account", "orival", "--name", "Orival")
    assert made.exit_code == 0, made.stderr
    return folder / "data"


@pytest.fixture(scope="module")
def note(data: Path) -> Path:
    return data.parent / "visite.md"


def abp(data: Path, *args: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, ["--data", str(data), *args], input=stdin)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_wrong_date_gives_the_right_one_with_its_place(data: Path) -> None:
    result = abp(data, "verify", "--account", "orival", "--claim", WRONG, "--lang", "fr")
    lines = [line.strip() for line in plain(result.stdout).splitlines()]
    assert result.exit_code == 0, result.stderr
    assert lines[0] == f"[contredite] {WRONG}"
    assert "Les notes disent : « 30 septembre 2026 »" in lines or "30 septembre 2026" in lines[1]
    assert any(line.startswith("visite.md, l. 5 : « Le contrat prend fin") for line in lines)
    assert f"Écrire plutôt : {RIGHT}" in lines
    assert lines[-1] == "Phrases : 1. Prouvées : 0, non prouvées : 0, contredites : 1."


def test_proved_sentence_is_shown_with_its_best_evidence(data: Path) -> None:
    result = abp(data, "verify", "--account", "orival", "--claim", RIGHT, "--lang", "en")
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines == [
        f"[proved] {RIGHT}",
        f"visite.md, line 5: “{RIGHT}”",
        "Sentences: 1. Proved: 1, not proved: 0, contradicted: 0.",
    ]


def test_strict_fails_unless_everything_is_proved(data: Path) -> None:
    args = ("verify", "--account", "orival", "--strict")
    assert abp(data, *args, "--claim", RIGHT).exit_code == 0
    assert abp(data, *args, "--claim", RIGHT, "--claim", WRONG).exit_code == 1
    assert abp(data, *args, "--claim", "Ils achètent des camions frigorifiques verts.").exit_code == 1


def test_json_lists_the_assessments_in_the_order_of_the_text(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "mail.txt"
    file.write_text(f"{RIGHT} Elle demande une baisse de prix de 9 %.\n{WRONG}\n", "utf-8")
    found = json.loads(abp(data, "verify", "--account", "orival", "--text", str(file), "--json").stdout)
    assert [item["verdict"] for item in found] == ["supported", "contradicted", "contradicted"]
    fragment = next(part for part in found[1]["fragments"] if part["verdict"] == "contradicted")
    assert (fragment["text"], fragment["instead"]) == ("9 %", "4 %")
    assert found[1]["text"][fragment["start"] : fragment["end"]] == "9 %"
    assert fragment["evidence"]["document"] == "visite.md"
    assert found[2]["repair"] == RIGHT


def test_files_stand_in_for_an_account_and_nothing_is_made(note: Path, tmp_path: Path) -> None:
    own = tmp_path / "data"
    result = abp(own, "verify", "--source", str(note), "--text", "-", "--strict", "--json", stdin=WRONG)
    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["repair"] == RIGHT
    folder = abp(own, "verify", "--source", str(note), "--source", str(note.parent / "visite.md"), "--claim", RIGHT)
    assert folder.exit_code == 0, folder.stderr
    assert not own.exists()


def test_a_whole_folder_may_be_the_source(note: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "n.txt").write_text(RIGHT, "utf-8")
    (tmp_path / "a" / "m.csv").write_text("Site;CA 2025 (k€)\nLyon;420\n", "utf-8")
    assert abp(tmp_path, "verify", "--source", str(tmp_path / "a"), "--claim", RIGHT, "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--account", "orival"], "--claim"),
        (["plan.json", "--account", "orival", "--claim", "x"], "--claim"),
        (["--claim", "x", "--text", "y.txt", "--account", "orival"], "--text"),
        (["--claim", "x"], "--source"),
        (["--claim", "x", "--account", "orival", "--source", "README.md"], "--source"),
        (["--claim", " ... ", "--account", "orival"], "phrase"),
        (["--claim", "x", "--account", "Orival & Fils"], "orival-fils"),
        (["--claim", "x", "--account", "nobody"], "nobody"),
        (["--claim", "x", "--source", "no/such/file.md"], "no/such/file.md"),
        (["--claim", "x", "--brief", "b.json", "--account", "orival"], "--brief"),
        (["--text", "no/such/text.txt", "--account", "orival"], "no/such/text.txt"),
    ],
)
def test_unusable_calls_are_one_line_and_exit_code_two(data: Path, args: list[str], said: str) -> None:
    result = abp(data, "verify", *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


def test_unreadable_source_and_text_are_named(data: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04" + bytes(40))
    broken = str(tmp_path / "broken.docx")
    for args in (["--source", broken, "--claim", RIGHT], ["--account", "orival", "--text", broken]):
        result = abp(data, "verify", *args)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert "broken.docx" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_offices_write(data: Path, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "mail.txt").write_bytes("Vu Anne Delmas, directrice des achats, à l’été 2026.\r\n".encode(encoding))
    given = ("verify", "--account", "orival", "--json", "--text")
    texts = [json.loads(abp(data, *given, str(tmp_path / "mail.txt")).stdout)[0]["text"]]
    texts.append(json.loads(abp(data, *given, "-", stdin=(tmp_path / "mail.txt").read_bytes()).stdout)[0]["text"])
    assert texts == ["Vu Anne Delmas, directrice des achats, à l’été 2026."] * 2


def test_text_that_is_too_long_says_what_to_do(data: Path) -> None:
    many = abp(data, "verify", "--account", "orival", "--text", "-", "--lang", "en", stdin=f"{RIGHT}\n" * 201)
    assert many.exit_code == 2
    assert "201" in many.stderr
    assert "in parts" in many.stderr


def test_what_steers_a_terminal_is_not_printed(data: Path) -> None:
    result = abp(data, "verify", "--account", "orival", "--claim", "\x1b[31mLe prix est de 12 €.\x1b[0m")
    assert "\x1b" not in result.stdout


def test_negotiation_file_is_verified_with_its_brief(data: Path, tmp_path: Path) -> None:
    brief = tmp_path / "brief.json"
    brief.write_text(json.dumps({"object": "Renouvellement", "issues": [{"name": "Prix", "floor": "100"}]}), "utf-8")
    made = abp(data, "negotiate", "--account", "orival", "--out", str(tmp_path), "--brief", str(brief),
               "--format", "json")  # fmt: skip
    assert made.exit_code == 0, made.stderr
    file = str(tmp_path / "negotiation.json")
    checked = abp(data, "verify", file, "--account", "orival", "--brief", str(brief), "--strict", "--json")
    assert checked.exit_code == 0, checked.stdout
    assert json.loads(checked.stdout)["claims"] > 0
    without = abp(data, "verify", file, "--account", "orival", "--strict")
    assert without.exit_code == 1
    assert "--brief" in without.stderr


def test_finding_of_a_plan_is_printed_with_its_repair(data: Path, tmp_path: Path) -> None:
    abp(data, "draft", "--account", "orival", "--out", str(tmp_path), "--format", "json", "--writer", "embedded")
    plan = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    quote = {"document": "visite.md", "quote": RIGHT, "locator": {}, "date": None}
    claim = {"id": "moved", "text": WRONG, "status": "fact", "citations": [quote], "receipt": None, "as_of": None}
    plan["sections"][0]["claims"].append(claim)
    (tmp_path / "moved.json").write_text(json.dumps(plan), "utf-8")
    report = json.loads(abp(data, "verify", str(tmp_path / "moved.json"), "--account", "orival", "--json").stdout)
    repairs = [finding["repair"] for finding in report["findings"] if finding["repair"]]
    assert repairs == [RIGHT]
    shown = abp(data, "verify", str(tmp_path / "moved.json"), "--account", "orival", "--lang", "fr").stdout
    assert f"Écrire plutôt : {RIGHT}" in plain(shown)
    files = abp(data, "verify", str(tmp_path / "moved.json"), "--source", str(data.parent / "visite.md"), "--json")
    assert repairs == [finding["repair"] for finding in json.loads(files.stdout)["findings"] if finding["repair"]]
