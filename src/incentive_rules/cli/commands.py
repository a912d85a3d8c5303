"""What each command does, once its arguments are parsed. Each gives an exit code and knows no command-line library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from incentive_rules.analysis.lint import lint
from incentive_rules.cases.run import ENDING
from incentive_rules.cli.desk import FINDING, JSON, STOPPED, YES, at_path
from incentive_rules.cli.inputs import Inputs, scheme_at
from incentive_rules.cli.which_file import is_reform_file, no_scheme
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, SchemeErrors
from incentive_rules.messages import Label
from incentive_rules.report.text import outcome_counts
from incentive_rules.schemas import SCHEMAS, drifted, file_name, schema_of, write_schemas
from incentive_rules.simulate.reform import ENDING as REFORM_ENDING
from incentive_rules.simulate.reformed import under_reform

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incentive_rules.cli.desk import Desk
    from incentive_rules.cli.inputs import Facts
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.opening import Opening

_ANOTHER_FILE = Label("읽는 파일이 아닌 다른 파일이어야 합니다", "it must be a file that is not read")

_SCHEMES = "*.yaml"

UNREAD = frozenset({Code.FILE_MISSING, Code.FILE_UNREADABLE})
"""Findings that say that there was nothing to validate."""


def validate(desk: Desk, files: tuple[Path, ...], *, strict: bool) -> int:
    """Check scheme files, folders of them, and reforms beside their scheme.

    A file that cannot be opened stops; a bad scheme or reform is a finding. Warnings of a good scheme are told, and
    are findings where the check is ``strict``.
    """
    told: list[dict[str, object]] = []
    found = dict.fromkeys(each for file in files for each in _schemes_at(file))
    reforms = [each for each in found if is_reform_file(each)]
    schemes = [each for each in found if each not in reforms]
    codes = [_validate(desk, scheme, told, strict=strict) for scheme in schemes]
    codes += [_validate_reform(desk, each, schemes, told) for each in reforms]
    if desk.format == JSON:
        desk.json({"files": told})
    return max(codes)


def _schemes_at(path: Path) -> list[Path]:
    """A file as it is; of a folder, every scheme in it and below, but not in hidden folders; no cases, no reforms."""
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.rglob(_SCHEMES) if not each.name.endswith((ENDING, REFORM_ENDING)))
    shown = [each for each in found if not any(part.startswith(".") for part in each.relative_to(path).parts)]
    return shown or [path / _SCHEMES]  # which is missing, and told so


def _validate(desk: Desk, file: Path, told: list[dict[str, object]], *, strict: bool) -> int:
    try:
        scheme = scheme_at(file)
    except SchemeErrors as errors:
        return _invalid(desk, file, errors, told)
    warnings = [at_path(found, file) for found in lint(scheme)]
    told.append({"file": str(file), "ok": True, **_outline(scheme), "warnings": [each.to_dict() for each in warnings]})
    if desk.format != JSON:
        counts = {name: len(getattr(scheme, name)) for name in ("activities", "awards", "readings")}
        desk.out.line(desk.words("scheme_ok", file=str(file), id=scheme.id, label=scheme.label, **counts))
        for found in warnings:
            desk.out.line(desk.words("lint_warning", text=found.render(desk.lang)))
    return FINDING if warnings and strict else YES


def _validate_reform(desk: Desk, file: Path, schemes: Sequence[Path], told: list[dict[str, object]]) -> int:
    """Check a reform with the one scheme that is named beside it; what is wrong with that scheme is told already."""
    if len(schemes) != 1:
        return _invalid(desk, file, SchemeErrors([no_scheme(file)]), told)
    try:
        changed = under_reform(scheme_at(schemes[0]), file)
    except SchemeErrors as errors:
        own = [at_path(found, file) for found in errors.findings if Path(found.place.file) not in schemes]
        return _invalid(desk, file, SchemeErrors(own), told)
    count = sum(not each.is_none for each in changed.changes)
    told.append({"file": str(file), "ok": True, "scheme": changed.scheme.id, "changes": count})
    if desk.format != JSON:
        desk.out.line(desk.words("compare_reform_ok", file=str(file), scheme=changed.scheme.label, count=count))
    return YES


def _invalid(desk: Desk, file: Path, errors: SchemeErrors, told: list[dict[str, object]]) -> int:
    told.append({"file": str(file), "ok": False, "findings": [found.to_dict() for found in errors.findings]})
    if desk.format != JSON and errors.findings:
        desk.out.line(errors.render(desk.lang))
    return STOPPED if any(found.code in UNREAD for found in errors.findings) else FINDING


def _outline(scheme: Scheme) -> dict[str, object]:
    parts = {name: list(getattr(scheme, name)) for name in ("activities", "awards", "readings")}
    return {"id": scheme.id, "label": {"ko": scheme.label.ko, "en": scheme.label.en}, **parts}


def refuse_input(out: Path, files: Iterable[Path], name: str = "--out") -> None:
    """Whoever names one of the files that are read as the output has slipped, and would lose it."""
    if out.exists() and any(each.exists() and each.samefile(out) for each in files):
        facts = {"name": name, "value": str(out), "expected": _ANOTHER_FILE}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])


def evaluated(desk: Desk, inputs: Inputs, *, with_opening: bool = False) -> tuple[Facts, Evaluation, Opening | None]:
    """What was read, the evaluation of it, and where it is asked for what that leaves to the next day.

    Reading and evaluating are told on a terminal while they last.
    """
    with desk.err.bar(desk.words("busy_reading")) as progress:
        facts = inputs.read(progress)
    with desk.err.busy(desk.words("busy_evaluating")):
        if with_opening:
            refuse_columns(facts)
            return facts, *inputs.evaluated_with_opening(facts)
        return facts, inputs.evaluated(facts), None


def refuse_columns(facts: Facts) -> None:
    """Where a column that every row needs is missing, stop: a page of zeros would be taken for a result.

    Raises:
        InputError: with what is wrong with whole tables.
    """
    if lacking := [found for found in facts.findings if found.severity == "error"]:
        raise InputError(lacking)


def rejections(desk: Desk, evaluation: Evaluation, key: str, **facts: object) -> int:
    """Whether rows were rejected; how many were left out is said on standard error, in the words of ``key``."""
    if left_out := outcome_counts(evaluation, desk.lang):
        desk.err.line(desk.words(key, parts=left_out, **facts))
    return FINDING if evaluation.rejected else YES


def schema(desk: Desk, name: str, write: Path | None, check: Path | None) -> int:
    """Show one schema, write or check all of them, or list them."""
    if write is not None:
        return _written(desk, write_schemas(write))
    if check is not None:
        return _checked(desk, check)
    if name:
        desk.json(schema_of(name))
    elif desk.format == JSON:
        desk.json({"schemas": list(SCHEMAS)})
    else:
        desk.out.pairs((each, desk.words(f"schema_{each}")) for each in SCHEMAS)
    return YES


def _written(desk: Desk, paths: Sequence[Path]) -> int:
    if desk.format == JSON:
        desk.json({"written": [str(path) for path in paths]})
    else:
        for path in paths:
            desk.out.line(desk.words("wrote", path=str(path)))
    return YES


def _checked(desk: Desk, folder: Path) -> int:
    names = [file_name(name) for name in drifted(folder)]
    if desk.format == JSON:
        desk.json({"folder": str(folder), "drifted": names})
    elif not names:
        desk.out.line(desk.words("schema_same", folder=str(folder)))
    else:
        for name in names:
            desk.out.line(desk.words("schema_drifted", folder=str(folder), name=name))
    return FINDING if names else YES
