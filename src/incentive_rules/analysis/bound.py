"""What can be shown without trying: the most points that limits allow, and tiers that nobody can ever be paid.

INVARIANT: whatever is said here holds of every ledger. Where that would take more than a few lines to see, nothing is
said, and the search alone decides whether somebody is paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Literal

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.periods import ONE_DAY, NamedPeriod, Per, Span, periods_between
from incentive_rules.program.pay_steps import Steps
from incentive_rules.program.points import FactPoints, FixedPoints
from incentive_rules.scheme.awards import Again, ClaimBy, Consume, CounterName, Pay
from incentive_rules.scheme.limits import Keep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.program.model import LimitRule, Program, TierRule, TiersRule

_MOST_LIMITS = 3
"""So many limits together are looked at, when activities are under different ones."""
_DAYS = {Per.MONTH: 31, Per.QUARTER: 92, Per.HALF: 184, Per.YEAR: 366}
_MONTHS = {Per.MONTH: 1, Per.QUARTER: 3, Per.HALF: 6, Per.YEAR: 12}
_YEARS_WITH_A_SETTLEMENT = 2

Why = Literal["limits", "never", "lowest", "used"]


@dataclass(frozen=True, slots=True)
class Bound:
    """The most points that anybody can be credited in a period, and the limits that say so."""

    points: Amount
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unpayable:
    """Why nobody can be paid a tier.

    ``limits``: they allow fewer points than it asks for. ``never``: it is in force on no day on which its award pays.
    ``lowest``: whoever reaches it is always paid ``other``, a lower tier. ``used``: ``other`` is paid and used up
    first, time after time.
    """

    why: Why
    bound: Bound | None = None
    other: TierRule | None = None


def unpayable(program: Program, award: TiersRule, tier: TierRule) -> Unpayable | None:
    """Why nobody can be paid a tier; ``None`` where that is not shown."""
    if not _is_ever_paid_on(award, tier):
        return Unpayable("never")
    if not isinstance(award.counter, CounterName):
        return None  # what a counter of the scheme's own shows at most is not worked out
    window = Per.YEAR if _lapses(program, award) else award.window or Per.EVER
    bound = most_in(program, window)
    if bound is not None and bound.points < _least_at(program, tier):
        return Unpayable("limits", bound)
    lower = next((each for each in _below(award, tier) if _covers(each, tier)), None)
    if lower is not None and award.pay is Pay.LOWEST and award.again is Again.ALWAYS:
        return Unpayable("lowest", other=lower)
    if lower is not None and _is_used_up_first(program, award, tier):
        return Unpayable("used", other=lower)
    return None


def _is_ever_paid_on(award: TiersRule, tier: TierRule) -> bool:
    if tier.first >= tier.until or award.claim_by is ClaimBy.MEMBER:
        return tier.first < tier.until
    latest = date(min(tier.first.year + _YEARS_WITH_A_SETTLEMENT, date.max.year), 12, 31)
    periods = periods_between(tier.first, min(tier.until - ONE_DAY, latest), award.claim_per)
    return any(tier.holds_on(day) and day in period for period in periods for day in [award.settles_on(period)])


def _lapses(program: Program, award: TiersRule) -> bool:
    carries = program.balance is not None and program.balance.carry_over is not None
    return award.counter is CounterName.BALANCE and program.answers.year_end == "lapse" and not carries


def _least_at(program: Program, tier: TierRule) -> Amount:
    return program.scale.take(min(tier.at.values))


def _below(award: TiersRule, tier: TierRule) -> tuple[TierRule, ...]:
    """The tiers that come before one, from low to high."""
    return award.tiers[: award.tiers.index(tier)]


def _covers(lower: TierRule, tier: TierRule) -> bool:
    """Whether whoever reaches a tier has always reached the lower one as well."""
    return lower.first <= tier.first and tier.until <= lower.until and max(lower.at.values) <= min(tier.at.values)


def _is_used_up_first(program: Program, award: TiersRule, tier: TierRule) -> bool:
    """Whether automatic payments never let points add up to a tier.

    Let ``gap`` be the widest step between thresholds, from nothing up to the tier. Whoever has fewer points than the
    tier when the award settles is left with fewer than ``gap``. As long as limits allow no more than the tier less the
    gap until the next time, it stays so for ever.
    """
    steady = award.first <= program.first and all(_spans(each, award) for each in (*_below(award, tier), tier))
    settles = award.claim_by is ClaimBy.AUTOMATIC and award.claim_per is not Per.EVER
    spends = award.counter is CounterName.BALANCE and award.consume is not Consume.NOTHING
    pays = award.pay is not Pay.LOWEST and award.again is Again.ALWAYS and _always_pays(program, award)
    gain = most_in(program, award.claim_per)
    if not (steady and settles and spends and pays and gain is not None):
        return False
    thresholds = [ZERO, *(_least_at(program, each) for each in (*_below(award, tier), tier))]
    gaps = [high - low for low, high in pairwise(thresholds)]
    gap = gaps[0] if award.consume is Consume.ALL else max(gaps)
    return gap + gain.points <= thresholds[-1]


def _spans(tier: TierRule, award: TiersRule) -> bool:
    return tier.first <= award.first and award.until <= tier.until and len(set(tier.at.values)) == 1


def _always_pays(program: Program, award: TiersRule) -> bool:
    """Whether a tier that is due is paid in any event: nobody is passed over, no option and no amount is missing."""
    option = program.answers.no_option
    offered = all("" in tier.options or option in tier.options for tier in award.tiers)
    amounts = (pay for tier in award.tiers for bundle in tier.options.values() for pay in bundle.values())
    if award.multiple is not None or award.eligible is not None or program.budgets:
        return False
    if any(isinstance(pay, Steps) for pay in amounts):
        return False  # one that hangs on an unknown fact waits, and the points with it
    return offered and (program.eligible is None or program.answers.no_longer_eligible != "freeze")


def most_in(program: Program, window: Span) -> Bound | None:
    """The most points that limits allow in a period, whichever it is; ``None`` where they allow any number.

    Only limits of each member that keep the earliest and hold as long as the scheme are looked at, each with the
    highest value that it ever has. Where entries can be void afterwards, they make room again: nothing is shown.
    """
    if any(limit.keep is Keep.NONE for limit in program.general_limits):
        return None
    found = {limit.address: (limit, most) for limit, most in _bounds(program, window)}
    under = {
        address: {name for name, rules in program.limits.items() if limit in rules}
        for address, (limit, _) in found.items()
    }
    enough = [
        Bound(sum((found[each][1] for each in some), ZERO), some)
        for size in range(1, _MOST_LIMITS + 1)
        for some in combinations(found, size)
        if set().union(*(under[each] for each in some)) == set(program.activities)
    ]
    return min(enough, key=lambda bound: (bound.points, len(bound.limits)), default=None)


def _bounds(program: Program, window: Span) -> Iterator[tuple[LimitRule, Amount]]:
    limits = {limit.address: limit for rules in program.limits.values() for limit in rules}
    for limit in limits.values():
        times = times_within(program, limit.per, window)
        each = most_at_once(program, limit)
        if limit.first <= program.first and program.until <= limit.until and times is not None and each is not None:
            yield limit, Amount(times * each)


def times_within(program: Program, per: Span, window: Span) -> int | None:
    """How often a limit begins anew within a period, at most; ``None`` where there is no end to it."""
    if isinstance(per, NamedPeriod) or isinstance(window, NamedPeriod):
        return None
    order = list(Per)
    if order.index(per) >= order.index(window):
        return 1
    if window is Per.EVER:
        if program.until == date.max:
            return None
        return len(periods_between(program.first, program.until - ONE_DAY, per))
    return _DAYS[window] if per is Per.DAY else _MONTHS[window] // _MONTHS[per]


def most_at_once(program: Program, limit: LimitRule) -> Amount | None:
    """What a limit allows in one of its own periods."""
    if limit.points is not None:
        return program.scale.take(max(limit.points.values))
    assert limit.count is not None  # a limit is of points or of a count
    names = [name for name, rules in program.limits.items() if limit in rules]
    entries = [_most_of_entry(program, name) for name in names]
    known = [each for each in entries if each is not None]
    return Amount(max(limit.count.values) * max(known, default=ZERO)) if len(known) == len(entries) else None


def _most_of_entry(program: Program, activity: str) -> Amount | None:
    """What one entry brings at most, with every bonus; ``None`` where points grow with a number.

    A deduction brings less than nothing, and takes no bonus.
    """
    points, take = program.activities[activity].points, program.scale.take
    if isinstance(points, FixedPoints):
        base = take(max(points.points.values))
    elif isinstance(points, FactPoints):
        base = take(max(value for dated in points.points.values() for value in dated.values))
    else:
        return None
    if base < 0:
        return ZERO
    bonuses = program.bonuses[activity]
    more = sum((max(ZERO, *bonus.more.values) for bonus in bonuses if bonus.more is not None), ZERO)
    added = (take(max(ZERO, *bonus.add.values)) for bonus in bonuses if bonus.add is not None)
    return Amount(base + base * more + sum(added, ZERO))
