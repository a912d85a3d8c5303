"""One input within bounds: so many seconds of the processor, so much memory, and whatever it raised as one failure."""

from __future__ import annotations

import signal
import sys
import traceback
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

try:
    import resource
except ImportError:  # Windows bounds no process from within
    resource = None  # type: ignore[assignment]

SECONDS = 5
"""Of the processor, not of the clock: a busy machine is no hang."""
MEGABYTES = 512
"""Beyond what the process has when the input comes in."""

_WATCHED = 3  # times as long, where each step is looked at, as when coverage is measured
_MEGABYTE = 1 << 20
_STATM = Path("/proc/self/statm")
_CLEAR = Path("/proc/self/clear_refs")
_OURS = "incentive_rules"


class TooLong(BaseException):  # no Exception: a reader that catches whatever breaks must not catch it
    """An input took more than its seconds."""


class TooMuch(BaseException):  # as above
    """An input took more than its megabytes."""


class Broken(Exception):  # noqa: N818  # what a law of a door was
    """Nothing was raised, and still a law does not hold."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong: ``mark`` is the same for the same mistake, ``text`` tells it to people."""

    mark: str
    text: str


def failure_of(
    check: Callable[[bytes], object], data: bytes, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Failure | None:
    """What a check breaks with on an input, within the bounds; nothing where it holds.

    Example:
        >>> failure_of(lambda data: data.decode(), b"text") is None
        True
        >>> failure_of(lambda data: data.decode(), bytes([255])).mark
        'UnicodeDecodeError <lambda>'
    """
    try:
        with bounded(seconds, megabytes):
            check(data)
    except (Exception, TooLong, TooMuch) as error:  # noqa: BLE001  # whatever it is, it is what we look for
        return Failure(_mark(error), "".join(traceback.format_exception(error)))
    return None


@contextmanager
def bounded(seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Iterator[None]:
    """Within it, too much time raises ``TooLong`` and too much memory ``MemoryError`` or ``TooMuch``."""
    if resource is None:
        yield
        return
    _forget_peak()
    peak = _peak()
    limits = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGPROF, _stop)
    _limit(megabytes, limits)
    signal.setitimer(signal.ITIMER_PROF, seconds * (_WATCHED if sys.gettrace() else 1))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_AS, limits)
    if (grown := _peak() - peak) > megabytes:  # a reader may have swallowed the MemoryError
        message = f"{grown} MB"
        raise TooMuch(message)


def _stop(_number: int, _frame: object) -> None:
    raise TooLong


def _limit(megabytes: int, limits: tuple[int, int]) -> None:
    """Let the process ask for so much more than it has, where the system tells how much that is."""
    if _STATM.exists():
        has = int(_STATM.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (has + 2 * megabytes * _MEGABYTE, limits[1]))


def _forget_peak() -> None:
    """Let the most memory in use count from now on, where the system can."""
    with suppress(OSError):
        _CLEAR.write_text("5")


def _peak() -> int:
    """The most megabytes that the process had in use."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // _MEGABYTE


def _mark(error: BaseException) -> str:
    """The kind of a mistake, and where in the library it came up; time and memory run out anywhere."""
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, TooLong | TooMuch | MemoryError):
        return type(error).__name__
    ours = [each for each in frames if _OURS in each.filename] if not isinstance(error, Broken) else []
    last = (ours or frames)[-1]
    told = f" {error}" if isinstance(error, Broken) else ""
    return f"{type(error).__name__} {Path(last.filename).stem + '.' if ours else ''}{last.name}{told}"
