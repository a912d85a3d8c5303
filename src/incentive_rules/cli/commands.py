"""What each command does, once its arguments are parsed. Each gives an exit code and knows no command-line library."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from incentive_rules.cli.desk import FINDING, JSON, STOPPED, YES, as_json, at_path
from incentive_rules.cli.inputs import evaluation_at, scheme_at
from incentive_rules.codes import Code
from incentive_rules.errors import SchemeErrors
from incentive_rules.report.csv import ENCODING, payments_csv
from incentive_rules.report.evaluation import print_evaluation
from incentive_rules.report.sheets import readings_sheet
from incentive_rules.report.terminal import Screen
from incentive_rules.simulate.readings import compare_readings
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from pathlib import Path

    from incentive_rules.cli.desk import Desk
    from incentive_rules.cli.inputs import Facts, Inputs
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.simulate.readings import ReadingResult
    from incentive_rules.statement.evaluation import Evaluation

FILE_WIDTH = 100
"""How wide a report in a file is."""

UNREAD = frozenset({Code.FILE_MISSING})
"""Findings that say that there was nothing to validate."""


def validate(desk: Desk, files: tuple[Path, ...]) -> int:
    """Check scheme files; a file that cannot be opened stops, a scheme with findings is a finding."""
    told: list[dict[str, object]] = []
    codes = [_validate(desk, file, told) for file in files]
    if desk.format == JSON:
        desk.json({"files": told})
    return max(codes)


def _validate(desk: Desk, file: Path, told: list[dict[str, object]]) -> int:
    try:
        scheme = scheme_at(file)
    except SchemeErrors as errors:
        told.append({"file": str(file), "ok": False, "findings": [found.to_dict() for found in errors.findings]})
        if desk.format != JSON:
            desk.out.line(errors.render(desk.lang))
        return STOPPED if any(found.code in UNREAD for found in errors.findings) else FINDING
    told.append({"file": str(file), "ok": True, **_outline(scheme)})
    if desk.format != JSON:
        counts = {name: len(getattr(scheme, name)) for name in ("activities", "awards", "readings")}
        desk.out.line(desk.words("scheme_ok", file=str(file), id=scheme.id, label=scheme.label, **counts))
    return YES


def _outline(scheme: Scheme) -> dict[str, object]:
    parts = {name: list(getattr(scheme, name)) for name in ("activities", "awards", "readings")}
    return {"id": scheme.id, "label": {"ko": scheme.label.ko, "en": scheme.label.en}, **parts}
