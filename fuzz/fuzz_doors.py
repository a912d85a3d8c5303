"""Fuzz the doors of the library, replay what was kept, or keep anew: fuzz_doors.py [DOOR ...] [--seconds N] [--keep].

Without ``--seconds`` the kept inputs are replayed, which needs no atheris. What a run finds is in ``.fuzz/DOOR/found``.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

import incentive_rules
from door_bounds import failure_of
from door_corpus import MENDED, keep, kept, name_of
from door_seeds import seeds
from doors import DOORS, check

HERE = Path(__file__).parent
WORK = HERE.parent / ".fuzz"
LONGEST = {"xlsx": 40_000}  # bytes of an input; workbooks are not packed
_OURS = str(Path(incentive_rules.__file__).parent / "*")
_DONE = re.compile(r"DONE +cov: (\d+) ft: (\d+) corp: (\d+)")


def main() -> int:
    """Do what was asked for; one if something broke."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("doors", nargs="*", metavar="DOOR", help=f"of {', '.join(DOORS)}; all without it")
    asked.add_argument("--seconds", type=int, default=0, help="how long to fuzz each door; 0 replays what is kept")
    asked.add_argument("--keep", action="store_true", help="keep the inputs that reach something of their own")
    given = asked.parse_args()
    if unknown := set(given.doors) - DOORS.keys():
        asked.error(f"no such door: {', '.join(sorted(unknown))}")
    broken = 0
    for door in given.doors or DOORS:
        broken += fuzz(door, given.seconds) if given.seconds else replay(door)
        if given.keep:
            chosen = chosen_of(door)
            print(f"{door}: {len(chosen)} inputs kept, {keep(door, chosen)} bytes")
    return int(broken > 0)


def replay(door: str) -> int:
    """How many of the kept inputs of a door break something; what they break is printed."""
    broken = 0
    for name, data in kept(door).items():
        if failure := failure_of(check(door), data):
            print(f"{door}/{name}: {failure.mark}\n{failure.text}")
            broken += 1
    print(f"{door}: {len(kept(door))} inputs replayed, {broken} broken")
    return broken


def fuzz(door: str, seconds: int) -> int:
    """How many mistakes a run of atheris finds behind a door."""
    corpus, found = WORK / door / "corpus", WORK / door / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    for data in (*seeds(door), *kept(door).values()):
        (corpus / name_of(data)).write_bytes(data)
    limits = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST.get(door, 16_000)}",
        "-len_control=0",
        "-reload=0",
        "-print_final_stats=1",
    ]
    command = [sys.executable, str(HERE / "fuzz_target.py"), door, str(found), *limits, str(corpus)]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, errors="replace")  # noqa: S603  # ourselves
    (WORK / door / "log").write_text(done.stderr, encoding="utf-8")
    if done.returncode:
        print(done.stderr[-3000:])
    for covered, features, size in _DONE.findall(done.stderr)[-1:]:
        runs = re.findall(r"executed_units: (\d+)", done.stderr)
        print(f"{door}: {seconds} s, {runs[-1]} runs, {covered} edges, {features} features, {size} inputs")
    mistakes = sorted(found.glob("*.txt"))
    for each in mistakes:
        print(f"{each}\n{each.read_text(encoding='utf-8')}")
    return len(mistakes) + int(done.returncode != 0)


def chosen_of(door: str) -> dict[str, bytes]:
    """The smallest inputs that each reach a step of the library that no smaller one does; all that once broke it."""
    from coverage import Coverage  # noqa: PLC0415  # to choose, and not to replay

    mended = {name: data for name, data in kept(door).items() if name.startswith(MENDED)}
    folder = WORK / door / "corpus"
    found = {name_of(path.read_bytes()): path.read_bytes() for path in folder.glob("*")}
    found |= {name: data for name, data in kept(door).items() if name not in mended}
    found |= {name_of(data): data for data in seeds(door)}
    chosen: dict[str, bytes] = dict(mended)
    law = check(door)
    reached: set[tuple[str, int, int]] = set()
    failure_of(law, b"")  # what is loaded once belongs to no input
    for name, data in sorted(found.items(), key=lambda each: (len(each[1]), each[0])):
        measured = Coverage(data_file=None, config_file=False, branch=True, include=[_OURS])
        with measured.collect():
            failure_of(law, data, seconds=60)
        steps = measured.get_data()
        arcs = {(file, *arc) for file in steps.measured_files() for arc in steps.arcs(file) or ()}
        if not arcs <= reached:
            reached |= arcs
            chosen[name] = data
    return chosen


if __name__ == "__main__":
    sys.exit(main())
