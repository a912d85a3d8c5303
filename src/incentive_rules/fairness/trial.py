"""Many made-up lives in one evaluation: each is a member of its own, and is alone where members share a limit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.fairness.model import Excess, Outcome, Side
from incentive_rules.ledger.model import Claim, Claims, Entry, Ledger, Roster, RosterRow
from incentive_rules.periods import Per, Span, period_of
from incentive_rules.scheme.awards import CounterName
from incentive_rules.statement.model import State, StepKind
from incentive_rules.statement.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.fairness.model import Life, Symbol
    from incentive_rules.program.model import LimitRule, Program, TiersRule
    from incentive_rules.statement.evaluation import Evaluation
    from incentive_rules.statement.model import Credit, Statement

MOST_CLAIMS = 3
"""So many claims of one award are filed on one day, where the scheme allows as many."""
_ONE_BATCH = 400
_APPROVAL = "approval_date"


class Evaluator(Protocol):
    """Evaluates typed tables, as ``evaluate_program`` does."""

    def __call__(self, program: Program, tables: Tables, as_of: date) -> Evaluation:
        """What follows from the tables."""


@dataclass(slots=True)
class Trial:
    """Lives on the evaluator. What became of a life is looked up where it was asked before."""

    program: Program
    evaluator: Evaluator
    known: dict[Life, Outcome] = field(default_factory=dict)
    reader: _Reader = field(init=False)
    batch: int = field(init=False)

    def __post_init__(self) -> None:
        # Rankings do not change what tiers pay, and lives that are tried together must not share a budget, nor a limit.
        self.program = replace(self.program, rankings=(), budgets=())
        self.reader = _Reader(self.program)
        self.batch = _ONE_BATCH if all(limit.is_of_one for limit in self.program.general_limits) else 1

    def outcomes(self, lives: Sequence[Life]) -> list[Outcome]:
        """What becomes of each life."""
        by_day: dict[date, list[Life]] = defaultdict(list)
        for life in dict.fromkeys(lives):
            if life not in self.known:
                by_day[life.as_of].append(life)
        for as_of, new in by_day.items():
            for start in range(0, len(new), self.batch):
                self._evaluate(new[start : start + self.batch], as_of)
        return [self.known[life] for life in lives]

    def _evaluate(self, lives: Sequence[Life], as_of: date) -> None:
        named = {f"M-{number}": life for number, life in enumerate(lives, 1)}
        evaluation = self.evaluator(self.program, tables_of_lives(self.program, named), as_of)
        for name, life in named.items():
            self.known[life] = self.reader.outcome(evaluation.statements[name])


def tables_of_lives(program: Program, lives: Mapping[str, Life]) -> Tables:
    """The typed tables of people, by name."""
    return Tables(
        Ledger(tuple(entry for name, life in lives.items() for entry in entries_of(program, name, life))),
        Roster(tuple(RosterRow(name, dict(life.facts)) for name, life in lives.items())),
        Claims(tuple(claim for name, life in lives.items() for claim in claims_of(program, name, life))),
    )


def entries_of(program: Program, name: str, life: Life) -> Iterator[Entry]:
    """The ledger rows of a life."""
    answers = program.answers
    is_approved = _APPROVAL in (answers.points_count_on, answers.grade_judged_on)
    number = 0
    for did in life.done:
        approved_on = did.day if is_approved else None
        facts = dict.fromkeys(program.scheme.facts.entry) | dict(did.symbol.facts)
        for _ in range(did.times):
            number += 1
            yield Entry(
                f"{name}-{number}",
                name,
                did.day,
                did.symbol.activity,
                facts,
                did.symbol.quantity,
                approved_on=approved_on,
            )


def symbols_by_entry(name: str, life: Life) -> dict[str, Symbol]:
    """Which kind each ledger row of a life is, by entry id."""
    kinds = [did.symbol for did in life.done for _ in range(did.times)]
    return {f"{name}-{number}": symbol for number, symbol in enumerate(kinds, 1)}


def claims_of(program: Program, name: str, life: Life) -> Iterator[Claim]:
    """The claims of a life: on each of its days as many as may be paid, for every option that it takes."""
    times = {award.id: min(award.times or 1, MOST_CLAIMS) for award in program.tiers}
    asked = [(day, award, option) for day, award in life.claims for option in life.options for _ in range(times[award])]
    for number, (day, award, option) in enumerate(asked, 1):
        yield Claim(f"{name}-C{number}", name, day, award, option or None)


class _Reader:
    """Reads off statements what properties look at."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.limits: dict[str, tuple[LimitRule, frozenset[str]]] = {}
        for activity, rules in program.limits.items():
            for rule in rules:
                self.limits[rule.id] = rule, self.limits.get(rule.id, (rule, frozenset()))[1] | {activity}

    def outcome(self, statement: Statement) -> Outcome:
        """What became of a member."""
        steps = (step for credit in statement.credits for step in credit.steps)
        awards = {award.id: award for award in self.program.tiers}
        addresses = {(award.id, tier.id): tier.address for award in awards.values() for tier in award.tiers}
        paid = (addresses[each.award, tier] for each in statement.settlements for tier in each.paid)
        return Outcome(
            earned=statement.earned,
            balance=statement.balance,
            paid=statement.paid,
            tiers=frozenset(paid),
            measured={name: self._measured(award, statement) for name, award in awards.items()},
            cuts=frozenset(step.rule for step in steps if step.kind is StepKind.LIMIT),
            over=tuple(self._over(statement.credits)),
        )

    def _measured(self, award: TiersRule, statement: Statement) -> Amount:
        """The most that an award's counter ever showed."""
        shown = [each.measured for each in statement.settlements if each.award == award.id]
        if shown:
            return max(shown)
        per: Span = Per.EVER if award.counter is CounterName.BALANCE else award.window or Per.EVER
        if per is Per.EVER and self.program.answers.year_end == "lapse":
            per = Per.YEAR
        return max(_sums(statement.credits, per).values(), default=ZERO)

    def _over(self, credits: Iterable[Credit]) -> Iterator[Excess]:  # noqa: A002  # the field's word
        """The periods in which more was credited than a limit allows on their last day, where it holds then."""
        listed = list(credits)
        for limit, activities in self.limits.values():
            under = [credit for credit in listed if credit.activity in activities and credit.points > 0]
            by_period: dict[str, list[Credit]] = defaultdict(list)
            for credit in under:
                by_period[period_of(credit.counts_on, limit.per).name].append(credit)
            for name, found in by_period.items():
                last = period_of(found[0].counts_on, limit.per).last
                if limit.holds_on(last):
                    yield from self._excess(limit, name, last, found)

    def _excess(self, limit: LimitRule, period: str, last: date, found: Sequence[Credit]) -> Iterator[Excess]:
        if limit.points is not None:
            credited = sum((credit.points for credit in found), ZERO)
            allowed = self.program.scale.take(limit.points.on(last))
        else:
            assert limit.count is not None  # a limit is of points or of a count
            credited, allowed = Amount(len(found)), Amount(limit.count.on(last))
        if credited > allowed:
            yield Excess(limit.address, period, credited, allowed, limit.points is None)


