"""The command line in its own process: consoles that cannot write every letter, closed pipes, missing extras."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import example_path, load_scheme, read_claims, read_ledger, read_roster
from incentive_rules.cli import main
from incentive_rules.statement.evaluation import Evaluation
from incentive_rules.statement.from_ledger import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

YES, FINDING, STOPPED, READER_GONE = 0, 1, 2, 141
pytestmark = pytest.mark.unmeasured  # every command, again on every console

DONGHAE = str(example_path("donghae.yaml"))
LEDGER, ROSTER, CLAIMS = (str(example_path(f"data/{name}.csv")) for name in ("entries", "roster", "claims"))
YEAR = (DONGHAE, "--ledger", LEDGER, "--roster", ROSTER, "--claims", CLAIMS, "--as-of", "2025-05-31")
# Each with the encoding of what comes out. Python takes a C locale for UTF-8 unless it is told not to.
CONSOLES = {
    "cp949": ({"PYTHONIOENCODING": "cp949"}, "cp949"),
    "ascii": ({"PYTHONIOENCODING": "ascii"}, "ascii"),
    "C": ({"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, "ascii"),
    "utf-8": ({"PYTHONUTF8": "1"}, "utf-8"),
}
COMMANDS = {
    "validate": ["validate", DONGHAE, "no-such-file.yaml"],
    "evaluate": ["evaluate", *YEAR],
    "csv": ["evaluate", *YEAR, "--format", "csv"],
    "explain": ["explain", *YEAR, "K-0116"],
    "why-not": ["why-not", *YEAR, "E-0067"],
    "test": ["test", DONGHAE],
    "compare": ["compare", DONGHAE, "--readings", "--option", "money", "--as-of", "2024-12-31"],
    "schema": ["schema", "scheme"],
    "demo": ["demo"],
    "help": ["--help"],
    "usage": ["evaluat"],
}
LANGUAGES = pytest.mark.parametrize("lang", ["ko", "en"])
ON_CONSOLES = pytest.mark.parametrize("console", CONSOLES)


def start(
    *arguments: str, console: str = "utf-8", code: str = "", **settings: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run the program, or Python code, as a user of that console would."""
    program = ["-c", code] if code else ["-m", "incentive_rules"]
    return subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-W", "error", *program, *arguments],
        env=surroundings(CONSOLES[console][0]),
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings},
    )


def surroundings(changes: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would decide about languages, encodings, colours and widths."""
    own = (
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
        "PYTHONUTF8",
        "PYTHONIOENCODING",
        "FORCE_COLOR",
        "TTY_COMPATIBLE",
        "COLUMNS",
    )
    return {name: value for name, value in os.environ.items() if name not in own} | dict(changes)


@pytest.fixture(scope="module")
def year() -> Evaluation:
    """What the library itself says of the example year."""
    scheme = load_scheme(DONGHAE)
    facts = read_ledger(LEDGER, scheme), read_roster(ROSTER, scheme), read_claims(CLAIMS, scheme)
    return evaluate(scheme, *facts, as_of="2025-05-31")


@LANGUAGES
@pytest.mark.parametrize("encoding", ["cp949", "ascii"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_writes_in_every_encoding(
    monkeypatch: pytest.MonkeyPatch, name: str, encoding: str, lang: str
) -> None:
    """The streams are strict, as Python opens them: a letter that is not told how to be written would be an error."""
    streams = {
        each: io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict") for each in ("stdout", "stderr")
    }
    for each, stream in streams.items():
        monkeypatch.setattr(sys, each, stream)
    code = main([*COMMANDS[name], "--lang", lang])
    written = "".join(_content(stream).decode(encoding) for stream in streams.values())
    assert code in (YES, FINDING) if name not in ("validate", "usage") else code == STOPPED
    assert written


def _content(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    content = stream.buffer
    assert isinstance(content, io.BytesIO)
    return content.getvalue()


@ON_CONSOLES
def test_the_demo_runs_as_a_program_on_every_console(console: str) -> None:
    done = start("demo", "--lang", "ko", console=console)
    assert (done.returncode, done.stderr) == (YES, b"")
    assert "K-0116" in done.stdout.decode(CONSOLES[console][1])


@ON_CONSOLES
def test_json_means_the_same_on_every_console(console: str, year: Evaluation) -> None:
    done = start("evaluate", *YEAR, "--format", "json", console=console)
    text = done.stdout.decode(CONSOLES[console][1])
    assert json.loads(text) == json.loads(year.to_json())
    assert Evaluation.from_json(text) == year


@ON_CONSOLES
def test_no_letter_is_lost_in_a_file(console: str, year: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    done = start("evaluate", *YEAR, "--format", "json", "--out", str(path), console=console)
    assert done.returncode == FINDING
    assert path.read_text(encoding="utf-8") == year.to_json()


def test_a_korean_console_gets_korean_and_lines_that_it_can_draw() -> None:
    told = start("evaluate", *YEAR, "--lang", "ko", console="cp949").stdout.decode("cp949")
    assert "동해페이" in told
    assert "+--" in told
    assert "╭" not in told


def test_what_a_console_cannot_write_is_written_out_and_not_lost() -> None:
    told = start("evaluate", *YEAR, "--lang", "en", console="ascii").stdout.decode("ascii")
    assert "보건소".encode("ascii", "backslashreplace").decode() in told


def test_a_payment_list_in_a_pipe_opens_in_korean_excel() -> None:
    """In UTF-8 with the mark by which Excel knows it, on a Korean console in CP949."""
    arguments = ("evaluate", *YEAR, "--format", "csv", "--lang", "ko")
    assert start(*arguments).stdout.startswith(b"\xef\xbb\xbf" + "받는 이".encode())
    assert start(*arguments, console="cp949").stdout.startswith("받는 이".encode("cp949"))


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = start("demo", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (READER_GONE, b"")


def test_a_closed_output_is_no_error_since_nobody_wants_to_read() -> None:
    closed = "import os, sys; os.close(1); sys.stdout = None; from incentive_rules.cli import main; sys.exit(main())"
    done = start("validate", DONGHAE, code=closed)
    assert (done.returncode, done.stderr) == (YES, b"")


@pytest.mark.parametrize("module", ["click", "rich"])
def test_without_its_extra_the_command_line_tells_what_to_install(module: str) -> None:
    absent = f"import sys; sys.modules['{module}'] = None; from incentive_rules.cli import main; sys.exit(main())"
    done = start("demo", code=absent)
    told = done.stderr.decode()
    assert (done.returncode, done.stdout) == (STOPPED, b"")
    assert told.count("pip install 'incentive_rules[cli]'") == 2  # once in each language
    assert len(told.splitlines()) == 1


def test_a_slip_of_the_library_is_not_taken_for_a_missing_extra() -> None:
    absent = "import sys; sys.modules['incentive_rules.cli.app'] = None; from incentive_rules.cli import main; main()"
    assert b"ModuleNotFoundError" in start("demo", code=absent).stderr


def test_an_interrupt_ends_the_program_without_a_traceback() -> None:
    """The interrupt comes while the rows are read."""
    interrupted = (
        "import sys; from incentive_rules.cli import main, inputs\n"
        "def stop(*_, **__): raise KeyboardInterrupt\n"
        "inputs.read_ledger = stop; sys.exit(main())"
    )
    done = start("demo", code=interrupted)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_the_library_alone_imports_neither_click_nor_rich() -> None:
    done = start(code="import sys, incentive_rules; print({'click', 'rich', 'hypothesis'} & set(sys.modules))")
    assert done.stdout.split() == [b"set()"]
