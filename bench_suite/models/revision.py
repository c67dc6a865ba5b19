"""What tells one set of weights from another: a hub commit, or a hash of local files."""

import hashlib
from pathlib import Path

from tasks.errors import InputError

WEIGHTS = ("*.safetensors", "*.bin", "config.json", "generation_config.json", "tokenizer*")


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
    folder = Path(model)
    if folder.is_dir():
        return _hash_folder(folder)
    if folder.exists() or model.startswith((".", "/", "~")):
        raise InputError(
            f"no model at {model!r}: expected a folder in Hugging Face format, or a hub id"
        )
    return _hub_commit(model, revision)


def _hash_folder(folder: Path) -> str:
    if not (folder / "config.json").is_file():
        raise InputError(
            f"{folder} is not a model: it has no config.json; "
            "expected a folder in Hugging Face format, as `clipo-bench train` writes"
        )
    files = sorted({path for pattern in WEIGHTS for path in folder.glob(pattern)})
    if not any(path.suffix in (".safetensors", ".bin") for path in files):
        raise InputError(f"{folder} holds no weights: expected *.safetensors")
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
        raise InputError(f"no model {model!r}: neither a folder here nor a hub id") from None
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        first_line = str(error).strip().splitlines()[0]
        raise InputError(
            f"no model {model!r}: no folder of that name here, and the hub did not give it "
            f"({first_line}); give a folder in Hugging Face format"
        ) from None
