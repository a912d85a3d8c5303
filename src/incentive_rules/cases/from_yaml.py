"""The arrow from a YAML file to ``Cases``: read, check the shape, load the scheme beside it.

A case whose shape is wrong is left out, so that the others can still be run; every finding is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from incentive_rules.cases.model import Case, CasesFile
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, SchemeErrors, nearest
from incentive_rules.messages import Label
from incentive_rules.scheme.from_yaml import load_scheme, with_reading
from incentive_rules.scheme.places import findings_of, path_of
from incentive_rules.scheme.tree_file import tree_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.tree import Tree
    from incentive_rules.source import Place


@dataclass(frozen=True, slots=True)
class Cases:
    """A cases file, as far as it can be run, with its scheme under each reading that it asks for.

    ``schemes`` is keyed by reading; the scheme as written stands under the empty text.
    """

    tree: Tree
    file: CasesFile
    schemes: Mapping[str, Scheme]

    def scheme_of(self, case: Case) -> Scheme:
        """The scheme under the reading of a case."""
        return self.schemes[case.reading or ""]


def read_cases(path: str | Path) -> tuple[Cases | None, list[Diagnostic]]:
    """A cases file with its scheme, and all that is wrong with either; nothing where no case can be run.

    Example:
        >>> from incentive_rules import example_path
        >>> cases, findings = read_cases(example_path("donghae.cases.yaml"))
        >>> cases.file.scheme, findings
        ('donghae.yaml', [])
    """
    path = Path(path)
    tree, findings = tree_at(path)
    if tree is None:
        return None, findings
    file, more = _validated(tree)
    findings += more
    if file is None:
        return None, findings
    scheme, wrong = _scheme(path, file, tree)
    if scheme is None:
        return None, findings + wrong
    known, unknown = _by_reading(file, scheme, tree)
    findings += unknown
    sound = {name: case for name, case in file.cases.items() if (case.reading or "") in known}
    return Cases(tree, file.model_copy(update={"cases": sound}), known), findings


def _validated(tree: Tree) -> tuple[CasesFile | None, list[Diagnostic]]:
    """The file without its misshapen cases, and what is wrong with its shape."""
    data: Any = tree.data
    try:
        return CasesFile.model_validate(data), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    findings = findings_of(errors, tree, CasesFile)
    broken = {path_of(each)[:2] for each in errors}
    if any(path[:1] != ("cases",) or len(path) == 1 for path in broken):
        return None, findings
    sound = {name: case for name, case in data["cases"].items() if ("cases", name) not in broken}
    return (CasesFile.model_validate({**data, "cases": sound}) if sound else None), findings


def _scheme(path: Path, file: CasesFile, tree: Tree) -> tuple[Scheme | None, list[Diagnostic]]:
    beside = path.parent / file.scheme
    try:
        return load_scheme(beside), []
    except SchemeErrors as errors:
        first = errors.findings[0]
        if first.code in (Code.FILE_MISSING, Code.FILE_UNREADABLE):
            return None, [replace(first, place=tree.place(("scheme",)))]
        return None, list(errors.findings)


def _by_reading(file: CasesFile, scheme: Scheme, tree: Tree) -> tuple[dict[str, Scheme], list[Diagnostic]]:
    """The scheme under each reading that a case names."""
    named = {case.reading for case in file.cases.values() if case.reading}
    schemes = {name: with_reading(scheme, name) for name in sorted(named & scheme.readings.keys())}
    findings = [
        _unknown_reading(case.reading, tuple(scheme.readings), tree.place(("cases", name, "reading")))
        for name, case in file.cases.items()
        if case.reading and case.reading not in schemes
    ]
    return {"": scheme, **schemes}, findings


def _unknown_reading(name: str, known: tuple[str, ...], place: Place) -> Diagnostic:
    facts = {"kind": Label("해석", "reading"), "name": name, "known": known, "near": nearest(name, known)}
    return Diagnostic(Code.UNKNOWN_ID, place, facts)
