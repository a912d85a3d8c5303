"""Run tests against mutants, each in a process of its own, which starts where the tests are collected and none has run.

A plugin of pytest: it takes the place of the loop over tests. First it measures which tests reach which functions, and
keeps that; then each mutant meets those that reach its function, until one fails or they have had their seconds.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
import resource
import selectors
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from functools import _lru_cache_wrapper
from typing import TYPE_CHECKING, NamedTuple

import pytest
from mutmut.mutation import trampoline
from mutmut.state import state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from mutants import Mutant

MEMORY = 4 << 30  # bytes that a mutant may take
SLOWEST = 5.0  # seconds: a test that takes longer meets no mutant
MEASURED = "measured.json"
_IMPORTED = re.compile(r"^\s*(?:from|import) +(\w+)", re.MULTILINE)


class Result(NamedTuple):
    """What became of a mutant: killed, survived, timeout or unreached; by which test; how many tests it met."""

    status: str
    test: str
    met: int


class Tests(NamedTuple):
    """A test that was measured: its seconds without a mutant, and the functions it reaches."""

    seconds: float
    reached: frozenset[str]


class Way(NamedTuple):
    """How mutants are run: where files go, how long the tests of one may take together without a mutant, and more."""

    work: Path
    seconds: float
    jobs: int


class MutantRuns:
    """The plugin. ``kills`` are those of earlier runs, by function and test, and by module and test."""

    def __init__(
        self,
        mutants: list[Mutant],
        way: Way,
        kills: Counter[tuple[str, str]],
        warm_up: Callable[[], None],
        told: Callable[[Mutant, Result], None],
    ) -> None:
        self.mutants = mutants
        self.work, self.seconds, self.jobs = way
        self.kills = kills
        self.warm_up = warm_up
        self.told = told
        self.near: Counter[tuple[str, str]] = Counter()  # how many functions of a module a test reaches
        self.failed = ""  # the test that failed in this process

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure, then run each mutant."""
        items = {item.nodeid: item for item in session.items}
        self.warm_up()
        gc.collect()
        gc.freeze()
        known = Measured(self.work / MEASURED, items)
        if known.missing:
            sys.stderr.write(f"measuring {len(known.missing)} of {len(items)} tests\n")
            self._measure(known)
        self._run_all(items, known.tests())
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember a failure."""
        if report.failed:
            self.failed = report.nodeid

    def _measure(self, known: Measured) -> None:
        """In a process of its own, so that this one stays as it is."""
        if child := os.fork():
            os.waitpid(child, 0)
            known.read()
            return
        quiet(self.work)
        trampoline.set_mutant_under_test("stats")
        os.environ["MUTMUT_DEPENDENCY_DEPTH"] = "-1"
        for count, item in enumerate(known.missing):
            state()._stats.clear()  # noqa: SLF001  # where mutmut counts
            forget()
            self.failed = ""
            since = time.process_time()
            run_one(item)
            seconds = time.process_time() - since
            known.add(item, Tests(seconds if not self.failed else 1e9, frozenset(state()._stats)))  # noqa: SLF001  # as above
            if count % 500 == 499:  # noqa: PLR2004  # so that little is lost
                known.write()
        known.write()
        os._exit(0)

    def _run_all(self, items: dict[str, pytest.Item], tests: dict[str, Tests]) -> None:
        by_function: dict[str, list[str]] = defaultdict(list)
        for nodeid, test in tests.items():
            for function in test.reached:
                by_function[function].append(nodeid)
                self.near[nodeid, function.rpartition(".")[0]] += 1
        trampoline.get_mutant_under_test = lambda: trampoline._mutant_under_test or ""  # noqa: SLF001  # the same, in less time
        running: dict[int, Running] = {}
        waiting = iter(self.mutants)
        with selectors.DefaultSelector() as ended:
            while True:
                while len(running) < self.jobs and (mutant := next(waiting, None)):
                    chosen = self._chosen(mutant, by_function[mutant.touched], tests)
                    if not chosen:
                        self.told(mutant, Result("unreached", "", 0))
                        continue
                    one = self._start(mutant, [(items[each], tests[each].seconds) for each in chosen])
                    running[one.pipe] = one
                    ended.register(one.pipe, selectors.EVENT_READ)
                if not running:
                    return
                for pipe in self._ended(ended, running):
                    one = running.pop(pipe)
                    ended.unregister(pipe)
                    self._end(one)

    def _ended(self, ended: selectors.BaseSelector, running: dict[int, Running]) -> Iterator[int]:
        ready = ended.select(timeout=1)
        yield from (key.fd for key, _ in ready)
        for one in running.values():
            if time.monotonic() > one.until:  # it sleeps, or the machine does
                os.kill(one.process, signal.SIGKILL)

    def _chosen(self, mutant: Mutant, reaching: Iterable[str], tests: dict[str, Tests]) -> list[str]:
        """First those that killed in the function, then those of the module, then those that soon reach much of it; but
        the second of a file counts as twice as long as it takes, and so on, for tests of one file are often alike.
        """
        near, module = self.near, mutant.touched.rpartition(".")[0]
        in_file: Counter[str] = Counter()
        lengths: dict[str, float] = {}
        for nodeid in sorted(reaching, key=lambda each: tests[each].seconds / near[each, module] ** 2):
            file = nodeid.partition("::")[0]
            in_file[file] += 1
            lengths[nodeid] = tests[nodeid].seconds * in_file[file]

        def key(nodeid: str) -> tuple[int, int, float]:
            return -self.kills[mutant.touched, nodeid], -self.kills[mutant.module, nodeid], lengths[nodeid]

        left = self.seconds
        chosen: list[str] = []
        for nodeid in sorted(lengths, key=key):
            left -= tests[nodeid].seconds
            if left < 0 and chosen:
                break
            chosen.append(nodeid)
        return chosen

    def _start(self, mutant: Mutant, items: list[tuple[pytest.Item, float]]) -> Running:
        here, there = os.pipe()
        if process := os.fork():
            os.close(there)
            return Running(process, here, mutant, len(items), time.monotonic() + 20 * self.seconds + 120)
        os.close(here)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        folder = quiet(self.work)
        trampoline.set_mutant_under_test(mutant.name)
        try:
            for item, seconds in items:
                limit = int(time.process_time() + 5 * seconds) + 4  # a test that needs more runs in a circle
                resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
                run_one(item)
                if self.failed:
                    break
        except BaseException:  # noqa: BLE001  # whatever leaves a test in this way is a failure of it
            self.failed = self.failed or item.nodeid
        os.write(there, json.dumps([self.failed]).encode())
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    def _end(self, one: Running) -> None:
        answer = b"".join(iter(lambda: os.read(one.pipe, 65536), b""))
        os.close(one.pipe)
        _, status = os.waitpid(one.process, 0)
        if answer:
            test = json.loads(answer)[0]
            result = Result("killed" if test else "survived", test, one.met)
        elif os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL}:
            result = Result("timeout", "", one.met)
        else:
            result = Result("killed", f"status {status}", one.met)
        shutil.rmtree(self.work / "tmp" / str(one.process), ignore_errors=True)
        if result.status == "killed" and result.test:
            self.kills[one.mutant.touched, result.test] += 1
            self.kills[one.mutant.module, result.test] += 1
        self.told(one.mutant, result)


class Running(NamedTuple):
    """A process with a mutant in it."""

    process: int
    pipe: int
    mutant: Mutant
    met: int
    until: float


class Measured:
    """What is known of tests, kept in a file; a test is measured again when a file that it builds on has changed."""

    def __init__(self, path: Path, items: dict[str, pytest.Item]) -> None:
        self.path = path
        self.items = items
        self.hashes: dict[Path, str] = {}
        self.kept: dict[str, tuple[str, float, list[str]]] = {}
        self.read()

    def read(self) -> None:
        """Read the file, if there is one."""
        if self.path.exists():
            self.kept = json.loads(self.path.read_text(encoding="utf-8"))

    def write(self) -> None:
        """Write it."""
        self.path.write_text(json.dumps(self.kept), encoding="utf-8")

    def add(self, item: pytest.Item, test: Tests) -> None:
        """A test was measured."""
        self.kept[item.nodeid] = (self._hash(item.path), test.seconds, sorted(test.reached))

    @property
    def missing(self) -> list[pytest.Item]:
        """The tests that are not known as they stand."""
        return [item for name, item in self.items.items() if self.kept.get(name, ("",))[0] != self._hash(item.path)]

    def tests(self) -> dict[str, Tests]:
        """Those that may meet a mutant: they pass without one, and soon."""
        known = ((name, self.kept[name]) for name in self.items if name in self.kept)
        return {name: Tests(seconds, frozenset(reached)) for name, (_, seconds, reached) in known if seconds <= SLOWEST}

    def _hash(self, path: Path) -> str:
        if path not in self.hashes:
            contents = b"".join(each.read_bytes() for each in built_on(path))
            self.hashes[path] = hashlib.sha256(contents).hexdigest()[:16]
        return self.hashes[path]


def built_on(path: Path) -> list[Path]:
    """A file of tests, the modules beside it that it and they import, and each ``conftest.py`` above it."""
    found = {path}
    new = [path]
    while new:
        imported = _IMPORTED.findall(new.pop().read_text(encoding="utf-8"))
        beside = {each for name in imported for each in _modules(path.with_name(name))}
        new += beside - found
        found |= beside
    above = [each for folder in path.parents if (each := folder / "conftest.py").exists()]
    return [*sorted(found), *above]


def _modules(place: Path) -> list[Path]:
    file = place.with_suffix(".py")
    return [file] if file.exists() else list(place.rglob("*.py"))


def run_one(item: pytest.Item) -> None:
    """Run one test with all its fixtures."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)


def forget() -> None:
    """Empty every cache, so that a test reaches by itself what an earlier one has worked out."""
    for module in [each for name, each in sys.modules.items() if name.startswith(("incentive_rules", "test_"))]:
        for value in list(vars(module).values()):
            if isinstance(value, _lru_cache_wrapper):
                value.cache_clear()


def quiet(work: Path) -> Path:
    """Say nothing from here on, and give this process a folder of its own for the files of tests."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    folder = work / "tmp" / str(os.getpid())
    folder.mkdir(parents=True)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
    return folder
