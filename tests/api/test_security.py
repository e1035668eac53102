from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.security import is_loopback
from api.sessions import LIFETIME, Sessions
from copilot.deps import Deps
from copilot.schemas.account import Account
from tests.api.problems import assert_problem


@pytest.fixture(scope="module")
def public(deps: Deps) -> Iterator[TestClient]:
    """A server that other machines can reach."""
    settings = deps.settings.model_copy(update={"host": "0.0.0.0"})
    app = create_app(settings, deps)
    with TestClient(app, base_url="http://copilot.example", follow_redirects=False) as client:
        yield client


@pytest.fixture
def key(deps: Deps) -> str:
    return deps.store.create_key("default", "test", now=deps.now())[1]


@pytest.fixture
def other_key(deps: Deps) -> str:
    return deps.store.create_key("other", "test", now=deps.now())[1]


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_loopback_needs_no_key(client: TestClient) -> None:
    assert client.get("/v1/accounts").status_code == 200


def test_wrong_key_is_refused_even_on_loopback(client: TestClient) -> None:
    assert_problem(client.get("/v1/accounts", headers=_bearer("abp_wrong")), 401, "not-allowed")


@pytest.mark.parametrize("authorization", [None, "Bearer abp_wrong", "Bearer ", "Basic YTpi", "abp_wrong"])
def test_other_address_refuses_without_a_good_key(public: TestClient, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = public.get("/v1/accounts", headers=headers)
    assert_problem(answer, 401, "not-allowed")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_other_address_opens_with_a_key(public: TestClient, key: str) -> None:
    assert public.get("/v1/accounts", headers=_bearer(key)).status_code == 200


def test_revoked_key_closes_at_once(public: TestClient, deps: Deps) -> None:
    info, plain = deps.store.create_key("default", "old", now=deps.now())
    assert public.get("/v1/accounts", headers=_bearer(plain)).status_code == 200
    deps.store.revoke_key("default", info.id)
    assert public.get("/v1/accounts", headers=_bearer(plain)).status_code == 401


def test_health_and_static_files_are_open(public: TestClient) -> None:
    for path in ("/healthz", "/readyz", "/static/app.css", "/login", "/problems/not-found"):
        assert public.get(path).status_code == 200


def test_schema_needs_a_key_too(public: TestClient) -> None:
    assert public.get("/v1/openapi.json").status_code == 401


def test_page_sends_to_the_login_form_and_back(public: TestClient, key: str) -> None:
    asked = public.get("/accounts/acme?x=1", headers={"Accept": "text/html"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=%2Faccounts%2Facme%3Fx%3D1")
    logged = public.post("/login", data={"key": key, "next": "/accounts/acme?x=1"})
    assert (logged.status_code, logged.headers["location"]) == (303, "/accounts/acme?x=1")
    cookie = logged.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert key.lower() not in cookie
    assert public.get("/").status_code == 200
    public.post("/logout")
    assert public.get("/").status_code == 303


def test_login_refuses_a_wrong_key(public: TestClient) -> None:
    answer = public.post("/login", data={"key": "abp_wrong"})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "/\tevil"])
def test_login_leads_to_this_server_only(public: TestClient, key: str, target: str) -> None:
    assert public.post("/login", data={"key": key, "next": target}).headers["location"] == "/"
    public.cookies.clear()


def test_session_ends_with_time_and_with_the_logout() -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    times = iter([now, now + dt.timedelta(hours=1), now + LIFETIME, now + LIFETIME])
    sessions = Sessions(lambda: next(times))
    token = sessions.open("abp_key")
    assert sessions.key(token) == "abp_key"
    assert sessions.key(token) is None
    assert sessions.key("forged") is None


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "[::1"])
def test_loopback_refuses_foreign_host_names(client: TestClient, host: str) -> None:
    assert_problem(client.get("/v1/accounts", headers={"Host": host}), 400, "bad-request")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_loopback_answers_to_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/v1/accounts", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Origin": "http://testserver"}, 201),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": "http://testserver:9000"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_changes_from_other_sites_are_refused(client: TestClient, headers: dict[str, str], status: int) -> None:
    answer = client.post("/v1/accounts", json={"name": "From somewhere"}, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert_problem(answer, 403, "not-allowed")


def test_reading_from_another_site_gives_no_cors_permission(client: TestClient) -> None:
    answer = client.get("/v1/accounts", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/v1/accounts", "/v1/nothing", "/static/app.css"])
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_workspace_comes_from_the_key_alone(
    public: TestClient, client: TestClient, deps: Deps, new_account: Callable[..., Account], other_key: str, key: str
) -> None:
    theirs = new_account("Their client", workspace="other")
    ours = new_account("Our client")
    seen = public.get("/v1/accounts", headers=_bearer(other_key)).json()["accounts"]
    assert theirs.slug in {account["slug"] for account in seen}
    assert ours.slug not in {account["slug"] for account in seen}
    conversation = deps.store.create_conversation("other", theirs.id, "fr", deps.now())
    for path in (
        f"/v1/accounts/{theirs.slug}",
        f"/v1/accounts/{theirs.slug}/documents",
        f"/v1/accounts/{theirs.slug}/interview",
        f"/v1/accounts/{theirs.slug}/plans",
        f"/v1/accounts/{theirs.slug}/negotiations",
        f"/v1/accounts/{theirs.slug}/conversations",
        f"/v1/conversations/{conversation.id}/messages",
        f"/v1/conversations/{conversation.id}/events",
    ):
        assert_problem(client.get(path), 404, "not-found")
        assert_problem(public.get(path, headers=_bearer(key)), 404, "not-found")
        assert public.get(path, headers=_bearer(other_key)).status_code == 200
    said = client.post(f"/v1/conversations/{conversation.id}/messages", json={"text": "Bonjour"})
    assert_problem(said, 404, "not-found")
    for header in ("X-Workspace", "Workspace"):
        assert client.get(f"/v1/accounts/{theirs.slug}?workspace=other", headers={header: "other"}).status_code == 404


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("localhost", True), ("::1", True), ("[::1]", True),
     ("0.0.0.0", False), ("::", False), ("192.168.1.4", False), ("copilot.example", False)],
)  # fmt: skip
def test_only_loopback_addresses_are_private(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
