"""How things are measured: contestants take turns within one process, and only ratios between them are compared.

Seconds depend on the machine and on who else works on it; a ratio of two medians of one run depends on them much less.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import resource
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Times = dict[str, list[float]]
"""Seconds of each contestant, round by round."""

_KIB_A_MIB = 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the last table: what was compared, what came out, and the most that it should be."""

    what: str
    value: float
    unit: str = "times"
    goal: float | None = None

    @property
    def verdict(self) -> str:
        """Met, not met, or nothing where no goal was set."""
        if self.goal is None:
            return "shown"
        return "met" if self.value <= self.goal else "not met"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    entries: int
    rounds: int
    findings: Path | None


def asked(about: str, *, entries: int = 1_000_000, quick: int = 2_000, rounds: int = 5) -> Wish:
    """The command line of every benchmark."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, help=f"how many entries (without it: {entries:,})")
    parser.add_argument("--rounds", type=int, help=f"how many rounds (without it: {rounds})")
    parser.add_argument("--quick", action="store_true", help="small sizes and one round: only to see that it runs")
    parser.add_argument("--findings", type=Path, help="also write the findings to this file, as JSON")
    given = parser.parse_args()
    usual = (quick, 1) if given.quick else (entries, rounds)
    return Wish(given.entries or usual[0], given.rounds or usual[1], given.findings)


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes; what it made is thrown away after the clock has stopped."""
    gc.collect()
    start = perf_counter()
    result = work()
    taken = perf_counter() - start
    del result
    return taken


def take_turns(contestants: Mapping[str, Callable[[], object]], rounds: int) -> Times:
    """Every contestant once in every round, so that a slow minute of the machine is slow for all."""
    times: Times = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            times[name].append(seconds(work))
    return times


def ratio(times: Times, one: str, other: str) -> float:
    """How many times as long one takes as the other, by their medians."""
    return median(times[one]) / median(times[other])


def machine() -> str:
    """What the figures were measured on, as far as they can be compared at all."""
    return f"{os.cpu_count()} processors, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def peak_mib() -> int:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KIB_A_MIB


def print_times(times: Times, of: int, each: str = "entry") -> None:
    """Medians with the fastest and the slowest round, and the microseconds that one entry takes."""
    for name, taken in times.items():
        middle, spread = median(taken), f"{min(taken):.3f} to {max(taken):.3f}"
        print(f"  {name:<34} {middle:9.3f} s   ({spread})   {middle / of * 1e6:8.2f} µs an {each}", flush=True)


def finish(findings: Sequence[Finding], wish: Wish) -> None:
    """Print the table of findings, and write them down where that was asked."""
    print()
    print(table(findings))
    if wish.findings:
        wish.findings.write_text(json.dumps([asdict(each) for each in findings], ensure_ascii=False), encoding="utf-8")


def table(findings: Sequence[Finding]) -> str:
    """The findings as a table in Markdown, which a terminal shows as well."""
    lines = ["| what | found | goal | |", "|---|---:|---:|---|"]
    for each in findings:
        goal = "" if each.goal is None else f"{each.goal:g} {each.unit}"
        lines.append(f"| {each.what} | {each.value:.3g} {each.unit} | {goal} | {each.verdict} |")
    return "\n".join(lines)
