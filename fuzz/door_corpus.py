"""The kept inputs of each door: one packed archive a door, the same bytes for the same inputs."""

from __future__ import annotations

import hashlib
import io
import lzma
import tarfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CORPUS = Path(__file__).parent / "corpus"
ENDING = ".tar.xz"
MENDED = "mended-"
"""How the name of an input begins that once broke something; it is never left out."""


def doors_kept() -> list[str]:
    """The doors of which inputs are kept."""
    return sorted(path.name.removesuffix(ENDING) for path in CORPUS.glob(f"*{ENDING}"))


@cache
def kept(door: str) -> Mapping[str, bytes]:
    """The kept inputs of a door, by name."""
    path = CORPUS / f"{door}{ENDING}"
    if not path.exists():
        return {}
    with tarfile.open(path, "r:xz") as archive:
        found = {each.name: archive.extractfile(each) for each in archive if each.isfile()}
        return {name: stream.read() for name, stream in found.items() if stream is not None}


def keep(door: str, inputs: Mapping[str, bytes]) -> int:
    """Write the inputs of a door, and say how many bytes they take."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in sorted(inputs.items(), key=lambda each: (each[0].startswith(MENDED), each[1][:40], each[0])):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    packed = lzma.compress(stream.getvalue(), preset=9 | lzma.PRESET_EXTREME)
    CORPUS.mkdir(exist_ok=True)
    (CORPUS / f"{door}{ENDING}").write_bytes(packed)
    kept.cache_clear()
    return len(packed)


def name_of(data: bytes) -> str:
    """The name of an input that stands for nothing but itself."""
    return hashlib.sha256(data).hexdigest()[:12]