def _sums(credits: Iterable[Credit], per: Span) -> dict[str, Amount]:  # noqa: A002  # the field's word
    sums: dict[str, Amount] = defaultdict(lambda: ZERO)
    for credit in credits:
        sums[period_of(credit.counts_on, per).name] += credit.points
    return sums


def sides_of(program: Program, evaluator: Evaluator, lives: Mapping[str, Life], as_of: date) -> tuple[Side, ...]:
    """The same people alone, without the claims that brought nothing."""
    filed = [claim for name, life in lives.items() for claim in _filed(program, evaluator, name, life, as_of)]
    tables = replace(tables_of_lives(program, lives), claims=Claims(tuple(filed)))
    return sides_of_tables(program, evaluator, lives, tables, as_of)


def sides_of_tables(
    program: Program, evaluator: Evaluator, lives: Mapping[str, Life], tables: Tables, as_of: date
) -> tuple[Side, ...]:
    """What becomes of each person in tables."""
    evaluation = evaluator(program, tables, as_of)
    return tuple(
        Side(
            name,
            life,
            tuple(claim for claim in tables.claims.rows if claim.member_id == name),
            evaluation.statements[name],
            tuple(each for each in evaluation.payments if each.payee_kind == "member" and each.payee == name),
        )
        for name, life in lives.items()
    )


def _filed(program: Program, evaluator: Evaluator, name: str, life: Life, as_of: date) -> Iterator[Claim]:
    """The claims that were paid, numbered anew; where none was, the first, so that one sees that it was asked."""
    tables = tables_of_lives(program, {name: life})
    settled = evaluator(program, tables, as_of).statements[name].settlements
    paid = {each.claim_id for each in settled if each.state is State.PAID}
    kept = [claim for claim in tables.claims.rows if claim.claim_id in paid] or list(tables.claims.rows[:1])
    for number, claim in enumerate(kept, 1):
        yield replace(claim, claim_id=f"{name}-C{number}")
