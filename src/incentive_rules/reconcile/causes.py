"""What a row's points in a sheet look like: the figure is compared with what the rules would give otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.ledger.model import RejectedRow
from incentive_rules.messages import Label
from incentive_rules.program.points import BandPoints, FactPoints, FixedPoints, UnitPoints, values_of
from incentive_rules.reconcile.model import Cause, Why
from incentive_rules.statement.model import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.periods import Dated
    from incentive_rules.program.model import ActivityRule, BonusRule, Program
    from incentive_rules.reconcile.sheet import Line
    from incentive_rules.statement.model import Credit, Reason

MOST_BONUSES = 6
"""More bonuses of one activity than these are not combined: the number of combinations doubles with each."""

_OWN = (
    StepKind.BASE,
    StepKind.DEDUCTION,
    StepKind.BAND,
    StepKind.WEIGHT,
    StepKind.CAP,
    StepKind.CRITERION,
)
"""The steps of an entry's own points, but for rounding."""

_BY_CODE = {
    Code.NO_LONGER_ELIGIBLE: Cause.NO_LONGER_ELIGIBLE,
    Code.DUPLICATE_ROW: Cause.DUPLICATE,
    Code.SAME_ID_DIFFERENT: Cause.SAME_ID,
    Code.MEMBER_NOT_LISTED: Cause.NOT_LISTED,
    Code.ROSTER_ROW_UNREAD: Cause.NOT_LISTED,
    Code.NOT_LISTED_ON_DAY: Cause.NOT_LISTED,
    Code.OUTSIDE_SCHEME: Cause.OUTSIDE,
    Code.NOT_IN_FORCE: Cause.OUTSIDE,
    Code.NOT_YET: Cause.NOT_YET,
    Code.NOT_KNOWN_YET: Cause.NOT_YET,
    Code.STATUS_PENDING: Cause.NOT_APPROVED,
    Code.NOT_APPROVED: Cause.NOT_APPROVED,
    Code.STATUS_REJECTED: Cause.TURNED_DOWN,
    Code.CONDITION_UNKNOWN: Cause.FACT_MISSING,
    Code.FACT_MISSING: Cause.FACT_MISSING,
    Code.NOTHING_DUE: Cause.TIER_NOT_REACHED,
    Code.PAID_BEFORE: Cause.PAID_TWICE,
    Code.CLAIMED_BEFORE: Cause.PAID_TWICE,
    Code.OPTION_MISSING: Cause.OPTION_MISSING,
}


def by_reason(reasons: Sequence[Reason], program: Program) -> Why:
    """Why a row or a claim brings nothing, by the first of its reasons; there is always one."""
    first = reasons[0]
    if first.code is not Code.NOT_ELIGIBLE:
        return Why(_BY_CODE.get(first.code, Cause.NOT_COUNTED))
    name = first.facts["name"]
    assert isinstance(name, Label)  # the label of a fact
    of_member = any(name == fact.label for fact in program.scheme.facts.member.values())
    return Why(Cause.NOT_ELIGIBLE if of_member else Cause.CONDITION_NOT_MET, name)


