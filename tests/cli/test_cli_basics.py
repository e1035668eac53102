from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from copilot.cli.common import account_slug, read_json, to_json, write_file
from copilot.cli.evaluate import evaluations
from copilot.cli.main import app
from copilot.cli.serve import is_loopback
from copilot.errors import BadInput, CopilotError
from copilot.schemas.evidence import Citation

COMMANDS = ["serve", "ingest", "ask", "interview", "draft", "negotiate", "score", "verify", "reindex", "demo", "eval"]


def abp(*args: str, stdin: str = "", env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(app, list(args), input=stdin, env=env or {})


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_the_data_folder_and_the_workspace(command: str) -> None:
    result = abp(command, "--help")
    assert result.exit_code == 0
    assert "--data" in result.stdout
    assert "--workspace" in result.stdout


def test_help_names_every_command_and_group() -> None:
    text = abp("--help").stdout
    for name in (*COMMANDS, "account", "documents", "key"):
        assert f"\n  {name} " in text


def test_errors_are_one_line_on_stderr_with_exit_code_two() -> None:
    result = abp("score", "nope", stdin="{}")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "'nope'" in result.stderr


def test_error_prefix_follows_the_language() -> None:
    assert abp("score", "nope", "--lang", "fr").stderr.startswith("erreur : ")
    assert abp("score", "nope", "--lang", "en").stderr.startswith("error: ")
    assert abp("score", "nope", env={"ABP_LANGUAGE": "en"}).stderr.startswith("error: ")


def test_unusable_setting_is_bad_input_and_named() -> None:
    result = abp("score", "--list", env={"ABP_PORT": "many"})
    assert result.exit_code == 2
    assert "ABP_PORT" in result.stderr


def test_missing_argument_is_bad_input() -> None:
    assert abp("ingest").exit_code == 2
    assert abp("draft", "--account", "a").exit_code == 2
    assert abp("nothing").exit_code == 2


def test_score_list_describes_every_tool_with_its_schema() -> None:
    tools = json.loads(abp("score", "--list", "--json").stdout)
    assert {"zopa", "pareto"} <= {tool["name"] for tool in tools}
    assert all("properties" in tool["input_schema"] for tool in tools)


def test_score_reads_stdin_or_a_file_and_prints_a_receipt(tmp_path: Path) -> None:
    example = next(tool for tool in json.loads(abp("score", "--list", "--json").stdout) if tool["name"] == "zopa")
    piped = abp("score", "zopa", stdin=json.dumps(example["example"]))
    file = tmp_path / "in.json"
    file.write_text(json.dumps(example["example"]), "utf-8")
    read = abp("score", "zopa", "--input", str(file))
    assert piped.exit_code == 0
    assert piped.stdout == read.stdout
    assert len(json.loads(read.stdout)["receipt"]["sha256"]) == 64


@pytest.mark.parametrize(("text", "said"), [("{", "not JSON"), ("[]", "JSON object"), ('{"x": 1}', "zopa")])
def test_score_refuses_unusable_input(text: str, said: str) -> None:
    result = abp("score", "zopa", stdin=text)
    assert result.exit_code == 2
    assert said in result.stderr


def test_ask_wants_a_question_or_a_file() -> None:
    result = abp("ask", "--account", "acme")
    assert result.exit_code == 2
    assert "--file" in result.stderr


def test_formats_are_checked_before_any_work(tmp_path: Path) -> None:
    result = abp("draft", "--account", "a", "--out", str(tmp_path), "--format", "md,pdf", "--data", str(tmp_path / "d"))
    assert result.exit_code == 2
    assert "'pdf'" in result.stderr
    assert not (tmp_path / "d").exists()


def test_ingest_of_a_missing_path_names_it(tmp_path: Path) -> None:
    result = abp("ingest", str(tmp_path / "nowhere"), "--account", "acme", "--data", str(tmp_path / "d"))
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


@pytest.mark.parametrize(("slug", "proposal"), [("Groupe Orival & Fils", "'groupe-orival-fils'"), ("../x", "'x'")])
def test_unusable_account_names_are_refused_with_a_proposal(slug: str, proposal: str) -> None:
    with pytest.raises(BadInput, match=proposal):
        account_slug(slug)


def test_unexpected_error_is_one_line_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("first line\nsecond line")

    command = next(item for item in app.registered_commands if item.name == "score")
    monkeypatch.setattr(command, "callback", lambda: broken())
    result = abp("score")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "RuntimeError" in result.stderr
    assert "--debug" in result.stderr
    assert "Traceback" in abp("--debug", "score").stderr


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.0.0.3", False), ("db", False)],
)
def test_loopback_is_recognised(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    assert write_file(tmp_path / "new" / "a.md", b"x").read_bytes() == b"x"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.md"]
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(CopilotError, match="cannot write"):
        write_file(tmp_path / "file" / "a.md", b"x")


def test_json_holds_models_and_accents() -> None:
    assert json.loads(to_json([Citation(document="é.md", quote="q")]))[0]["document"] == "é.md"
    assert "é.md" in to_json([Citation(document="é.md", quote="q")])


def test_json_files_may_carry_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"\xef\xbb\xbf{}")
    assert read_json(file, "answers") == {}
    with pytest.raises(BadInput, match=r"answers .*gone\.json"):
        read_json(tmp_path / "gone.json", "answers")


def test_only_runnable_modules_are_evaluations(tmp_path: Path) -> None:
    (tmp_path / "tasks.py").write_text("x = 1\n", "utf-8")
    (tmp_path / "answers.py").write_text('if __name__ == "__main__":\n    pass\n', "utf-8")
    assert evaluations(tmp_path) == ["answers"]
    assert evaluations(tmp_path / "none") == []
    assert abp("eval", "no-such").exit_code == 2


def test_app_is_a_typer_application() -> None:
    assert isinstance(app, typer.Typer)


def test_version_is_told() -> None:
    assert abp("--version").stdout.startswith("abp-copilot ")


def test_taken_port_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = abp("serve", "--port", str(port), "--sample", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert "the port is taken" in result.stderr
    assert result.stderr.count("\n") == 1
