"""``template``: the workbook that people fill in, made for one scheme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from incentive_rules.cli.desk import JSON, YES
from incentive_rules.cli.inputs import scheme_at
from incentive_rules.cli.new_file import missing_excel, refuse_existing, write_new
from incentive_rules.cli.next_steps import tell_next
from incentive_rules.cli.streams import near_path
from incentive_rules.report.form import forms_of

if TYPE_CHECKING:
    from incentive_rules.cli.desk import Desk
    from incentive_rules.messages import Language
    from incentive_rules.scheme.model import Scheme


def template(desk: Desk, scheme: Path, out: Path | None) -> int:
    """Write a workbook to fill in; without ``out``, beside nobody's files: ``SCHEME-template.xlsx`` in this folder.

    Raises:
        IncentiveError: if the scheme does not load, the file is there already, or openpyxl is missing.
    """
    target = out or Path(f"{scheme.stem}-template.xlsx")
    refuse_existing(target)
    loaded = scheme_at(scheme)
    write_new(target, _workbook(loaded, desk.lang))
    sheets = [desk.words(f"template_sheet_{form.kind}") for form in forms_of(loaded, desk.lang)]
    if desk.format == JSON:
        desk.json({"written": [str(target)], "sheets": sheets})
    else:
        desk.out.line(desk.words("wrote_sheets", path=str(target), sheets=sheets))
        tell_next(desk, "next_steps", [("template_next_read", ["read", near_path(target), near_path(scheme)])])
    return YES


def _workbook(scheme: Scheme, lang: Language) -> bytes:
    try:
        from incentive_rules.report.template import template_workbook  # noqa: PLC0415  # needs an extra
    except ModuleNotFoundError as error:
        raise missing_excel(error) from error
    return template_workbook(scheme, lang)
