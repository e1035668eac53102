"""Whatever notes, names and answers hold, the page shows it as text."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from copilot import pipeline
from copilot.deps import Deps
from copilot.schemas.account import Account
from copilot.schemas.interview import Answer
from tests.api.samples import HOSTILE, cite, sample_plan

HTML = {"Accept": "text/html"}


def _assert_inert(html: str) -> BeautifulSoup:
    soup = BeautifulSoup(html, "html.parser")
    assert [script["src"] for script in soup.find_all("script")] == ["/static/js/main.js"]
    assert all(image["src"] == "/static/icon.svg" for image in soup.find_all("img"))
    assert not [tag for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    return soup


def test_account_name_is_text_everywhere(client: TestClient, new_account: Callable[..., Account]) -> None:
    account = new_account(HOSTILE)
    for path in (
        "/",
        *(
            f"/accounts/{account.slug}{part}"
            for part in ("", "/documents", "/plan", "/negotiation", "/check", "/search?q=x", "/assistant")
        ),
    ):
        soup = _assert_inert(client.get(path, headers=HTML).text)
        assert HOSTILE in soup.get_text(), path


def test_note_name_and_text_are_text(client: TestClient, account: Account, deps: Deps) -> None:
    name = '"><img src=x onerror=alert(1)>.txt'
    base = f"/accounts/{account.slug}/documents"
    sent = client.post(base, files=[("files", (name, f"Note. {HOSTILE}\n".encode()))], headers=HTML)
    _assert_inert(sent.text)
    document = deps.store.documents("default", account.id)[0]
    assert "onerror" in _assert_inert(client.get(base, headers=HTML).text).get_text()
    soup = _assert_inert(client.get(f"{base}/{document.id}", headers=HTML).text)
    assert "<script>alert(1)</script>" in soup.get_text()
    evidence = {"document": document.name, "quote": "<script>alert(1)</script>", "line": 1}
    found = _assert_inert(client.get(f"/accounts/{account.slug}/evidence", params=evidence, headers=HTML).text)
    mark = found.select_one("mark")
    assert mark is not None
    assert mark.get_text() == "<script>alert(1)</script>"


def test_unknown_quote_and_document_are_text(client: TestClient, account: Account) -> None:
    asked = {"document": HOSTILE, "quote": HOSTILE, "sheet": HOSTILE}
    soup = _assert_inert(client.get(f"/accounts/{account.slug}/evidence", params=asked, headers=HTML).text)
    assert HOSTILE in soup.get_text()


def test_every_part_of_a_plan_is_text(client: TestClient, account: Account, deps: Deps) -> None:
    plan = sample_plan(account, HOSTILE)
    plan.summary[0].citations = [cite(HOSTILE, HOSTILE)]
    plan.writer = HOSTILE
    deps.store.put_plan("default", account.id, plan)
    soup = _assert_inert(client.get(f"/accounts/{account.slug}/plan", headers=HTML).text)
    assert soup.get_text().count("<script>alert(1)</script>") > 20


def test_answers_and_messages_are_text(client: TestClient, account: Account, deps: Deps) -> None:
    question = pipeline.interview(deps, account.slug, "fr").questions[0].id
    answer = Answer(question_id=question, text=HOSTILE, state="answered", given_by=HOSTILE, given_at=deps.now())
    deps.store.put_answer("default", account.id, answer)
    soup = _assert_inert(client.get(f"/accounts/{account.slug}", headers=HTML).text)
    assert HOSTILE in soup.get_text()
    conversation = deps.store.create_conversation("default", account.id, "fr", deps.now())
    for role in ("user", "assistant"):
        deps.store.append_message("default", conversation.id, role, HOSTILE, {}, deps.now())
    page = client.get(f"/accounts/{account.slug}/assistant?conversation={conversation.id}", headers=HTML)
    assert [item.get_text() for item in _assert_inert(page.text).select(".bubble")] == [HOSTILE, HOSTILE]


def test_error_pages_show_addresses_as_text(client: TestClient) -> None:
    answer = client.get("/accounts/acme/documents/%3Cscript%3Ealert(1)%3C/script%3E", headers=HTML)
    assert answer.status_code == 404
    _assert_inert(answer.text)
    _assert_inert(client.get("/?lang=fr&x=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E", headers=HTML).text)
    _assert_inert(client.get("/login?next=/%22%3E%3Cscript%3E", headers=HTML).text)


def test_plan_download_names_cannot_break_the_header(client: TestClient, account: Account, deps: Deps) -> None:
    deps.store.put_plan("default", account.id, sample_plan(account, HOSTILE))
    header = client.get(f"/v1/accounts/{account.slug}/plans/1/export").headers["content-disposition"]
    assert header == f'attachment; filename="abp-{account.slug}-v1.md"'
