"""Identify weights: by a hub commit, or by a hash of local files."""

import hashlib
from pathlib import Path

from clipo_bench.tasks.errors import InputError

ADAPTERS = "adapter_config.json"
WEIGHTS = (
    "*.safetensors", "*.bin", "config.json", ADAPTERS, "generation_config.json", "tokenizer*",
)  # fmt: skip


def weights_revision(model: str, revision: str | None = None) -> str:
    """Identify a model's weights.

    Args:
        model: a folder in Hugging Face format, or a hub id.
        revision: of a hub id, the branch, tag or commit.

    Returns:
        The hub's commit, or ``sha256:`` and 16 digits over the folder's files.

    Raises:
        InputError: it is neither a model's folder nor a hub id that can be reached.
    """
    folder = model_folder(model)
    return _hash_folder(folder) if folder else _hub_commit(model, revision)


def model_folder(model: str) -> Path | None:
    """The folder that a model's name means; None if it can only be a hub id.

    Raises:
        InputError: it means a folder, and that is not there or holds no model.
    """
    folder = Path(model)
    if not folder.is_dir():
        if folder.exists() or model.startswith((".", "/", "~")):
            raise InputError(
                f"no model at {model!r}: expected a folder in Hugging Face format, or a hub id"
            )
        return None
    if not any((folder / name).is_file() for name in ("config.json", ADAPTERS)):
        raise InputError(
            f"{folder} is not a model: it has no config.json; expected a folder in Hugging Face "
            "format, such as a training's checkpoint last"
        )
    return folder


def _hash_folder(folder: Path) -> str:
    files = sorted({path for pattern in WEIGHTS for path in folder.glob(pattern)})
    if not any(path.suffix in (".safetensors", ".bin") for path in files):
        raise InputError(f"{folder} has no weights: expected *.safetensors")
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode())
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return f"sha256:{total.hexdigest()[:16]}"


def _hub_commit(model: str, revision: str | None) -> str:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        # A cached file lies in snapshots/<commit>/, with or without a network.
        return Path(hf_hub_download(model, "config.json", revision=revision)).parent.name
    except HFValidationError:
        raise InputError(f"no model {model!r}: it is neither a folder nor a hub id") from None
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        first_line = str(error).strip().splitlines()[0]
        raise InputError(
            f"no model {model!r}: there is no such folder, and it cannot be loaded from the hub "
            f"({first_line}); check the name and the connection"
        ) from None
