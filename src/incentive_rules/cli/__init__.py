"""The command line, ``incentive-rules``: parse, call the library, print, exit code. It needs the extra ``cli``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from incentive_rules.cli.streams import make_safe, take_any
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
_EXTRA = "cli"
_EXTRA_MODULES = ("click", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    0: yes. 1: a finding, such as an invalid scheme under ``validate``, a failed case or rejected rows. 2: bad usage,
    or input that stops the command. 130: interrupted; 141: whoever read the output went away.

    Args:
        arguments: what follows the program's name; without it, what the program was started with.
    """
    make_safe(sys.stdout)
    make_safe(sys.stderr)
    take_any(sys.stdin)
    try:
        from incentive_rules.cli.app import run  # noqa: PLC0415  # the extra may be missing, and that has to be told

        return run(sys.argv[1:] if arguments is None else arguments)
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        if module not in _EXTRA_MODULES:
            raise
        return _missing(module)
    except KeyboardInterrupt:
        return INTERRUPTED


def _missing(module: str) -> int:
    finding = Diagnostic(Code.MISSING_EXTRA, facts={"name": module, "extra": _EXTRA})
    told = [f"{finding.message(lang)}: {finding.help(lang)}" for lang in LANGUAGES]
    sys.stderr.write(" / ".join(told) + "\n")
    return 2
