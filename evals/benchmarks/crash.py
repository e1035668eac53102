"""Kills (-9) of the real command at random moments of ingest, sync, delete and reindex; is anything lost or half there?

    python -m evals.benchmarks.crash [--kills 200] [--seed 1] [--keep DIR]

Each round starts `abp` as a process of its own on one data folder and kills it: half of the time at a moment drawn
over the whole length of such a run, half of the time shortly after a line that acknowledges a file, where the work is.
What a line acknowledged before the kill is promised. Then the folder is opened again and looked at:

- every acknowledged note is listed with the bytes it had, and a search for its first line finds it among five;
- every note that a line called deleted is neither listed nor found;
- what was under way is there whole in its old or in its new form, or not at all: no note without segments, passages,
  vectors or bytes, no row without its note, and SQLite finds its file in order;
- after the first search, which heals it, the index holds the passages of the store and nothing else, in one folder.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLUG = "crash"
_WORDS = (
    "accord baisse budget calendrier client contrat décision délai devis four garantie hausse ligne marge offre panne"
    " prix projet régie remise réunion risque stock taux tonnage usine vente visite volume zone"
).split()
_MOST = 18
"""Notes kept at most: the folder is looked at after every kill."""


@dataclass
class World:
    """What was promised: content by name; what may be either; what is gone."""

    folder: Path
    chance: random.Random
    promised: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    made: int = 0
    texts: dict[str, str] = field(default_factory=dict)

    def text(self, paragraphs: int) -> str:
        """A note that begins with words that no other note has."""
        self.made += 1
        own = " ".join(marker(4 * self.made + n) for n in range(4))
        lines = []
        for _ in range(paragraphs):
            lines.append(" ".join(self.chance.choices(_WORDS, k=20)).capitalize() + ".")
        text = f"Le dossier {own} est ouvert.\n\n" + "\n\n".join(lines) + "\n"
        self.texts[str(_digest(text))] = text
        return text


def marker(number: int) -> str:
    """A word of letters only, so that no number is read in it."""
    letters = ""
    for _ in range(5):
        number, digit = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[digit] + "aeiou"[digit % 5]
    return "zy" + letters


def marker_of(text: str) -> str:
    """The first of the note's own words."""
    return text.split()[2]


@dataclass
class Task:
    """One command: what it would change if it were not killed, by name; None is a deletion."""

    arguments: list[str]
    wanted: dict[str, str | None]


def plan_task(world: World) -> Task:
    """Something to do: mostly ingest of new and edited files, sometimes sync with removals, delete, reindex."""
    chance = world.chance
    kind = chance.choices(("ingest", "sync", "delete", "reindex"), (5, 3, 3, 1))[0]
    if kind == "delete" and world.promised:
        name = chance.choice(sorted(world.promised))
        (world.folder / name).unlink(missing_ok=True)
        return Task(["documents", "delete", name, "--account", SLUG], {name: None})
    if kind == "reindex" and world.promised:
        return Task(["reindex"], {})
    synced = kind == "sync" or len(world.promised) > _MOST
    removals = sorted(world.promised)[:6] if len(world.promised) > _MOST else []
    if synced and len(world.promised) > 4:
        removals = removals or chance.sample(sorted(world.promised), 2)
    for name in removals:
        (world.folder / name).unlink(missing_ok=True)
    there = sorted(path.name for path in world.folder.iterdir())
    edited = chance.sample(there, min(2, len(there)))
    for name in [*edited, *(f"note-{world.made}-{n}.txt" for n in range(chance.randint(1, 3)))]:
        (world.folder / name).write_text(world.text(chance.choice((1, 3, 12))), "utf-8")
    wanted: dict[str, str | None] = {path.name: path.read_text("utf-8") for path in sorted(world.folder.iterdir())}
    if synced:
        wanted.update((name, None) for name in world.promised if name not in wanted)
    return Task(["ingest", str(world.folder), "--account", SLUG, *(["--sync"] if synced else [])], wanted)


