"""From one entry to the points it asks for: when it counts, whether it counts, its base and its bonuses.

Limits come later (``limiting``), because they look at several entries of a member. ``scoring`` asks here once for all
entries that are alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from incentive_rules.amounts import Amount, Scaled, whole_or_fraction
from incentive_rules.codes import Code
from incentive_rules.ledger.model import Status
from incentive_rules.program.points import counts_quantity
from incentive_rules.scheme.conditions import GIVEN, GIVER, ROW, tests_of
from incentive_rules.statement.earning.points import OwnPoints, Stop
from incentive_rules.statement.judge import Known, failures, truth, value_words
from incentive_rules.statement.model import Reason, State, Step, StepKind
from incentive_rules.statement.rows import because, days_of, plain_facts, rule_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.ledger.model import Entry
    from incentive_rules.messages import Label
    from incentive_rules.program.model import ActivityRule, BonusRule, Program
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.provenance import Cited
    from incentive_rules.statement.setting import Setting


@dataclass(frozen=True, slots=True, eq=False)  # one for all entries alike, so it is counted by identity
class Grant:
    """What an entry that counts asks for before limits, and the steps that lead there."""

    activity: str
    label: Label
    points: Scaled
    amount: Amount
    steps: tuple[Step, ...]


Line = tuple[date, "Entry", Grant]
"""An entry that counts: the day on which it counts, the entry, and what it asks for."""


class Verdict(NamedTuple):
    """An entry that does not count (now, or at all), and why. ``counts_on`` is ``None`` where it is not known."""

    entry: Entry
    state: State
    reasons: tuple[Reason, ...]
    counts_on: date | None = None


def date_of(entry: Entry, choice: str) -> date | None:
    """The date of an entry that an answer names; the day on which it was done where the question does not arise."""
    if choice == "approval_date":
        return entry.approved_on
    return entry.recorded_on or entry.date if choice == "recorded_date" else entry.date


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges entries one by one; nothing that one entry says changes what becomes of another."""

    setting: Setting
    _reasons: dict[tuple[object, ...], tuple[Reason, ...]] = field(default_factory=dict)
    _rule_words: dict[str, Label] = field(default_factory=dict)

    @property
    def program(self) -> Program:
        """The program of the setting."""
        return self.setting.program

    def judge(self, entry: Entry) -> Grant | Verdict:
        """What an entry asks for, or why it does not count."""
        counts_on: date | None = None
        try:
            counts_on = self._counting_day(entry)
            rule = self._rule(entry, counts_on)
            known = self.known(entry)
            self._eligible(entry, rule, known, counts_on)
            steps = self._steps(entry, rule, known, counts_on)
        except Stop as stop:
            return Verdict(entry, stop.state, stop.reasons, counts_on)
        amount = sum((step.amount for step in steps), Amount(0))
        points = whole_or_fraction(amount * self.program.scale.factor)
        return Grant(entry.activity, rule.label, points, amount, steps)

    def _counting_day(self, entry: Entry) -> date:
        if entry.activity not in self.program.activities:  # a table that was typed for another scheme
            facts = {"value": entry.activity, "known": tuple(self.program.activities)}
            raise Stop(State.REJECTED, because(Code.UNKNOWN_ACTIVITY, **facts))
        if entry.status is Status.REJECTED:
            raise Stop(State.REJECTED, because(Code.STATUS_REJECTED))
        day = date_of(entry, self.program.answers.points_count_on)
        if day is None:
            raise Stop(State.HELD, because(Code.NOT_APPROVED))
        if day > self.setting.as_of:
            raise Stop(State.NOT_YET, because(Code.NOT_YET, day=day, as_of=self.setting.as_of))
        return day

    def _values_day(self, entry: Entry, counts_on: date) -> date:
        return entry.date if self.program.answers.values_taken_on == "activity_date" else counts_on

    def _rule(self, entry: Entry, counts_on: date) -> ActivityRule:
        program, day = self.program, self._values_day(entry, counts_on)
        for each in (day, counts_on):
            if not program.first <= each < program.until:
                raise Stop(State.REJECTED, because(Code.OUTSIDE_SCHEME, day=each, **days_of(program)))
        rule = program.activities[entry.activity]
        if rule.made is not None and not hasattr(entry, "part"):
            raise Stop(State.REJECTED, because(Code.MADE_BY_RULE, name=rule.label))
        if not rule.holds_on(day):
            raise Stop(State.REJECTED, because(Code.NOT_IN_FORCE, name=rule.label, day=day, **days_of(rule)))
        if entry.status is Status.PENDING:
            raise Stop(State.HELD, because(Code.STATUS_PENDING))
        if entry.quantity not in (None, 1) and rule.made is None and not counts_quantity(rule.points):
            facts = {"activity": rule.label, "value": entry.quantity}
            raise Stop(State.REJECTED, because(Code.QUANTITY_NOT_USED, **facts))
        if entry.share is not None and not rule.shares:
            raise Stop(State.REJECTED, because(Code.SHARE_NOT_USED, activity=rule.label, value=entry.share))
        return rule

    def known(self, entry: Entry) -> dict[tuple[str, str], object]:
        """What is known of an entry and of its member on the day on which that is judged, by scope and name."""
        day = date_of(entry, self.program.answers.grade_judged_on)
        group = self.program.activities[entry.activity].of
        if group:  # all that is known of a group is its name, though a person may be called the same
            member: Known = {("member", group): entry.member_id}
        else:
            member = self.setting.people.known(entry.member_id, day) if day else {}
        own = {("entry", name): value for name, value in entry.facts.items()}
        of_row = {("entry", "quantity"): entry.quantity, ("activity", "activity"): entry.activity}
        return {**member, **own, **of_row, **self._giver(entry, day)}

    def _giver(self, entry: Entry, day: date | None) -> dict[tuple[str, str], object]:
        """What is known of whoever gave the points."""
        given: dict[tuple[str, str], object] = {(ROW, GIVEN.name): entry.from_member is not None}
        if entry.from_member is None or day is None:
            return given
        facts = self.setting.people.known(entry.from_member, day)
        return given | {(GIVER, name): value for (_, name), value in facts.items()}

    def _eligible(self, entry: Entry, rule: ActivityRule, known: Known, counts_on: date) -> None:
        day, program = self._values_day(entry, counts_on), self.program
        for condition, address, cited in (
            (None if rule.of else program.eligible, "eligible", program.eligible_cited),
            (rule.when, f"{rule.address}.when", rule.cited),
        ):
            if condition is not None and (holds := truth(condition, known, day)) is not True:
                state = State.HELD if holds is None else State.REJECTED
                raise Stop(state, *self.why_not(entry, condition, known, day, self._words(address, cited)))

    def _words(self, address: str, cited: Cited) -> Label:
        """A rule as reasons cite it; put into words once."""
        found = self._rule_words.get(address)
        if found is None:
            found = self._rule_words[address] = rule_words(address, cited)
        return found

    def why_not(self, entry: Entry, condition: Condition, known: Known, day: date, rule: Label) -> tuple[Reason, ...]:
        """Why a condition does not hold: the tests that fail, or the facts that are missing."""
        judged = date_of(entry, self.program.answers.grade_judged_on)
        refs = [each for test in tests_of(condition) for each in test.asks()]
        asked = tuple([(each.scope, known.get((each.scope, each.fact.name))) for each in refs])
        is_open = truth(condition, known, day) is None
        for scope in ("member", *([GIVER] if is_open else [])):
            if (scope, None) in asked and (gap := self._gap(entry, scope)):
                failed = failures(condition, known, day)
                if any(failure.scope == scope and failure.have is None for failure in failed):
                    return (gap,)
        key = (rule, day, judged, asked, entry.from_member is None)
        found = self._reasons.get(key)
        if found is None:
            found = self._reasons[key] = tuple(reasons_of(condition, known, day, judged or day, rule))
        return found

    def _gap(self, entry: Entry, scope: str = "member") -> Reason | None:
        """Why nothing is known of the entry's member, or of who gave the points, if that is so."""
        person = {"member": entry.member_id, GIVER: entry.from_member}.get(scope)
        if person is None:
            return because(Code.GIVER_MISSING) if scope == GIVER else None
        day = date_of(entry, self.program.answers.grade_judged_on)
        return because(Code.NOT_APPROVED) if day is None else self.setting.people.gap(person, day)

    def _steps(self, entry: Entry, rule: ActivityRule, known: Known, counts_on: date) -> tuple[Step, ...]:
        day = self._values_day(entry, counts_on)
        base = self._own(entry, rule, known, day)
        total = sum((step.amount for step in base), Amount(0))
        part: Fraction = getattr(entry, "part", Fraction(1))
        if part != 1:
            base = (*base, self._prorated(rule, total, part))
            total = sum((step.amount for step in base), Amount(0))
        if total < 0:
            return base  # a bonus is more points on top of some; a deduction has none
        return (*base, *self._bonuses(entry, total, known, day))

    def _prorated(self, rule: ActivityRule, whole: Amount, part: Fraction) -> Step:
        """What whoever begins within the period is not given."""
        points = Fraction(whole * part)
        if rule.made is not None and rule.made.rounding is not None:
            scale = self.program.scale
            points = scale.take(rule.made.rounding.apply(Fraction(scale.put(points))))
        facts = plain_facts({"part": Amount(part)})
        return self.setting.cite(StepKind.PRORATED, rule, Amount(points - whole), "", date.min, facts)

    def _own(self, entry: Entry, rule: ActivityRule, known: Known, day: date) -> tuple[Step, ...]:
        """The steps of the entry's own points."""
        return OwnPoints(self.setting, rule, known, day, lambda scope: self._gap(entry, scope)).steps()

    def _bonuses(self, entry: Entry, base: Amount, known: Known, day: date) -> Iterable[Step]:
        for bonus in self.program.bonuses[entry.activity]:
            if not bonus.holds_on(day):
                continue
            holds = truth(bonus.when, known, day)
            if holds is None and self.program.activities[entry.activity].made is not None and _asks_row(bonus.when):
                continue  # what has no row has no such bonus
            if holds is None:
                words = self._words(f"{bonus.address}.when", bonus.cited)
                raise Stop(State.HELD, *self.why_not(entry, bonus.when, known, day, words))
            if holds:
                yield self._bonus(bonus, base, day)

    def _bonus(self, bonus: BonusRule, base: Amount, day: date) -> Step:
        if bonus.more is not None:
            since, more = bonus.more.step_on(day)
            return self.setting.cite(StepKind.BONUS, bonus, Amount(base * more), f"×{Amount(more + 1)}", since)
        assert bonus.add is not None
        since, add = bonus.add.step_on(day)
        value = self.program.scale.take(add)
        return self.setting.cite(StepKind.BONUS, bonus, value, value, since)


def reasons_of(condition: Condition, known: Known, day: date, judged: date, rule: Label) -> Iterator[Reason]:
    """Why a condition does not hold: each test that fails, or each fact that is missing."""
    unknown = truth(condition, known, day) is None
    for failure in failures(condition, known, day):
        facts = {"need": failure.need, "name": failure.fact.label, "day": judged}
        if failure.have is None:
            yield because(Code.CONDITION_UNKNOWN, **facts)
        elif not unknown:
            yield because(Code.NOT_ELIGIBLE, **facts, have=value_words(failure.have), rule=rule)


def _asks_row(condition: Condition) -> bool:
    """Whether a condition asks what only a row can say."""
    return any(each.scope in ("entry", "giver") for test in tests_of(condition) for each in test.asks())
