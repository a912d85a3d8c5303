"""The mutants: a copy of this tree in ``.mutation/tree``, in which each function can be each of its mutants.

mutmut writes them: a function stands there beside its mutants, and one that is asked for by name takes its place.
Nothing here runs a test.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.file_mutation import mutate_file_contents

ROOT = Path(__file__).parent.parent
WORK = ROOT / ".mutation"
TREE = WORK / "tree"
SOURCE = Path("src/incentive_rules")
PACKAGES = ("statement", "program")
EQUIVALENT = ROOT / "tests/mutation/equivalent.txt"
_ORIGINAL = "_orig"
_STRICT = re.compile(r",? *(strict=\w+)?(?=\))")


class Mutant(NamedTuple):
    """One change of one function.

    ``name`` is mutmut's, and a mutant is asked for by it. ``key`` says what was changed, in words that stay when other
    lines of the module change: its place, the lines it takes away and those it puts there.
    """

    name: str
    module: str
    function: str
    key: str
    source: str  # of the function and the change, as a hash: a result is as old as it

    @property
    def touched(self) -> str:
        """The name under which mutmut counts who calls the function."""
        return self.name.partition("__mutmut_")[0]


def modules_of(patterns: list[str]) -> list[Path]:
    """The modules that are named, as ``statement.limits`` or ``program``; all of both packages without a name."""
    found = [path for package in PACKAGES for path in sorted((ROOT / SOURCE / package).rglob("*.py"))]
    names = {path: ".".join(path.relative_to(ROOT / SOURCE).with_suffix("").parts) for path in found}
    unknown = [each for each in patterns if not any(_is_of(name, each) for name in names.values())]
    if unknown:
        sys.exit(f"no such module: {', '.join(unknown)}")
    if not patterns:
        return found
    return list(
        dict.fromkeys(path for each in patterns for path in found if _is_of(names[path], each))
    )  # as they are named


def _is_of(name: str, pattern: str) -> bool:
    return name == pattern or name.startswith(f"{pattern}.")


def make_tree() -> None:
    """Write the copy, with the mutants of all modules in it, so that calls of all are counted."""
    shutil.rmtree(TREE, ignore_errors=True)
    shutil.copytree(ROOT, TREE, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
    for path in modules_of([]):
        (TREE / path.relative_to(ROOT)).write_text(_mutated(path)[0], encoding="utf-8")


def mutants_of(path: Path) -> list[Mutant]:
    """The mutants of a module."""
    mutated, names, spans = _mutated(path)
    lines = mutated.splitlines()
    texts = {name: lines[start - 1 : end] for name, (start, end) in spans.items()}
    return _named(".".join(path.relative_to(ROOT / "src").with_suffix("").parts), names, texts)


def _mutated(path: Path) -> tuple[str, list[str], dict[str, list[int]]]:
    """A module with its mutants in it, their names, and their first and last lines; kept, for it takes a while."""
    code = path.read_text(encoding="utf-8")
    rules = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.mutmut]")[2].partition("\n[")[0]
    kept = (
        WORK / "mutants" / f"{hashlib.sha256(f'{path.relative_to(ROOT)}{code}{rules}'.encode()).hexdigest()[:16]}.json"
    )
    if not kept.exists():
        made = mutate_file_contents(str(path), code)
        spans = {name: [span.start, span.end] for name, span in made.line_span_by_function_name.items()}
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([made.code, list(made.mutant_names), spans]), encoding="utf-8")
    code, names, spans = json.loads(kept.read_text(encoding="utf-8"))
    return code, names, spans


def _named(place: str, names: list[str], texts: dict[str, list[str]]) -> list[Mutant]:
    seen: Counter[str] = Counter()
    mutants = []
    for name in names:
        original = name.partition("__mutmut_")[0] + "__mutmut" + _ORIGINAL
        function = name.partition("__mutmut_")[0][2:].replace("ǁ", ".")  # after x_ or xǁ
        change = _change(texts[original], texts[name])
        before, after = ([_STRICT.sub("", line[1:]) for line in change if line[0] == sign] for sign in "-+")
        if before == after:
            continue  # whether zip checks lengths that are equal: an assertion, too
        key = "\n".join([f"{place.partition('.')[2]}.{function}", *change])
        seen[key] += 1
        if seen[key] > 1:  # the same line stands in the function again
            key = key.replace("\n", f" #{seen[key]}\n", 1)
        source = hashlib.sha256("\n".join([*texts[original][1:], key]).encode()).hexdigest()[:16]
        mutants.append(Mutant(f"{place}.{name}", place.partition(".")[2], function, key, source))
    return mutants


def _change(before: list[str], after: list[str]) -> list[str]:
    """The lines that go and those that come, each with its sign; the line of ``def`` bears the mutant's name."""
    changed = difflib.ndiff([_without_name(line) for line in before], [_without_name(line) for line in after])
    return [f"{line[0]} {line[2:].strip()}" for line in changed if line[0] in "+-"]


def _without_name(line: str) -> str:
    head, found, tail = line.partition("__mutmut_")
    return head + tail.partition("(")[1] + tail.partition("(")[2] if found and "def " in head else line


def equivalent() -> dict[str, str]:
    """The reason why a change cannot be seen, by its key."""
    reasons: dict[str, str] = {}
    for block in EQUIVALENT.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            *change, reason = lines
            if not reason.startswith("= ") or len(change) < 2:  # noqa: PLR2004  # a place and a line
                sys.exit(f"{EQUIVALENT.name}: a place, lines with - and +, and a line with = are wanted:\n{block}")
            reasons["\n".join(change)] = reason[2:]
    return reasons
