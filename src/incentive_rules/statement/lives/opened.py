"""With what an evaluation begins that is given opening rows: lots, and all that rules look back at, by owner."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import whole_or_fraction
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.facts import RefusedValueError
from incentive_rules.ledger.model import Entry
from incentive_rules.messages import Label
from incentive_rules.periods import ONE_DAY, period_of
from incentive_rules.scheme.limits import MEMBER as MEMBER_SCOPE
from incentive_rules.statement.brought import MEMBER, Beginning, Counted, Lot, OpenedAccount, Paid
from incentive_rules.statement.digest import rules_digest
from incentive_rules.statement.earning.credit import Grant
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.opening import Opening, OpeningKind, refused_row
from incentive_rules.statement.rows import plain_facts
from incentive_rules.statement.winning import Won

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from datetime import date

    from incentive_rules.amounts import Amount, Scaled
    from incentive_rules.facts import Fact
    from incentive_rules.periods import Span
    from incentive_rules.program.model import Program
    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.opening import OpeningRow
    from incentive_rules.statement.setting import Setting


OF_MEMBER = (MEMBER_SCOPE, "")
"""What a limit goes by that is one of each member, or group."""


MOST_VALUES = 1_000_000
"""How many values of one owner opening rows may carry for a counter: each takes memory, and nobody has so many."""


def spans(day: date, per: Span) -> bool:
    """Whether a period of a length began before a day and goes on in it.

    Example:
        >>> from datetime import date
        >>> from incentive_rules.periods import Per
        >>> spans(date(2025, 1, 1), Per.YEAR), spans(date(2025, 2, 1), Per.YEAR), spans(date(2025, 1, 1), Per.EVER)
        (False, True, True)
    """
    return day in period_of(day - ONE_DAY, per)


def first_in(program: Program, day: date) -> date:
    """The first day of a window, as opening rows name it: that of the scheme where it began before."""
    return max(program.first, day)


def misfit(name: str, value: object, ko: str, en: str) -> Diagnostic:
    """An argument that does not go with the others."""
    return Diagnostic(Code.BAD_ARGUMENT, facts={"name": name, "value": value, "expected": Label(ko, en)})


def refuse_misfit(opening: Opening, program: Program, as_of: date) -> None:
    """Opening rows of another scheme, or of a later day.

    Raises:
        InputError: if they are.
    """
    scheme = program.scheme
    found = []
    if opening.scheme != scheme.id:
        found.append(
            misfit(
                "opening",
                opening.scheme,
                f"제도 '{scheme.id}'의 전기이월 자료",
                f"opening rows of the scheme '{scheme.id}'",
            )
        )
    elif opening.reading != scheme.reading:
        found.append(
            misfit(
                "opening",
                opening.reading or Label("해석을 고르지 않은 전기이월 자료", "opening rows without a reading"),
                f"같은 해석('{scheme.reading}')의 전기이월 자료",
                f"opening rows under the same reading ('{scheme.reading}')",
            )
        )
    elif opening.rules_sha256 != rules_digest(scheme.to_dict()):
        found.append(
            misfit(
                "opening",
                opening.rules_sha256[:12],
                "지금의 규칙으로 만든 전기이월 자료. 제도 파일의 규칙이 그 뒤에 바뀌었습니다",
                "opening rows that were written under these very rules; the scheme file was changed since",
            )
        )
    if as_of < opening.day:
        found.append(
            misfit(
                "as_of",
                as_of,
                f"전기이월 기준일 {opening.day} 또는 그 뒤",
                f"{opening.day}, the day of the opening rows, or later",
            )
        )
    if found:
        raise InputError(found)


def beginning_of(opening: Opening, setting: Setting) -> Beginning:
    """Opening rows as an evaluation under a program looks at them.

    Raises:
        InputError: with each row that does not fit the scheme.
    """
    return _Reader(opening, setting).beginning()


def opening_line(setting: Setting, began: Beginning, lot: Lot) -> Line:
    """What is left of an entry of before as a line of a statement, with the one step that says so."""
    rule, amount = setting.program.activities[lot.activity], setting.amounts[lot.left]
    facts = plain_facts({"day": began.day - ONE_DAY, "hash": began.result_sha256[:12]})
    step = setting.cite(StepKind.OPENING, rule, amount, facts=facts)
    entry = Entry(lot.entry_id, lot.member_id, lot.done, lot.activity)
    return lot.day, entry, Grant(rule.id, rule.label, lot.left, amount, (step,))


class _Misfit(Exception):  # noqa: N818  # it is told with its place
    """A field of a row that does not fit."""


@dataclass(slots=True)
class _Reader:
    opening: Opening
    setting: Setting
    lots: dict[Group, list[Lot]] = field(default_factory=lambda: defaultdict(list))
    paid: dict[Group, dict[tuple[str, str, date], dict[str, Amount]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    claims_paid: dict[Group, dict[tuple[str, str], int]] = field(default_factory=lambda: defaultdict(dict))
    limits: dict[Group, dict[tuple[str, str], Scaled]] = field(default_factory=lambda: defaultdict(dict))
    earned: dict[Group, dict[date, Scaled]] = field(default_factory=lambda: defaultdict(dict))
    counted: dict[Group, dict[str, list[Counted]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    spent: dict[tuple[str, str, str], Amount] = field(default_factory=dict)
    general: dict[Hashable, Scaled] = field(default_factory=dict)
    won: list[Won] = field(default_factory=list)
    open_rows: dict[OpeningKind, set[str]] = field(default_factory=lambda: defaultdict(set))

    def beginning(self) -> Beginning:
        wrong = []
        readers = self._readers()
        for number, row in enumerate(self.opening.rows):
            try:
                readers[row.kind](row)
            except _Misfit as misfits:
                wrong.append(refused_row(number, str(misfits)))
        for owner, lots in self.lots.items():
            if {lot.left > 0 for lot in lots} == {True, False}:  # a debt is made good by whatever there is
                wrong.append(refused_row(self._number(owner)))
        if wrong:
            raise InputError(wrong)
        owners = {**self.lots, **self.paid, **self.claims_paid, **self.limits, **self.earned, **self.counted}
        return Beginning(
            self.opening.day,
            self.opening.result_sha256,
            {owner: self._account(owner) for owner in owners},
            self.spent,
            self.general,
            tuple(self.won),
            frozenset(self.open_rows[OpeningKind.OPEN_ENTRY]),
            frozenset(self.open_rows[OpeningKind.OPEN_CLAIM]),
        )

    def _number(self, owner: Group) -> int:
        return next(
            n for n, row in enumerate(self.opening.rows) if _owner(row) == owner and row.kind is OpeningKind.DEBT
        )

    def _account(self, owner: Group) -> OpenedAccount:
        return OpenedAccount(
            tuple(self.lots.get(owner, ())),
            tuple(Paid(*key, amounts) for key, amounts in self.paid.get(owner, {}).items()),
            self.claims_paid.get(owner, {}),
            self.limits.get(owner, {}),
            self.earned.get(owner, {}),
            {name: tuple(values) for name, values in self.counted.get(owner, {}).items()},
        )

    def _readers(self) -> Mapping[OpeningKind, Callable[[OpeningRow], None]]:
        return {
            OpeningKind.LOT: self._lot,
            OpeningKind.DEBT: self._lot,
            OpeningKind.TIER_PAID: self._tier_paid,
            OpeningKind.CLAIM_USED: self._claim_used,
            OpeningKind.LIMIT_USED: self._limit_used,
            OpeningKind.EARNED: self._earned,
            OpeningKind.COUNTED: self._counted,
            OpeningKind.BUDGET_USED: self._budget_used,
            OpeningKind.WON: self._won,
            OpeningKind.OPEN_ENTRY: self._open_row,
            OpeningKind.OPEN_CLAIM: self._open_row,
        }

    def _lot(self, row: OpeningRow) -> None:
        rules = self.setting.program.activities
        rule = rules.get(_name(row, "activities"))
        day, owner = self._day(row), _owner(row)
        before = self.lots[owner][-1].day if self.lots.get(owner) else day
        _must(rule is not None, "rule")
        assert rule is not None  # asked in the line before
        _must((rule.of or MEMBER) == owner[0], "owner_kind")
        self._of_somebody(row)
        _must(bool(row.what), "what")
        _must(row.done is not None, "done")
        _must(day >= before, "day")
        amount = _amount(row)
        _must(amount > 0 if row.kind is OpeningKind.LOT else amount < 0, "amount")
        assert row.done is not None  # asked above
        points = self.setting.program.scale.put(amount)
        self.lots[owner].append(Lot(row.what, row.owner, rule.id, row.done, day, points))

    def _tier_paid(self, row: OpeningRow) -> None:
        section, award, *rest = [*row.rule.split("."), ""]
        rule = next((each for each in self.setting.program.tiers if each.id == award), None)
        tier = next((each.id for each in rule.tiers if each.address == row.rule), None) if rule else None
        _must(section == "awards" and tier is not None and bool(rest), "rule")
        self._of_somebody(row)
        amounts = self.paid[_owner(row)][award, str(tier), self._day(row)]
        if row.what:
            _must(row.what in self.setting.program.scheme.rewards, "what")
            amounts[row.what] = _amount(row)

    def _claim_used(self, row: OpeningRow) -> None:
        rule = next((each for each in self.setting.program.tiers if each.address == row.rule), None)
        _must(rule is not None, "rule")
        assert rule is not None  # asked in the line before
        _must(row.what == self._period(rule.claim_per), "what")
        self._of_somebody(row)
        self.claims_paid[_owner(row)][rule.id, row.what] = _number(row)

    def _limit_used(self, row: OpeningRow) -> None:
        program = self.setting.program
        if program.general_limits:
            self._general_limit_used(row)
            return
        rules = (each for limits in program.limits.values() for each in limits)
        rule = next((each for each in rules if each.address == row.rule), None)
        _must(rule is not None, "rule")
        assert rule is not None  # asked in the line before
        _must(row.what == self._period(rule.per), "what")
        self._of_somebody(row)
        self.limits[_owner(row)][rule.id, row.what] = self._used(row, is_count=rule.points is None)

    def _used(self, row: OpeningRow, *, is_count: bool) -> Scaled:
        amount = _amount(row)
        return whole_or_fraction(Fraction(amount)) if is_count else self.setting.program.scale.put(amount)

    def _general_limit_used(self, row: OpeningRow) -> None:
        rule = next((each for each in self.setting.program.general_limits if each.address == row.rule), None)
        _must(rule is not None, "rule")
        assert rule is not None  # asked in the line before
        _must(rule.per is not None and row.what == self._period(rule.per), "what")
        if OF_MEMBER in rule.by:
            self._of_somebody(row)
        else:
            self._of_all(row)
        others = [by for by in rule.by if by != OF_MEMBER]
        _must(len(row.by) == len(others), "by")
        facts = {(scope, fact.name): fact for scope, fact in rule.by_facts}
        told = dict(
            zip(others, (_read(facts.get(by), text) for by, text in zip(others, row.by, strict=True)), strict=True)
        )
        values = tuple(_owner(row) if by == OF_MEMBER else told[by] for by in rule.by)
        self.general[rule.id, values, row.what] = self._used(row, is_count=rule.count is not None)

    def _earned(self, row: OpeningRow) -> None:
        self._of_somebody(row)
        self.earned[_owner(row)][self._day(row)] = self.setting.program.scale.put(_amount(row))

    def _counted(self, row: OpeningRow) -> None:
        name = _name(row, "counters")
        _must(name in self.setting.program.counters, "rule")
        self._of_somebody(row)
        value = None if row.amount is None else self.setting.program.scale.put(row.amount)
        own = self.counted[_owner(row)][name]
        own.append(Counted(self._day(row), value, _number(row)))
        _must(sum(each.times for each in own) <= MOST_VALUES, "number")

    def _budget_used(self, row: OpeningRow) -> None:
        rule = next((each for each in self.setting.program.budgets if each.address == row.rule), None)
        _must(rule is not None, "rule")
        assert rule is not None  # asked in the line before
        _must(row.what == self._period(rule.per), "what")
        _must((row.owner_kind or MEMBER) == ("" if rule.by == "member" else rule.by), "owner_kind")
        _must(bool(row.owner) == bool(rule.by), "owner")
        self.spent[rule.id, row.what, row.owner] = _amount(row)

    def _won(self, row: OpeningRow) -> None:
        name = _name(row, "awards")
        _must(name in self.setting.program.scheme.awards, "rule")
        _must(bool(row.owner), "owner")
        _must(row.day == self.opening.day - ONE_DAY, "day")
        won = Won(name, row.what, row.owner, self._day(row), row.occasion, row.owner_kind or "member")
        self.won.append(won._replace(provisional=row.provisional))

    def _open_row(self, row: OpeningRow) -> None:
        _must(bool(row.what), "what")
        self.open_rows[row.kind].add(row.what)

    def _of_somebody(self, row: OpeningRow) -> None:
        """It is of one member or one group; a row of nobody would change nothing, without a word."""
        groups = (each.of for each in self.setting.program.activities.values())
        _must(not row.owner_kind or row.owner_kind in groups, "owner_kind")
        _must(bool(row.owner), "owner")

    @staticmethod
    def _of_all(row: OpeningRow) -> None:
        """It is of all together."""
        _must(not row.owner, "owner")
        _must(not row.owner_kind, "owner_kind")

    def _day(self, row: OpeningRow) -> date:
        """The day of a row; nothing in it is later than the opening."""
        _must(row.day is not None and row.day < self.opening.day, "day")
        assert row.day is not None  # asked in the line before
        return row.day

    def _period(self, per: Span) -> str:
        """The period that goes on on the day of the opening."""
        return period_of(self.opening.day, per).name


def _must(holds: bool, name: str) -> None:  # noqa: FBT001  # what must hold, and the field that says otherwise
    if not holds:
        raise _Misfit(name)


def _owner(row: OpeningRow) -> Group:
    return row.owner_kind, row.owner


def _name(row: OpeningRow, section: str) -> str:
    """The id of a rule of a section; an empty text where the address is of another."""
    head, _, name = row.rule.partition(".")
    return name if head == section else ""


def _amount(row: OpeningRow) -> Amount:
    _must(row.amount is not None, "amount")
    assert row.amount is not None  # asked in the line before
    return row.amount


def _number(row: OpeningRow) -> int:
    _must(row.number is not None and row.number >= 0, "number")
    assert row.number is not None  # asked in the line before
    return row.number


def _read(fact: Fact | None, text: str) -> object:
    """A value by which a limit goes."""
    try:
        return text if fact is None else fact.parse(text)
    except RefusedValueError as refused:
        name = "by"
        raise _Misfit(name) from refused
