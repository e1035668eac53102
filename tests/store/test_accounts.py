from __future__ import annotations

import pytest

from copilot.errors import BadInput, Conflict, NotFound
from copilot.schemas.account import Account
from copilot.store.repository import Store
from tests.store.samples import NOW, plan, put


def test_created_account_is_read_back(store: Store, account: Account) -> None:
    assert store.account("default", "acme") == account
    assert account.created_at == NOW


def test_same_slug_twice_is_a_conflict(store: Store, account: Account) -> None:
    with pytest.raises(Conflict, match="'acme' exists already"):
        store.create_account("default", account.slug, "Other", now=NOW)


@pytest.mark.parametrize("slug", ["", "Acme", "a b", "-a", "../etc", "a" * 64, "é"])
def test_bad_slug_is_refused(store: Store, slug: str) -> None:
    with pytest.raises(BadInput):
        store.create_account("default", slug, "Acme", now=NOW)


def test_unknown_slug_names_the_known_ones(store: Store, account: Account) -> None:
    with pytest.raises(NotFound, match="known: acme"):
        store.account("default", "acne")


def test_update_changes_only_what_is_given(store: Store, account: Account) -> None:
    assert store.update_account("default", "acme", supplier="Us SA").name == "Acme"
    assert store.account("default", "acme").supplier == "Us SA"


def test_deleting_an_account_deletes_all_that_is_its_own(store: Store, account: Account) -> None:
    put(store, account.id, "a.txt", "texte")
    store.put_plan("default", account.id, plan())
    conversation = store.create_conversation("default", account.id, "fr", NOW)
    store.delete_account("default", "acme")
    assert store.accounts("default") == []
    with pytest.raises(NotFound):
        store.documents("default", account.id)
    with pytest.raises(NotFound):
        store.conversation("default", conversation.id)


def test_no_call_crosses_workspaces(store: Store, account: Account) -> None:
    put(store, account.id, "canary.txt", "CANARY-7f3a")
    store.put_plan("default", account.id, plan())
    talk = store.create_conversation("default", account.id, "fr", NOW)
    info, plain = store.create_key("default", "k", now=NOW)
    store.create_account("other", "acme", "Acme two", now=NOW)
    for call in (
        lambda: store.documents("other", account.id),
        lambda: store.sources("other", account.id),
        lambda: store.document("other", account.id, "canary.txt"),
        lambda: store.raw("other", account.id, "canary.txt"),
        lambda: store.delete_document("other", account.id, "canary.txt"),
        lambda: put(store, account.id, "b.txt", "x", workspace="other"),
        lambda: store.answers("other", account.id),
        lambda: store.plan("other", account.id),
        lambda: store.put_plan("other", account.id, plan()),
        lambda: store.plan_versions("other", account.id),
        lambda: store.conversation("other", talk.id),
        lambda: store.conversations("other", account.id),
        lambda: store.append_message("other", talk.id, "user", "x", {}, NOW),
        lambda: store.messages("other", talk.id),
        lambda: store.append_events("other", talk.id, "r", [{}]),
        lambda: store.events("other", talk.id, 0),
        lambda: store.chunks("other", account.id),
        lambda: store.vectors("other", account.id, "e"),
        lambda: store.revision("other", account.id),
        lambda: store.revoke_key("other", info.id),
    ):
        with pytest.raises(NotFound):
            call()
    assert store.keys("other") == []
    found = store.find_key(plain)
    assert found is not None
    assert found.workspace == "default"
    assert len(store.documents("default", account.id)) == 1
