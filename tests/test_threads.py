"""Threads and processes: whatever a host shares between them, and whenever they come, all get the same bytes."""

from __future__ import annotations

import gc
import io
import multiprocessing
import re
import subprocess
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier, Event
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import incentive_rules
from incentive_rules import evaluate, example_path, load_scheme, read_claims, read_ledger, read_roster
from incentive_rules.ledger.workbooks import read_workbook
from incentive_rules.statement.collector import collector_paused
from incentive_rules.statement.deferred import Deferred
from incentive_rules.statement.digest import Digest
from worlds import DONGHAE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentive_rules import Claims, Evaluation, Ledger, Roster, Scheme

    Year = tuple[Scheme, Ledger, Roster, Claims]

THREADS = 8
DAYS = ("2024-07-31", "2024-12-31", "2025-05-31")
ASKED = ("K-0296", "E-0002", "C-002")


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that give way to one another after every few steps, so that what can come between does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(scope="module")
def year() -> Year:
    tables = (
        read_ledger(example_path("data/entries.csv"), DONGHAE),
        read_roster(example_path("data/roster.csv"), DONGHAE),
        read_claims(example_path("data/claims.csv"), DONGHAE),
    )
    return DONGHAE, *tables


def at_once(works: list[Callable[[], object]]) -> list[object]:
    """What each gives, in its own thread; none begins before all are there."""
    ready = Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        ready.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def evaluated(year: Year, day: str) -> Evaluation:
    return evaluate(*year, as_of=day)


def told(evaluation: Evaluation) -> tuple[object, ...]:
    """All that is made of an evaluation when it is first looked at."""
    said = [evaluation.explain(each, lang="ko") + evaluation.why_not(each) for each in ASKED]
    own = [statement.outcomes for statement in evaluation.statements.values()]
    return evaluation.certificate, evaluation.to_json(), said, evaluation.rejected, evaluation.held, own


def bytes_of(year: Year, day: str) -> str:
    return evaluated(year, day).to_json()


def bytes_by_rule(path: Path, day: str) -> str:
    """As a worker does who is told only where the files are."""
    scheme = load_scheme(path)
    tables = (read(example_path(f"data/{name}.csv"), scheme) for read, name in READS)
    return evaluate(scheme, *tables, as_of=day).to_json()  # type: ignore[arg-type]  # three tables, each in its place


READS = ((read_ledger, "entries"), (read_roster, "roster"), (read_claims, "claims"))


@pytest.mark.usefixtures("hasty")
def test_threads_that_share_scheme_and_tables_get_the_same_bytes(year: Year) -> None:
    """Different days at the same time: nothing of one evaluation gets into another."""
    alone = {day: bytes_of(year, day) for day in DAYS}
    turns = [day for day in DAYS for _ in range(2)]
    together = at_once([lambda day=day: bytes_of(year, day) for day in turns])  # type: ignore[misc]  # each its own day
    assert together == [alone[day] for day in turns]


@pytest.mark.usefixtures("hasty")
def test_what_is_made_at_the_first_look_is_the_same_for_all_who_look_at_once(year: Year) -> None:
    alone = told(evaluated(year, DAYS[-1]))
    shared = evaluated(year, DAYS[-1])
    assert at_once([lambda: told(shared)] * 4) == [alone] * 4


@pytest.mark.usefixtures("hasty")
def test_a_hash_and_a_tuple_that_many_threads_look_at_first_are_there_for_each() -> None:
    for _ in range(50):
        hashed, made = Digest(lambda: "a1"), Deferred(lambda: iter([1, 2]))
        looks = [lambda hashed=hashed, made=made: (str(hashed), made.made)] * THREADS
        assert at_once(list(looks)) == [("a1", (1, 2))] * THREADS


def test_a_hash_that_another_thread_makes_between_two_looks_is_there() -> None:
    class Raced(Digest):
        """After the first look at what it is made of, another thread has put the text there."""

        looks = 0

        @property
        def _source(self) -> str | Callable[[], str]:  # an attribute, looked at step by step
            self.looks += 1
            return (lambda: "a1") if self.looks == 1 else "a1"

        @_source.setter
        def _source(self, source: object) -> None:
            """Whatever is put there."""

    assert str(Raced("")) == "a1"


