"""Claims that nobody filed yet, made by a named policy: what people would ask for, if they all acted alike.

A policy proposes claims on every day on which its people might ask; the evaluator refuses those that would bring
nothing, and only what was paid is kept. So a policy holds no rule of its own, and the evaluator has no hook for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.facts import RefusedValueError, parse_number
from incentive_rules.ledger.model import Claim, Claims, Ledger, Roster
from incentive_rules.messages import Label
from incentive_rules.periods import Per, periods_between
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.awards import ClaimBy
from incentive_rules.statement.from_ledger import civil_day, evaluate_program, tables_of
from incentive_rules.statement.model import State
from incentive_rules.statement.tiers import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.program.model import Program, TierRule, TiersRule
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.from_ledger import Rows, Tables
    from incentive_rules.statement.model import Statement

MONTH_END = "month_end"
SOONEST = "soonest"
SAVE_FOR = "save_for"
POLICIES = (MONTH_END, SOONEST, SAVE_FOR)
"""The claim policies: on the last day of each month, on the first possible day, or only from a threshold on."""


def assume_claims(  # noqa: PLR0913  # the settled signature
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    *,
    policy: str,
    as_of: date | str,
    option: str = "",
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
        option: the option that everybody takes where a tier offers a choice; without it, what the scheme answers.

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
    tables = tables_of(scheme, ledger, roster, ())
    return claims_under(program_of(scheme), tables, policy, last, option)


def claims_under(program: Program, tables: Tables, policy: str, as_of: date, option: str = "") -> Claims:
    """``assume_claims`` for a program and tables that are at hand; claims in the tables are not looked at."""
    name, target = _parsed(policy, program)
    _check_option(option, program)
    saving = _saving(program, target) if name == SAVE_FOR else program
    unclaimed = evaluate_program(saving, replace(tables, claims=Claims()), as_of)
    proposed = Claims(tuple(_Proposal(saving, name, as_of, option).claims(unclaimed)))
    tried = evaluate_program(saving, replace(tables, claims=proposed), as_of)
    _refuse_open_choice(tried)
    paid = {
        each.claim_id
        for statement in tried.statements.values()
        for each in statement.settlements
        if each.state is State.PAID
    }
    return Claims(tuple(claim for claim in proposed.rows if claim.claim_id in paid))


def _parsed(policy: str, program: Program) -> tuple[str, str]:
    name, _, target = policy.partition(":")
    if name not in POLICIES or (target and name != SAVE_FOR):
        known = (MONTH_END, SOONEST, f"{SAVE_FOR}:{_example_tier(program)}")
        facts = {"value": policy, "known": known, "near": nearest(name, POLICIES) if name not in POLICIES else ""}
        raise InputError([Diagnostic(Code.BAD_CHOICE, facts=facts)])
    return name, target


def _example_tier(program: Program) -> str:
    return next((tier.id for award in program.tiers for tier in award.tiers[-1:]), "t10")


def _check_option(option: str, program: Program) -> None:
    known = tuple(program.scheme.facts.options)
    if option and option not in known:
        facts = {"kind": Label("선택", "option"), "name": option, "known": known, "near": nearest(option, known)}
        raise InputError([Diagnostic(Code.UNKNOWN_ID, facts=facts)])


def _refuse_open_choice(tried: Evaluation) -> None:
    for outcome in tried.held:
        for reason in outcome.reasons:
            if reason.code is Code.OPTION_MISSING:
                raise InputError([Diagnostic(Code.OPTION_MISSING, facts=reason.facts)])


def _saving(program: Program, target: str) -> Program:
    """The program as somebody sees it who does not care for the tiers below the target."""
    kept = tuple(replace(award, tiers=_from(award, target, program)) for award in program.tiers)
    if not any(award.tiers for award in kept):
        known = tuple(tier.id for award in program.tiers for tier in award.tiers)
        facts = {"kind": Label("구간", "tier"), "name": target, "known": known, "near": nearest(target, known)}
        raise InputError([Diagnostic(Code.UNKNOWN_ID, facts=facts)])
    return replace(program, tiers=kept)


def _from(award: TiersRule, target: str, program: Program) -> tuple[TierRule, ...]:
    ids = [tier.id for tier in award.tiers]
    if not target:
        return award.tiers[-1:]
    if target in ids:
        return award.tiers[ids.index(target) :]
    try:
        points = program.scale.put(parse_number(target))
    except RefusedValueError:
        return ()
    return tuple(tier for tier in award.tiers if max(tier.at.values) >= points)


@dataclass(frozen=True, slots=True)
class _Proposal:
    program: Program
    policy: str
    as_of: date
    option: str

    def claims(self, unclaimed: Evaluation) -> Iterator[Claim]:
        """A claim for each member, award and day on which the policy might ask."""
        awards = [award for award in self.program.tiers if award.claim_by is ClaimBy.MEMBER and award.tiers]
        for member_id, statement in unclaimed.statements.items():
            for award in awards:
                for day in self._days(statement, award):
                    claim_id = stable_id("assumed", award.id, member_id, day.isoformat())
                    yield Claim(claim_id, member_id, day, award.id, self.option or None, assumed=True)

    def _days(self, statement: Statement, award: TiersRule) -> list[date]:
        credited = {credit.counts_on for credit in statement.credits}
        if not credited:
            return []
        first = min(credited)
        if self.policy == SOONEST:
            begun = {period.first for period in periods_between(first, self.as_of, award.claim_per)}
            days = credited | {day for day in begun if day > first}
        else:
            days = {period.last for period in periods_between(first, self.as_of, Per.MONTH)}
        return sorted(day for day in days if day <= self.as_of and award.holds_on(day))
