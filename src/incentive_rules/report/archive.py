"""Zip archives whose bytes hang on their content alone: no clock, no machine."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOME_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can say


def settled(data: bytes, parts: Mapping[str, bytes | str]) -> bytes:
    """The same archive without the time at which it was written, with some of its parts replaced.

    Example:
        >>> written = BytesIO()
        >>> with ZipFile(written, "w") as archive:
        ...     archive.writestr("a.txt", "now")
        >>> with ZipFile(BytesIO(settled(written.getvalue(), {"a.txt": b"ever"}))) as archive:
        ...     archive.read("a.txt"), archive.getinfo("a.txt").date_time[:3]
        (b'ever', (1980, 1, 1))
    """
    fixed = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(fixed, "w", ZIP_DEFLATED) as kept:
        for name in given.namelist():
            part = ZipInfo(name, _SOME_DAY)
            part.compress_type, part.create_system, part.external_attr = ZIP_DEFLATED, 0, 0
            kept.writestr(part, parts.get(name) or given.read(name))
    return fixed.getvalue()
