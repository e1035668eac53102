"""The pages of the scoring tools, as a browser without scripts uses them."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from api.web.toolform import MOST_ROWS, form_of, payload_of, texts_of
from api.web.toolview import label_of
from copilot.schemas.evidence import Language
from copilot.scoring.registry import FAMILIES, REGISTRY, rendered, run_tool, tools
from copilot.text.catalogue import keys

SAMPLE = Path("knowledge/sample/notes/05_suivi_Mirandol_2025.xlsx")
HTML = {"Accept": "text/html"}
LANGUAGES: tuple[Language, ...] = ("fr", "en")


def soup(client: TestClient, address: str, **form: Any) -> BeautifulSoup:
    answer = client.post(address, headers=HTML, **form) if form else client.get(address, headers=HTML)
    assert answer.headers["content-type"].startswith("text/html"), answer.text
    return BeautifulSoup(answer.text, "html.parser")


def typed(page: BeautifulSoup, form: str = "#tool-form") -> dict[str, str]:
    """What a browser would send of a form as it stands."""
    found: dict[str, str] = {}
    for field in page.select(f"{form} [name]"):
        name = str(field["name"])
        if field.name == "button":
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            found[name] = str(chosen["value"]) if chosen else ""
        elif field.name == "textarea":
            found[name] = field.text.removeprefix("\n")
        else:
            found[name] = str(field.get("value", ""))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_form_of_every_tool_gives_its_example_back(name: str, language: Language) -> None:
    tool = REGISTRY[name]
    texts = texts_of(tool.input, tool.example, language)
    assert run_tool(name, payload_of(tool.input, texts, language)) == run_tool(name, tool.example)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_page_of_every_tool_runs_as_it_stands(client: TestClient, name: str) -> None:
    page = soup(client, f"/tools/{name}?lang=en")
    result = soup(client, f"/tools/{name}?lang=en", data=typed(page))
    expected = run_tool(name, REGISTRY[name].example)
    digest = result.select_one(".tool-receipt code")
    assert digest is not None, result.select("#tool-problem")
    assert digest.text == expected.receipt.sha256[:12]
    headline = result.select_one(".headline")
    assert headline is not None
    assert headline.text == expected.why[0].en


def test_list_shows_every_tool_under_its_family(client: TestClient) -> None:
    page = soup(client, "/tools?lang=fr")
    links = {str(link["href"]) for link in page.select(".tool-card a")}
    assert links == {f"/tools/{name}" for name in REGISTRY}
    assert [heading["id"] for heading in page.select("main h2[id]")] == [
        name for name, some in FAMILIES.items() if some
    ]


def test_search_finds_tools_by_what_they_answer(client: TestClient) -> None:
    page = soup(client, "/tools?lang=fr&q=zone d'accord possible")
    assert str(page.select(".tool-card a")[0]["href"]) == "/tools/zopa"
    assert soup(client, "/tools?q=xyzzy").select(".tool-card") == []


def test_navigation_leads_to_the_tools(client: TestClient) -> None:
    assert soup(client, "/").select_one('.sections a[href="/tools"]') is not None
    current = soup(client, "/tools/pareto").select_one(".sections [aria-current]")
    assert current is not None
    assert current["href"] == "/tools"


def test_numbers_may_be_typed_in_the_language_of_the_page(client: TestClient) -> None:
    typed_in = {
        "currency": "eur", "accounts.0.name": "A", "accounts.0.potential": "1 200 000,50",
        "accounts.0.probability": "60 %", "accounts.0.margin": "0,22",
    }  # fmt: skip
    page = soup(client, "/tools/priority_score?lang=fr", data=typed_in)
    receipt = json.loads(page.select(".receipt-json pre")[0].text)
    assert receipt["inputs"]["accounts"] == [
        {"margin": "0.22", "name": "A", "potential": "1200000.5", "probability": "0.6"}
    ]
    assert receipt["inputs"]["currency"] == "EUR"


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(client: TestClient) -> None:
    sent = {"currency": "euro", "clients.0.name": "A", "clients.0.revenue": "beaucoup", "clients.1.revenue": "5"}
    answer = client.post("/tools/pareto?lang=fr", data=sent, headers=HTML)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    wrong = {str(field["name"]) for field in page.select("[aria-invalid=true]")}
    assert wrong == {"currency", "clients.0.revenue", "clients.1.name"}
    said = page.select_one("#tool-problem")
    assert said is not None
    assert "Clients, ligne 1, Chiffre d’affaires – «\u00a0beaucoup\u00a0» n’est pas un nombre" in said.text
    assert typed(page)["clients.0.revenue"] == "beaucoup"


def test_rule_of_the_tool_is_told_in_its_own_words(client: TestClient) -> None:
    sent = {"currency": "EUR", "clients.0.name": "A", "clients.1.name": "A"}
    page = soup(client, "/tools/pareto", data=sent)
    assert "'A' stands twice" in page.select("#tool-problem")[0].text


def test_missing_data_is_told_instead_of_a_figure(client: TestClient) -> None:
    page = soup(client, "/tools/pareto?lang=en", data={"currency": "EUR"})
    assert "clients with a positive revenue" in page.select(".tool-result .notice")[0].text
    assert page.select(".chart") == []


def test_more_rows_can_be_asked_for_without_scripts(client: TestClient) -> None:
    sent = {"currency": "EUR", "clients.0.name": "A", "clients.0.revenue": "1", "more": "clients"}
    page = soup(client, "/tools/pareto", data=sent)
    names = [field["name"] for field in page.select("#tool-form [name$='.name']")]
    assert names == [f"clients.{rank}.name" for rank in range(4)]
    assert page.select(".tool-result") == []


def test_empty_form_starts_with_today(client: TestClient) -> None:
    page = soup(client, "/tools/contract_watch?empty=1")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed(page)["as_of"])
    assert "contracts.0.name" in typed(page)


def test_file_fills_the_form_and_gives_the_result(client: TestClient) -> None:
    answer = client.post("/tools/pareto/file?lang=fr", files={"file": (SAMPLE.name, SAMPLE.read_bytes())}, headers=HTML)
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 200
    assert typed(page)["clients.0.name"] == "Groupe Mirandol"
    assert typed(page)["clients.0.revenue"] == "3\u00a0420\u00a0000"
    assert "19 (total)" in page.select("#tool-form .notice")[0].text
    again = soup(client, "/tools/pareto?lang=fr", data=typed(page))
    first, second = (one.select(".tool-receipt code")[0].text for one in (page, again))
    assert first == second


def test_file_that_cannot_be_used_is_told_and_what_was_said_stays(client: TestClient) -> None:
    bare = {"file": ("p.csv", b"Client;CA\nA;1\nB;2\n")}
    refused = client.post("/tools/pareto/file", files=bare, data={"sheet": "X"}, headers=HTML)
    assert refused.status_code == 422
    page = BeautifulSoup(refused.text, "html.parser")
    assert "no table in a sheet" in page.select("#tool-problem")[0].text
    assert page.select("#sheet")[0]["value"] == "X"
    good = client.post("/tools/pareto/file", files=bare, data={"currency": "EUR", "unit": "k"}, headers=HTML)
    assert good.status_code == 200
    nothing = client.post("/tools/pareto/file", files={"file": ("", b"")}, headers=HTML)
    assert nothing.status_code == 422
    large = client.post("/tools/pareto/file", files={"file": ("p.csv", b"x" * 1_100_000)}, headers=HTML)
    assert "1" in BeautifulSoup(large.text, "html.parser").select("#tool-problem")[0].text


def test_long_list_travels_whole(client: TestClient) -> None:
    lines = "".join(f"C{rank};{rank + 1}\n" for rank in range(MOST_ROWS + 50))
    files = {"file": ("p.csv", f"Client;CA (€)\n{lines}".encode())}
    page = BeautifulSoup(client.post("/tools/pareto/file", files=files, headers=HTML).text, "html.parser")
    assert "clients.0.name" not in typed(page)
    again = soup(client, "/tools/pareto", data=typed(page))
    assert json.loads(again.select(".receipt-json pre")[0].text)["result"]["clients"] == MOST_ROWS + 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_result_is_exported(client: TestClient, language: Language) -> None:
    payload = json.dumps(
        {"currency": "EUR", "clients": [{"name": "=A1", "revenue": 1200.5}, {"name": "B", "revenue": 99}]}
    )
    address = f"/tools/pareto/export/{{}}?lang={language}"
    answer = client.post(address.format("json"), data={"payload": payload})
    assert answer.text == rendered(run_tool("pareto", json.loads(payload)))
    assert "attachment" in answer.headers["content-disposition"]
    text = client.post(address.format("csv"), data={"payload": payload}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if language == "fr" else ","))
    assert rows[0][rows[1].index("'=A1")] == label_of("name", language)
    assert rows[1][rows[0].index(label_of("revenue", language))] == ("1200,5" if language == "fr" else "1200.5")
    assert client.post(address.format("svg"), data={"payload": payload}).text.startswith("<svg")
    assert client.post(address.format("png"), data={"payload": payload}).content.startswith(b"\x89PNG")
    assert client.post(address.format("pdf"), data={"payload": payload}).status_code == 422
    assert client.post(address.format("json"), data={"payload": "{"}).status_code == 422


def test_whole_workbook_is_reported(client: TestClient) -> None:
    answer = client.post("/tools/report?lang=fr", files={"file": (SAMPLE.name, SAMPLE.read_bytes())}, headers=HTML)
    page = BeautifulSoup(answer.text, "html.parser")
    titles = [heading.text for heading in page.select(".tool-result h2")]
    assert "Pareto du portefeuille" in titles
    assert len(titles) == len(page.select(".tool-receipt"))
    assert client.post("/tools/report", files={"file": ("a.txt", b"Bonjour.")}, headers=HTML).status_code == 422


def test_unknown_tool_is_an_error_page(client: TestClient) -> None:
    for answer in (client.get("/tools/paretto", headers=HTML), client.post("/tools/paretto", data={}, headers=HTML)):
        assert answer.status_code == 404
        assert "did you mean pareto" in answer.text


def test_text_of_a_file_is_never_markup(client: TestClient) -> None:
    evil = "<script>alert(1)</script>"
    files = {"file": ("p.csv", f'Client;CA (€)\n{evil};10\n"""><img src=x onerror=alert(1)>";5\n'.encode())}
    answer = client.post("/tools/pareto/file?lang=fr", files=files, headers=HTML)

    class Tags(HTMLParser):
        found: set[str] = set()  # noqa: RUF012 - one parser, one page

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found |= {tag, *(name for name, _ in attrs)}

    parser = Tags()
    parser.feed(answer.text)
    assert "alert(1)" in answer.text
    assert "onerror" not in parser.found
    assert answer.text.count("<script") == 1


def test_every_field_of_an_input_has_a_name_in_both_languages() -> None:
    names = set()
    for info in tools():
        for model in (info.input_schema, *info.input_schema.get("$defs", {}).values()):
            names |= set(model.get("properties", {}))
    assert sorted(name for name in names if f"field.{name}" not in keys()) == []


def test_optional_group_asks_for_nothing_while_it_is_empty() -> None:
    fields = {node.name: node for node in form_of(REGISTRY["priority_score"].input, {}, {})}
    assert not fields["weights"].open
    assert not any(child.required for child in fields["weights"].children)
    filled = {node.name: node for node in form_of(REGISTRY["priority_score"].input, {"weights.margin": "1"}, {})}
    assert filled["weights"].open
    assert all(child.required for child in filled["weights"].children)
