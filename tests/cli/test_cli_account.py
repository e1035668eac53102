"""The main job on the command line, on a small account."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from copilot.cli.main import app
from copilot.schemas.plan import Plan

NOTES = {
    "visite.md": "# Visite Orival – 12/03/2026\n\nVu **Anne Delmas**, directrice des achats d’Orival.\n\n"
    "- Le contrat prend fin le 30 septembre 2026.\n- Elle demande une baisse de prix de 4 %.\n"
    "- Jean Morel, le DAF, tient le comité d’investissement ; je ne l’ai jamais rencontré.\n",
    "chiffres.csv": "Site;CA 2025 (k€)\nLyon;420\nBrest;180\n",
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the account `orival`, read once."""
    folder = tmp_path_factory.mktemp("cli")
    notes = folder / "notes"
    notes.mkdir()
    for name, text in NOTES.items():
        (notes / name).write_text(text, "utf-8")
    result = abp(folder / "data", "ingest", str(notes), "--account", "orival", "--name", "Orival")
    assert result.exit_code == 0, result.stderr
    return folder / "data"


def abp(data: Path, *args: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, ["--data", str(data), *args], input=stdin)


def test_ingest_again_changes_nothing_and_reports_each_file(data: Path) -> None:
    report = json.loads(abp(data, "ingest", str(data.parent / "notes"), "--account", "orival", "--json").stdout)
    assert {file["name"]: file["status"] for file in report["files"]} == dict.fromkeys(NOTES, "unchanged")


