"""``compare``: a scheme beside a reform of it, or beside its own readings, on the same facts.

Without a ledger, the example data stand in: for readings one made-up person and the year, for a reform the year.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incentive_rules.cli.commands import refuse_input, rejections
from incentive_rules.cli.demo import one_person, year
from incentive_rules.cli.desk import CSV, JSON, STOPPED, YES, as_json, at_path
from incentive_rules.cli.evaluate import FILE_WIDTH
from incentive_rules.cli.inputs import advising_option, scheme_at
from incentive_rules.cli.which_file import refuse_swapped
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, SchemeErrors
from incentive_rules.ledger.from_files import read_ledger
from incentive_rules.messages import Label
from incentive_rules.report.comparison import comparison_heading, comparison_outcome, comparison_sheets
from incentive_rules.report.comparison_csv import comparison_csv
from incentive_rules.report.comparison_readings import (
    ReadingCosts,
    reading_costs_csv,
    reading_costs_sheets,
    readings_heading,
)
from incentive_rules.report.csv import ENCODING
from incentive_rules.report.sheets import readings_sheet
from incentive_rules.report.small_groups import SMALLEST_GROUP
from incentive_rules.report.terminal import Screen
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.from_yaml import load_scheme, with_reading
from incentive_rules.scheme.policies import MONTH_END
from incentive_rules.scheme.tree import read_tree
from incentive_rules.simulate.compare import compare as compared
from incentive_rules.simulate.comparison import FORMAT
from incentive_rules.simulate.readings import compare_readings
from incentive_rules.source import Place
from incentive_rules.statement.model import RowKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.cli.desk import Desk
    from incentive_rules.cli.inputs import Inputs
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.simulate.readings import ReadingResult
    from incentive_rules.simulate.reform import ReformSource
    from incentive_rules.statement.evaluation import Evaluation


def reform_set(settings: Sequence[str], first: date | None) -> dict[str, Any]:
    """A reform from ``ADDRESS=VALUE`` arguments; a value is written as in a file.

    Raises:
        InputError: for one that is none, or for an address that is set twice.

    Example:
        >>> reform_set(["awards.monthly.tiers.t7.at=6", "bonuses.citizen_praise=null"], None)["set"]
        {'awards.monthly.tiers.t7.at': '6', 'bonuses.citizen_praise': None}
    """
    given = [_setting(each) for each in settings]
    values = dict(given)
    if twice := next((name for name in values if [each for each, _ in given].count(name) > 1), ""):
        raise InputError([Diagnostic(Code.DUPLICATE_VALUE, Place(address="--set"), {"name": twice})])
    reform: dict[str, Any] = {"language": 1, "set": values}
    return reform if first is None else {**reform, "from": first}


def _setting(text: str) -> tuple[str, Any]:
    address, sign, value = text.partition("=")
    tree, findings = read_tree(f"value: {value}")
    data: Any = tree.data if tree else None
    if findings or not sign or not address.strip() or not isinstance(data, dict) or list(data) != ["value"]:
        facts = {"name": "--set", "value": text, "expected": _SETTING}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
    return address.strip(), data["value"]


_SETTING = Label("주소=값, 예: awards.monthly.tiers.t7.at=6", "ADDRESS=VALUE, such as awards.monthly.tiers.t7.at=6")


@dataclass(frozen=True, slots=True)
class Request:
    """What the arguments ask for. ``reform`` is empty where readings are compared; ``inputs`` where no file is named.

    The other fields are for the example data, which stand in where no file is named.
    """

    scheme: Path
    reform: ReformSource | None
    inputs: Inputs | None
    out: Path | None
    reading: str = ""
    as_of: date | None = None
    known_at: date | None = None
    assume_claims: str = ""
    option: str = ""
    posted: bool = False
    smallest_group: int = SMALLEST_GROUP

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is read."""
        own = self.inputs.files if self.inputs else (self.scheme,)
        return (*own, self.reform) if isinstance(self.reform, Path) else own

    def on(self, example: Inputs, scheme: Scheme) -> Inputs:
        """The example data under what was asked for; nobody there says what they choose, so all take the first."""
        return replace(
            example,
            scheme=self.scheme,
            claims=(),
            as_of=self.as_of or example.as_of,
            known_at=self.known_at,
            assume_claims=self.assume_claims,
            option=self.option or next(iter(_open_options(scheme)), ""),
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    """One result in each of the forms in which it can be had."""

    report: Callable[[Screen], None]
    data: Callable[[], object]
    csv: Callable[[], str]


def compare(desk: Desk, asked: Request) -> int:
    """Compare, and write the result to the screen or to a file; rejected rows of the user's own are a finding."""
    if asked.out is not None:
        refuse_input(asked.out, asked.files)
    if asked.posted and desk.format == JSON:
        facts = {"name": "--format", "value": desk.format, "expected": _AS_TABLE}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
    refuse_swapped(asked.scheme, asked.reform)
    scheme = scheme_at(asked.scheme, asked.reading)
    if asked.inputs is None and not _fits(scheme, person=asked.reform is None):
        desk.err.line(desk.words("example_unfit"))
        return STOPPED
    return (_readings if asked.reform is None else _reform)(desk, asked, scheme)


_AS_TABLE = Label(
    "게시할 비교('--posted')는 table이나 csv로 만듭니다",
    "a comparison for posting ('--posted') is made as table or csv",
)


def _fits(scheme: Scheme, *, person: bool) -> bool:
    """Whether the example data are of this scheme: the year is of Donghae's alone, the person fits any like it."""
    if person and not read_ledger(one_person().ledger, scheme).rejected:
        return True
    return not person and scheme.id == load_scheme(year().scheme).id


def _reform(desk: Desk, asked: Request, scheme: Scheme) -> int:
    inputs = asked.inputs or asked.on(year(), scheme)
    assert asked.reform is not None  # else readings are compared
    with desk.err.busy(desk.words("busy_evaluating")), _naming(asked.reform), advising_option(scheme):
        found = compared(scheme, asked.reform, *_tables(inputs, scheme), **_terms(inputs))
    hidden = asked.smallest_group if asked.posted else None
    notes = [] if asked.inputs else [_about(desk, inputs, found.before), *_choice_note(desk, asked, inputs, scheme)]

    def report(screen: Screen) -> None:
        title, *lines = comparison_heading(found, desk.lang, smallest_group=hidden)
        screen.line(title, style="bold")
        for line in comparison_outcome(found, desk.lang, left_out=asked.inputs is not None):
            screen.prose(line, style="bold")
        for line in (*lines, *notes):
            screen.prose(line)
        for sheet in comparison_sheets(found, desk.lang, smallest_group=hidden):
            screen.sheet(sheet)

    as_csv = partial(comparison_csv, found, desk.lang, smallest_group=hidden)
    _write(desk, asked.out, _Answer(report, found.to_dict, as_csv))
    return _ended(desk, asked, found.before)


def _readings(desk: Desk, asked: Request, scheme: Scheme) -> int:
    """Readings on the user's files; without them on the example person and, if no day is named, on the example year."""
    if asked.inputs is not None:
        shown = [asked.inputs]
    elif asked.as_of is not None or scheme.id != load_scheme(year().scheme).id:
        shown = [asked.on(one_person(), scheme)]
    else:
        shown = [asked.on(one_person(), scheme), asked.on(year(), scheme)]
    with desk.err.busy(desk.words("busy_comparing")), advising_option(scheme):
        results = [compare_readings(scheme, *_tables(each, scheme), **_terms(each)) for each in shown]
    costs = ReadingCosts.of(results[-1])
    notes = (
        []
        if asked.inputs
        else [_about(desk, each, told[0].evaluation) for each, told in zip(shown, results, strict=True)]
    )
    notes += _choice_note(desk, asked, shown[-1], scheme)

    def report(screen: Screen) -> None:
        option = _offered(scheme).get(shown[-1].option, "")
        title, *lines = readings_heading(results[-1], option, desk.lang, example=asked.inputs is None)
        screen.line(title, style="bold")
        for line in lines:
            screen.prose(line)
        _report_readings(desk, screen, results, costs, notes)

    answer = _Answer(
        report, lambda: _readings_data(results, costs, shown[-1]), lambda: reading_costs_csv(costs, desk.lang)
    )
    _write(desk, asked.out, answer)
    return _ended(desk, asked, results[-1][0].evaluation)


def _report_readings(
    desk: Desk, screen: Screen, results: Sequence[tuple[ReadingResult, ...]], costs: ReadingCosts, notes: Sequence[str]
) -> None:
    """The months of the example person, and then what each reading costs on the year; or that alone, on a ledger."""
    if not notes:
        for sheet in reading_costs_sheets(costs, desk.lang):
            screen.sheet(sheet)
        return
    person, *rest = notes
    screen.prose(person)
    if len(results) == 1:
        for line in rest:
            screen.prose(line)
    screen.sheet(readings_sheet(results[0], desk.lang))
    if len(results) == 1:
        return
    screen.line()
    for line in rest:
        screen.prose(line)
    for sheet in reading_costs_sheets(costs, desk.lang):
        screen.sheet(sheet)


def _readings_data(results: Sequence[tuple[ReadingResult, ...]], costs: ReadingCosts, last: Inputs) -> dict[str, Any]:
    told = [[_reading(result) for result in each] for each in results]
    with_costs = [data | {"costs": cost} for data, cost in zip(told[-1], costs.to_list(), strict=True)]
    head = {"format": FORMAT, "scheme": results[0][0].evaluation.scheme["id"]}
    terms = {"as_of": last.as_of.isoformat(), "option": last.option}
    if len(told) == 1:
        return {**head, **terms, "readings": with_costs}
    return {**head, "readings": told[0], "year": {**terms, "readings": with_costs}}


def _reading(result: ReadingResult) -> dict[str, object]:
    return {
        "reading": result.reading,
        "label": {"ko": result.label.ko, "en": result.label.en},
        "policy": result.policy,
        "paid": {reward: str(amount) for reward, amount in result.paid.items()},
        "by_month": {
            reward: {month: str(amount) for month, amount in result.by_month(reward).items()} for reward in result.paid
        },
    }


def _tables(inputs: Inputs, scheme: Scheme) -> tuple[Any, Any, Any]:
    """Paths, since a reform or a reading may have them read in its own way; ids that are made are made once."""
    ledger = read_ledger(inputs.ledger, scheme, make_ids=True) if inputs.make_ids else inputs.ledger
    return ledger, inputs.roster, inputs.claims or None


def _terms(inputs: Inputs) -> dict[str, Any]:
    return {
        "policy": inputs.assume_claims or MONTH_END,
        "as_of": inputs.as_of,
        "option": inputs.option,
        "known_at": inputs.known_at,
    }


def _open_options(scheme: Scheme) -> Mapping[str, Label]:
    """The options among which somebody has to choose under the scheme or a reading; none where the scheme answers."""
    answer = scheme.answered.get("no_option")
    if answer is not None and answer.value != WAIT:
        return {}
    return _offered(scheme)


def _offered(scheme: Scheme) -> dict[str, Label]:
    """Every option under the scheme or a reading."""
    schemes = (scheme, *(with_reading(scheme, name) for name in scheme.readings))
    return {name: label for each in schemes for name, label in each.facts.options.items()}


def _about(desk: Desk, inputs: Inputs, evaluation: Evaluation) -> str:
    """What the example data are."""
    entries = sum(each.kind is RowKind.ENTRY for each in evaluation.outcomes)
    about = "compare_year_about" if inputs.ledger == year().ledger else "compare_person_about"
    return desk.words(about, entries=entries, as_of=inputs.as_of)


def _choice_note(desk: Desk, asked: Request, inputs: Inputs, scheme: Scheme) -> list[str]:
    """Which option stands in, in the example, for the choice that nobody told."""
    options = {} if asked.inputs or asked.option else _open_options(scheme)
    if not options:
        return []
    first, others = options[inputs.option], [name for name in options if name != inputs.option]
    notes = [desk.words("compare_first_option", option=first, others=others)]
    if first in [reward.label for reward in scheme.rewards.values()]:
        notes.append(desk.words("compare_first_option_cost", option=first))
    return notes


@contextmanager
def _naming(reform: ReformSource) -> Iterator[None]:
    """Findings about a reform file name it as the user did."""
    try:
        yield
    except SchemeErrors as error:
        if not isinstance(reform, Path):
            raise
        raise SchemeErrors(at_path(found, reform) for found in error.findings) from None


def _write(desk: Desk, out: Path | None, answer: _Answer) -> None:
    if out is not None:
        out.write_bytes(_document(desk, answer))
        desk.out.line(desk.words("wrote", path=str(out)))
    elif desk.format == JSON:
        desk.json(answer.data())
    elif desk.format == CSV:
        desk.out.csv(answer.csv())
    else:
        answer.report(desk.out)


def _document(desk: Desk, answer: _Answer) -> bytes:
    if desk.format == JSON:
        return as_json(answer.data()).encode()
    if desk.format == CSV:
        return answer.csv().encode(ENCODING)
    page = io.StringIO()
    answer.report(Screen(page, width=FILE_WIDTH))
    return page.getvalue().encode()


def _ended(desk: Desk, asked: Request, evaluation: Evaluation) -> int:
    """Rejected rows of the example are no finding: it has them on purpose."""
    return YES if asked.inputs is None else rejections(desk, evaluation, "left_out")
