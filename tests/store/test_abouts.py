from __future__ import annotations

from copilot.schemas.about import DocumentAbout
from copilot.schemas.account import Account
from copilot.store.repository import Store
from tests.store.samples import put

ABOUT = DocumentAbout(meeting="visit", people=("Anne Delmas",), amounts=("420 k€",))


def test_what_a_passage_is_about_is_kept_under_its_stamp(store: Store, account: Account) -> None:
    note, _ = put(store, account.id, "a.txt", "un", "deux")
    ids = [f"{note.id}:0", f"{note.id}:1"]
    store.put_abouts("default", account.id, "s1", {ids[0]: ABOUT})
    assert store.abouts("default", account.id, "s1", ids) == {ids[0]: ABOUT}
    assert store.abouts("default", account.id, "s2", ids) == {}
    newer = ABOUT.model_copy(update={"people": ()})
    store.put_abouts("default", account.id, "s2", {ids[0]: newer, ids[1]: ABOUT})
    assert store.abouts("default", account.id, "s2", ids) == {ids[0]: newer, ids[1]: ABOUT}
    assert store.abouts("default", account.id, "s1", ids) == {}


def test_it_goes_with_the_note(store: Store, account: Account) -> None:
    note, _ = put(store, account.id, "a.txt", "un")
    store.put_abouts("default", account.id, "s", {f"{note.id}:0": ABOUT})
    store.delete_document("default", account.id, "a.txt")
    assert store.abouts("default", account.id, "s", [f"{note.id}:0"]) == {}
    store.put_abouts("default", account.id, "s", {f"{note.id}:0": ABOUT})
    assert store.abouts("default", account.id, "s", [f"{note.id}:0"]) == {}
