"""The library needs no network and knows no way to one; the pages on closed networks tell how it gets there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from test_architecture import imports
from test_language_docs import BACKTICKED, BLOCK, HEADING, LINK, prose, rows, slug, text_of

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "scripts"))
from try_offline import FOR_WINDOWS, GUARD, IN_USE, TABLES, WANTED  # noqa: E402  # a script beside the package

PAGES = ("install.md", "install.ko.md")
FOR_DEVELOPERS = {"dev", "fuzz"}
"""Extras for work on the project itself, of which CONTRIBUTING.md speaks."""
TO_THE_NETWORK = {
    "asyncio",
    "ftplib",
    "http",
    "imaplib",
    "multiprocessing",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "subprocess",
    "urllib",
    "webbrowser",
    "xmlrpc",
}
EVERYTHING = """
import importlib, io, pkgutil
from contextlib import redirect_stdout
import incentive_rules
from incentive_rules.cli import main

for module in pkgutil.walk_packages(incentive_rules.__path__, "incentive_rules."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
with redirect_stdout(io.StringIO()):
    assert main(["demo"]) == 0
"""


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", GUARD + program, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  # our own programs


def test_importing_all_reading_evaluating_and_reporting_opens_no_socket() -> None:
    for program in (IN_USE, EVERYTHING):
        ran = run(program, *TABLES.values())
        assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('example.org', 443)",
        "import urllib.request; urllib.request.urlopen('https://example.org')",
    ],
)
def test_the_guard_of_the_test_above_would_have_noticed(attempt: str) -> None:
    assert "the network is off" in run(attempt).stderr


def test_no_module_imports_a_way_to_the_network_or_to_another_program() -> None:
    found = [each for each in imports() if each.target.partition(".")[0] in TO_THE_NETWORK]
    assert [each for each in found if each.target != "urllib.parse"] == [], "it only takes texts apart"


# The pages on installing.


@pytest.mark.parametrize("name", PAGES)
def test_the_page_fetches_what_the_script_tries(name: str) -> None:
    text = text_of(name)
    for words in (WANTED, " ".join(FOR_WINDOWS), "--only-binary=:all:", "--no-index"):
        assert words in text, words


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    for file, anchor in LINK.findall(prose(name)):
        target = file or name
        assert (ROOT / "docs" / target).is_file(), file
        assert not anchor or anchor in {slug(title) for _, title in HEADING.findall(prose(target))}, anchor


def test_both_languages_have_the_same_structure_and_show_the_same_commands() -> None:
    english, korean = ([len(level) for level, _ in HEADING.findall(prose(name))] for name in PAGES)
    assert english == korean
    shown = [BLOCK.findall(text_of(name)) for name in PAGES]
    assert shown[0] == shown[1]
    assert len(shown[0]) > 5


@pytest.mark.parametrize("name", PAGES)
def test_the_page_names_every_extra_and_what_comes_with_it(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {"": project["dependencies"], **project["optional-dependencies"]}
    (table,) = re.findall(r"<!-- extras -->\n((?:\|.*\n)+)", text_of(name))
    told = {"".join(BACKTICKED.findall(row[0])): BACKTICKED.findall(row[-1]) for row in rows(table)}
    assert told == {
        each: [Requirement(need).name for need in extras[each]] for each in extras if each not in FOR_DEVELOPERS
    }