def run_and_kill(task: Task, data: Path, length: float, chance: random.Random) -> tuple[list[str], bool]:
    """The lines that were printed, and whether the kill came before the end."""
    command = [sys.executable, "-m", "copilot.cli.main", *task.arguments, "--data", str(data), "--lang", "en"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines: list[str] = []
    enough = threading.Event()
    after = chance.randint(1, max(1, len(task.wanted))) if chance.random() < 0.6 else 10**9

    def read() -> None:
        assert process.stdout
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if len(lines) >= after:
                enough.set()

    reader = threading.Thread(target=read)
    reader.start()
    if after == 10**9:
        enough.wait(chance.uniform(0, length))
    else:
        # As long as it takes: on a busy machine the start alone may take longer than a whole run did before.
        while not enough.wait(0.05) and process.poll() is None:
            pass
        time.sleep(chance.choice((0.0, 0.01, 0.1, 0.5)) * chance.random())
    killed = process.poll() is None
    if killed:
        process.send_signal(signal.SIGKILL)
    process.wait()
    reader.join()
    return lines, killed


def acknowledged(lines: Sequence[str], task: Task) -> dict[str, str | None]:
    """What the lines promise."""
    found: dict[str, str | None] = {}
    for line in lines:
        status, _, rest = line.partition(": ")
        name = rest.split(" (")[0]
        if name in task.wanted and status in ("stored", "replaced", "unchanged"):
            found[name] = task.wanted[name]
        elif name in task.wanted and status in ("removed", "deleted"):
            found[name] = None
    return found


class Inspector:
    """Opens the folder as the next process would, and says what is wrong in it."""

    def __init__(self, data: Path) -> None:
        from copilot.retrieve.embed import open_embedder
        from copilot.settings import Settings

        self._settings = Settings(data_dir=data, database_url=None, chroma_url=None)
        self._embedder = open_embedder(self._settings)
        self.there: dict[str, str] = {}

    def look(self, world: World, task: Task, promised: dict[str, str | None]) -> list[str]:
        """Every broken promise; what was under way is taken over into the world as it is now."""
        from copilot.retrieve.search import Searcher
        from copilot.store.repository import Store

        store = Store.open(self._settings)
        searcher = Searcher(self._settings, store, self._embedder)
        wrong: list[str] = []
        try:
            accounts = [one for one in store.accounts("default") if one.slug == SLUG]
            self.there = {}
            if not accounts:
                return ["the account is gone"] if world.promised or promised else []
            account = accounts[0].id
            wrong += _rows(store)
            self.there = there = {head.name: head.sha256 for head in store.document_heads("default", account)}
            wrong += self._settle(world, task, promised, there)
            wrong += _found(searcher, account, world)
            ids = set(store.vector_ids("default", account, self._embedder.name)[1])
            states = store.index_places(str(self._settings.data_dir.absolute() / "chroma"))
        finally:
            searcher.close()
            store.close()
        return wrong + self._index(ids, states)

    def _settle(self, world: World, task: Task, promised: dict[str, str | None], there: dict[str, str]) -> list[str]:
        wrong = []
        for name, content in task.wanted.items():
            before = world.promised.get(name)
            allowed = [promised[name]] if name in promised else [before, content]
            now = next((one for one in allowed if _digest(one) == there.get(name)), ...)
            if now is ...:
                wrong.append(f"{name} is neither as before nor as it should be")
                continue
            if before is not None and now != before:
                world.gone[marker_of(before)] = name
            world.promised.pop(name, None)
            if now is not None:
                world.promised[name] = now
        wrong += [
            f"{name} was promised and is not there as it was"
            for name, content in world.promised.items()
            if there.get(name) != _digest(content)
        ]
        return wrong + [f"{name} is there and was never wanted" for name in set(there) - set(world.promised)]

    def _index(self, ids: set[str], places: set[str]) -> list[str]:
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        root = self._settings.data_dir / "chroma"
        folders = {one.name for one in root.iterdir() if one.is_dir()} if root.is_dir() else set()
        if folders != places:
            return [f"index folders {sorted(folders)} where {sorted(places)} are known"]
        held: set[str] = set()
        for place in places:
            client = chromadb.PersistentClient(root / place, settings=ChromaSettings(anonymized_telemetry=False))
            held |= set(client.get_collection(place, embedding_function=None).get(include=[])["ids"])
            client.close()
        return [] if held == ids else [f"the index holds {len(held - ids)} too many and lacks {len(ids - held)}"]


def _digest(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


_HALF = {
    "a note without segments": "SELECT count(*) FROM documents d WHERE NOT EXISTS"
    " (SELECT 1 FROM segments s WHERE s.document_id = d.id)",
    "a note without passages": "SELECT count(*) FROM documents d WHERE NOT EXISTS"
    " (SELECT 1 FROM chunks c WHERE c.document_id = d.id)",
    "a note without bytes": "SELECT count(*) FROM documents d WHERE NOT EXISTS"
    " (SELECT 1 FROM uploads u WHERE u.document_id = d.id)",
    "a passage without vector": "SELECT count(*) FROM chunks WHERE vector IS NULL",
    "a passage without note": "SELECT count(*) FROM chunks WHERE document_id NOT IN (SELECT id FROM documents)",
    "a segment without note": "SELECT count(*) FROM segments WHERE document_id NOT IN (SELECT id FROM documents)",
    "a row whose parent is gone": "SELECT count(*) FROM pragma_foreign_key_check",
    "damage in the file": "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
}


def _rows(store: object) -> list[str]:
    with store._db.engine.connect() as connection:  # type: ignore[attr-defined]
        return [name for name, query in _HALF.items() if connection.exec_driver_sql(query).scalar()]


def _found(searcher: object, account: str, world: World) -> list[str]:
    wrong = []
    for name, content in world.promised.items():
        hits = searcher.search("default", account, content.split("\n")[0], 5)  # type: ignore[attr-defined]
        if name not in {hit.document for hit in hits}:
            wrong.append(f"{name} is not found among {[hit.document for hit in hits]}")
    for word, name in list(world.gone.items())[-12:]:
        hits = searcher.search("default", account, f"dossier {word}", 9)  # type: ignore[attr-defined]
        if any(word in hit.text for hit in hits):
            wrong.append(f"{name} is found after it was deleted or replaced")
    return wrong


def run(kills: int, seed: int, keep: Path | None = None) -> tuple[int, list[str]]:
    """Rounds in which nothing was wrong, and what was wrong in the others."""
    base = keep or Path(tempfile.mkdtemp(prefix="abp-crash-"))
    world = World(base / "notes", random.Random(seed))
    world.folder.mkdir(parents=True, exist_ok=True)
    data = base / "data"
    inspector = Inspector(data)
    length, done, good, tally, wrong = 15.0, 0, 0, Counter[str](), []
    while done < kills:
        task = plan_task(world)
        begun = time.monotonic()
        lines, killed = run_and_kill(task, data, length if done else 60.0, world.chance)
        if not killed or lines:
            length = 0.7 * length + 0.3 * (time.monotonic() - begun)
        promised = acknowledged(lines, task)
        problems = inspector.look(world, task, promised)
        tally[f"{task.arguments[0]}{' --sync' if '--sync' in task.arguments else ''}"] += killed
        tally["promises"] += len(promised)
        if killed:
            done += 1
            good += not problems
            if done % 10 == 0:
                print(f"{done} kills, {good} good; {dict(tally)}; a whole run takes {length:.1f} s", flush=True)
        wrong += [f"kill {done} ({' '.join(task.arguments[:2])}): {one}" for one in problems]
        if problems:
            print("\n".join(wrong[-len(problems) :]), *lines[-8:], sep="\n", flush=True)
            world.promised = {name: world.texts[sha256] for name, sha256 in inspector.there.items()}
    if keep is None:
        shutil.rmtree(base, ignore_errors=True)
    return good, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how many rounds were good; 1 when one was not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None)
    options = parser.parse_args(arguments)
    good, wrong = run(options.kills, options.seed, options.keep)
    print(f"{good} of {options.kills} kills: every promise kept, nothing half stored, the index healed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
