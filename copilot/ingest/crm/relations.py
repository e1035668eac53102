"""Which account each row belongs to: by id where the exports have ids, else by name, else through deal or contact.

An id that one export explains is known in all files that are given together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from copilot.ingest.crm.names import plain
from copilot.ingest.crm.schema import CrmAccount, CrmActivity, CrmContact, CrmOpportunity, CrmProduct, CrmRecord

_SEVERAL = ";"


@dataclass
class Client:
    """One account as the exports name it."""

    key: str
    name: str | None = None
    ids: set[str] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)


class Relations:
    """The accounts that exports speak of, and the account of each record."""

    def __init__(self, records: Iterable[CrmRecord]) -> None:
        self.clients: dict[str, Client] = {}
        self._ids_of_name: dict[str, set[str]] = {}
        self._opportunities: dict[str, set[str]] = {}
        self._contacts: dict[str, set[str]] = {}
        kept = list(records)
        for one in kept:
            self._learn_name(one)
        for one in kept:
            self._learn_client(one)
        for one in kept:
            self._learn_link(one)

    def client_of(self, record: CrmRecord) -> Client | None:
        """The account of a record; None when nothing in it leads to one, or it leads to several."""
        key = self._own_key(record) or self._through(record)
        return self.clients.get(key) if key else None

    def names_several(self, record: CrmRecord) -> bool:
        """Whether the record names more than one account."""
        name = next((name for _, name in _said(record)), None)
        return name is not None and _SEVERAL in name and self._own_key(record) is None

    def is_two_named_alike(self, client: Client) -> bool:
        """Whether another account, with another id, has the very same name."""
        return any(len(self._ids_of_name.get(plain(name), ())) > 1 for name in client.names)

    def _learn_name(self, record: CrmRecord) -> None:
        for account_id, name in _said(record):
            if account_id and name and _SEVERAL not in name:
                self._ids_of_name.setdefault(plain(name), set()).add(account_id)

    def _learn_client(self, record: CrmRecord) -> None:
        for account_id, name in _said(record):
            key = self._key(account_id, name)
            if key is None:
                continue
            client = self.clients.setdefault(key, Client(key))
            if account_id:
                client.ids.add(account_id)
            if name:
                client.names[name.strip()] += 1
                # The accounts export is the one that knows how a client is called.
                client.name = name.strip() if isinstance(record, CrmAccount) or not client.name else client.name

    def _learn_link(self, record: CrmRecord) -> None:
        key = self._own_key(record)
        if key is None:
            return
        if isinstance(record, CrmOpportunity):
            for said in filter(None, (record.id, record.name)):
                self._opportunities.setdefault(plain(said), set()).add(key)
        if isinstance(record, CrmContact):
            for said in filter(None, (record.id, record.name, record.email)):
                self._contacts.setdefault(plain(said), set()).add(key)

    def _own_key(self, record: CrmRecord) -> str | None:
        return next((key for said in _said(record) if (key := self._key(*said))), None)

    def _key(self, account_id: str | None, name: str | None) -> str | None:
        if account_id and _SEVERAL not in account_id:
            return f"id:{account_id}"
        if not name or not plain(name) or _SEVERAL in name:
            return None
        ids = self._ids_of_name.get(plain(name), set())
        return f"id:{next(iter(ids))}" if len(ids) == 1 else f"name:{plain(name)}"

    def _through(self, record: CrmRecord) -> str | None:
        """By the deal, the contact, or what an activity is about; only when that leads to one account."""
        if isinstance(record, CrmActivity):
            found = self._by(self._opportunities, record.opportunity_id, record.opportunity_name, record.related)
            about = self._by_related(record.related)
            return about or found or self._by(self._contacts, record.contact_id, record.contact_name)
        if isinstance(record, CrmOpportunity):
            return self._by(self._contacts, record.contact_id, record.contact_name)
        return None

    def _by_related(self, related: str | None) -> str | None:
        if not related:
            return None
        keys = (f"id:{related}", self._key(None, related))
        return next((key for key in keys if key and key in self.clients), None)

    @staticmethod
    def _by(known: dict[str, set[str]], *said: str | None) -> str | None:
        for one in said:
            keys = known.get(plain(one), set()) if one else set()
            if len(keys) == 1:
                return next(iter(keys))
        return None


def _said(record: CrmRecord) -> Iterator[tuple[str | None, str | None]]:
    """The id and name of the account that a record states itself."""
    if isinstance(record, CrmAccount):
        yield record.id, record.name
    elif not isinstance(record, CrmProduct):
        yield getattr(record, "account_id", None), getattr(record, "account_name", None)
