"""The sets that the search is measured on: passages, questions, and which documents or passages answer them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from copilot.ingest.chunk import chunk
from copilot.ingest.read import read as read_note
from copilot.text.normalise import fold
from evals.public import Row, data_dir, rows

PASSAGE_WORDS = 150
OWN = ("cnil", "piaf", "spf_long", "qmsum", "fredsum", "dossiers")
CROSS = ("cnil_en", "spf_en", "piaf_en", "qmsum_fr")
"""Questions translated by hand, asked of texts in the other language."""
SETS = (*OWN, *CROSS)
_TRANSLATED = Path(__file__).parent / "cross_lingual.jsonl"
_FIGURE = re.compile(r"\d[\d\s.,]*(?:%|€|k€|M€|[kKM]\b)?")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True)
class Piece:
    """A passage: the unit that is ranked belongs to `owner`, a document or the passage itself."""

    owner: str
    document: str
    text: str
    language: str


@dataclass(frozen=True)
class Ask:
    """A question with the owners that answer it."""

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Scope:
    """What is searched together: one account."""

    name: str
    language: str
    pieces: Sequence[Piece]
    asks: Sequence[Ask] = field(default=())


def available(name: str) -> bool:
    """Whether the set's files are there."""
    if name == "dossiers":
        return True
    return _folder(name).is_dir()


def load(name: str, limit: int | None = None) -> list[Scope]:
    """The scopes of a set with at most `limit` of its questions."""
    base, _, asked_in = name.partition("_") if name in CROSS else (name, "", "")
    base = "spf_long" if base == "spf" else base
    if base == "fredsum":
        scopes = [_fredsum()]
    elif base == "qmsum":
        scopes = list(_qmsum())
    elif base == "dossiers":
        scopes = list(_dossiers())
    else:
        scopes = [_flat(base)]
    if asked_in:
        scopes = [_in_other_words(scope, base, asked_in) for scope in scopes]
    found: list[Scope] = []
    left = limit if limit is not None else 10**9
    for scope in scopes:
        asks = [ask for ask in scope.asks if ask.relevant][:left]
        left -= len(asks)
        if asks:
            found.append(Scope(scope.name, scope.language, scope.pieces, asks))
    return found


def cut(text: str, words: int = PASSAGE_WORDS) -> list[str]:
    """Passages of about that many words that end where sentences do."""
    passages: list[list[str]] = [[]]
    for sentence in _SENTENCE.split(text):
        if len(passages[-1]) + len(sentence.split()) > words and passages[-1]:
            passages.append([])
        passages[-1].extend(sentence.split())
    return [" ".join(passage) for passage in passages if passage] or [text]


def _folder(name: str) -> Path:
    base = name.split("_")[0]
    if base == "qmsum":
        return data_dir() / "b_meetings" / "qmsum"
    if base == "fredsum":
        return data_dir() / "b_meetings" / "fredsum_fr"
    return data_dir() / "a_fr_retrieval" / ("spf_long" if base == "spf" else base)


def _flat(name: str) -> Scope:
    """Documents with a title, each ranked where its best passage is."""
    folder = _folder(name)
    relevant: dict[str, set[str]] = {}
    for row in rows(folder / "qrels.jsonl"):
        relevant.setdefault(row["query_id"], set()).add(row["doc_id"])
    pieces = [
        Piece(doc["_id"], doc["_id"], f"{doc['title']}\n{part}" if doc["title"] else part, "fr")
        for doc in rows(folder / "corpus.jsonl")
        for part in cut(doc["text"])
    ]
    asks = [
        Ask(row["_id"], row["text"], frozenset(relevant.get(row["_id"], ()))) for row in rows(folder / "queries.jsonl")
    ]
    return Scope(name, "fr", pieces, asks)


def _turns(turns: Sequence[Row]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Passages on turn borders, each with (turn, words of it)."""
    lines: list[str] = []
    held: list[tuple[int, int]] = []
    for turn in turns:
        for part in cut(turn["text"]):
            size = len(part.split())
            if held and sum(n for _, n in held) + size > PASSAGE_WORDS:
                yield "\n".join(lines), held
                lines, held = [], []
            lines.append(f"{turn['speaker']}: {part}")
            held.append((turn["i"], size))
    if held:
        yield "\n".join(lines), held


def _fredsum() -> Scope:
    """Debates, each ranked where its best passage is."""
    folder = _folder("fredsum")
    pieces = [
        Piece(meeting["meeting_id"], meeting["meeting_id"], text, "fr")
        for meeting in rows(folder / "meetings.jsonl")
        for text, _ in _turns(meeting["turns"])
    ]
    asks = [
        Ask(row["query_id"], row["query"], frozenset([row["relevant_meeting"]]))
        for row in rows(folder / "queries.jsonl")
    ]
    return Scope("fredsum", "fr", pieces, asks)


def _qmsum() -> Iterator[Scope]:
    """Each meeting alone; a passage answers when half of its words lie in the turns named."""
    folder = _folder("qmsum")
    queries: dict[str, list[Row]] = {}
    for row in rows(folder / "queries.jsonl"):
        queries.setdefault(row["meeting_id"], []).append(row)
    for meeting in rows(folder / "meetings.jsonl"):
        name = meeting["meeting_id"]
        cuts = list(_turns(meeting["turns"]))
        pieces = [Piece(f"{name}:{n}", name, text, "en") for n, (text, _) in enumerate(cuts)]
        asks = []
        for row in queries.get(name, []):
            gold = {turn for first, last in row["gold_turn_spans"] for turn in range(first, last + 1)}
            hits = [
                f"{name}:{n}"
                for n, (_, held) in enumerate(cuts)
                if 2 * sum(size for turn, size in held if turn in gold) >= sum(size for _, size in held)
            ]
            asks.append(Ask(row["query_id"], row["query"], frozenset(hits)))
        yield Scope(name, "en", pieces, asks)


def _in_other_words(scope: Scope, base: str, language: str) -> Scope:
    """The scope with its questions asked in the other language, where somebody translated them."""
    own = {row["id"]: row["text"] for row in rows(_TRANSLATED) if row["set"] == base and row["lang"] == language}
    asks = [Ask(ask.id, own[ask.id], ask.relevant) for ask in scope.asks if ask.id in own]
    return Scope(scope.name, scope.language, scope.pieces, asks)


def _dossiers() -> Iterator[Scope]:
    """Invented accounts: each fact, its figures left out, asks for the passages that hold the quote under it."""
    roots = (Path(__file__).parent / "dossiers", data_dir().parent / "dossiers")
    for folder in sorted(folder for root in roots if root.is_dir() for folder in root.iterdir()):
        gold = json.loads((folder / "gold.json").read_text("utf-8"))
        pieces = []
        for path in sorted((folder / "notes").iterdir()):
            note = read_note(path.name, path.read_bytes())
            pieces += [Piece(f"{path.name}:{c.ordinal}", path.name, c.text, c.language) for c in chunk(note)]
        asks = []
        for fact in gold["facts"]:
            quote = _flat_text(fact["quote"])
            hits = [piece.owner for piece in pieces if quote in _flat_text(piece.text)]
            asks.append(Ask(f"{folder.name}-{fact['id']}", _FIGURE.sub(" ", fact["statement"]), frozenset(hits)))
        yield Scope(folder.name, gold["language"], pieces, asks)


def _flat_text(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
