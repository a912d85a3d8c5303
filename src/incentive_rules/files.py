"""Files as bytes: never more than the caller takes, and each way in which that can fail as a finding."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from os import PathLike

_FOLDER = Label("폴더입니다", "it is a folder")


def file_bytes(path: str | PathLike[str], most: int) -> bytes:
    """The bytes of a file that has at most ``most`` of them. Of an endless one no more than that is read.

    Raises:
        InputError: if there is no such file, it cannot be opened, or it is larger.

    Example:
        >>> from incentive_rules import example_path
        >>> file_bytes(example_path("donghae.yaml"), most=10)
        Traceback (most recent call last):
        incentive_rules.errors.InputError: donghae.yaml: the file is larger than the 10 bytes that are read
          help: split it, or check that it is the right file
    """
    place = Place(Path(path).name)
    try:
        with Path(path).open("rb") as file:
            data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a path with a NUL letter is a ValueError
        raise InputError([Diagnostic(Code.FILE_MISSING, place, {"name": str(path)})]) from None
    except OSError as error:  # Windows tells of a folder as of a file that may not be read
        is_folder = os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises for a name that is too long
        problem = _FOLDER if is_folder else error.strerror or str(error)
        facts = {"name": str(path), "problem": problem}
        raise InputError([Diagnostic(Code.FILE_UNREADABLE, place, facts)]) from error
    if len(data) > most:
        raise InputError([Diagnostic(Code.FILE_TOO_LARGE, place, {"limit": most})])
    return data
