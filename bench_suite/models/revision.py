"""What tells one set of weights from another: a hub commit, or a hash of local files."""

import hashlib
from pathlib import Path

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.sources.hub_access import asking_hub

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
        InputError: it is neither a model's folder nor a hub id.
        ExternalError: the hub cannot be reached.
    """
    folder = model_folder(model)
    return _hash_folder(folder) if folder else hub_commit(model, revision)


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
            "format, such as the folder last of a training"
        )
    return folder


def _hash_folder(folder: Path) -> str:
    files = sorted({path for pattern in WEIGHTS for path in folder.glob(pattern)})
    if not any(path.suffix in (".safetensors", ".bin") for path in files):
        raise InputError(f"{folder} holds no weights: expected *.safetensors")
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode())
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return f"sha256:{total.hexdigest()[:16]}"


def hub_commit(model: str, revision: str | None) -> str:
    """Ask the hub, or the copy of it on this machine, which commit a model's revision is.

    Raises:
        InputError: it has no such model.
        ExternalError: it cannot be reached.
    """
    from huggingface_hub.errors import HFValidationError

    try:
        with asking_hub(f"the model {model}", "give a folder in Hugging Face format"):
            return _cached_file(model, revision).parent.name
    except HFValidationError:
        raise InputError(f"no model {model!r}: neither a folder here nor a hub id") from None
    except OSError as error:  # of which the hub's errors are
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise InputError(
            f"no model {model!r}: no folder of that name here, and the hub did not give it "
            f"({first_line}); give a folder in Hugging Face format"
        ) from None


def _cached_file(model: str, revision: str | None) -> Path:
    """A small file of the model; it lies in snapshots/<commit>/, with or without a network."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import RemoteEntryNotFoundError

    try:
        return Path(hf_hub_download(model, "config.json", revision=revision))
    except RemoteEntryNotFoundError:
        return Path(hf_hub_download(model, ADAPTERS, revision=revision))
