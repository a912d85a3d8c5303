"""The help of a command, in the language of the run and as wide as the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.cli.desk import Desk


def show(desk: Desk, context: click.Context) -> None:
    """Print how a command is used, what it does, and its options; for the program itself, its commands too."""
    command = context.command
    desk.out.line(" ".join((desk.words("usage"), context.command_path, *_synopsis(desk, command))))
    desk.out.line()
    for text in (command.help, command.epilog):
        if text:
            desk.out.prose(text)
    if isinstance(command, click.Group):
        desk.out.heading(desk.words("commands"))
        desk.out.pairs((name, each.help or "") for name, each in command.commands.items())
    desk.out.heading(desk.words("options"))
    desk.out.pairs((_term(each), each.help or "") for each in command.params if isinstance(each, click.Option))


def _synopsis(desk: Desk, command: click.Command) -> Iterator[str]:
    """What a command cannot do without, and that there is more."""
    if isinstance(command, click.Group):
        yield desk.words("any_command")
    for param in command.params:
        if isinstance(param, click.Argument):
            yield name_of(param) if param.required else f"[{name_of(param)}]"
        elif isinstance(param, click.Option) and param.required:
            yield _term(param)
    yield desk.words("any_options")


def _term(option: click.Option) -> str:
    return name_of(option) if option.is_flag else f"{name_of(option)} {option.metavar}"


def name_of(param: click.Parameter) -> str:
    """What a parameter is called in a help text or a complaint: ``--as-of``, ``SCHEME``."""
    return param.metavar or "" if isinstance(param, click.Argument) else param.opts[0]
