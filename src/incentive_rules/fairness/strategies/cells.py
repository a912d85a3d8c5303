"""Cells of drawn rows: what a scheme's rules ask for, values beside it, blanks and slips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incentive_rules.facts import Fact, FactKind, RefusedValueError, Value
from incentive_rules.fairness.strategies.days import days_between
from incentive_rules.fairness.strategies.edges import Edges
from incentive_rules.ledger.model import Status
from incentive_rules.periods import ONE_DAY
from incentive_rules.scheme.awards import ClaimBy, TiersAward
from incentive_rules.scheme.conditions import QUANTITY
from incentive_rules.scheme.givers import asks_of_givers
from incentive_rules.scheme.limits import GIVER, WORK, Allowance
from incentive_rules.scheme.points import deciding_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.messages import Label
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.parts import InForce

Row = dict[str, Any]
"""A row of a table: column to text, as a CSV file holds it. A blank cell is an empty text."""

BLANK = ""
DAY_COLUMNS = ("date", "approved_on", "recorded_on")
"""The columns of an entry that hold days, in the order in which they come to pass."""

_GIVERS, _WORKS = ("K-1", "K-2"), ("W-1", "W-2")
_SLIPS = {FactKind.NUMBER: "-1", FactKind.DATE: "2024-02-30"}
_SLIP = "없는 값"
_OFTEN = 16  # so many right cells stand against one blank and one slip
_WORKS = ("W-1", "W-2")
_SHARES = ("1/2", "50%", "0.5", "1/3", "2/3", BLANK)
_GIVERS = ("K-1", "K-2")
_STATUSES = (*[str(Status.APPROVED)] * (_OFTEN // 2), str(Status.PENDING), str(Status.REJECTED), BLANK)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells that rows of a scheme may have. ``clean`` ones can all be read, and nothing is unknown."""

    scheme: Scheme
    edges: Edges
    clean: bool

    @classmethod
    def of(cls, scheme: Scheme, *, clean: bool) -> Cells:
        """The cells for a scheme."""
        return cls(scheme, Edges.of(scheme), clean)

    def days(self, rule: InForce | None = None) -> st.SearchStrategy[date]:
        """A day on which the scheme, or a rule, holds; or the day before it or after it."""
        beyond = timedelta() if self.clean else ONE_DAY
        first, until = self.scheme.in_force(rule or self.scheme)
        return days_between(first - beyond, min(until - ONE_DAY, self.edges.last) + beyond, self.edges.days)

    def day(self, rule: InForce | None = None) -> st.SearchStrategy[str]:
        """Such a day as a cell."""
        return self.days(rule).map(date.isoformat)

    def people(self) -> st.SearchStrategy[Row]:
        """What a row of the staff list tells of a person."""
        return self._facts("member", self.scheme.facts.member)

    def entry(self, activity: str) -> st.SearchStrategy[Row]:
        """A row of the ledger, without its id and its member."""
        cells: dict[str, st.SearchStrategy[Any]] = {
            "date": self.day(self.scheme.activities[activity]),
            "activity": self._activity(activity),
        }
        optional: dict[str, st.SearchStrategy[Any]] = {}
        self._put_quantity(activity, cells, optional)
        self._put_share(activity, cells, optional)
        self._put_days(cells, optional)
        self._put_people_and_work(cells if self.clean else optional)
        if not self.clean:
            optional["status"] = st.sampled_from(_STATUSES)
        row = st.fixed_dictionaries(cells, optional={key: told for key, told in optional.items() if key not in cells})
        facts = self._facts("entry", self.scheme.facts.entry)
        whole = st.builds(lambda told, known: told | known, row, facts)
        return whole.map(_in_order) if self.clean else whole

    def claim(self) -> st.SearchStrategy[Row] | None:
        """A claim, without its id and its member. A clean one needs an award that members claim."""
        awards = {name: award for name, award in self.scheme.awards.items() if isinstance(award, TiersAward)}
        claimed = [name for name, award in awards.items() if award.claim.by is ClaimBy.MEMBER]
        named = claimed if self.clean else [*claimed * 2, *awards]  # a slip: an award that is paid without a claim
        if named:
            return st.sampled_from(named).flatmap(lambda name: self._claim(name, awards[name]))
        return None if self.clean else st.fixed_dictionaries({"date": self.day(), "award": st.just(_SLIP)})

    def _claim(self, name: str, award: TiersAward) -> st.SearchStrategy[Row]:
        options = dict.fromkeys(option for tier in award.tiers.values() for option in tier.choose or {})
        cells: dict[str, st.SearchStrategy[Any]] = {"date": self.day(award), "award": _named(name, award.label)}
        slips = () if self.clean else (_SLIP, *self.scheme.facts.options)
        if options:
            cells["option"] = st.sampled_from((*options, BLANK, *slips))
        return st.fixed_dictionaries(cells, optional={} if self.clean else {"recorded_on": self.day()})

    def _activity(self, name: str) -> st.SearchStrategy[str]:
        known = _named(name, self.scheme.activities[name].label)
        return known if self.clean else self._perhaps_blank(known, _SLIP)

    def _put_quantity(self, activity: str, cells: Row, optional: Row) -> None:
        """An activity that does not count units has none, or one."""
        points = self.scheme.activities[activity].points
        numbers = self._of_fact("entry", QUANTITY)
        if QUANTITY.name in deciding_facts(points):
            cells["quantity"] = numbers
        elif ("entry", "quantity") in self.edges.operands:
            optional["quantity"] = st.just("1") if self.clean else numbers

    def _put_share(self, activity: str, cells: Row, optional: Row) -> None:
        """Joint work, whose shares seldom make 1; of clean rows only what was done alone. And who gave the points."""
        if self.scheme.activities[activity].shares:
            optional["work"] = st.sampled_from(_WORKS)
            if not self.clean:
                optional["share"] = st.sampled_from(_SHARES)
        if asks_of_givers(self.scheme):
            if self.clean:
                cells["from_member"] = st.just(_GIVERS[0])  # whom every staff list has
            else:
                optional["from_member"] = st.sampled_from(_GIVERS)

    def _put_people_and_work(self, cells: Row) -> None:
        """Who gave, and to which work it belongs, where a limit goes by that."""
        limits = self.scheme.limits.values()
        asked = {name for limit in limits for name in limit.by}
        asked |= {limit.points.by.partition(".")[0] for limit in limits if isinstance(limit.points, Allowance)}
        for key, column, ids in ((GIVER, "from_member", _GIVERS), (WORK, "work", _WORKS)):
            if key in asked:
                cells.setdefault(column, st.sampled_from(ids))

    def _put_days(self, cells: Row, optional: Row) -> None:
        """Days of approval and recording: needed where a rule goes by them."""
        answers = {answer.value for answer in self.scheme.answered.values()}
        for column, answer in (("approved_on", "approval_date"), ("recorded_on", "recorded_date")):
            if answer in answers:
                cells[column] = self.day() if self.clean else self._perhaps_blank(self.day())
            elif not self.clean:
                optional[column] = self.day()

    def _perhaps_blank(self, known: st.SearchStrategy[str], instead: str = BLANK) -> st.SearchStrategy[str]:
        """A cell that is seldom blank, or seldom wrong."""
        return st.integers(0, _OFTEN).flatmap(lambda number: st.just(instead) if number == _OFTEN else known)

    def _facts(self, scope: str, facts: Mapping[str, Fact]) -> st.SearchStrategy[Row]:
        return st.fixed_dictionaries({name: self._of_fact(scope, fact) for name, fact in facts.items()})

    def _of_fact(self, scope: str, fact: Fact) -> st.SearchStrategy[str]:
        """A cell of a fact."""
        values = [value for value in self.edges.values(scope, fact) if _can_be_read(fact, value)]
        cells = list(map(_text, values))
        if self.clean:
            return st.sampled_from(cells if fact.blank is None else [BLANK, *cells])
        slip = [] if fact.kind in (FactKind.TEXT, FactKind.GROUP) else [_SLIPS.get(fact.kind, _SLIP)]
        return st.sampled_from([*cells * max(1, _OFTEN // len(cells)), BLANK, *slip])


def _named(name: str, label: Label) -> st.SearchStrategy[str]:
    """A rule by its id or by one of its names."""
    return st.sampled_from(tuple(dict.fromkeys((name, name, label.ko, label.en))))


def _can_be_read(fact: Fact, value: Value) -> bool:
    try:
        fact.parse(value)
    except RefusedValueError:
        return False
    return True


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _in_order(row: Row) -> Row:
    """The row with its days in the order in which they come to pass."""
    columns = [column for column in DAY_COLUMNS if column in row]
    return row | dict(zip(columns, sorted(row[column] for column in columns), strict=True))
