"""What all tests share: a clean environment, stable properties, and one product opened for the session."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from copilot import pipeline
from copilot.deps import Deps
from copilot.settings import Settings

NOW = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)
_KEPT = ("ABP_EVAL_DATA", "ABP_RESOURCE_DIR")

# A busy machine is no reason to fail, and the same code gives the same verdict.
hypothesis_settings.register_profile("stable", deadline=None, derandomize=True)
hypothesis_settings.load_profile("stable")


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """No setting of the developer's own reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith("ABP_") and n not in _KEPT]:  # noqa: TID251 - to clear it
            patch.delenv(name)
        yield


@dataclass(frozen=True)
class Dossier:
    """One account of one workspace, through the pipeline only."""

    deps: Deps
    slug: str

    def add(self, **notes: str) -> None:
        """Ingests texts; `carnet_txt="…"` is the file carnet.txt."""
        for name, text in notes.items():
            report = pipeline.ingest_bytes(self.deps, self.slug, ".".join(name.rsplit("_", 1)), text.encode())
            assert report.status in ("stored", "replaced"), report


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deps]:
    """Store and index, opened once: the embedding model takes seconds to load. The clock stands still."""
    opened = pipeline.open_deps(Settings(data_dir=tmp_path_factory.mktemp("product"), llm_base_url=None))
    yield replace(opened, now=lambda: NOW)
    pipeline.close(opened)


@pytest.fixture
def new_dossier(product: Deps) -> Callable[..., Dossier]:
    """Makes an account of its own for a test, empty."""

    def make(name: str = "Verrier", workspace: str = "default", settings: Settings | None = None) -> Dossier:
        deps = replace(product, workspace=workspace, settings=settings or product.settings)
        slug = f"{name.lower().split()[0]}-{uuid.uuid4().hex[:8]}"
        return Dossier(deps, pipeline.get_or_create_account(deps, slug, name).slug)

    return make


@pytest.fixture
def notes_folder(tmp_path: Path) -> Path:
    """A folder with a small French dossier: minutes, a notebook, an English mail, a budget."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, text in DOSSIER.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


DOSSIER = {
    "comite.md": """# Compte rendu du comité du 12 janvier 2027

Le contrat-cadre avec Verrier se termine le 31 décembre 2027, avec un préavis de six mois.

Le parc installé compte 312 capteurs sur le site de Gisors.

Odile Castan (directrice industrielle) veut ramener le délai de dépannage de huit heures à quatre heures.

Lucie Marchal (DAF) tranche le budget, on ne l'a jamais rencontrée.

Notre concurrent Sorvex propose un tarif horaire de 41 €.

| Action | Qui | Quand |
|---|---|---|
| Envoyer le plan de maintenance | Karim Sayed | 2027-02-05 |
| Organiser la visite du four | Anne Lopez | 2027-03-01 |
""",
    "carnet.txt": """Notes du 15 février 2027

Correction : le parc installé compte 287 capteurs au lieu de 312 sur le site de Gisors.

Le client demande une remise de 8 % sur les pièces de rechange.

La marge brute du compte est de 31 %.
""",
    "mail.eml": """From: Sarah Whitlow <sarah.whitlow@verrier.com>
To: Karim Sayed <k.sayed@datavia.com>
Subject: Night shift
Date: Tue, 2 Feb 2027 09:00:00 +0100
Content-Type: text/plain; charset=utf-8

Hello Karim,

We expect a night shift on kiln 3 from June 2027.

There is no budget for the night shift.

Regards,
Sarah
""",
    "budget.csv": (
        "Poste;Montant demandé (k€);Statut\n"
        "Capteurs sans fil;46;accordé\nFormation des opérateurs;18;en attente\nSupervision de nuit;27;en attente\n"
    ),
}
