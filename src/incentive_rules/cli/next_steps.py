"""What can be typed next: a comment for each command, and the command as the user's shell takes it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from incentive_rules.cli.streams import language_of, near_path, program_name, system_language
from incentive_rules.source import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from incentive_rules.cli.desk import Desk

    Step = tuple[str, Sequence[str]]
    """The key of what a command is for, and the command in parts that stay together."""

COMMAND_WIDTH = 76
"""How wide a line of a command gets, with room for what continues it."""


def tell_next(desk: Desk, heading: str, steps: Iterable[Step]) -> None:
    """Propose commands under a heading; nothing where there are none."""
    listed = list(steps)
    if listed:
        desk.out.heading(desk.words(heading))
    for key, parts in listed:
        desk.out.line(f"  # {desk.words(key)}", style="dim")
        desk.out.line(_lines(_in_language(desk, parts)))


def on_one_line(desk: Desk, parts: Sequence[str]) -> str:
    """A command as one text."""
    return " ".join((program_name(sys.argv[0]), *_in_language(desk, parts)))


def _in_language(desk: Desk, parts: Sequence[str]) -> Sequence[str]:
    """A command that speaks the language of this run, also where that is not the one of the environment."""
    by_itself = language_of((), os.environ, system_language())
    return parts if desk.lang == by_itself else (*parts, f"--lang {desk.lang}")


def file_options(files: Mapping[str, Iterable[Path]]) -> list[str]:
    """Files as options of a command, by the name of the option."""
    return [f"--{name} {near_path(path)}" for name, paths in files.items() for path in paths]


def _lines(parts: Sequence[str]) -> str:
    """A command over several lines as a POSIX shell reads them; on one line elsewhere."""
    lines = [f"  {program_name(sys.argv[0])}"]
    for part in parts:
        if os.sep == "/" and display_width(f"{lines[-1]} {part}") > COMMAND_WIDTH:
            lines[-1] += " \\"
            lines.append(f"      {part}")
        else:
            lines[-1] += f" {part}"
    return "\n".join(lines)
