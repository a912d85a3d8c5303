"""The auditor catches bugs: each is planted into the evaluator, and some world of a fixed list comes out otherwise."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from beside import World, said_by_auditor, said_by_evaluation, tells_apart
from changed_worlds import with_closings, with_corrections, with_deadlines
from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.periods import ONE_DAY, Per, period_of
from incentive_rules.program.model import ClosingRule
from incentive_rules.scheme.awards import Pay
from incentive_rules.statement import correcting, evaluating, rows
from incentive_rules.statement.closed import carrying
from incentive_rules.statement.earning import credit, shares
from incentive_rules.statement.earning.credit import Judge
from incentive_rules.statement.judge import truth
from incentive_rules.statement.limits import limiting
from incentive_rules.statement.lives import choosing, settler, tiers
from incentive_rules.statement.lives.account import Account
from incentive_rules.statement.lives.deducting import Poster
from incentive_rules.statement.lives.member import Walker
from incentive_rules.statement.lives.tiers import AwardOnDay
from incentive_rules.statement.rows import because
from rich_worlds import rich_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Plant = Callable[[pytest.MonkeyPatch], None]

MOST = 150
"""So many worlds at most are looked at for a bug."""


class Bug(NamedTuple):
    """A bug with its name."""

    name: str
    plant: Plant
    among: Callable[[int], World]
    """the worlds in which it is looked for"""


BUGS: list[Bug] = []


def bug(plant: Plant) -> Plant:
    """Put a bug on the list."""
    return bug_among(rich_world)(plant)


def bug_among(among: Callable[[int], World]) -> Callable[[Plant], Plant]:
    """Put a bug on the list that shows in other worlds."""

    def planted(plant: Plant) -> Plant:
        BUGS.append(Bug(plant.__name__.strip("_"), plant, among))
        return plant

    return planted


# What an entry is worth.


@bug
def _bonus_on_bonus(patch: pytest.MonkeyPatch) -> None:
    own = Judge._bonuses  # noqa: SLF001  # that is where the bug goes

    def bonuses(self: Judge, entry: Any, base: Amount, known: Any, day: date) -> Iterator[Any]:
        for rule in self.program.bonuses[entry.activity]:
            for step in own(self, entry, base, known, day):
                if step.rule == rule.address:
                    base = Amount(base + step.amount)
                    yield step

    patch.setattr(Judge, "_bonuses", bonuses)


@bug
def _unknown_taken_as_false(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(credit, "truth", lambda *asked: bool(truth(*asked)))


@bug
def _values_of_the_day_that_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Judge, "_values_day", lambda _self, _entry, counts_on: counts_on)


@bug
def _values_of_the_day_of_the_activity(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Judge, "_values_day", lambda _self, entry, _counts_on: entry.date)


@bug
def _grade_judged_on_the_day_of_the_activity(patch: pytest.MonkeyPatch) -> None:
    own = Judge.known

    def known(self: Judge, entry: Any) -> Any:
        return own(self, entry) | self.setting.people.known(entry.member_id, entry.date)

    patch.setattr(Judge, "known", known)


@bug
def _dated_value_a_day_late(patch: pytest.MonkeyPatch) -> None:
    own = Judge._own  # noqa: SLF001  # that is where the bug goes

    def late(self: Judge, entry: Any, rule: Any, known: Any, day: date) -> Any:
        return own(self, entry, rule, known, max(self.program.first, day - ONE_DAY))

    patch.setattr(Judge, "_own", late)


@bug
def _shares_of_joint_work_are_not_applied(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shares._Sharing, "_part", lambda _self, row, _among: row)  # noqa: SLF001


@bug
def _what_is_lost_is_taken_over(patch: pytest.MonkeyPatch) -> None:
    own = shares._Sharing._part  # noqa: SLF001  # that is where the bug goes
    patch.setattr(shares._Sharing, "_part", lambda self, row, _among: own(self, row, Amount(1)))  # noqa: SLF001


# Rows.


@bug
def _recorded_later_but_known(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rows, "_known", lambda given, *_: iter(given))


@bug
def _duplicates_count_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rows, "_of_one_id", lambda same, *_: same)


# Limits.


@bug
def _limit_window_off_by_a_day(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(limiting, "period_of", lambda day, per: period_of(day - ONE_DAY, per))


@bug
def _count_limit_lets_one_too_many(patch: pytest.MonkeyPatch) -> None:
    own = limiting._room  # noqa: SLF001  # that is where the bug goes

    def room(used: Any, day: date, limit: Any) -> Any:
        so_far = used[limit.id, period_of(day, limit.per).name]
        return None if limit.count is not None and so_far <= limit.count.on(day) else own(used, day, limit)

    patch.setattr(limiting, "_room", room)


# Lots, lapses and debts.


@bug
def _lots_newest_first(patch: pytest.MonkeyPatch) -> None:
    def use(self: Account, points: Any, _amounts: Any) -> tuple[Any, ...]:
        self.balance -= points
        for index in reversed(range(len(self.left))):
            part = min(points, max(0, self.left[index]))
            self.left[index] -= part
            points -= part
        return ()

    patch.setattr(Account, "use", use)


@bug
def _expiry_a_day_early(patch: pytest.MonkeyPatch) -> None:
    own = Walker._gone_on  # noqa: SLF001  # that is where the bug goes
    patch.setattr(Walker, "_gone_on", lambda self, day: own(self, day) - ONE_DAY)


@bug
def _year_end_a_day_early(patch: pytest.MonkeyPatch) -> None:
    own = Walker._lapse  # noqa: SLF001  # that is where the bug goes
    patch.setattr(Walker, "_lapse", lambda self, walk, day: own(self, walk, day + ONE_DAY))


@bug
def _debt_is_not_made_good(patch: pytest.MonkeyPatch) -> None:
    def add(self: Account, index: int, points: Any, _amounts: Any) -> None:
        self.balance += points
        self.left[index] = points

    patch.setattr(Account, "add", add)


@bug
def _deductions_take_no_floor(patch: pytest.MonkeyPatch) -> None:
    own = Poster.of

    def of(setting: Any) -> Poster:
        return replace(own(setting), has_floor=False)

    patch.setattr(Poster, "of", of)


@bug
def _deductions_always_lower_what_was_earned(patch: pytest.MonkeyPatch) -> None:
    own = Poster.of

    def of(setting: Any) -> Poster:
        return replace(own(setting), spares_earned=False)

    patch.setattr(Poster, "of", of)


@bug
def _the_ineligible_keep_what_lapses(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Walker, "_is_lost", lambda *_: False)


# Awards.


@bug
def _threshold_missed_at_equality(patch: pytest.MonkeyPatch) -> None:
    def reached(self: AwardOnDay, measured: Any) -> Any:
        return tuple(tier for at, tier in self.in_force if at < measured)

    patch.setattr(AwardOnDay, "_reached", reached)


@bug
def _last_day_of_the_period_excluded(patch: pytest.MonkeyPatch) -> None:
    def earned(self: Account, first: date, end: date) -> Any:
        last = end if end == date.max else end - ONE_DAY
        low, high = (bisect_left(self.days, day, 0, len(self.granted)) for day in (first, last))
        return sum(self.granted[low:high])

    patch.setattr(Account, "earned", earned)


@bug
def _claims_before_the_credits_of_the_day(patch: pytest.MonkeyPatch) -> None:
    def open_day(self: Any, walk: Any, day: date) -> None:
        self._credit(walk, day)
        self._lapse(walk, day)

    patch.setattr(Walker, "open_day", open_day)


@bug
def _times_are_not_reset(patch: pytest.MonkeyPatch) -> None:
    def in_turn(self: AwardOnDay, account: Account, times: int) -> None:
        paid = sum(count for (award, _), count in account.claims_paid.items() if award == self.award.id)
        if paid >= times:
            raise tiers._Refused(because(Code.CLAIMED_BEFORE, times=times, period=""))  # noqa: SLF001

    patch.setattr(AwardOnDay, "_in_turn", in_turn)


@bug
def _difference_to_all_that_was_ever_paid(patch: pytest.MonkeyPatch) -> None:
    def before(self: AwardOnDay, account: Account, reward: str) -> Amount:
        mine = [each for each in account.paid if each.award == self.award.id]
        return Amount(sum(each.amounts.get(reward, Amount(0)) for each in mine))

    patch.setattr(AwardOnDay, "_paid_before", before)


@bug
def _once_in_a_period_is_once_for_ever(patch: pytest.MonkeyPatch) -> None:
    def ever(day: date, per: Any) -> Any:
        return period_of(day, Per.EVER if per is Per.YEAR else per)

    patch.setattr(tiers, "period_of", ever)


@bug
def _lowest_for_highest(patch: pytest.MonkeyPatch) -> None:
    own = AwardOnDay._chosen  # noqa: SLF001  # that is where the bug goes

    def chosen(self: AwardOnDay, due: Any, asked: str) -> Any:
        return own(self, due[:1] if self.award.pay is Pay.HIGHEST else due, asked)

    patch.setattr(AwardOnDay, "_chosen", chosen)


@bug
def _frozen_points_are_paid(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(AwardOnDay, "_still_eligible", lambda *_: None)


@bug
def _order_of_awards_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    own = Walker.priority
    patch.setattr(Walker, "priority", lambda self, award: -own(self, award))


@bug
def _no_option_pays_the_first(patch: pytest.MonkeyPatch) -> None:
    own = AwardOnDay._chosen  # noqa: SLF001  # that is where the bug goes
    patch.setattr(AwardOnDay, "_chosen", lambda self, due, asked: own(self, due, asked or "money"))


# Corrections.


@bug_among(with_corrections)
def _the_last_of_two_rivals_holds(patch: pytest.MonkeyPatch) -> None:
    own = correcting._Correcting._contested  # noqa: SLF001  # that is where the bug goes

    def contested(self: Any, target: str) -> Iterator[Any]:
        return iter([*own(self, target)][:-1])

    patch.setattr(correcting._Correcting, "_contested", contested)  # noqa: SLF001


@bug_among(with_corrections)
def _decisions_that_differ_are_not_seen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(correcting._Correcting, "_disagreement", lambda *_: None)  # noqa: SLF001


@bug_among(with_corrections)
def _the_first_decision_holds(patch: pytest.MonkeyPatch) -> None:
    own = correcting._decided_on  # noqa: SLF001  # that is where the bug goes
    patch.setattr(correcting, "_decided_on", lambda row: date.min + (date.max - own(row)))


@bug_among(with_corrections)
def _an_undone_correction_still_acts(patch: pytest.MonkeyPatch) -> None:
    own = correcting._Correcting._act  # noqa: SLF001  # that is where the bug goes

    def act(self: Any, name: str) -> None:
        kept, self.acting[name] = self.acting[name], []
        own(self, name)
        self.acting[name] = kept

    patch.setattr(correcting._Correcting, "_act", act)  # noqa: SLF001


# Claims and choices about a period that is over.


@bug_among(with_deadlines)
def _the_deadline_a_day_late(patch: pytest.MonkeyPatch) -> None:
    own = choosing.deadline
    patch.setattr(choosing, "deadline", lambda award, period: own(award, period) + ONE_DAY)


@bug_among(with_deadlines)
def _the_first_choice_counts(patch: pytest.MonkeyPatch) -> None:
    own = choosing.filed
    patch.setattr(choosing.Choices, "of", lambda self, award, period: _first(self, award, period, own))


def _first(choices: Any, award: Any, period: Any, filed: Any) -> choosing.Choice:
    last = choosing.deadline(award, period)
    mine = [each for each in choices.by_award.get(award.id, ()) if period.last < filed(each) <= last]
    first = min(map(filed, mine), default=None)
    return choosing.Choice(mine, [each for each in mine if filed(each) == first])


@bug_among(with_deadlines)
def _a_claim_is_judged_by_its_own_day(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(settler, "judged_on", lambda asked, _award: asked)


@bug_among(with_deadlines)
def _an_award_that_has_ended_goes_on(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(settler, "judged_on", lambda day, award: award.settles_on(choosing.period_over(day, award)))


@bug_among(with_deadlines)
def _a_mind_is_changed_after_the_deadline(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(evaluating, "changed_in_time", lambda _program, claims, _known_at: (claims, []))


# Closed periods.


@bug_among(with_closings)
def _what_is_known_on_the_closing_day_is_late(patch: pytest.MonkeyPatch) -> None:
    own = ClosingRule.closes
    patch.setattr(ClosingRule, "closes", lambda self, period: own(self, period) - ONE_DAY)


@bug_among(with_closings)
def _what_came_late_counts_on_its_own_day(patch: pytest.MonkeyPatch) -> None:
    own = carrying._Turns._whole  # noqa: SLF001  # that is where the bug goes

    def whole(self: Any, key: Any, share: Any, day: Any, **_: Any) -> None:
        own(self, key, share, None if day is None else share.day)

    patch.setattr(carrying._Turns, "_whole", whole)  # noqa: SLF001


@bug_among(with_closings)
def _what_is_gone_late_stays(patch: pytest.MonkeyPatch) -> None:
    own = carrying._Turns._difference  # noqa: SLF001  # that is where the bug goes

    def difference(self: Any, key: Any, share: Any, points: Any, *more: Any) -> None:
        own(self, key, share, max(0, points), *more)

    patch.setattr(carrying._Turns, "_difference", difference)  # noqa: SLF001


@bug_among(with_closings)
def _points_that_were_spent_are_always_owed(patch: pytest.MonkeyPatch) -> None:
    own = Poster.of
    patch.setattr(Poster, "of", lambda setting: replace(own(setting), corrected="owe"))


@bug_among(with_closings)
def _what_was_not_taken_is_given_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Poster, "_given_back", lambda _self, _account, _granted, _index, points, _before: points)


@cache
def _audited(among: Callable[[int], World], seed: int) -> tuple[World, dict[str, Any]]:
    world = among(seed)
    return world, said_by_auditor(world.audited())


def caught_by(patch: pytest.MonkeyPatch, planted: Bug) -> int | None:
    """How many worlds it takes until the two differ; an evaluator that stops is caught too."""
    planted.plant(patch)
    for seed in range(MOST):
        world, mine = _audited(planted.among, seed)
        try:
            theirs = said_by_evaluation(world, world.evaluated())
        except AssertionError:
            return seed + 1
        if tells_apart(theirs, mine):
            return seed + 1
    return None


def test_twenty_bugs_and_more_are_planted() -> None:
    assert len({each.name for each in BUGS}) == len(BUGS) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("planted", BUGS, ids=lambda planted: planted.name)
def test_a_planted_bug_is_caught(monkeypatch: pytest.MonkeyPatch, planted: Bug) -> None:
    found = caught_by(monkeypatch, planted)
    assert found is not None, f"{planted.name} is not seen in {MOST} worlds"
