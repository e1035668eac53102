from __future__ import annotations

from fastapi.testclient import TestClient

from copilot.schemas.account import Account
from tests.api.problems import assert_problem


def test_account_is_created_with_slug_made_from_its_name(client: TestClient) -> None:
    answer = client.post("/v1/accounts", json={"name": "Société d'Énergie Été", "supplier": "Nordwell"})
    assert answer.status_code == 201
    assert answer.json()["slug"] == "societe-d-energie-ete"
    assert answer.headers["location"] == "/v1/accounts/societe-d-energie-ete"
    assert answer.json()["supplier"] == "Nordwell"


def test_second_account_of_that_name_gets_a_number(client: TestClient) -> None:
    slugs = [client.post("/v1/accounts", json={"name": "Twice Ltd"}).json()["slug"] for _ in range(2)]
    assert slugs == ["twice-ltd", "twice-ltd-2"]


def test_name_without_letters_still_gives_an_account(client: TestClient) -> None:
    assert client.post("/v1/accounts", json={"name": "株式会社"}).json()["slug"].startswith("account")


def test_slug_that_is_taken_is_a_conflict(client: TestClient, account: Account) -> None:
    assert_problem(client.post("/v1/accounts", json={"name": "Other", "slug": account.slug}), 409, "conflict")


def test_list_holds_the_account(client: TestClient, account: Account) -> None:
    assert account.slug in {item["slug"] for item in client.get("/v1/accounts").json()["accounts"]}


def test_get_gives_etag_and_304_for_it(client: TestClient, account: Account) -> None:
    first = client.get(f"/v1/accounts/{account.slug}")
    again = client.get(f"/v1/accounts/{account.slug}", headers={"If-None-Match": first.headers["etag"]})
    assert first.json()["name"] == account.name
    assert (again.status_code, again.content) == (304, b"")


def test_patch_changes_what_is_given_and_keeps_the_rest(client: TestClient, account: Account) -> None:
    client.patch(f"/v1/accounts/{account.slug}", json={"supplier": "Nordwell"})
    changed = client.patch(f"/v1/accounts/{account.slug}", json={"name": "New name"}).json()
    assert (changed["name"], changed["supplier"]) == ("New name", "Nordwell")


def test_patch_with_old_etag_is_refused(client: TestClient, account: Account) -> None:
    old = client.get(f"/v1/accounts/{account.slug}").headers["etag"]
    client.patch(f"/v1/accounts/{account.slug}", json={"name": "First"})
    answer = client.patch(f"/v1/accounts/{account.slug}", json={"name": "Second"}, headers={"If-Match": old})
    assert_problem(answer, 412, "precondition-failed")
    assert client.get(f"/v1/accounts/{account.slug}").json()["name"] == "First"


def test_delete_removes_the_account(client: TestClient, account: Account) -> None:
    assert client.delete(f"/v1/accounts/{account.slug}").status_code == 204
    assert_problem(client.get(f"/v1/accounts/{account.slug}"), 404, "not-found")


def test_unknown_fields_and_empty_names_are_refused(client: TestClient) -> None:
    unknown = assert_problem(client.post("/v1/accounts", json={"name": "A", "workspace": "other"}), 422, "bad-input")
    assert unknown["errors"][0]["pointer"] == "body/workspace"
    assert_problem(client.post("/v1/accounts", json={"name": "  "}), 422, "bad-input")
    assert_problem(client.get("/v1/accounts/Not_A_Slug"), 422, "bad-input")
