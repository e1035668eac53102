from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from api.web.evidence import passage
from copilot import pipeline
from copilot.deps import Deps
from copilot.schemas.account import Account
from copilot.schemas.evidence import Locator
from copilot.text.catalogue import keys
from tests.api.samples import CONTRACT, MAIL, sample_plan

HTML = {"Accept": "text/html", "Accept-Language": "fr"}
SCRIPTS = ("main", "dom", "evidence", "forms", "check", "upload", "sse", "chat")


def _soup(client: TestClient, path: str, **headers: str) -> BeautifulSoup:
    answer = client.get(path, headers=HTML | headers)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


@pytest.fixture
def planned(deps: Deps, noted: Account) -> Account:
    deps.store.put_plan("default", noted.id, sample_plan(noted))
    return noted


def _paths(account: Account) -> list[str]:
    base = f"/accounts/{account.slug}"
    return ["/", base, f"{base}/documents", f"{base}/documents/minutes.md", f"{base}/plan", f"{base}/negotiation",
            f"{base}/check", f"{base}/search?q=contrat", f"{base}/assistant", "/login"]  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_are_whole_accessible_and_free_of_inline_code(
    client: TestClient, planned: Account, language: str
) -> None:
    for path in _paths(planned):
        soup = _soup(client, f"{path}?lang={language}")
        assert soup.html is not None
        assert soup.html["lang"] == language
        assert soup.title is not None
        assert len(soup.find_all("h1")) == 1, path
        assert len(soup.find_all("main")) == 1, path
        _assert_no_inline_code(soup, path)
        _assert_fields_have_labels(soup, path)
        ids = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), path
        for tag in soup.find_all(["a", "link", "script", "img", "form"]):
            target = tag.get("href") or tag.get("src") or tag.get("action") or "/"
            assert re.match(r"[/?#](?!/)", str(target)), (path, target)


def _assert_no_inline_code(soup: BeautifulSoup, path: str) -> None:
    assert not soup.find_all("style"), path
    assert all(script.get("src") for script in soup.find_all("script")), path
    for tag in soup.find_all(True):
        assert "style" not in tag.attrs, (path, tag.name)
        assert not [name for name in tag.attrs if name.startswith("on")], (path, tag.name)


def _assert_fields_have_labels(soup: BeautifulSoup, path: str) -> None:
    labelled = {label.get("for") for label in soup.find_all("label")}
    for field in soup.find_all(["input", "textarea", "select"]):
        if field.get("type") == "hidden":
            continue
        named = field.find_parent("label") or field.get("id") in labelled or field.get("aria-label")
        assert named, (path, str(field))


def test_every_text_of_the_page_exists_in_both_languages() -> None:
    own = {key: texts for key, texts in keys().items() if key.startswith(("web.", "problem."))}
    assert len(own) > 150
    for key, texts in own.items():
        assert set(texts) == {"fr", "en"}, key
        assert set(re.findall(r"\{(\w+)", texts["fr"])) == set(re.findall(r"\{(\w+)", texts["en"])), key


def test_french_texts_use_no_break_spaces() -> None:
    for key, texts in keys().items():
        if key.startswith(("web.", "problem.")):
            assert not re.search(r" [:;!?»%]|« ", texts["fr"]), key


def test_language_switch_is_remembered(client: TestClient) -> None:
    answer = client.get("/?lang=en", headers=HTML)
    assert "abp_lang=en" in answer.headers["set-cookie"]
    assert answer.headers["content-language"] == "en"
    client.cookies.clear()
    client.cookies.set("abp_lang", "en")
    assert "Your accounts" in client.get("/", headers=HTML).text
    client.cookies.clear()
    assert "Vos comptes" in client.get("/?lang=xx", headers=HTML).text


def test_account_is_created_edited_and_deleted_by_forms(client: TestClient) -> None:
    made = client.post("/accounts", data={"name": "Formulaire SA", "supplier": ""}, headers=HTML)
    assert (made.status_code, made.headers["location"]) == (303, "/accounts/formulaire-sa/documents")
    client.post("/accounts/formulaire-sa", data={"name": "Formulaire SAS", "supplier": "Nordwell"}, headers=HTML)
    assert "Nordwell" in _soup(client, "/accounts/formulaire-sa").get_text()
    assert client.post("/accounts/formulaire-sa/delete", headers=HTML).headers["location"] == "/"
    assert client.get("/accounts/formulaire-sa", headers=HTML).status_code == 404


