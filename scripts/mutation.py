"""Change the code a little, and see that a test fails: mutation.py [MODULE ...] [--sample N] [--laws] [--again].

Modules are named as ``statement.limits.capping`` or ``program``; without one, all of ``statement`` and ``program``. It
prints the mutants that no test noticed, and a score. Those in ``tests/mutation/equivalent.txt`` cannot be noticed.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from mutant_runs import MutantRuns, Result, Way
from mutants import ROOT, TREE, WORK, Mutant, equivalent, make_tree, modules_of, mutants_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RESULTS = WORK / "results.jsonl"
LEFT_OUT = ("test_architecture.py", "test_benchmarks.py", "test_offline.py", "test_host_service.py", "test_hosts.py")
WORKED = "not slow and not postgres and not unmeasured"
LAWS = "not slow and not postgres and unmeasured"


def main() -> int:
    """Do what was asked for; one if a mutant survived."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("modules", nargs="*", metavar="MODULE", help="statement.limits.capping, program; all without it")
    asked.add_argument("--sample", type=int, default=0, help="so many of the mutants, drawn by what they change")
    asked.add_argument("--seed", type=int, default=1, help="of the sample")
    asked.add_argument("--seconds", type=float, default=1.0, help="of tests that each mutant meets")
    asked.add_argument("--jobs", type=int, default=1, help="mutants at a time")
    asked.add_argument(
        "--laws", action="store_true", help="they meet the laws over drawn values, those that survived, too"
    )
    asked.add_argument(
        "--again",
        action="store_true",
        help="those that survived, too, meet the tests as they are now",
    )
    asked.add_argument(
        "--tests", nargs="+", default=["tests"], help="the files of tests that they meet; all without it"
    )
    asked.add_argument("--report", action="store_true", help="run nothing; print what is known")
    given = asked.parse_args()
    mutants = [each for path in modules_of(given.modules) for each in mutants_of(path)]
    if given.sample:
        mutants = sorted(mutants, key=lambda each: hashlib.sha256(f"{given.seed} {each.key}".encode()).digest())
        mutants = mutants[: given.sample]
    known = results()
    excused = equivalent()
    wanted = [each for each in mutants if each.key not in excused and _is_due(known.get(each.source), given)]
    if wanted and not given.report:
        run(wanted, kills_of(mutants, known), known, given)
    return report(mutants, results(), excused)


def _is_due(result: Result | None, given: argparse.Namespace) -> bool:
    return result is None or ((given.laws or given.again) and result.status in {"survived", "unreached"})


def results() -> dict[str, Result]:
    """What is known of mutants, by their source; a later line goes before an earlier one."""
    if not RESULTS.exists():
        return {}
    lines = RESULTS.read_text(encoding="utf-8").splitlines()
    return {source: Result(*rest) for source, *rest in map(json.loads, lines)}


def kills_of(mutants: list[Mutant], known: dict[str, Result]) -> Counter[tuple[str, str]]:
    """How many mutants of each function, and of each module, a test has killed so far."""
    killers = [(each, known[each.source].test) for each in mutants if each.source in known]
    return Counter((place, test) for each, test in killers if test for place in (each.touched, each.module))


def run(
    mutants: list[Mutant], kills: Counter[tuple[str, str]], known: Mapping[str, Result], given: argparse.Namespace
) -> None:
    """Run the mutants, and write down each result as it comes."""
    lock = (WORK / "lock").open("w", encoding="utf-8")  # held until this process ends
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"another run works in {TREE}; it would lose its files")
    make_tree()
    os.chdir(TREE)
    sys.path.insert(0, str(TREE / "src"))
    os.environ["PYTHONPATH"] = str(TREE / "src")
    counts: Counter[str] = Counter()
    with RESULTS.open("a", encoding="utf-8") as file:

        def told(mutant: Mutant, result: Result) -> None:
            if result.status != "unreached" or mutant.source not in known:  # other tests may have reached it
                file.write(json.dumps([mutant.source, *result]) + "\n")
                file.flush()
            counts[result.status] += 1
            if not sum(counts.values()) % 100:
                sys.stderr.write(f"{sum(counts.values())} of {len(mutants)}: {dict(counts)}\n")

        runs = MutantRuns(mutants, Way(WORK, given.seconds, given.jobs), kills, warm_up, told)
        options = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov", "--assert=plain", "--tb=no"]
        left_out = [f"--ignore=tests/{name}" for name in LEFT_OUT]
        ended = pytest.main([*options, *left_out, "-m", LAWS if given.laws else WORKED, *given.tests], plugins=[runs])
    os.chdir(ROOT)
    if ended not in {0, 5}:
        sys.exit(f"pytest ended with {ended}")


def warm_up() -> None:
    """Have what nobody changes ready, before a process for each mutant begins with it."""
    from incentive_rules import load_scheme  # noqa: PLC0415  # that of the copy

    for path in sorted(TREE.glob("examples/*.yaml")):
        if not path.name.endswith((".cases.yaml", ".reform.yaml")):
            load_scheme(path)


def report(mutants: list[Mutant], known: dict[str, Result], excused: dict[str, str]) -> int:
    """Print the survivors and the score; those that were not run are no part of it."""
    met = {each: known[each.source] for each in mutants if each.source in known and each.key not in excused}
    open_ones = [each for each, result in met.items() if result.status != "killed"]
    for each in sorted(open_ones, key=lambda one: one.key):
        print(f"{each.key}\n= {met[each].status} {each.name} ({met[each].met} tests)\n")
    unknown = excused.keys() - {each.key for each in mutants}
    modules = {each.module for each in mutants}
    for key in sorted(unknown):
        if any(key.startswith(f"{module}.") for module in modules):
            print(f"no longer a mutant:\n{key}\n")
    for module in sorted(modules):
        print(f"{module:45}{_score(result for each, result in met.items() if each.module == module)}")
    print(f"{'all':45}{_score(met.values())}")
    same = sum(each.key in excused for each in mutants)
    print(f"{len(mutants)} mutants: {len(met)} run, {same} equivalent, {len(mutants) - len(met) - same} not run")
    return int(bool(open_ones))


def _score(found: Iterable[Result]) -> str:
    counts = Counter(result.status for result in found)
    whole = sum(counts.values())
    share = f"{100 * counts['killed'] / whole:6.1f} %" if whole else "     –"
    return f"{share}   {', '.join(f'{status} {count}' for status, count in sorted(counts.items()))}"


if __name__ == "__main__":
    raise SystemExit(main())
