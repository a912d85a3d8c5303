"""What surrounds the program: streams that cannot write every letter, and the language of the user."""

from __future__ import annotations

import io
import locale
import os
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from incentive_rules.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentive_rules.messages import Language

PROGRAM = "incentive-rules"
_ANY_BYTES = "surrogateescape"
_NEEDS_NO_QUOTES = re.compile(r"[\w@%+=:,./-]+")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def make_safe(stream: TextIO) -> None:
    """Let a stream write a letter that its encoding lacks as an escape, instead of failing."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def take_any(stream: TextIO | None) -> None:
    """Let a stream read bytes that are no text in its encoding; who uses them sees that they are no letters."""
    if isinstance(stream, io.TextIOWrapper) and stream.errors != _ANY_BYTES:  # once: not after the first line
        stream.reconfigure(errors=_ANY_BYTES)


def let_go(stream: TextIO | None) -> None:
    """Send what is left to nowhere where it cannot be written; else Python would complain once more at its end."""
    real = sys.__stdout__
    if stream is real and real is not None:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), real.fileno())


def program_name(started: str) -> str:
    """How the user can start the program again: by its name, by its path, or as a module.

    Example:
        >>> program_name("/somewhere/incentive_rules/__main__.py")
        'python -m incentive_rules'
    """
    path = Path(started)
    if path.stem != PROGRAM:
        return "python -m incentive_rules"
    found = shutil.which(PROGRAM)
    return PROGRAM if found and path.resolve() == Path(found).resolve() else near_path(path)


def near_path(path: Path) -> str:
    """A path as it is typed from the current folder, quoted where a shell needs it."""
    here = Path.cwd()
    return quoted(str(path.relative_to(here) if path.is_relative_to(here) else path), windows=os.name == "nt")


def quoted(text: str, *, windows: bool) -> str:
    """A word as a shell takes it: Korean needs no quotes, and Windows knows double ones only.

    Example:
        >>> [quoted(text, windows=False) for text in ("제도.yaml", "내 제도.yaml")]
        ['제도.yaml', "'내 제도.yaml'"]
        >>> quoted("내 제도.yaml", windows=True)
        '"내 제도.yaml"'
    """
    if windows:
        return text if _NEEDS_NO_QUOTES.fullmatch(text.replace("\\", "/")) else f'"{text}"'  # no path there has quotes
    return text if _NEEDS_NO_QUOTES.fullmatch(text) else shlex.quote(text)


def language_of(arguments: Sequence[str], environment: Mapping[str, str], system: str | None = None) -> Language:
    """The language that the arguments name, else that of the environment, else that of the system, else English.

    It is looked for before the arguments are parsed, since what is said of bad arguments has a language too.

    Example:
        >>> language_of(["demo", "--lang", "ko"], {"LANG": "en_US.UTF-8"})
        'ko'
        >>> language_of(["demo"], {"LANG": "ko_KR.UTF-8", "LC_ALL": "C"})
        'en'
    """
    named = _named_language(arguments)
    if named:
        return named
    told = next((environment[name] for name in _VARIABLES if environment.get(name)), system or "")
    return "ko" if told.casefold().startswith("ko") else "en"


def _named_language(arguments: Sequence[str]) -> Language | None:
    for index, argument in enumerate(arguments):
        option, _, value = argument.partition("=")
        if option == "--lang":
            named = value or next(iter(arguments[index + 1 :]), "")
            return next((lang for lang in LANGUAGES if lang == named), None)
    return None


def system_language() -> str:
    """The language that the system tells where it has no variables for it, as on Windows: ``Korean_Korea``."""
    return locale.getlocale()[0] or ""
