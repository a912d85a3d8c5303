"""The arguments of every command. The only place that knows click; commands themselves do not."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from incentive_rules.cli import cases, commands
from incentive_rules.cli.demo import demo, one_person
from incentive_rules.cli.desk import STOPPED, Desk
from incentive_rules.cli.inputs import Inputs
from incentive_rules.cli.streams import close_quietly, language_of, program_name, system_language
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, IncentiveError, nearest
from incentive_rules.facts import RefusedValueError, parse_date
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.report.terminal import Screen
from incentive_rules.source import Place
from incentive_rules.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    Words = Callable[..., str]
    Work = Callable[..., int]

INTERRUPTED, READER_GONE = 130, 141
"""Exit codes as a shell gives them to programs that a signal ended."""


def run(arguments: Sequence[str]) -> int:
    """Parse the arguments, run the command that they name, and give its exit code."""
    lang = language_of(arguments, os.environ, system_language())
    desk = Desk(lang, Screen(sys.stdout), Screen(sys.stderr))
    try:
        code = _parsed_and_run(desk, list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        close_quietly(sys.stdout)
        return READER_GONE
    except KeyboardInterrupt:
        desk.err.line(desk.words("interrupted"))
        return INTERRUPTED
    except IncentiveError as error:
        desk.findings(error.findings)
        return STOPPED
    except OSError as error:
        desk.err.line(desk.words("cannot_open", path=str(error.filename), reason=error.strerror or str(error)))
        return STOPPED
    return code


def _parsed_and_run(desk: Desk, arguments: list[str]) -> int:
    group = commands_of(desk)
    try:
        with group.make_context(program_name(sys.argv[0]), arguments) as context:
            return int(group.invoke(context))
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as error:
        desk.err.line(_usage(desk, error))
        command = error.ctx.command_path if error.ctx else PROGRAM
        desk.err.line(desk.words("try_help", command=command))
        return STOPPED
