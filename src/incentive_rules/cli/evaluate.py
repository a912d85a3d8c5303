"""``evaluate``: what everybody is owed, as tables, JSON, or the payment list in CSV or XLSX."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.cli.commands import evaluated, refuse_columns, refuse_input, rejections
from incentive_rules.cli.desk import CSV, FINDING, JSON, XLSX, YES
from incentive_rules.cli.inputs import check_names, evaluation_at
from incentive_rules.cli.new_file import missing_excel
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label
from incentive_rules.report.changes import changes_sheets, decision
from incentive_rules.report.csv import ENCODING, payments_csv
from incentive_rules.report.grids import LEFT_OUT, sheets_of
from incentive_rules.report.opening import opening_csv
from incentive_rules.report.payments import departments_of
from incentive_rules.report.sheets import evaluation_sheets
from incentive_rules.report.terminal import Screen
from incentive_rules.report.text import finding_lines, heading, without_claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from incentive_rules.cli.desk import Desk
    from incentive_rules.cli.inputs import Facts, Inputs
    from incentive_rules.messages import Language
    from incentive_rules.statement.changes import Change, Changes
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Payment
    from incentive_rules.statement.opening import Opening

FILE_WIDTH = 100
"""How wide a report in a file is."""


@dataclass(frozen=True, slots=True)
class _Result:
    """An evaluation, what it rests on, and what of it is to be sent out."""

    inputs: Inputs
    facts: Facts
    evaluation: Evaluation
    changes: Changes | None
    posted: bool
    smallest_group: int
    opening: Opening | None = None

    @property
    def payments(self) -> tuple[Payment, ...] | None:
        """The payments that are newly due, where there was an earlier result; else ``None`` for all."""
        return self.changes.to_pay if self.changes else None

    @property
    def to_decide(self) -> tuple[Change | Payment, ...]:
        """What was paid and is otherwise now."""
        return self.changes.to_decide if self.changes else ()

    @property
    def departments(self) -> dict[str, str]:
        """Where each member works on the last day that is looked at."""
        return departments_of(self.facts.staff, self.facts.scheme, self.evaluation.as_of, self.evaluation.known_at)

    def remarks(self, lang: Language) -> Iterator[str]:
        """What was found when the tables were read, and that claims are lacking."""
        yield from finding_lines(self.facts.findings, lang)
        told = without_claims(self.evaluation, lang)
        if told and not (self.inputs.claims or self.inputs.assume_claims):
            yield told

    def csv(self, desk: Desk) -> str:
        """The payment list as text."""
        return payments_csv(
            self.evaluation,
            desk.lang,
            payments=self.payments,
            departments=self.departments,
            posted=self.posted,
            smallest_group=self.smallest_group,
        )

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of the workbook, as the keys of their names."""
        return sheets_of(self.evaluation, posted=self.posted, open_ends=bool(self.to_decide))

    def xlsx(self, desk: Desk) -> bytes:
        """The payment list and all that goes with it as a workbook."""
        try:
            from incentive_rules.report.workbook import evaluation_workbook  # noqa: PLC0415  # needs an extra
        except ModuleNotFoundError as error:
            raise missing_excel(error) from error
        return evaluation_workbook(
            self.evaluation,
            desk.lang,
            posted=self.posted,
            smallest_group=self.smallest_group,
            payments=self.payments,
            since=self.changes.earlier_as_of if self.changes else None,
            departments=self.departments,
            to_decide=self.to_decide,
            findings=self.facts.findings,
        )


def evaluate(  # noqa: PLR0913  # the options of the command
    desk: Desk,
    inputs: Inputs,
    out: Path | None,
    since: tuple[Path, ...],
    *,
    posted: bool,
    smallest_group: int,
    certificate: Path | None = None,
    write_opening: Path | None = None,
) -> int:
    """Evaluate a ledger; rejected rows are a finding, and the result is written all the same."""
    _check(desk, (*inputs.files, *since), out, posted=posted)
    _check_written((*inputs.files, *since), out, {"--certificate": certificate, "--write-opening": write_opening})
    earlier = [evaluation_at(each) for each in since]
    for path, each in zip(since, earlier, strict=True):
        check_names("--since", path, each, masked=bool(inputs.mask_key))
    facts, evaluation, opening = evaluated(desk, inputs, with_opening=write_opening is not None)
    refuse_columns(facts)
    changes = _changes(evaluation, earlier) if earlier else None
    result = _Result(inputs, facts, evaluation, changes, posted, smallest_group, opening)
    _write_beside(desk, result, certificate, write_opening)
    if out is not None:
        out.write_bytes(_document(desk, result))
        desk.out.line(_wrote(desk, out, result))
    elif desk.format == JSON:
        desk.out.json(evaluation.to_json())
    elif desk.format == CSV:
        desk.out.csv(result.csv(desk))
    else:  # the table itself tells which rows were rejected
        _report(desk, desk.out, result)
        return FINDING if evaluation.rejected else YES
    has_sheets = desk.format == XLSX and not posted
    for line in _since(desk, changes, named=not has_sheets) if changes else ():
        desk.err.line(line)
    for line in result.remarks(desk.lang):
        desk.err.line(line)
    facts_of = {"sheet": desk.words(LEFT_OUT)} if has_sheets else {}
    return rejections(desk, evaluation, "left_out_of_sheet" if has_sheets else "left_out_of_table", **facts_of)


