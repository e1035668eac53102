"""Search, interview, plans, negotiations, answers, verification: the pipeline behind HTTP."""

from __future__ import annotations

import io
import zipfile

import pytest
from fastapi.testclient import TestClient

from copilot.deps import Deps
from copilot.schemas.account import Account
from copilot.schemas.interview import Interview
from copilot.schemas.negotiation import NegotiationFile
from copilot.schemas.plan import Plan
from copilot.schemas.reply import Reply
from tests.api.problems import assert_problem
from tests.api.samples import sample_plan


def test_search_gives_passages_of_that_account_only(client: TestClient, noted: Account, account: Account) -> None:
    answer = client.post(f"/v1/accounts/{noted.slug}/search", json={"query": "fin du contrat-cadre", "k": 2})
    assert answer.json()["evidence"][0]["document"] == "minutes.md"
    assert_problem(client.post(f"/v1/accounts/{noted.slug}/search", json={"query": "x", "k": 0}), 422, "bad-input")
    assert_problem(client.post("/v1/accounts/nobody/search", json={"query": "x"}), 404, "not-found")


def test_interview_takes_an_answer_and_counts_it(client: TestClient, noted: Account) -> None:
    base = f"/v1/accounts/{noted.slug}/interview"
    before = Interview.model_validate(client.get(base, params={"language": "fr"}).json())
    question = next(item for item in before.questions if item.status == "open")
    answer = client.post(f"{base}/answers", json={"answers": {question.id: "Un comité chaque trimestre."}})
    after = Interview.model_validate(answer.json())
    assert {item.id: item.answer for item in after.questions}[question.id] == "Un comité chaque trimestre."
    assert after.coverage.overall >= before.coverage.overall


def test_unknown_question_refuses_all_answers(client: TestClient, noted: Account, deps: Deps) -> None:
    base = f"/v1/accounts/{noted.slug}/interview"
    known = client.get(base).json()["questions"][0]["id"]
    answer = client.post(f"{base}/answers", json={"answers": {known: "Oui.", "no-such-question": "Non."}})
    assert "no-such-question" in assert_problem(answer, 422, "bad-input")["detail"]
    assert deps.store.answers("default", noted.id) == []


def test_questions_come_in_the_language_asked_for(client: TestClient, noted: Account) -> None:
    base = f"/v1/accounts/{noted.slug}/interview"
    texts = {
        client.get(base, headers={"Accept-Language": language}).json()["questions"][0]["text"]
        for language in ("fr-FR,fr;q=0.9", "en-GB,en;q=0.8")
    }
    assert len(texts) == 2


def test_plan_is_drafted_listed_read_and_exported(client: TestClient, noted: Account) -> None:
    base = f"/v1/accounts/{noted.slug}/plans"
    drafted = client.post(base, json={"language": "en", "writer": "embedded"})
    assert drafted.status_code == 201, drafted.text
    plan = Plan.model_validate(drafted.json())
    assert (plan.language, plan.version) == ("en", 1)
    assert drafted.headers["location"] == f"{base}/1"
    assert [info["version"] for info in client.get(base).json()["versions"]] == [1]
    assert Plan.model_validate(client.get(f"{base}/latest").json()) == plan
    again = client.get(f"{base}/1", headers={"If-None-Match": drafted.headers["etag"]})
    assert again.status_code == 304
    word = client.get(f"{base}/latest/export", params={"format": "docx"})
    assert f'filename="abp-{noted.slug}-v1.docx"' in word.headers["content-disposition"]
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word.content)).namelist()
    assert Plan.model_validate_json(client.get(f"{base}/1/export", params={"format": "json"}).content) == plan
    assert client.get(f"{base}/1/export").headers["content-type"] == "text/markdown; charset=utf-8"


def test_plan_that_does_not_exist_is_404(client: TestClient, account: Account) -> None:
    base = f"/v1/accounts/{account.slug}/plans"
    for path in ("latest", "7", "7/export"):
        assert_problem(client.get(f"{base}/{path}"), 404, "not-found")
    for path in ("zero", "0", "99999999999999999999", "1/export?format=exe"):
        assert_problem(client.get(f"{base}/{path}"), 422, "bad-input")
    assert_problem(client.post(base, json={"writer": "somebody"}), 422, "bad-input")
    assert_problem(client.post(base, json={"writer": "llm"}), 422, "bad-input")


