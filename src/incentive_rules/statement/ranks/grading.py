"""Grades (S, A, B): who gets which on the settling day, and what that pays.

who is counted -> who is not paid -> pools -> ranks -> seats or scores -> adjustments in written order -> payments

Ids never decide: equal scores take equal ranks, and the scheme says what a tie does where a grade ends inside it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.scheme.grades import GradeTies, NotPaidThen
from incentive_rules.statement.judge import truth, words
from incentive_rules.statement.model import Apart, Ranked, Ranking
from incentive_rules.statement.ranks.grade_pay import Graded, GradePayer
from incentive_rules.statement.ranks.pools import of_pool, pools
from incentive_rules.statement.ranks.seats import seats
from incentive_rules.statement.ranks.standings import standings_of
from incentive_rules.statement.rows import because, rule_words, set_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.amounts import Scaled
    from incentive_rules.facts import Value
    from incentive_rules.program.grades import GradeRule, GradesRule
    from incentive_rules.statement.earning.credit import Verdict
    from incentive_rules.statement.earning.groups import Group
    from incentive_rules.statement.lives.member import Life
    from incentive_rules.statement.model import Payment, Reason
    from incentive_rules.statement.ranks.standings import Standings
    from incentive_rules.statement.setting import Setting


def gradings(
    setting: Setting, lives: Mapping[str, Life], groups: Mapping[Group, Life], held: Sequence[Verdict]
) -> Iterator[tuple[Ranking, tuple[Payment, ...]]]:
    """The grading of each pool in every period that has begun, with what is paid."""
    for rule in setting.program.grades:
        for found in standings_of(setting, rule, lives, groups, held):
            yield from _Sorting(found.setting, rule, found).gradings()


@dataclass(slots=True)
class _Sorting:
    """Sorts those who are counted in one period into pools."""

    setting: Setting
    rule: GradesRule
    found: Standings
    unpaid: dict[str, Reason] = field(default_factory=dict)
    unsure: dict[str, Reason] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return min(self.rule.settles_on(self.found.period), self.setting.as_of)

    def gradings(self) -> Iterator[tuple[Ranking, tuple[Payment, ...]]]:
        """One for each pool; one without people where nobody is counted."""
        self._look_who_is_not_paid()
        sorted_ = self._pools()
        reasons = [*self.found.reasons, *self.unsure.values()]
        for number, (values, names) in enumerate(sorted_.items()):
            apart = self.found.apart if number == 0 else []
            yield _Pool(self, values, names, reasons, list(apart)).result()

    def _look_who_is_not_paid(self) -> None:
        rule = self.rule.not_paid
        for name in sorted(self.found.scores) if rule else ():
            assert rule is not None  # asked above
            holds = truth(rule.when, self.setting.people.known(name, self.day), self.day)
            if holds is None:
                self.unsure[name] = self.setting.unknown_of(rule.when, name, self.day)
            elif holds:
                at = rule_words(f"{self.rule.address}.not_paid", self.rule.cited)
                why = {"need": words(rule.when, self.day), "day": self.day, "rule": at}
                self.unpaid[name] = because(Code.NOT_PAID_BY_RULE, **why)

    def _pools(self) -> dict[tuple[str, ...], list[str]]:
        names = sorted(self.found.scores)
        if self.rule.not_paid and self.rule.not_paid.then is NotPaidThen.LEAVE_OUT:
            self.found.apart += [Apart(name, (reason,)) for name, reason in self.unpaid.items()]
            names = [name for name in names if name not in self.unpaid]
        fact = self.rule.within
        if fact is None:
            return {(): names}
        values: dict[str, Value] = {}
        for name in names:
            value = self.setting.people.known(name, self.day).get(("member", fact.name))
            if value is None:
                gap = self.setting.people.gap(name, self.day)
                why = gap or because(Code.GROUP_UNKNOWN, name=fact.label, member=name, day=self.day)
                self.found.apart.append(Apart(name, (why,)))
                self.found.reasons.append(why)
            else:
                values[name] = value
        return pools(fact, values, self.rule.pool_below) or {(): []}


@dataclass(slots=True)
class _Pool:
    """Grades those who are graded together."""

    sorting: _Sorting
    values: tuple[str, ...]
    names: list[str]
    reasons: list[Reason]
    apart: list[Apart]
    seats: tuple[int, ...] = ()

    @property
    def rule(self) -> GradesRule:
        return self.sorting.rule

    @property
    def day(self) -> date:
        return self.sorting.day

    def result(self) -> tuple[Ranking, tuple[Payment, ...]]:
        """The grading and its payments."""
        setting, period = self.sorting.setting, self.sorting.found.period
        if self.names and not any(self.sorting.found.scores[name].entries for name in self.names):
            self.reasons = [*self.reasons, because(Code.NOBODY_SCORED, period=period.name)]
        ranked = self._ranked()
        if self.rule.by_share:
            self.seats = self._seats()
        standings = list(self._standings(ranked))
        final = self.rule.settles_on(period) <= setting.as_of
        payer = GradePayer(setting, self.rule, period, len(self.names))
        payments = {each.name: list(payer.payments(each)) if final else [] for each in standings}
        self.reasons += [reason for each in standings for reason in each.open]
        found, is_open = set_of(self.reasons), bool(self.reasons)
        grading = Ranking(
            award=self.rule.id,
            label=of_pool(self.rule.label, self.values),
            of=self.rule.of,
            period=period.name,
            day=self.rule.settles_on(period),
            final=final,
            provisional=is_open,
            rows=tuple(self._row(each, payments[each.name]) for each in standings),
            reasons=tuple(sorted(found, key=repr)),
            within=self.values,
            heads=len(self.names),
            seats={grade.id: number for grade, number in zip(self.rule.grades, self.seats, strict=False)},
            apart=tuple(self.apart),
        )
        paid = [payment for each in payments.values() for payment in each]
        return grading, tuple(payment._replace(provisional=is_open) for payment in paid)

    def _row(self, each: Graded, due: list[Payment]) -> Ranked:
        score = self.sorting.found.scores[each.name]
        return Ranked(
            rank=each.rank,
            name=each.name,
            score=self.sorting.setting.amounts[score.points],
            place="" if each.grade is None else self.rule.grades[each.grade].id,
            entries=tuple(sorted(score.entries)),
            payments=tuple(payment.id for payment in due),
            notes=(*each.told, *each.open),
        )

    # Ranks and seats.

    def _ranked(self) -> list[tuple[bool, Scaled, list[str]]]:
        """Those who take a rank, the best first, equals together: whether they stand last by rule, score, names."""
        unpaid, then = self.sorting.unpaid, self.rule.not_paid and self.rule.not_paid.then
        by_score: dict[tuple[bool, Scaled], list[str]] = defaultdict(list)
        for name in self.names:
            if name in unpaid and then is NotPaidThen.TAKE_FROM_LOWEST_PAID:
                self.apart.append(Apart(name, (unpaid[name],)))
            else:
                by_score[name in unpaid, -self.sorting.found.scores[name].points].append(name)
        return [(last, -points, by_score[last, points]) for last, points in sorted(by_score)]

    def _seats(self) -> tuple[int, ...]:
        """How many people each grade has; the last one has whoever is left."""
        assert self.rule.seats is not None  # shares without it do not load
        shares = [grade.share.on(self.day) for grade in self.rule.grades if grade.share is not None]
        upper = seats(shares, len(self.names), self.rule.seats)[: len(self.rule.grades) - 1]
        left = [*upper, len(self.names) - sum(upper)]
        if self.rule.not_paid and self.rule.not_paid.then is NotPaidThen.TAKE_FROM_LOWEST_PAID:
            _take_away(left, sum(name in self.sorting.unpaid for name in self.names), self.rule.grades)
        return tuple(left)

    def _standings(self, ranked: list[tuple[bool, Scaled, list[str]]]) -> Iterator[Graded]:
        rank = 1
        for is_last, points, names in ranked:
            grade, why, is_open = self._grade(rank, len(names), points, is_last=is_last)
            for name in names:
                each = Graded(name, rank, len(names), grade, is_paid=name not in self.sorting.unpaid)
                (each.open if is_open else each.told).append(why)
                self._adjust(each)
                each.told += [self.sorting.unpaid[name]] if name in self.sorting.unpaid else []
                each.open += [self.sorting.unsure[name]] if name in self.sorting.unsure else []
                yield each
            rank += len(names)

    def _grade(self, rank: int, tied: int, points: Scaled, *, is_last: bool) -> tuple[int | None, Reason, bool]:
        """The grade of equals, why, and whether that is still open."""
        if not self.rule.by_share:
            grade = len(self.rule.grades) - 1 if is_last else self._by_score(points)
            return grade, self._why_score(grade, points), False
        best, worst = self._at(rank), self._at(rank + tied - 1)
        grades = self.rule.grades
        if best != worst and self.rule.ties is GradeTies.HOLD and not is_last:
            known = tuple(grade.label for grade in grades[best : worst + 1])
            return None, because(Code.GRADE_TIE_HELD, rank=rank, count=self._count(), known=known), True
        grade = best if self.rule.ties is GradeTies.UPPER and not is_last else worst
        told = tuple(
            Label(f"{each.label.ko} {number}", f"{each.label.en} {number}")
            for each, number in zip(grades, self.seats, strict=True)
        )
        facts = {"grade": grades[grade].label, "rank": rank, "count": self._count(), "seats": told}
        return grade, because(Code.GRADED_BY_SHARE, **facts), False

    def _count(self) -> Label:
        heads, within = len(self.names), ", ".join(self.values)
        korean = f"{heads}{'명' if self.rule.of == 'member' else '곳'}"
        return Label(f"{within} {korean}".strip(), f"{heads} ({within})" if within else f"{heads}")

    def _at(self, rank: int) -> int:
        """The grade in whose seats a rank falls."""
        filled = 0
        for index, number in enumerate(self.seats):
            filled += number
            if rank <= filled:
                return index
        return len(self.seats) - 1

    def _by_score(self, points: Scaled) -> int | None:
        """The best grade that a score reaches, if any."""
        reached = (
            index
            for index, grade in enumerate(self.rule.grades)
            if grade.at_least is None or points >= grade.at_least.on(self.day)
        )
        return next(reached, None)

    def _why_score(self, grade: int | None, points: Scaled) -> Reason:
        found = self.rule.grades[-1 if grade is None else grade]
        need = Label("그 밖은 이 등급", "all others get it")
        if found.at_least is not None:
            at = self.sorting.setting.amounts[found.at_least.on(self.day)]
            need = Label(f"{at}점부터", f"it begins at {at}")
        label = Label("없음", "none") if grade is None else found.label
        return because(Code.GRADED_BY_SCORE, grade=label, score=self.sorting.setting.amounts[points], need=need)

    def _adjust(self, each: Graded) -> None:
        """Changes of grade, in written order; one whose condition is not known leaves the grade open."""
        setting, grades = self.sorting.setting, self.rule.grades
        for change in self.rule.adjust if each.grade is not None else ():
            holds = truth(change.when, setting.people.known(each.name, self.day), self.day)
            if holds is None:
                each.open.append(setting.unknown_of(change.when, each.name, self.day))
            elif holds:
                assert each.grade is not None  # an adjustment never takes a grade away
                before = each.grade
                moved = min(max(before + change.by, 0), len(grades) - 1)
                each.grade = min(max(moved, change.best), change.worst)
                if each.grade != before:
                    facts = {"name": change.label, "before": grades[before].label, "after": grades[each.grade].label}
                    each.told.append(because(Code.GRADE_CHANGED, **facts))


def _take_away(seats_left: list[int], number: int, grades: Sequence[GradeRule]) -> None:
    """Take seats from the lowest grade that is paid, then from the next higher one, and last from those unpaid."""
    order = [index for index, grade in enumerate(grades) if grade.pays]
    rest = [index for index, grade in enumerate(grades) if not grade.pays]
    for index in (*reversed(order), *reversed(rest)):
        taken = min(seats_left[index], number)
        seats_left[index] -= taken
        number -= taken