def _check_written(files: Iterable[Path], out: Path | None, written: Mapping[str, Path | None]) -> None:
    """No file is read and written, or written twice."""
    read, before = [*files], [out]
    for name, path in written.items():
        if path is not None:
            refuse_input(path, read, name)
            _refuse_twice(name, path, before)
            before.append(path)


def _write_beside(desk: Desk, result: _Result, certificate: Path | None, write_opening: Path | None) -> None:
    """What is asked for beside the result: its certificate, and what it leaves to the next day."""
    if certificate is not None:
        certificate.write_bytes(result.evaluation.certificate.to_json().encode())
        desk.err.line(desk.words("wrote", path=str(certificate)))
    if write_opening is not None and result.opening is not None:
        if write_opening.suffix.casefold() == f".{CSV}":
            table = opening_csv(result.opening, result.facts.scheme, desk.lang)
            write_opening.write_bytes(table.encode(ENCODING))
        else:
            write_opening.write_bytes(result.opening.to_json().encode())
        desk.err.line(desk.words("wrote", path=str(write_opening)))


def _since(desk: Desk, changes: Changes, *, named: bool) -> Iterator[str]:
    """How many payments are new, and each that somebody has to decide about, unless a sheet names them."""
    counts = {"due": len(changes.to_pay), "same": changes.same, "open": len(changes.to_decide)}
    yield desk.words("since_counts", day=changes.earlier_as_of, **counts)
    for each in changes.to_decide if named else ():
        yield "  " + desk.words(
            "since_one", **dict(zip(("payee", "occasion", "before", "now"), decision(each, desk.lang), strict=True))
        )


def _changes(evaluation: Evaluation, earlier: Sequence[Evaluation]) -> Changes:
    """What is newly due; a result that does not fit is told by the option that named it."""
    try:
        return evaluation.changes_since(*earlier)
    except InputError as error:
        named = [replace(found, facts={**found.facts, "name": "--since"}) for found in error.findings]
        raise InputError(named) from None


def _wrote(desk: Desk, out: Path, result: _Result) -> str:
    if desk.format != XLSX:
        return desk.words("wrote", path=str(out))
    return desk.words("wrote_sheets", path=str(out), sheets=[desk.words(each) for each in result.sheets])


def _check(desk: Desk, files: Iterable[Path], out: Path | None, *, posted: bool) -> None:
    """Whatever would be found out only after a long evaluation is told before it."""
    if out is not None:
        refuse_input(out, files)
        if desk.format == XLSX and out.suffix.casefold() != f".{XLSX}":
            facts = {"name": "--out", "value": str(out), "expected": _A_WORKBOOK}
            raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
    elif desk.format == XLSX:
        raise _refused_format(desk, _WITH_OUT)
    if posted and desk.format not in (CSV, XLSX):
        raise _refused_format(desk, _AS_LIST)


def _refuse_twice(name: str, path: Path, others: Iterable[Path | None]) -> None:
    """One file cannot hold two of the certificate, the opening rows and the result."""
    if any(other is not None and other.resolve() == path.resolve() for other in others):
        facts = {"name": name, "value": str(path), "expected": _ANOTHER_FILE}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])


def _refused_format(desk: Desk, expected: Label) -> InputError:
    facts = {"name": "--format", "value": desk.format, "expected": expected}
    return InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])


_ANOTHER_FILE = Label(
    "결과나 증명서와 다른 파일이어야 합니다", "it must be another file than that of the result or the certificate"
)
_WITH_OUT = Label("엑셀 파일의 경로를 '--out'에 함께 적으십시오", "give the path of the workbook with '--out'")
_A_WORKBOOK = Label("엑셀 파일은 이름이 .xlsx로 끝나야 합니다", "the name of a workbook ends in .xlsx")
_AS_LIST = Label(
    "게시할 목록('--posted')은 csv나 xlsx로 만듭니다", "a list for posting ('--posted') is made as csv or xlsx"
)


def _document(desk: Desk, result: _Result) -> bytes:
    """A result as the bytes of a file."""
    if desk.format == XLSX:
        return result.xlsx(desk)
    if desk.format == JSON:
        return result.evaluation.to_json().encode()
    if desk.format == CSV:
        return result.csv(desk).encode(ENCODING)
    page = io.StringIO()
    _report(desk, Screen(page, width=FILE_WIDTH), result)
    return page.getvalue().encode()


def _report(desk: Desk, screen: Screen, result: _Result) -> None:
    for line in heading(result.evaluation, result.inputs.assume_claims, desk.lang):
        screen.line(line, style="bold")
    for line in result.remarks(desk.lang):
        screen.line(line)
    due = list(changes_sheets(result.changes, desk.lang)) if result.changes else None
    facts = result.facts
    for sheet in evaluation_sheets(result.evaluation, facts.tables, desk.lang, due=due, findings=facts.findings):
        screen.sheet(sheet)
