"""The arrow from a ``Scheme`` to a ``Program``. A scheme that loads always compiles."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from incentive_rules.amounts import Amount, Rounding, Scale, Scaled
from incentive_rules.messages import LANGUAGES, Label, sentence
from incentive_rules.periods import Dated, Per
from incentive_rules.program.counters import CounterRule
from incentive_rules.program.from_ranking import RankingCompiler
from incentive_rules.program.grades_from_scheme import GradesCompiler
from incentive_rules.program.model import (
    ActivityRule,
    Answers,
    BalanceRule,
    BonusRule,
    BudgetRule,
    ClosingRule,
    GeneralLimit,
    LimitRule,
    Made,
    Multiple,
    Program,
    TierRule,
    TiersRule,
)
from incentive_rules.program.pay_steps import bundle_of
from incentive_rules.program.points import FactPoints
from incentive_rules.program.points_from_scheme import PointsCompiler
from incentive_rules.program.rule import common_of
from incentive_rules.scheme.awards import (
    Again,
    Consume,
    CounterName,
    ExchangeAward,
    OncePer,
    Pay,
    TiersAward,
)
from incentive_rules.scheme.checks import conditions_of
from incentive_rules.scheme.checks_limits import split_key
from incentive_rules.scheme.conditions import QUANTITY
from incentive_rules.scheme.counters import POINTS
from incentive_rules.scheme.dated_values import dated_values
from incentive_rules.scheme.from_yaml import refuse_unloaded
from incentive_rules.scheme.grades import GradesAward
from incentive_rules.scheme.limits import GIVER, MEMBER, Allowance, Keep
from incentive_rules.scheme.points import can_deduct
from incentive_rules.scheme.provenance import cited
from incentive_rules.scheme.rankings import RankingAward
from incentive_rules.scheme.spans import ENTRY, bound_span
from incentive_rules.scheme.telling_names import telling_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from incentive_rules.program.pay_steps import Bundle
    from incentive_rules.scheme.awards import Tier
    from incentive_rules.scheme.budgets import Budget
    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.counters import Counter
    from incentive_rules.scheme.limits import Limit
    from incentive_rules.scheme.model import Activity, Bonus, Scheme

T = TypeVar("T")
U = TypeVar("U")


def program_of(scheme: Scheme) -> Program:
    """A scheme with all names bound and all points scaled to whole numbers.

    Raises:
        InputError: for a path or a text where a scheme belongs.

    Example:
        >>> from incentive_rules import load_scheme, example_path
        >>> program_of(load_scheme(example_path("donghae.yaml"))).scale.factor
        2
    """
    refuse_unloaded(scheme)
    return _Compiler(scheme, _scale(scheme), conditions_of(scheme)).program()


def _scale(scheme: Scheme) -> Scale:
    rules = (*scheme.activities.values(), *scheme.bonuses.values(), *scheme.limits.values(), scheme.balance)
    tiers = [tier for award in scheme.awards.values() for tier in getattr(award, "tiers", {}).values()]
    exchanges = [award for award in scheme.awards.values() if isinstance(award, ExchangeAward)]
    values = [
        value for rule in (*rules, *tiers, *exchanges) for _, dated in dated_values(rule) for value in dated.values
    ]
    return Scale.over(value for value in values if isinstance(value, Amount))


def _mapped(dated: Dated[T], change: Callable[[T], U]) -> Dated[U]:
    return Dated(tuple((day, change(value)) for day, value in dated.steps))


@dataclass(frozen=True)  # without slots: it remembers the counters
class _Compiler:
    scheme: Scheme
    scale: Scale
    conditions: Mapping[tuple[str | int, ...], Condition]

    @cached_property
    def counters(self) -> dict[str, CounterRule]:
        """The named counters, to which awards are bound."""
        return {key: self._counter(key, rule) for key, rule in self.scheme.counters.items()}

    def program(self) -> Program:
        scheme = self.scheme
        first, until = scheme.in_force(scheme)
        grades = GradesCompiler(scheme, self.scale, self.conditions, self.counters)
        rankings = RankingCompiler(scheme, self.scale, self.conditions)
        return Program(
            scheme=scheme,
            first=first,
            until=until,
            scale=self.scale,
            answers=self._answers(),
            eligible=self.conditions.get(("eligible",)),
            eligible_cited=cited(scheme.as_written, ("eligible",)),
            counters=self.counters,
            budgets=tuple(self._budget(key, rule) for key, rule in scheme.budgets.items()),
            activities={key: self._activity(key, rule) for key, rule in scheme.activities.items()},
            bonuses=self._by_activity(
                {key: self._bonus(key, rule) for key, rule in scheme.bonuses.items()}, scheme.bonuses
            ),
            limits=self._by_activity(
                {key: self._limit(key, rule) for key, rule in scheme.limits.items() if _is_plain(rule)}, scheme.limits
            ),
            general_limits=self._general_limits(),
            telling_names=self._telling_names(),
            balance=self._balance(),
            closing=self._closing(),
            tiers=tuple(
                self._tiers(key, rule) if isinstance(rule, TiersAward) else self._exchange(key, rule)
                for key, rule in scheme.awards.items()
                if isinstance(rule, TiersAward | ExchangeAward)
            ),
            rankings=tuple(
                rankings.rule(key, rule) for key, rule in scheme.awards.items() if isinstance(rule, RankingAward)
            ),
            grades=tuple(
                grades.award(key, rule) for key, rule in scheme.awards.items() if isinstance(rule, GradesAward)
            ),
        )

    def _answers(self) -> Answers:
        answered = self.scheme.answered
        found = {each.name: answered[each.name].value if each.name in answered else "" for each in fields(Answers)}
        return Answers(**found)

    def _by_activity(
        self, rules: Mapping[str, T], written: Mapping[str, Bonus] | Mapping[str, Limit]
    ) -> dict[str, tuple[T, ...]]:
        return {
            activity: tuple(rule for key, rule in rules.items() if activity in (written[key].activities or (activity,)))
            for activity in self.scheme.activities
        }

    def _points(self, dated: Dated[Amount]) -> Dated[Scaled]:
        return _mapped(dated, self.scale.put)

    def _activity(self, key: str, rule: Activity) -> ActivityRule:
        answer = self.scheme.answered.get("bands_apply_to")
        compiler = PointsCompiler(self.scheme.facts, self.scale, marginal=bool(answer and answer.value == "part"))
        return ActivityRule(
            **common_of(self.scheme, rule.label, "activities", key, days=rule),
            points=compiler.rule(rule.points),
            when=self.conditions.get(("activities", key, "when")),
            can_deduct=can_deduct(rule.points),
            shares=rule.shares,
            of=rule.of or "",
            made=self._made(rule),
        )

    def _made(self, rule: Activity) -> Made | None:
        if rule.after is not None:
            return Made(None, rule.after.award, rule.after.won or ())
        if rule.every is None:
            return None
        part = rule.prorate
        rounding = Rounding(Fraction(self.scale.put(part.round.unit)), part.round.mode) if part and part.round else None
        return Made(bound_span(self.scheme.periods, rule.every), part=part.by if part else None, rounding=rounding)

    def _counter(self, key: str, rule: Counter) -> CounterRule:
        drop = rule.drop
        return CounterRule(
            **common_of(self.scheme, rule.label, "counters", key),
            activities=frozenset(rule.activities or self.scheme.activities),
            when=self.conditions.get(("counters", key, "when")),
            fact=None if rule.of == POINTS else self.scheme.facts.entry.get(rule.of, QUANTITY),
            take=rule.take,
            drop=(drop.highest or 0, drop.lowest or 0) if drop else (0, 0),
            per=bound_span(self.scheme.periods, rule.per) if rule.per else None,
            last=rule.last or 1,
        )

    def _budget(self, key: str, rule: Budget) -> BudgetRule:
        return BudgetRule(
            **common_of(self.scheme, rule.label, "budgets", key, days=rule),
            awards=frozenset(rule.awards or self.scheme.awards),
            rewards=rule.reward,
            per=bound_span(self.scheme.periods, rule.per),
            by=rule.by or "",
            amount=rule.amount,
            count=rule.count,
            when_out=rule.when_out,
            rounding=Rounding(rule.round.unit, rule.round.mode) if rule.round else None,
        )

    def _bonus(self, key: str, rule: Bonus) -> BonusRule:
        return BonusRule(
            **common_of(self.scheme, rule.label, "bonuses", key, days=rule),
            when=self.conditions[("bonuses", key, "when")],
            add=self._points(rule.add) if rule.add else None,
            more=_mapped(rule.multiply, lambda factor: Amount(factor - 1)) if rule.multiply else None,
        )

    def _limit(self, key: str, rule: Limit) -> LimitRule:
        points = self._points(rule.points) if isinstance(rule.points, Dated) else None
        per = bound_span(self.scheme.periods, rule.per)
        return LimitRule(
            **common_of(self.scheme, rule.label, "limits", key, days=rule), per=per, points=points, count=rule.count
        )

    def _general_limits(self) -> tuple[GeneralLimit, ...]:
        """Every limit, if one of them is not plain, or names tell apart what one takes together: they act together."""
        limits = self.scheme.limits
        if all(map(_is_plain, limits.values())) and not self._telling_names():
            return ()
        return tuple(self._general_limit(key, rule) for key, rule in limits.items())

    def _telling_names(self) -> tuple[str, ...]:
        return telling_names(self.scheme, self.conditions)

    def _general_limit(self, key: str, rule: Limit) -> GeneralLimit:
        facts = self.scheme.facts
        own = {"member": facts.member, "entry": facts.entry}
        keys = tuple(found for name in rule.by or (MEMBER,) if (found := split_key(facts, name)))
        return GeneralLimit(
            **common_of(self.scheme, rule.label, "limits", key, days=rule),
            per=None if rule.per == ENTRY else bound_span(self.scheme.periods, rule.per),
            points=self._points(rule.points) if isinstance(rule.points, Dated) else None,
            allowance=self._allowance(rule.points) if isinstance(rule.points, Allowance) else None,
            count=rule.count,
            keep=rule.keep,
            by=keys,
            by_facts=tuple((scope, own[scope][name]) for scope, name in keys if scope in own and name in own[scope]),
            activities=frozenset(rule.activities or self.scheme.activities),
            when=self.conditions.get(("limits", key, "when")),
            of_base=rule.of is not None,
        )

    def _allowance(self, points: Allowance) -> FactPoints:
        scope, _, name = points.by.rpartition(".")
        values = {value: self._points(each) for value, each in points.values.items()}
        return FactPoints(GIVER if scope == GIVER else MEMBER, self.scheme.facts.member[name], values)

    def _balance(self) -> BalanceRule | None:
        written = self.scheme.balance
        if written is None:
            return None
        return BalanceRule(
            months=written.expire_after.months if written.expire_after else None,
            carry_over=self._points(written.carry_over) if written.carry_over else None,
        )

    def _closing(self) -> ClosingRule | None:
        written = self.scheme.closing
        if written is None:
            return None
        label = Label(*(sentence("closing_label", lang) for lang in LANGUAGES))
        return ClosingRule(**common_of(self.scheme, label, "closing"), per=Per(written.per), days=written.days)

    def _tiers(self, key: str, rule: TiersAward) -> TiersRule:
        scheme, window = self.scheme, rule.measure.per
        again = Again.ONCE if isinstance(rule.again, OncePer) else rule.again
        once = bound_span(scheme.periods, rule.again.once) if isinstance(rule.again, OncePer) else None
        return TiersRule(
            **common_of(self.scheme, rule.label, "awards", key, days=rule),
            counter=self._measured(rule.measure.counter),
            window=None if window is None else bound_span(scheme.periods, window),
            claim_by=rule.claim.by,
            claim_per=bound_span(scheme.periods, rule.claim.per),
            times=rule.claim.times,
            days_to_claim=rule.claim.deadline.days if rule.claim.deadline else 0,
            pay=rule.pay,
            again=again,
            once=once,
            consume=rule.consume,
            priority=rule.priority or 0,
            tiers=tuple(self._tier(key, rule, name, tier) for name, tier in rule.tiers.items()),
            eligible=self.conditions.get(("awards", key, "eligible")),
        )

    def _measured(self, counter: CounterName | str) -> CounterName | CounterRule:
        return counter if isinstance(counter, CounterName) else self.counters[counter]

    def _exchange(self, key: str, rule: ExchangeAward) -> TiersRule:
        """An exchange is an award of one tier, which is paid as often as its points are there."""
        common = common_of(self.scheme, rule.label, "awards", key, days=rule)
        options: dict[str, Bundle] = dict(rule.choose) if rule.choose else {"": dict(rule.pays or {})}
        names = _mapped(rule.points, _threshold_label)
        tier = TierRule(
            **(common | {"label": names.values[-1]}), at=self._points(rule.points), options=options, names=names
        )
        return TiersRule(
            **common,
            counter=CounterName.BALANCE,
            window=None,
            claim_by=rule.claim.by,
            claim_per=bound_span(self.scheme.periods, rule.claim.per),
            times=rule.claim.times,
            days_to_claim=rule.claim.deadline.days if rule.claim.deadline else 0,
            pay=Pay.HIGHEST,
            again=Again.ALWAYS,
            once=None,
            consume=Consume.TIER,
            priority=rule.priority or 0,
            tiers=(tier,),
            eligible=self.conditions.get(("awards", key, "eligible")),
            multiple=Multiple(
                minimum=None if rule.minimum is None else self._points(rule.minimum),
                maximum=None if rule.maximum is None else self._points(rule.maximum),
            ),
        )

    def _tier(self, award: str, around: TiersAward, key: str, tier: Tier) -> TierRule:
        names = Dated.always(tier.label) if tier.label else _mapped(tier.at, _threshold_label)
        facts, written = self.scheme.facts.member, tier.choose or {"": tier.pays or {}}
        options: dict[str, Bundle] = {option: bundle_of(bundle, facts) for option, bundle in written.items()}
        common = common_of(self.scheme, names.values[-1], "awards", award, "tiers", key, days=tier)
        first, until = self.scheme.in_force(around)
        common |= {"first": max(first, common["first"]), "until": min(until, common["until"])}
        return TierRule(**common, at=self._points(tier.at), options=options, names=names)


def _is_plain(rule: Limit) -> bool:
    """Whether a limit looks at one member alone, keeps the earliest, and is the same for everybody."""
    own = rule.by in ((), (MEMBER,)) and rule.per != ENTRY
    return own and rule.keep is Keep.EARLIEST and not (rule.when or rule.of or isinstance(rule.points, Allowance))


def _threshold_label(at: Amount) -> Label:
    return Label(f"{at}점", "1 point" if at == 1 else f"{at} points")