def test_documents_are_added_and_deleted_by_forms(client: TestClient, account: Account) -> None:
    base = f"/accounts/{account.slug}/documents"
    answer = client.post(
        base, files=[("files", ("mail.txt", MAIL.encode())), ("files", ("x.bin", b"\0\1\2"))], headers=HTML
    )
    report = BeautifulSoup(answer.text, "html.parser").select("#report li")
    assert [line["class"] for line in report] == [["stored"], ["failed"]]
    form = _soup(client, base).select_one("td.actions form")
    assert form is not None
    assert client.post(str(form["action"]), headers=HTML).status_code == 303
    assert not _soup(client, base).select("td.actions form")


def test_answer_form_stores_the_answer(client: TestClient, noted: Account) -> None:
    base = f"/accounts/{noted.slug}"
    question = _soup(client, base).select_one("#questions .group:not(.closed) input[name=question]")
    assert question is not None
    sent = client.post(f"{base}/answers", data={"question": question["value"], "text": "Trois sites."}, headers=HTML)
    assert sent.status_code == 303
    assert "Trois sites." in _soup(client, base).get_text()
    empty = client.post(f"{base}/answers", data={"question": question["value"], "text": " "}, headers=HTML)
    assert empty.status_code == 422


def test_coverage_shows_seven_questions_and_five_environments(client: TestClient, noted: Account) -> None:
    bars = _soup(client, f"/accounts/{noted.slug}").select("#coverage progress")
    assert len(bars) == 12
    assert all(bar["aria-label"] for bar in bars)


def test_plan_page_shows_every_part_with_its_proof(client: TestClient, planned: Account) -> None:
    soup = _soup(client, f"/accounts/{planned.slug}/plan")
    assert {"fact", "computed", "withdrawn"} <= {name for tag in soup.select(".claim") for name in tag["class"]}
    assert len(soup.select(".contradiction .side")) == 2
    assert soup.select("#replaced .claims li")
    assert soup.select("#open-questions li")
    assert soup.select_one("#verification .counts dd") is not None
    finance = soup.select_one("#s-finance .empty")
    assert finance is not None
    assert finance.get_text().endswith("1.")
    assert not soup.select(".chip.gone")


def test_each_citation_leads_to_its_words_in_the_note(client: TestClient, planned: Account) -> None:
    chips = _soup(client, f"/accounts/{planned.slug}/plan").select(".chip")
    assert chips
    for href in {str(chip["href"]) for chip in chips}:
        mark = _soup(client, href).select_one("#evidence mark")
        assert mark is not None
        assert mark.get_text() == CONTRACT


def test_citation_of_a_deleted_note_is_shown_as_gone(client: TestClient, planned: Account, deps: Deps) -> None:
    href = str(_soup(client, f"/accounts/{planned.slug}/plan").select(".chip")[0]["href"])
    pipeline.delete_document(deps, planned.slug, "minutes.md")
    soup = _soup(client, href)
    assert soup.select_one("mark") is None
    assert "ne se trouve plus" in soup.get_text()
    assert CONTRACT not in _soup(client, f"/accounts/{planned.slug}/plan").get_text()


def test_plan_versions_can_be_opened(client: TestClient, planned: Account, deps: Deps) -> None:
    deps.store.put_plan("default", planned.id, sample_plan(planned, "Deuxième version."))
    assert "Deuxième version." in _soup(client, f"/accounts/{planned.slug}/plan").get_text()
    assert "Deuxième version." not in _soup(client, f"/accounts/{planned.slug}/plan?version=1").get_text()
    assert client.get(f"/accounts/{planned.slug}/plan?version=9", headers=HTML).status_code == 404


def test_plan_is_drafted_by_the_form(client: TestClient, noted: Account) -> None:
    answer = client.post(f"/accounts/{noted.slug}/plan", data={"language": "fr"}, headers=HTML)
    assert answer.status_code == 303, answer.text
    soup = _soup(client, f"/accounts/{noted.slug}/plan")
    assert soup.select("#verification")
    assert soup.select(".chip")


def test_negotiation_is_prepared_by_the_form(client: TestClient, noted: Account) -> None:
    base = f"/accounts/{noted.slug}/negotiation"
    brief = {"language": "fr", "object": "Tarif", "issue_name": ["Tarif horaire"], "issue_unit": ["EUR/h"]}
    numbers = {"issue_opening": ["1 104,50"], "issue_floor": ["98"]}
    assert client.post(base, data=brief | numbers, headers=HTML).status_code == 303
    assert "Tarif horaire" in _soup(client, base).get_text()
    wrong = client.post(base, data=brief | {"issue_floor": ["cher"]}, headers=HTML)
    assert wrong.status_code == 422
    assert "cher" in wrong.text


