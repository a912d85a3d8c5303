"""How the tests run: Markdown examples are tests too, hypothesis is told how to look, commands run in this process.

Every ```` ```python ```` block of the README and the docs runs, top to bottom, in one namespace. A block of another
kind that follows the line ``<!-- file: NAME -->`` is written to a file of that name, which the blocks below it can
open; if it is a scheme, it must load. Each document runs in a folder of its own, which also has ``examples``.

Coverage is measured over the tests with values of their own, for it doubles the time that a test takes. A line counts
only where one of these reaches it; laws over drawn values, documents and what is marked ``unmeasured`` run unmeasured.

HYPOTHESIS_PROFILE picks how hypothesis looks for counterexamples: ci (without it), slow or dev.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import is_hypothesis_test, settings
from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# No deadline: a busy machine is no counterexample. The same examples in every run, but for dev, which hunts.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, print_blob=True)
settings.register_profile("slow", settings.get_profile("ci"), max_examples=1000)
settings.register_profile("dev", deadline=None, max_examples=500, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).parent
NAMED_FILE = re.compile(r"^<!-- file: ([\w.-]+) -->\n+```(?!python)\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
IS_SCHEME = re.compile(r"^language:", re.MULTILINE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Documents and laws over drawn values are not measured."""
    for item in items:
        if not isinstance(item, pytest.Function) or is_hypothesis_test(item.obj):
            item.add_marker(pytest.mark.unmeasured)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Take the tracer of coverage away for a while; a debugger's stays. pytest-cov's own mark does nothing in xdist."""
    tracer = sys.gettrace()
    if item.get_closest_marker("unmeasured") is None or not type(tracer).__module__.startswith("coverage"):
        return (yield)
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


def named_files(document: Document) -> Iterator[Region]:
    """The blocks that are files."""
    for block in NAMED_FILE.finditer(document.text):
        yield Region(block.start(), block.end(), block.groups(), write_file)


def write_file(example: Example) -> str | None:
    """Write the block; the findings of a scheme that does not load are the failure's text."""
    name, text = example.parsed
    Path(name).write_text(text, encoding="utf-8")
    is_scheme = IS_SCHEME.search(text) and not name.endswith((".cases.yaml", ".reform.yaml"))
    return findings(name) if is_scheme else None


def findings(name: str) -> str | None:
    """What is wrong with a scheme, if anything."""
    from incentive_rules import SchemeErrors, load_scheme  # noqa: PLC0415  # else a slip there stops every test here

    try:
        load_scheme(name)
    except SchemeErrors as errors:
        return str(errors)
    return None


def enter_folder(namespace: dict[str, Any]) -> None:
    """Go to a new folder in which a document's examples may write."""
    folder = TemporaryDirectory()
    (Path(folder.name) / "examples").symlink_to(ROOT / "examples")
    namespace["_folder"], namespace["_before"] = folder, Path.cwd()
    os.chdir(folder.name)


def leave_folder(namespace: dict[str, Any]) -> None:
    """Back to where pytest was started."""
    os.chdir(namespace["_before"])
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), named_files],
    patterns=["*.md"],
    setup=enter_folder,
    teardown=leave_folder,
).pytest()


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
    from incentive_rules.cli import main  # noqa: PLC0415  # else a slip there stops every test here

    def run(*arguments: str) -> Done:
        code = main(arguments)
        return Done(code, *capsys.readouterr())

    return run
