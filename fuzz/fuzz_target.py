"""The process that fuzzes one door with atheris: fuzz_target.py DOOR FOUND [what libFuzzer takes].

A failure does not end the run. Each is kept once in the folder FOUND, its smallest input beside its text.
"""

from __future__ import annotations

import faulthandler
import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from random import Random

import atheris

_ROOMS = ("scheme", "ledger", "program", "statement", "analysis", "simulate", "cases", "messages")
_HUNG = 60  # seconds of the clock, for what no signal of Python reaches
_SMALLEST = 3_000

with atheris.instrument_imports(include=["incentive_rules"]):
    for room in _ROOMS:
        package = import_module(f"incentive_rules.{room}")
        for module in pkgutil.iter_modules(package.__path__):
            import_module(f"incentive_rules.{room}.{module.name}")
    import doors
    from door_bounds import failure_of
    from door_changes import mixed
    from door_seeds import CHANGES, words

_BOOKS = {"xlsx"}


def main() -> None:
    door, found = sys.argv[1], Path(sys.argv[2])
    found.mkdir(parents=True, exist_ok=True)
    law, change, spoken = doors.check(door), CHANGES[door], words(door)

    def one_input(data: bytes) -> None:
        faulthandler.dump_traceback_later(_HUNG, exit=True)
        failure = failure_of(law, data)
        faulthandler.cancel_dump_traceback_later()
        if failure:
            name = "".join(each if each.isalnum() else "-" for each in failure.mark)[:100]
            kept = found / f"{name}.input"
            if not kept.exists() or len(data) < kept.stat().st_size:
                kept.write_bytes(data)
                (found / f"{name}.txt").write_text(failure.text[-_SMALLEST:], encoding="utf-8", errors="replace")

    def custom_mutator(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)  # no secret
        if door not in _BOOKS and random.randrange(8) == 0:
            return bytes(atheris.Mutate(data, max_size))
        return change(data, random, spoken)[:max_size]

    def custom_crossover(one: bytes, other: bytes, max_size: int, seed: int) -> bytes:
        return mixed(one, other, Random(seed))[:max_size]  # no secret

    arguments = [sys.argv[0], *sys.argv[3:]]
    atheris.Setup(arguments, one_input, custom_mutator=custom_mutator, custom_crossover=custom_crossover)
    atheris.Fuzz()


main()
