"""The command line as tests run it: in this process, in English, on 80 columns, without colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from incentive_rules.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, 80 columns, no colours, whatever the machine that runs the tests has."""
    for name in ("LC_ALL", "LC_MESSAGES", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def command(plain_surroundings: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:  # noqa: ARG001  # it sets the environment
    """Run one command in this process."""

    def run(*arguments: str) -> Done:
        code = main(arguments)
        return Done(code, *capsys.readouterr())

    return run