def test_the_collector_is_on_again_when_one_thread_ends_while_another_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that begins finds the collector paused; before it goes on, the other has ended."""
    assert gc.isenabled()
    other, look = collector_paused(), gc.isenabled
    other.__enter__()

    def and_then_the_other_ends() -> bool:
        monkeypatch.setattr(gc, "isenabled", look)
        found = look()
        other.__exit__(None, None, None)
        return found

    monkeypatch.setattr(gc, "isenabled", and_then_the_other_ends)
    with collector_paused():
        pass
    assert gc.isenabled()


@pytest.mark.usefixtures("hasty")
def test_threads_that_evaluate_leave_the_collector_on(year: Year) -> None:
    at_once([lambda: evaluated(year, DAYS[0])] * THREADS)
    assert gc.isenabled()


def test_threads_that_open_workbooks_leave_the_warnings_of_the_host_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first that opens one waits for a second to open another, which ends later; it waits in vain."""
    made, load = io.BytesIO(), openpyxl.load_workbook
    openpyxl.Workbook().save(made)
    number, both_inside, first_is_out = count(1), Event(), Event()

    def slowly(*given: Any, **named: Any) -> object:
        if next(number) == 1:
            both_inside.wait(0.3)
        else:
            both_inside.set()
            first_is_out.wait(0.3)
        return load(*given, **named)

    def read() -> None:
        read_workbook(made.getvalue(), "small.xlsx")
        first_is_out.set()

    monkeypatch.setattr(openpyxl, "load_workbook", slowly)
    before = list(warnings.filters)
    at_once([read, read])
    assert list(warnings.filters) == before


FIRST_USE = """\
import sys
from threading import Barrier, Thread
import incentive_rules

sys.setswitchinterval(1e-6)
names = sys.argv[1:]
ready, found = Barrier(len(names)), {}

def look(name):
    ready.wait()
    found[name] = getattr(incentive_rules, name)

threads = [Thread(target=look, args=[name]) for name in names]
for each in threads: each.start()
for each in threads: each.join()
assert sorted(found) == sorted(names)
assert all(found[name] is getattr(incentive_rules, name) for name in names)

from incentive_rules import evaluate, example_path, load_scheme
rows = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "call"}]
texts, ready = [], Barrier(4)

def use():
    ready.wait()
    texts.append(evaluate(load_scheme(example_path("donghae.yaml")), rows, as_of="2024-12-31").to_json())

threads = [Thread(target=use) for _ in range(4)]
for each in threads: each.start()
for each in threads: each.join()
assert len(texts) == 4 and len(set(texts)) == 1
"""
"""Every name in its own thread, all at once, in a process that has loaded nothing; then the first use of them."""


def first_use(names: list[str]) -> str:
    command = [sys.executable, "-W", "error", "-c", FIRST_USE, *names]
    return subprocess.run(command, check=False, capture_output=True, text=True).stderr  # noqa: S603  # ourselves


NAMES = [name for name in incentive_rules.__all__ if name != "__version__"]


def test_names_that_many_threads_ask_for_first_are_there_for_each() -> None:
    assert first_use(NAMES) == ""


@pytest.mark.slow
def test_names_may_be_asked_for_first_in_any_order() -> None:
    assert first_use(NAMES[::-1]) == ""


def test_every_model_of_a_file_is_built_by_one_thread_at_a_time() -> None:
    """Models wait for their first use. All are parts, and a part has a lock."""
    texts = [path.read_text(encoding="utf-8") for path in Path(incentive_rules.__file__).parent.rglob("*.py")]
    assert [name for text in texts for name in re.findall(r"^class (\w+)\(.*\bBaseModel\b", text, re.MULTILINE)] == [
        "Part"
    ]


@pytest.mark.slow
def test_processes_get_the_same_bytes_from_what_is_sent_and_from_files(year: Year) -> None:
    """Started afresh (spawn), as on every system; what they send back is equal too, and explains itself."""
    days = DAYS[:2]
    alone = {day: evaluated(year, day) for day in days}
    path = example_path("donghae.yaml")
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        sent = list(pool.map(evaluated, [year] * 2, days))
        read = list(pool.map(bytes_by_rule, [path] * 2, days))
    assert [each.to_json() for each in sent] == read == [each.to_json() for each in alone.values()]
    assert [told(each) for each in sent] == [told(each) for each in alone.values()]
