from __future__ import annotations

from collections.abc import Iterator

from fastapi.testclient import TestClient

from copilot.schemas.account import Account
from tests.api.problems import assert_problem
from tests.api.samples import CONTRACT, MAIL, MINUTES


def _upload(client: TestClient, account: Account, *files: tuple[str, bytes]) -> list[dict[str, object]]:
    sent = [("files", (name, data)) for name, data in files]
    answer = client.post(f"/v1/accounts/{account.slug}/documents", files=sent)
    assert answer.status_code == 200, answer.text
    report: list[dict[str, object]] = answer.json()["files"]
    return report


def test_upload_reports_each_file(client: TestClient, account: Account) -> None:
    report = _upload(
        client, account, ("minutes.md", MINUTES.encode()), ("picture.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    )
    assert [line["status"] for line in report] == ["stored", "failed"]
    assert report[0]["segments"]
    assert report[1]["reason"]
    assert report[1]["detail"]


def test_same_bytes_again_change_nothing_and_new_bytes_replace(client: TestClient, account: Account) -> None:
    statuses = [_upload(client, account, ("mail.txt", text.encode()))[0]["status"] for text in (MAIL, MAIL, MINUTES)]
    assert statuses == ["stored", "unchanged", "replaced"]


def test_file_over_the_limit_fails_alone(client: TestClient, account: Account) -> None:
    report = _upload(client, account, ("big.txt", b"a " * 600_000), ("mail.txt", MAIL.encode()))
    assert [(line["status"], line["reason"]) for line in report] == [("failed", "too_large"), ("stored", None)]


def test_body_over_the_limit_is_413(client: TestClient, account: Account) -> None:
    files = [("files", (f"{number}.txt", b"a" * 1_000_000)) for number in range(9)]
    assert_problem(client.post(f"/v1/accounts/{account.slug}/documents", files=files), 413, "too-large")


def test_body_that_does_not_tell_its_size_is_counted(client: TestClient, account: Account) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"query": "'
        for _ in range(9):
            yield b"a" * 1_000_000

    headers = {"Content-Type": "application/json"}
    answer = client.post(f"/v1/accounts/{account.slug}/search", content=chunks(), headers=headers)
    assert_problem(answer, 413, "too-large")


def test_path_in_a_file_name_is_dropped(client: TestClient, account: Account) -> None:
    assert _upload(client, account, ("..\\..\\etc/mail.txt", MAIL.encode()))[0]["name"] == "mail.txt"


def test_list_get_and_delete_of_a_document(client: TestClient, noted: Account) -> None:
    base = f"/v1/accounts/{noted.slug}/documents"
    listed = {item["name"]: item for item in client.get(base).json()["documents"]}
    assert set(listed) == {"minutes.md", "mail.txt"}
    found = client.get(f"{base}/{listed['minutes.md']['id']}").json()
    assert CONTRACT in {segment["text"] for segment in found["segments"]}
    assert client.delete(f"{base}/minutes.md").status_code == 204
    assert_problem(client.get(f"{base}/minutes.md"), 404, "not-found")
    assert [item["name"] for item in client.get(base).json()["documents"]] == ["mail.txt"]


def test_upload_without_files_is_refused(client: TestClient, account: Account) -> None:
    assert_problem(client.post(f"/v1/accounts/{account.slug}/documents"), 422, "bad-input")
    assert_problem(client.post("/v1/accounts/nobody/documents", files={"files": ("a.txt", b"a")}), 404, "not-found")


def test_a_document_comes_with_what_it_is_about(client: TestClient, account: Account) -> None:
    said = f"Inès Caron (directrice achats) demande 3 % sur 1,2 M€ à {account.name} avant le T2 2026."
    text = f"# Comité de pilotage\n\n{said}\n"
    _upload(client, account, ("copil.md", text.encode()))
    about = client.get(f"/v1/accounts/{account.slug}/documents/copil.md").json()["about"]
    assert (about["meeting"], about["people"], about["amounts"]) == ("committee", ["Inès Caron"], ["1,2 M€"])
    assert (about["companies"], about["days"]) == ([account.name], ["2026-Q2"])
