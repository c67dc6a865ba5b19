"""The samples of an inspect log, which is a zip of JSON files (``.eval``) or one JSON file.

A log may come from anyone, so nothing of an archive is written to disk, and no entry is read that
says it is larger than `LARGEST_SAMPLE`, nor any of a log larger than `LARGEST_LOG`.
"""

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.sources.files import Placed

LARGEST_SAMPLE = 2**28  # 256 MiB of JSON
LARGEST_LOG = 2**34
ZSTD = 93  # what inspect compresses with by default; Python's zipfile learns it in 3.14
_LOCAL_HEADER = struct.Struct(
    "<26xHH"
)  # the lengths of the name and of the extra field, at its end


def eval_rows(path: Path) -> Iterator[Placed]:
    """Read the samples of a ``.eval`` file, one at a time.

    Raises:
        InputError: it is damaged, no such log, has no samples, or a sample is too large.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            # In a log that was written to again the last entry of a name counts.
            entries = {entry.filename: entry for entry in archive.infolist()}
            names = [n for n in entries if n.startswith("samples/") and n.endswith(".json")]
            if not names:
                raise InputError(
                    f"{path} holds no samples: expected inspect's samples/*.json in it; was the "
                    "evaluation started, and are its samples logged?"
                )
            if (size := sum(entries[name].file_size for name in names)) > LARGEST_LOG:
                raise InputError(
                    f"{path} unpacks to {size:,} bytes: at most {LARGEST_LOG:,} are read"
                )
            for name in names:
                place = f"{path}, {name}"
                row = json.loads(_read(file, archive, entries[name], place))
                if not isinstance(row, dict):
                    raise InputError(f"{place} holds a {type(row).__name__}, expected a sample")
                yield place, row
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RecursionError,
        RuntimeError, NotImplementedError,
    ) as error:  # fmt: skip
        raise InputError(
            f"{path} is damaged or no log of inspect ({error}): get it again"
        ) from None


def _read(file: IO[bytes], archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str) -> bytes:
    if max(entry.file_size, entry.compress_size) > LARGEST_SAMPLE:
        raise InputError(
            f"{place} has {entry.file_size:,} bytes, expected at most {LARGEST_SAMPLE:,}: "
            "no sample of a model's answers is that large"
        )
    if entry.compress_type != ZSTD:
        return archive.read(entry)
    import pyarrow as pa

    file.seek(entry.header_offset)
    name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    file.seek(name_length + extra_length, 1)
    packed = file.read(entry.compress_size)
    with pa.input_stream(pa.BufferReader(packed), compression="zstd") as stream:
        data: bytes = stream.read(entry.file_size)
    if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise InputError(f"{place} is damaged: get {entry.filename} again")
    return data
