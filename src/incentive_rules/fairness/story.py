"""The counterexample as a story: two people, or one person twice, every number with its rules, one plain judgement."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from incentive_rules.amounts import ZERO, Amount
from incentive_rules.fairness.trial import symbols_by_entry
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.messages.screen import has_words, words
from incentive_rules.scheme.awards import CounterName, TiersAward
from incentive_rules.scheme.conditions import QUANTITY
from incentive_rules.statement.explain.words import money
from incentive_rules.statement.judge import value_words
from incentive_rules.statement.model import RowKind, State, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.fairness.model import Did, Done, Side, Symbol, Witness
    from incentive_rules.fairness.repair import Mend
    from incentive_rules.messages import Language
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.model import Credit, Payment, Step

_OF_POINTS_TOO = ("monotone", "praise_never_hurts", "split_proof")
_MOST_TOLD = 8
"""So many days and kinds of entries are told one by one."""


def story(witness: Witness, lang: Language) -> str:
    """What two people did, what each is paid and by which rules, what that means, and what would mend it, if known."""
    return "\n".join(_Teller(witness, lang).lines())


def both(key: str, **facts: object) -> Label:
    """A text in both languages."""
    ko, en = (words(key, lang, **facts) for lang in LANGUAGES)
    return Label(ko, en)


class _Teller:
    def __init__(self, witness: Witness, lang: Language) -> None:
        self.witness, self.lang, self.scheme = witness, lang, witness.scheme

    def say(self, key: str, **facts: object) -> str:
        return words(f"fairness_{key}", self.lang, **facts)

    def lines(self) -> Iterator[str]:
        witness = self.witness
        opening = witness.facts.get("opening", witness.property)
        yield self.say(f"opening_{opening}", **self._changed(), **witness.facts)
        for number, side in enumerate(witness.sides, 1):
            own = f"person_{witness.property}_{number}"
            key = own if has_words(f"fairness_{own}", self.lang) else "person"
            yield self.say(key, name=side.name, done=self._done(side.life.done) or self.say("nothing_done"))
            yield from (f"  {line}" for line in self._person(side))
        facts = {**self._difference(), **witness.facts}
        if "until" in facts:
            yield self.say(f"before{facts['unit']}", **facts)
        yield self.say(f"judged_{self._variant(facts)}", **facts)
        for key in ("also", "unfound"):
            if tiers := facts.get(key):
                yield self.say(key, tiers=tiers)
        yield from self._repair(facts)

    def _repair(self, facts: Mapping[str, object]) -> Iterator[str]:
        """How such a rule is mended: what was tried on these people, or what the cause asks for; else nothing."""
        mends = cast("tuple[Mend, ...]", facts.get("mends", ()))
        told = [self.say(f"mend_{mend.key}", names=mend.names) for mend in mends]
        if "repair" in facts:
            told.append(self.say(f"repair_{facts['repair']}", **facts))
        if told:
            yield self.say("repair", how=self.say("repair_with").join(told))

    def _changed(self) -> Mapping[str, object]:
        """What only one of the two has."""
        less, more = ([symbol_label(did.symbol, self.scheme) for did in each] for each in _both(self.witness))
        parts = dict(zip(("first", "second"), more, strict=False))
        return {"added": self._done(self.witness.more), "whole": less[0] if less else "", **parts}

    def _variant(self, facts: Mapping[str, object]) -> str:
        """The sentence of the property that fits: about pay or points, points or a count, one reason or another."""
        variant = facts.get("variant", "")
        return f"{self.witness.property}_{variant}" if variant else self.witness.property

    def _difference(self) -> Mapping[str, object]:
        """What one is paid more than the other; where that does not tell them apart, how many points."""
        first, second = self.witness.sides[0], self.witness.sides[-1]
        before, after = paid_by_tiers(first), paid_by_tiers(second)
        gains = {each: after.get(each, ZERO) - before.get(each, ZERO) for each in before | after}
        told = self._rewards({each: Amount(abs(gain)) for each, gain in gains.items() if gain})
        points = Amount(abs(second.statement.earned - first.statement.earned))
        by_pay = told and not (self.witness.property == "split_proof" and min(gains.values()) < 0)
        variant = "points" if self.witness.property in _OF_POINTS_TOO and points and not by_pay else ""
        return {"pay": told, "points": f"{points:,}", "variant": variant}

    def _rewards(self, amounts: Mapping[str, Amount]) -> str:
        rewards = self.scheme.rewards
        return ", ".join(
            f"{rewards[each].label.in_language(self.lang)} {money(amount, rewards[each].unit, self.lang)}"
            for each, amount in amounts.items()
        )

    def _done(self, done: Done) -> str:
        told = []
        for did in done[:_MOST_TOLD]:
            key = "did" if did.times > 1 or self.lang == "ko" else "did_once"
            what = symbol_label(did.symbol, self.scheme)
            told.append(self.say(key, day=did.day, what=what, times=did.times))
        more = sum(did.times for did in done[_MOST_TOLD:])
        return ", ".join(told) + (self.say("and_more", count=more) if more else "")

    def _person(self, side: Side) -> Iterator[str]:
        yield from self._credits(side)
        yield from self._refused(side)
        yield from self._payments(side)
        yield self._result(side)

    def _result(self, side: Side) -> str:
        """The sum: points, pay, and what is left where that matters."""
        paid = self._rewards(paid_by_tiers(side))
        facts = {"name": side.name, "earned": f"{side.statement.earned:,}", "paid": paid}
        if self.witness.property == "cap_respected":
            return self.say("result_points", **facts)
        told = self.say("result" if paid else "result_nothing", **facts)
        return f"{told} {self.say('left', balance=f'{side.statement.balance:,}')}" if self._spends() else told

    def _spends(self) -> bool:
        awards = [award for award in self.scheme.awards.values() if isinstance(award, TiersAward)]
        return any(award.measure.counter is CounterName.BALANCE for award in awards)

    def _credits(self, side: Side) -> Iterator[str]:
        """The credits, those that are alike together, each with its rules."""
        symbols = symbols_by_entry(side.name, side.life)
        alike: dict[object, list[Credit]] = defaultdict(list)
        for credit in side.statement.credits:
            steps = tuple((step.rule, step.amount) for step in credit.steps)
            alike[symbols[credit.entry_id], steps].append(credit)
        for same in alike.values():
            first = same[0]
            yield self.say(
                "credit" if len(same) > 1 else "credit_once",
                label=symbol_label(symbols[first.entry_id], self.scheme),
                times=len(same),
                each=first.points,
                sum=sum((each.points for each in same), ZERO),
                rules=", ".join(map(self._step, first.steps)),
            )

    def _step(self, step: Step) -> str:
        sign = "+" if step.kind is not StepKind.BASE and step.amount > 0 else ""
        key = "step_rounding" if step.kind is StepKind.ROUNDING else "step"
        return self.say(key, rule=step.rule, amount=f"{sign}{step.amount}")

    def _refused(self, side: Side) -> Iterator[str]:
        symbols = symbols_by_entry(side.name, side.life)
        refused = [each for each in side.statement.outcomes if each.kind is RowKind.ENTRY]
        for each in refused:
            if each.state is not State.CREDITED and each.reasons:
                label = symbol_label(symbols[each.id], self.scheme)
                yield self.say("refused", label=label, reason=each.reasons[0].message(self.lang))

    def _payments(self, side: Side) -> Iterator[str]:
        together: dict[object, list[Payment]] = defaultdict(list)
        for payment in by_tiers(side):
            together[payment.day, payment.rule, payment.claim_id].append(payment)
        for same in together.values():
            first = same[0]
            amounts: dict[str, Amount] = {each.reward: each.amount for each in same}
            facts = {"day": first.day, "tier": first.label, "rule": first.rule, "amount": self._rewards(amounts)}
            yield self.say("claimed" if first.claim_id else "automatic", **facts)
        for each in side.statement.settlements:
            if each.claim_id and each.state is not State.PAID:
                yield self.say("claimed_in_vain", day=each.day, reason=each.reasons[0].message(self.lang))


def _both(witness: Witness) -> tuple[list[Did], list[Did]]:
    """The entries that only the first has and that only the second has, one by one."""
    first, second = ([did for did in done for _ in range(did.times)] for done in (witness.less, witness.more))
    return first, second


def by_tiers(side: Side) -> list[Payment]:
    """The payments of tiers; prizes of rankings are not what the properties are about."""
    return [payment for payment in side.payments if ".tiers." in payment.rule]


def paid_by_tiers(side: Side) -> dict[str, Amount]:
    """What tiers pay, by reward."""
    paid: dict[str, Amount] = defaultdict(lambda: ZERO)
    for payment in by_tiers(side):
        paid[payment.reward] += payment.amount
    return dict(sorted(paid.items()))


def symbol_label(symbol: Symbol, scheme: Scheme) -> Label:
    """An entry in a few words: its activity, and in brackets what else is known of it."""
    activity = scheme.activities[symbol.activity].label
    told = {lang: [*_facts(symbol, scheme, lang)] for lang in LANGUAGES}
    ko, en = (
        words("fairness_kind", lang, activity=activity, facts=", ".join(told[lang]))
        if told[lang]
        else activity.in_language(lang)
        for lang in LANGUAGES
    )
    return Label(ko, en)


def _facts(symbol: Symbol, scheme: Scheme, lang: Language) -> Iterator[str]:
    """A yes by its name, a no not at all, any other fact with its value."""
    for name, value in symbol.facts:
        label = scheme.facts.entry[name].label
        if value is True:
            yield words("fairness_yes", lang, fact=label)
        elif value is not False:
            yield words("fairness_value", lang, fact=label, value=value_words(value))
    if symbol.quantity is not None:
        yield words("fairness_value", lang, fact=QUANTITY.label, value=symbol.quantity)