def test_unreadable_files_alone_are_bad_input_and_named(data: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04" + bytes(40))
    result = abp(data, "ingest", str(tmp_path), "--account", "broken-account")
    assert result.exit_code == 2
    assert "broken.docx" in result.stderr


def test_one_unreadable_file_does_not_stop_the_others(data: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04" + bytes(40))
    (tmp_path / "fine.txt").write_text("Le client paie à 60 jours.", "utf-8")
    result = abp(data, "ingest", str(tmp_path), "--account", "partly")
    assert result.exit_code == 0
    assert "broken.docx" in result.stderr
    assert "fine.txt" in result.stdout


def test_accounts_and_documents_are_listed(data: Path) -> None:
    accounts = json.loads(abp(data, "account", "list", "--json").stdout)
    documents = json.loads(abp(data, "documents", "list", "--account", "orival", "--json").stdout)
    assert "orival" in {account["slug"] for account in accounts}
    assert {document["name"] for document in documents} == set(NOTES)
    assert "visite.md" in abp(data, "documents", "list", "--account", "orival").stdout


def test_unknown_account_is_bad_input_and_names_the_known_ones(data: Path) -> None:
    result = abp(data, "ask", "Qui décide ?", "--account", "nobody")
    assert result.exit_code == 2
    assert "orival" in result.stderr


def test_search_shows_a_passage_once_with_all_its_places(data: Path, tmp_path: Path) -> None:
    said = "La pénalité de retard est plafonnée à 5 % du forfait annuel."
    for name in ("cr.txt", "mail.txt"):
        (tmp_path / name).write_text(f"{said}\n\n{name} : fin.\n" if name == "cr.txt" else said, "utf-8")
    assert abp(data, "ingest", str(tmp_path), "--account", "twice").exit_code == 0
    shown = abp(data, "search", "pénalité de retard", "--account", "twice", "--lang", "en").stdout
    assert shown.count("plafonnée") == 1
    assert "also in: " in shown
    assert "aussi dans" in abp(data, "search", "pénalité de retard", "--account", "twice", "--lang", "fr").stdout
    (hit, *_) = json.loads(abp(data, "search", "pénalité de retard", "--account", "twice", "--json").stdout)
    assert {hit["document"], hit["also_in"][0]["document"]} == {"cr.txt", "mail.txt"}
    assert said in hit["quote"]


def test_search_tells_what_a_passage_is_about_and_can_be_narrowed(data: Path) -> None:
    query = ("search", "baisse de prix", "--account", "orival")
    (hit, *_) = json.loads(abp(data, *query, "--person", "Anne Delmas", "--json").stdout)
    assert (hit["about"]["people"], hit["about"]["meeting"], hit["kind"]) == (
        ["Anne Delmas", "Jean Morel"],
        "visit",
        "note",
    )
    assert "2026-09-30" in hit["about"]["days"]
    assert "note · visit · Anne Delmas" in abp(data, *query, "--lang", "en").stdout
    assert "note · visite · Anne Delmas" in abp(data, *query, "--lang", "fr").stdout
    for narrow in (("--person", "Dupond"), ("--since", "2027-01-01"), ("--kind", "mail"), ("--company", "Norvane")):
        assert abp(data, *query, *narrow).stdout == "", narrow
    assert abp(data, *query, "--kind", "visit", "--until", "2026-03-12").stdout
    for wrong in (("--kind", "poem"), ("--since", "yesterday")):
        result = abp(data, *query, *wrong)
        assert result.exit_code == 2
        assert wrong[0][2:] in result.stderr


def test_search_for_nothing_is_bad_input_and_for_the_unknown_finds_nothing(data: Path) -> None:
    assert abp(data, "search", " ", "--account", "orival").exit_code == 2
    result = abp(data, "search", "blorptang vizzlemock", "--account", "orival")
    assert result.exit_code == 0
    assert result.stdout == ""


def test_answer_is_made_of_claims_with_citations(data: Path) -> None:
    reply = json.loads(abp(data, "ask", "Quand le contrat prend-il fin ?", "--account", "orival", "--json").stdout)
    assert set(reply) == {"text", "abstained", "claims", "citations", "language", "mode"}
    assert "30 septembre 2026" in reply["text"].replace("\u00a0", " ")
    assert reply["citations"][0]["document"] == "visite.md"


def test_list_of_questions_gives_one_json_line_each_with_its_id(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.json"
    asked = [
        {"id": "a", "question": "Quelle baisse demande Anne Delmas ?", "lang": "fr"},
        {"id": 2, "question": "What colour is their lorry fleet?", "lang": "en"},
    ]
    file.write_text(json.dumps(asked), "utf-8")
    lines = [
        json.loads(line)
        for line in abp(data, "ask", "--file", str(file), "--account", "orival", "--json").stdout.splitlines()
    ]
    assert [(line["id"], line["language"], line["abstained"]) for line in lines] == [
        ("a", "fr", False),
        ("2", "en", True),
    ]


def test_interview_exports_the_contract(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "interview.json"
    assert abp(data, "interview", "--account", "orival", "--export", str(file)).exit_code == 0
    exported = json.loads(file.read_text("utf-8"))
    assert {"id", "topic", "environment", "text", "status", "answer", "source"} <= set(exported["questions"][0])
    assert "overall" in exported["coverage"]


def test_unknown_question_refuses_all_answers(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    known = json.loads(abp(data, "interview", "--account", "orival", "--json").stdout)["questions"][0]["id"]
    file.write_text(json.dumps({known: "Oui.", "no:such": "Non."}), "utf-8")
    result = abp(data, "interview", "--account", "orival", "--answers", str(file))
    after = json.loads(abp(data, "interview", "--account", "orival", "--json").stdout)["questions"]
    assert result.exit_code == 2
    assert "no:such" in result.stderr
    assert next(question for question in after if question["id"] == known)["answer"] is None


def test_interview_talks_skips_explains_stops_and_resumes(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "data"
    abp(own, "ingest", str(data.parent / "notes"), "--account", "orival")
    before = json.loads(abp(own, "interview", "--account", "orival", "--json").stdout)["questions"]
    asked = [question for question in before if question["status"] in ("open", "partial")]
    talk = abp(own, "interview", "--account", "orival", stdin="\n?\nC’est Anne Delmas, seule.\nq\n")
    after = {q["id"]: q for q in json.loads(abp(own, "interview", "--account", "orival", "--json").stdout)["questions"]}
    assert talk.exit_code == 0
    assert after[asked[0]["id"]]["answer"] is None
    assert after[asked[1]["id"]]["answer"] == "C’est Anne Delmas, seule."
    resumed = abp(own, "interview", "--account", "orival", stdin="")
    assert asked[0]["text"] in resumed.stdout
    assert asked[1]["text"] not in resumed.stdout


def test_draft_writes_the_files_and_verify_accepts_them(data: Path, tmp_path: Path) -> None:
    result = abp(data, "draft", "--account", "orival", "--out", str(tmp_path), "--writer", "embedded", "--json")
    summary = json.loads(result.stdout)
    assert sorted(os.path.basename(file) for file in summary["files"]) == ["plan.docx", "plan.json", "plan.md"]
    plan = Plan.model_validate_json((tmp_path / "plan.json").read_bytes())
    assert plan.account.slug == "orival"
    assert "[visite.md" in (tmp_path / "plan.md").read_text("utf-8")
    assert Document(str(tmp_path / "plan.docx")).paragraphs
    checked = abp(data, "verify", str(tmp_path / "plan.json"), "--account", "orival", "--strict", "--json")
    assert checked.exit_code == 0, checked.stdout
    assert json.loads(checked.stdout)["dropped"] == 0


def test_verify_finds_a_forged_sentence(data: Path, tmp_path: Path) -> None:
    abp(data, "draft", "--account", "orival", "--out", str(tmp_path), "--format", "json", "--writer", "embedded")
    text = (tmp_path / "plan.json").read_text("utf-8")
    plan = json.loads(text)
    plan["sections"][0]["claims"].append(
        {
            "id": "forged",
            "text": "Le client nous doit 900 000 €.",
            "status": "fact",
            "citations": [{"document": "visite.md", "quote": "nous doit 900 000 €", "locator": {}, "date": None}],
            "receipt": None,
            "as_of": None,
        }
    )
    (tmp_path / "forged.json").write_text(json.dumps(plan), "utf-8")
    result = abp(data, "verify", str(tmp_path / "forged.json"), "--account", "orival", "--strict", "--json")
    assert result.exit_code == 1
    assert "forged" in {finding["claim_id"] for finding in json.loads(result.stdout)["findings"]}


def test_verify_refuses_what_is_not_a_plan(data: Path, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"kind": "abp"}', "utf-8")
    result = abp(data, "verify", str(tmp_path / "x.json"), "--account", "orival")
    assert result.exit_code == 2
    assert "account" in result.stderr


def test_negotiation_takes_a_brief_and_refuses_a_bad_one(data: Path, tmp_path: Path) -> None:
    brief = tmp_path / "brief.json"
    brief.write_text(json.dumps({"object": "Renouvellement", "issues": [{"name": "Prix", "floor": "100"}]}), "utf-8")
    made = abp(
        data, "negotiate", "--account", "orival", "--out", str(tmp_path), "--brief", str(brief), "--format", "md"
    )
    assert made.exit_code == 0, made.stderr
    assert "INTERNE" in (tmp_path / "negotiation.md").read_text("utf-8")
    brief.write_text('{"issues": "prix"}', "utf-8")
    refused = abp(data, "negotiate", "--account", "orival", "--out", str(tmp_path), "--brief", str(brief))
    assert refused.exit_code == 2
    assert "issues" in refused.stderr


def test_deleted_document_and_account_are_gone(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "data"
    abp(own, "ingest", str(data.parent / "notes"), "--account", "orival")
    assert abp(own, "documents", "delete", "visite.md", "--account", "orival").exit_code == 0
    assert abp(own, "documents", "delete", "visite.md", "--account", "orival").exit_code == 2
    assert "visite.md" not in abp(own, "documents", "list", "--account", "orival").stdout
    assert abp(own, "account", "delete", "orival", "--yes").exit_code == 0
    assert json.loads(abp(own, "account", "list", "--json").stdout) == []


def test_reindex_leaves_the_answers_as_they_were(data: Path) -> None:
    assert abp(data, "reindex").exit_code == 0
    reply = json.loads(abp(data, "ask", "Quand le contrat prend-il fin ?", "--account", "orival", "--json").stdout)
    assert reply["abstained"] is False


def test_account_is_not_made_for_files_that_cannot_be_read(data: Path, tmp_path: Path) -> None:
    (tmp_path / "zero.txt").write_bytes(b"")
    assert abp(data, "ingest", str(tmp_path), "--account", "ghost").exit_code == 2
    assert abp(data, "ingest", str(tmp_path / "absent"), "--account", "ghost").exit_code == 2
    assert "ghost" not in abp(data, "account", "list").stdout


def test_negotiation_file_that_is_not_whole_is_refused_by_its_first_field(data: Path, tmp_path: Path) -> None:
    (tmp_path / "negotiation.json").write_text('{"kind": "negotiation"}', "utf-8")
    refused = abp(data, "verify", str(tmp_path / "negotiation.json"), "--account", "orival")
    assert refused.exit_code == 2
    assert "negotiation file" in refused.stderr
    assert "account" in refused.stderr
