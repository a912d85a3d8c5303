"""One argument or option: a value that is blank is refused, and others are checked and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from incentive_rules.cli.values import count_of, day_of, is_whole
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class BlankValue(click.BadParameter):
    """A value that was given and is blank, as where a variable of a script is not set."""

    def __init__(self, context: click.Context, param: click.Parameter) -> None:
        super().__init__("", context, param)


def _refuse_blank(context: click.Context, param: click.Parameter, value: object) -> None:
    """Refuse a value without a letter: it would stand for the default, or for the current folder.

    Raises:
        BlankValue: if it has none.
    """
    given = value if isinstance(value, list | tuple) else (value,)
    if any(isinstance(each, str) and not each.strip() for each in given):
        raise BlankValue(context, param)


class _NeverBlank(click.Parameter):
    """One that is never given as blank."""

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, click.core.ParameterSource]:  # click's protocol
        """The value and where it is from; a blank one is refused."""
        value, source = super().consume_value(ctx, opts)
        if source is click.core.ParameterSource.COMMANDLINE:
            _refuse_blank(ctx, self, value)
        return value, source


class Option(_NeverBlank, click.Option):
    """An option that is never given as blank."""


class Argument(_NeverBlank, click.Argument):
    """An argument that is never given as blank."""


def one_of(*known: str) -> dict[str, Any]:
    """The settings of an option that takes one of a few words."""

    def checked(_context: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value is not None and value not in known:
            facts = {"value": value, "known": known, "near": nearest(value, known)}
            raise InputError([Diagnostic(Code.BAD_CHOICE, Place(address=param.opts[0]), facts)])
        return value

    return {"metavar": "|".join(known), "callback": checked}


def day(_context: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A day, in the ways in which people write one."""
    return None if value is None else day_of(param.opts[0], value)


def people(_context: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """How many people."""
    return None if value is None else count_of(param.opts[0], value)


def whole(_context: click.Context, _param: click.Parameter, value: str) -> int | str:
    """A whole number; what is none goes on as it is, to be refused with what is expected."""
    return int(value) if is_whole(value) else value
