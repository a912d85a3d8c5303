"""Files that are made for somebody to fill in or to go on from: never in the place of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError

if TYPE_CHECKING:
    from pathlib import Path


def refuse_existing(path: Path) -> None:
    """Say so before any work is done for a file that could not be written.

    Raises:
        InputError: if there is something at that path.
    """
    if path.exists() or path.is_symlink():
        raise _exists(path)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        InputError: if there is something at that path.
        OSError: if it cannot be written.
    """
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise _exists(path) from None


def _exists(path: Path) -> InputError:
    return InputError([Diagnostic(Code.FILE_EXISTS, facts={"name": str(path)})])


def missing_excel(error: ModuleNotFoundError) -> InputError:
    """The writer of workbooks is not installed; whatever else cannot be imported is our own slip and is raised."""
    if (error.name or "").partition(".")[0] != _EXCEL_WRITER:
        raise error
    return InputError([Diagnostic(Code.MISSING_EXTRA, facts={"name": _EXCEL_WRITER, "extra": "excel"})])


_EXCEL_WRITER = "openpyxl"