def test_conversation_page_shows_what_was_said(client: TestClient, noted: Account, deps: Deps) -> None:
    conversation = deps.store.create_conversation("default", noted.id, "fr", deps.now())
    deps.store.append_message("default", conversation.id, "user", "Qui décide ?", {}, deps.now())
    payload = {"citations": [{"document": "minutes.md", "quote": CONTRACT, "locator": {"line": 3}, "date": None}]}
    deps.store.append_message("default", conversation.id, "assistant", "Marie Durand.", payload, deps.now())
    soup = _soup(client, f"/accounts/{noted.slug}/assistant?conversation={conversation.id}")
    assert [bubble.get_text() for bubble in soup.select(".bubble")] == ["Qui décide ?", "Marie Durand."]
    assert soup.select(".message .chip")
    assert "Vous parlez à une IA" in soup.get_text()
    assert client.get(f"/accounts/{noted.slug}/assistant?conversation=none", headers=HTML).status_code == 404


def test_quote_across_passages_is_marked_in_each(deps: Deps, noted: Account) -> None:
    document = deps.store.document("default", noted.id, "mail.txt")
    first, second = (segment.text for segment in document.segments[:2])
    end, start = " ".join(first.split()[-3:]), " ".join(second.split()[:3])
    found = passage(document, f"{end}\n{start}", Locator())
    assert found is not None
    assert [piece.quoted for piece in found.pieces if piece.quoted] == [end, start]
    assert passage(document, "Rien de tel n'est écrit.", Locator()) is None


def test_scripts_and_styles_stay_small(client: TestClient) -> None:
    names = ["app.css", *(f"js/{name}.js" for name in SCRIPTS)]
    sizes = {name: len(client.get(f"/static/{name}").content) for name in names}
    assert all(sizes.values())
    assert sum(sizes.values()) < 60_000


def test_scripts_never_write_html_or_reach_out(client: TestClient) -> None:
    for name in SCRIPTS:
        source = client.get(f"/static/js/{name}.js").text
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?://", source), name


def test_brief_of_the_page_takes_a_duration_and_paired_concessions(
    client: TestClient, noted: Account, deps: Deps
) -> None:
    base = f"/accounts/{noted.slug}/negotiation"
    sent = {
        "language": "fr",
        "duration_minutes": "90",
        "concession_give": ["Un acompte"],
        "concession_get": ["Trois ans"],
    }
    assert client.post(base, data=sent, headers=HTML).status_code == 303
    file = deps.store.negotiation(deps.workspace, noted.id)
    assert any("Un acompte" in item.give.text and "Trois ans" in item.get.text for item in file.concessions)
    assert client.post(base, data=sent | {"duration_minutes": "1,5"}, headers=HTML).status_code == 422


@pytest.mark.parametrize(("language", "label"), [("fr", "Aussi dans"), ("en", "Also in")])
def test_search_page_shows_a_passage_once_with_links_to_all_its_places(
    client: TestClient, noted: Account, deps: Deps, language: str, label: str
) -> None:
    pipeline.ingest_bytes(deps, noted.slug, "tr.txt", f"Bonjour,\n\n{CONTRACT}\n".encode())
    path = f"/accounts/{noted.slug}/search?q=fin+du+contrat-cadre&lang={language}"
    soup = _soup(client, path)
    (card,) = [one for one in soup.select(".found > li") if CONTRACT in one.get_text()]
    assert label in card.get_text()
    links = [str(link["href"]) for link in card.select("a.chip")]
    assert len(links) == 2
    for link in links:
        mark = _soup(client, link).select_one("mark")
        assert mark is not None


def test_search_page_labels_passages_and_can_be_narrowed(client: TestClient, noted: Account) -> None:
    path = f"/accounts/{noted.slug}/search?q=renouvellement+du+contrat-cadre&lang=fr"
    soup = _soup(client, path + "&person=Durand&kind=committee&since=2026-01-01&until=")
    labels = {tag.get_text() for tag in soup.select(".about .tag")}
    assert {"Marie Durand", "comité"} <= labels
    chosen = soup.select_one("option[selected]")
    assert chosen is not None
    assert chosen["value"] == "committee"
    assert not _soup(client, path + "&person=Dupond").select(".found > li")
    assert client.get(path + "&since=hier", headers=HTML).status_code == 422