def of_row(program: Program, line: Line, reasons: Sequence[Reason], credit: Credit | None) -> tuple[Why, ...]:
    """What the points of a row look like, the likeliest first; they are not ours."""
    if line.unread is not None:
        return (Why(Cause.UNREAD),)
    if credit is None:
        return (Why(Cause.ROW_UNREAD) if isinstance(line.row, RejectedRow) else by_reason(reasons, program),)
    if not line.said:
        return (Why(Cause.LEFT_BLANK if line.said is None else Cause.SAID_NOTHING),)
    return _Reckoning.of(program, credit).looks_like(line.said)


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """The points of an entry taken apart, to be put together otherwise.

    ``exact`` is the base before rounding, ``share`` the part of joint work that falls to the entry.
    """

    program: Program
    rule: ActivityRule
    day: date
    exact: Amount
    base: Amount
    share: Amount
    bonuses: tuple[BonusRule, ...]
    others: tuple[BonusRule, ...]
    limit: Label | None
    have: str

    @classmethod
    def of(cls, program: Program, credit: Credit) -> _Reckoning:
        day = credit.day if program.answers.values_taken_on == "activity_date" else credit.counts_on
        steps = {step.rule: step for step in credit.steps if step.kind is StepKind.BONUS}
        declared = [bonus for bonus in program.bonuses[credit.activity] if bonus.holds_on(day)]
        own = [step for step in credit.steps if step.kind in _OWN]
        exact = sum((step.amount for step in own), Amount(0))
        rounding = sum((step.amount for step in credit.steps if step.kind is StepKind.ROUNDING), Amount(0))
        shares = [Amount(step.value) for step in credit.steps if step.kind in (StepKind.SHARE, StepKind.TAKEN_OVER)]
        return cls(
            program=program,
            rule=program.activities[credit.activity],
            day=day,
            exact=exact,
            base=exact + rounding,
            share=[Amount(1), *shares][-1],
            bonuses=tuple(bonus for bonus in declared if bonus.address in steps),
            others=tuple(bonus for bonus in declared if bonus.address not in steps),
            limit=next((step.label for step in credit.steps if step.kind is StepKind.LIMIT), None),
            have=str(own[0].facts.get("have", "")),
        )

    def looks_like(self, said: Amount) -> tuple[Why, ...]:
        """The other reckonings that give what the sheet says."""
        found = dict.fromkeys(why for amount, why in self._otherwise(said) if amount == said)
        return tuple(found) or (Why(Cause.OTHER),)

    def _otherwise(self, said: Amount) -> Iterator[tuple[Amount, Why]]:
        if self.limit is not None:
            yield self._points(self.base, self.bonuses), Why(Cause.LIMIT_IGNORED, self.limit)
        for left_out in _some(self.bonuses):
            kept = [bonus for bonus in self.bonuses if bonus not in left_out]
            yield self._points(self.base, kept), Why(Cause.BONUS_LEFT_OUT, _names(left_out))
        yield from self._other_values()
        for given in _some(self.others):
            yield self._points(self.base, (*self.bonuses, *given)), Why(Cause.BONUS_NOT_DUE, _names(given))
        if self.exact != self.base:
            yield self._points(self.exact, self.bonuses), Why(Cause.ROUNDING_LEFT_OUT)
        yield from self._other_days()
        if worth := [rule for rule in self._other_activities() if said in self._worth(rule)]:
            yield said, Why(Cause.OTHER_ACTIVITY, _names(worth))

    def _points(self, base: Amount, bonuses: Iterable[BonusRule]) -> Amount:
        """Points without a limit."""
        return Amount(sum((self._bonus(bonus, base) for bonus in bonuses), base) * self.share)

    def _bonus(self, bonus: BonusRule, base: Amount) -> Amount:
        if bonus.more is not None:
            return Amount(base * bonus.more.on(self.day))
        assert bonus.add is not None  # a bonus adds or multiplies
        return self.program.scale.take(bonus.add.on(self.day))

    def _other_values(self) -> Iterator[tuple[Amount, Why]]:
        """Where a fact decides the points: those of its other values."""
        points = self.rule.points
        if isinstance(points, FactPoints):
            for value, dated in points.points.items():
                label = points.fact.label
                name = Label(f"{label.ko} {value}", f"{label.en} {value}")
                base = self.program.scale.take(dated.on(self.day))
                yield self._points(base, self.bonuses), Why(Cause.OTHER_VALUE, name)

    def _other_days(self) -> Iterator[tuple[Amount, Why]]:
        """Where values change on a day: those of the other days."""
        for first, base in self._other_bases():
            yield self._points(base, self.bonuses), Why(Cause.OTHER_DAY, Label(str(first), str(first)))
        for bonus in self.bonuses:
            rest = self._points(self.base, [each for each in self.bonuses if each is not bonus])
            for first, value in bonus.add.steps if bonus.add else ():
                yield (
                    rest + Amount(self.program.scale.take(value) * self.share),
                    Why(Cause.OTHER_DAY, Label(str(first), str(first))),
                )

    def _other_bases(self) -> Iterator[tuple[date, Amount]]:
        dated = self._dated()
        if dated is None:
            return
        now = dated.on(self.day)
        for first, value in dated.steps if now else ():
            yield first, self._rounded(Amount(self.exact * Fraction(value) / now))

    def _dated(self) -> Dated[Scaled] | None:
        """The value behind the base, where it is one alone."""
        match self.rule.points:
            case UnitPoints() as points:
                return points.each
            case FactPoints() as points:
                return points.points[self.have]
            case FixedPoints() as points:
                return points.points
            case _:
                return None

    def _rounded(self, exact: Amount) -> Amount:
        points, scale = self.rule.points, self.program.scale
        rounding = points.rounding if isinstance(points, UnitPoints) else None
        return scale.take(rounding.apply(exact * scale.factor)) if rounding else exact

    def _other_activities(self) -> list[ActivityRule]:
        rules = self.program.activities.values()
        return [rule for rule in rules if rule is not self.rule and rule.holds_on(self.day)]

    def _worth(self, rule: ActivityRule) -> list[Amount]:
        """What an entry of another activity would bring, with the same bonuses as far as it can have them."""
        if not isinstance(rule.points, FixedPoints | FactPoints | BandPoints):
            return []
        bonuses = [bonus for bonus in self.bonuses if bonus in self.program.bonuses[rule.id]]
        return [self._points(self.program.scale.take(each.on(self.day)), bonuses) for each in values_of(rule.points)]


def _some(bonuses: tuple[BonusRule, ...]) -> Iterator[tuple[BonusRule, ...]]:
    """Some or all of the bonuses, few first."""
    for count in range(1, len(bonuses) + 1):
        yield from combinations(bonuses[:MOST_BONUSES], count)


def _names(rules: Sequence[ActivityRule] | Sequence[BonusRule]) -> Label:
    """Several names as one."""
    return Label(", ".join(rule.label.ko for rule in rules), ", ".join(rule.label.en for rule in rules))