def test_second_draft_at_the_same_time_is_a_conflict(client: TestClient, account: Account) -> None:
    board = client.app.state.board  # type: ignore[attr-defined]
    with board.watch(("default", account.slug, "plan")) as progress:
        progress("draft", 3, 19, "market")
        assert_problem(client.post(f"/v1/accounts/{account.slug}/plans"), 409, "conflict")
        assert client.get(f"/v1/accounts/{account.slug}/plans/progress").json()["done"] == 3
    assert client.get(f"/v1/accounts/{account.slug}/plans/progress").json()["running"] is False


def test_negotiation_keeps_the_brief_and_exports(client: TestClient, noted: Account) -> None:
    base = f"/v1/accounts/{noted.slug}/negotiations"
    brief = {"object": "Renouvellement", "issues": [{"name": "Prix", "unit": "EUR/h", "opening": 104, "floor": 98}]}
    prepared = client.post(base, json={"brief": brief, "language": "fr"})
    assert prepared.status_code == 201, prepared.text
    file = NegotiationFile.model_validate(prepared.json())
    assert "Prix" in {issue.name for issue in file.issues}
    assert NegotiationFile.model_validate(client.get(f"{base}/latest").json()) == file
    assert client.get(f"{base}/1", headers={"If-None-Match": prepared.headers["etag"]}).status_code == 304
    assert "Prix" in client.get(f"{base}/latest/export").text
    assert [info["version"] for info in client.get(base).json()["versions"]] == [1]
    assert client.get(f"{base}/progress").json()["running"] is False
    assert_problem(client.post(base, json={"brief": {"price": 3}}), 422, "bad-input")


def test_ask_answers_with_citations_or_abstains(client: TestClient, noted: Account) -> None:
    base = f"/v1/accounts/{noted.slug}/ask"
    reply = Reply.model_validate(client.post(base, json={"question": "Quand se termine le contrat-cadre ?"}).json())
    assert "30 juin 2027" in reply.text
    assert reply.citations[0].document == "minutes.md"
    unknown = client.post(base, json={"question": "Quelle est la couleur du camion de livraison ?", "language": "fr"})
    assert Reply.model_validate(unknown.json()).abstained
    assert_problem(client.post(base, json={"question": ""}), 422, "bad-input")


def test_verify_drops_what_the_notes_do_not_say(client: TestClient, noted: Account) -> None:
    plan = sample_plan(noted)
    plan.summary[0].text = "Le contrat-cadre se termine le 3 mai 2031."
    answer = client.post(f"/v1/accounts/{noted.slug}/verify", json=plan.model_dump(mode="json"))
    checked = Plan.model_validate(answer.json())
    assert all(claim.status != "fact" for claim in checked.summary)
    assert checked.verification.findings
    assert_problem(client.post(f"/v1/accounts/{noted.slug}/verify", json={"kind": "abp"}), 422, "bad-input")


def test_tools_are_listed_and_each_runs_its_own_example(client: TestClient) -> None:
    tools = client.get("/v1/scoring", params={"language": "en"}).json()["tools"]
    assert {"nrr", "zopa"} <= {tool["name"] for tool in tools}
    for tool in tools:
        answer = client.post(f"/v1/scoring/{tool['name']}", json=tool["example"])
        assert answer.status_code == 200, answer.text
        assert answer.json()["receipt"]["sha256"]


@pytest.mark.parametrize(
    ("tool", "payload", "status", "slug"),
    [("nrr", {"currency": "euros"}, 422, "bad-input"), ("horoscope", {}, 404, "not-found")],
)
def test_bad_scoring_requests_are_problems(
    client: TestClient, tool: str, payload: dict[str, str], status: int, slug: str
) -> None:
    assert_problem(client.post(f"/v1/scoring/{tool}", json=payload), status, slug)


def test_search_tells_what_passages_are_about_and_takes_a_scope(client: TestClient, noted: Account) -> None:
    path = f"/v1/accounts/{noted.slug}/search"
    asked = {"query": "Qui décide du renouvellement du contrat-cadre ?"}
    (hit, *_) = client.post(path, json=asked | {"scope": {"person": "Marie Durand", "kind": "committee"}}).json()[
        "evidence"
    ]
    assert hit["about"]["meeting"] == "committee"
    assert "Marie Durand" in hit["about"]["people"]
    assert "2027-06-30" in hit["about"]["days"]
    assert client.post(path, json=asked | {"scope": {"until": "2020-01-01"}}).json()["evidence"] == []
    wrong = client.post(path, json=asked | {"scope": {"kind": "poem"}})
    assert (wrong.status_code, wrong.headers["content-type"]) == (422, "application/problem+json")
