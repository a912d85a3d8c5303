"""Claims that nobody filed yet, made by a named policy: what people would ask for, if they all acted alike.

A policy proposes claims on every day on which its people might ask, as many as may be paid; the evaluator refuses
those that would bring nothing, and only what was paid is kept. So a policy holds no rule of its own, and the
evaluator has no hook for it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.facts import RefusedValueError
from incentive_rules.ledger.model import Claim, Claims, Ledger, Roster
from incentive_rules.messages import Label
from incentive_rules.periods import periods_between
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.awards import ClaimBy
from incentive_rules.scheme.policies import SAVE_FOR, SOONEST, Policy, policy_of
from incentive_rules.simulate.days import asking_days, month_ends
from incentive_rules.statement.from_ledger import evaluate_program
from incentive_rules.statement.ids import stable_id
from incentive_rules.statement.model import State
from incentive_rules.statement.tables import civil_day, tables_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from incentive_rules.program.model import Program, TierRule, TiersRule
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Settlement
    from incentive_rules.statement.tables import Rows, Tables


def assume_claims(  # noqa: PLR0913  # the settled signature
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    *,
    policy: str,
    as_of: date | str,
    option: str = "",
    known_at: date | str | None = None,
) -> Claims:
    """Claims under which everybody acts alike, marked as assumed.

    Args:
        scheme: the scheme; only awards with ``claim: {by: member}`` are claimed.
        ledger: what people did.
        roster: the staff list.
        policy: ``month_end``: whatever is due on the last day of each month; ``soonest``: on the first possible
            day; ``save_for:t10`` or ``save_for:10``: at a month's end, but only from that tier or threshold on;
            ``save_for`` alone saves for the highest tier.
        as_of: the last day on which a claim is made.
        option: the option that everybody takes where it is offered; elsewhere, and without it, what the scheme
            answers to ``no_option``.
        known_at: leave out rows recorded after this day, as ``evaluate`` does; nobody claims after it.

    Raises:
        InputError: for an unknown policy, tier or option, or if an option is needed and neither given nor answered.

    Example:
        >>> from incentive_rules import assume_claims, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": n, "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"} for n in "abc"]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> claims = assume_claims(scheme, done, staff, policy="month_end", as_of="2024-12-31")
        >>> [(claim.member_id, str(claim.date), claim.assumed) for claim in claims.rows]
        [('K-1', '2024-06-30', True)]
    """
    last = civil_day("as_of", as_of)
    known = None if known_at is None else civil_day("known_at", known_at)
    program = program_of(scheme)
    tables = tables_of(scheme, ledger, roster, ())
    return claims_under(program, tables, policy, last, option, known)


def claims_under(  # noqa: PLR0913, PLR0917  # what assume_claims is told
    program: Program, tables: Tables, policy: str, as_of: date, option: str = "", known_at: date | None = None
) -> Claims:
    """``assume_claims`` for a program and tables that are at hand; claims in the tables are not looked at."""
    wanted = _policy(policy, program)
    refuse_unknown_option(option, program.scheme.facts.options)
    seen = _taking(_saving(program, wanted), option)
    return _Proposing(seen, program, tables, wanted, as_of, option, known_at).claims()


def _policy(policy: str, program: Program) -> Policy:
    try:
        return policy_of(policy, program.scheme)
    except RefusedValueError as error:
        raise InputError([Diagnostic(error.code, facts=error.facts)]) from error


def refuse_unknown_option(option: str, known: Collection[str]) -> None:
    """Nothing, unless an option is named that no tier offers.

    Raises:
        InputError: if it is.
    """
    if option and option not in known:
        facts = {"kind": _OPTION, "name": option, "known": tuple(known), "near": nearest(option, known)}
        raise InputError([Diagnostic(Code.UNKNOWN_ID, facts=facts)])


def _saving(program: Program, policy: Policy) -> Program:
    """The program as somebody sees it who does not claim the tiers below the one that is saved for."""
    if policy.name != SAVE_FOR:
        return program
    tiers = (
        replace(award, tiers=_from(award, policy, program)) if _claimed(award) else award for award in program.tiers
    )
    return replace(program, tiers=tuple(tiers))


def _from(award: TiersRule, policy: Policy, program: Program) -> tuple[TierRule, ...]:
    """The tiers that somebody claims who saves, each on the days on which it is one of them."""
    if policy.tier:
        ids = [tier.id for tier in award.tiers]
        return award.tiers[ids.index(policy.tier) :] if policy.tier in ids else ()
    points = None if policy.points is None else program.scale.put(policy.points)
    stretches: dict[str, list[tuple[date, date]]] = {tier.id: [] for tier in award.tiers}
    for first, until in pairwise(sorted({day for tier in award.tiers for day in _changes(tier)})):
        in_force = [tier for tier in award.tiers if tier.holds_on(first)]
        for tier in in_force[-1:] if points is None else in_force:
            if points is None or tier.at.on(first) >= points:
                _lengthen(stretches[tier.id], first, until)
    return tuple(replace(tier, first=first, until=until) for tier in award.tiers for first, until in stretches[tier.id])


def _changes(tier: TierRule) -> Iterator[date]:
    """The days on which a tier begins, ends or has another threshold."""
    yield from (tier.first, tier.until)
    yield from (day for day, _ in tier.at.steps if tier.first < day < tier.until)


def _lengthen(stretches: list[tuple[date, date]], first: date, until: date) -> None:
    """One stretch of days more, joined to the last where that ends as it begins."""
    if stretches and stretches[-1][1] == first:
        first, _ = stretches.pop()
    stretches.append((first, until))


def _taking(program: Program, option: str) -> Program:
    """The program as somebody sees it who takes an option where it is offered, and elsewhere what the scheme answers.

    Tiers that offer other options give what the answer says under the name of this one.
    """
    answer = program.answers.no_option
    if not option or answer in ("", WAIT):
        return program

    def given(tier: TierRule) -> TierRule:
        return tier if _offers(tier, option) else replace(tier, options={**tier.options, option: tier.options[answer]})

    awards = (replace(award, tiers=tuple(map(given, award.tiers))) for award in program.tiers)
    return replace(program, tiers=tuple(awards))


def _offers(tier: TierRule, option: str) -> bool:
    """Whether a claim may name the option at this tier; where there is no choice, what it names is of no account."""
    return "" in tier.options or option in tier.options


def _claimed(award: TiersRule) -> bool:
    return award.claim_by is ClaimBy.MEMBER


@dataclass(frozen=True, slots=True)
class _Ask:
    """A person who may claim an award on a day."""

    member_id: str
    award: str
    day: date

    def claim(self, number: int, option: str) -> Claim:
        """The first, second, ... claim of the day."""
        parts = ("assumed", self.award, self.member_id, self.day.isoformat(), *([str(number)] if number > 1 else []))
        return Claim(stable_id(*parts), self.member_id, self.day, self.award, option or None, assumed=True)


@dataclass(frozen=True, slots=True)
class _Proposing:
    """Proposes claims to the program as its people see it (``seen``); ``program`` is the one that will judge them."""

    seen: Program
    program: Program
    tables: Tables
    policy: Policy
    as_of: date
    option: str
    known_at: date | None

    def claims(self) -> Claims:
        """The claims that are paid if, on each day, people claim until there is nothing more to be had.

        A refused claim changes nothing, so it does not matter how many too many are proposed.
        """
        times = {award.id: award.times or 1 for award in self.seen.tiers}
        counts = dict.fromkeys(self._asks(), 1)
        while True:
            tried = self._evaluated(
                ask.claim(number, self.option) for ask, count in counts.items() for number in _upto(count)
            )
            paid = _paid(tried)
            more = [ask for ask, count in counts.items() if len(paid[ask]) == count < times[ask.award]]
            if not more:
                break
            counts |= {ask: min(2 * counts[ask], times[ask.award]) for ask in more}
        _refuse_open_choice(tried)
        return Claims(
            tuple(
                ask.claim(number, self._named(settlement))
                for ask in counts
                for number, settlement in enumerate(paid[ask], 1)
            )
        )

    def _evaluated(self, claims: Iterable[Claim]) -> Evaluation:
        tables = replace(self.tables, claims=Claims(tuple(claims)))
        return evaluate_program(self.seen, tables, self.as_of, self.known_at)

    def _asks(self) -> Iterator[_Ask]:
        """Everybody who may ask, for each award and day; nobody asks before points are there."""
        awards = [award for award in self.seen.tiers if _claimed(award) and award.tiers]
        listed = self._listed_days()
        for member_id, statement in self._evaluated(()).statements.items():
            credited = {credit.counts_on for credit in statement.credits}
            for award in awards if credited else ():
                days = self._days(award, credited, listed[member_id])
                asked = sorted(day for day in days if award.days_to_claim or award.holds_on(day))
                yield from (_Ask(member_id, award.id, day) for day in asked)

    def _days(self, award: TiersRule, credited: set[date], listed: set[date]) -> set[date]:
        if award.days_to_claim:  # whatever is due is claimed as soon as its period is over
            periods = periods_between(min(credited), self.as_of, award.claim_per)
            return {period.end for period in periods if period.end <= self.as_of}
        if self.policy.name == SOONEST:
            return asking_days(self.seen, award, credited, listed, self.as_of)
        return month_ends(credited, self.as_of)

    def _listed_days(self) -> Mapping[str, set[date]]:
        """The days on which somebody's rows of the staff list begin and end."""
        days: dict[str, set[date]] = defaultdict(set)
        for row in self.tables.staff(self.known_at).rows:
            days[row.member_id] |= {day for day in (row.first, row.until) if day is not None}
        return days

    def _named(self, settlement: Settlement) -> str:
        """The option that a claim names: none where a tier that it is paid does not offer it."""
        award = next(award for award in self.program.tiers if award.id == settlement.award)
        paid = (tier for tier in award.tiers if tier.id in settlement.paid)
        return self.option if all(_offers(tier, self.option) for tier in paid) else ""


def _upto(count: int) -> range:
    return range(1, count + 1)


def _paid(tried: Evaluation) -> Mapping[_Ask, list[Settlement]]:
    """The proposals that were paid; an automatic settlement has no claim."""
    paid: dict[_Ask, list[Settlement]] = defaultdict(list)
    for statement in tried.statements.values():
        for each in statement.settlements:
            if each.claim_id and each.state is State.PAID:
                paid[_Ask(each.member_id, each.award, each.day)].append(each)
    return paid


def _refuse_open_choice(tried: Evaluation) -> None:
    """Nobody can be assumed to choose what neither the caller nor the scheme has chosen."""
    for outcome in tried.outcomes:
        for reason in outcome.reasons:
            if reason.code in _OPEN_CHOICES:
                raise InputError([Diagnostic(Code.OPTION_MISSING, facts={"known": reason.facts["known"]})])


_OPEN_CHOICES = frozenset({Code.OPTION_MISSING, Code.OPTION_NOT_OFFERED})
_OPTION = Label("선택", "option")
