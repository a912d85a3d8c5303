"""Prizes as payments: to whoever is ranked, or split among the people of a group or of a piece of work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import ZERO, Amount, total
from incentive_rules.codes import Code
from incentive_rules.scheme.rankings import MEMBER, Among, Residue, SplitBy
from incentive_rules.statement.ids import stable_id
from incentive_rules.statement.model import Payment, Reason, StepKind
from incentive_rules.statement.payments.paying import Owed, Payee, amount_steps
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.rankings import SplitRule
    from incentive_rules.statement.model import Step
    from incentive_rules.statement.ranks.people import Parties
    from incentive_rules.statement.ranks.places import Prize


@dataclass(frozen=True, slots=True)
class Payer:
    """Makes the payments of one ranking. ``brought`` holds by name the points that each of its people brought.

    ``did`` holds by piece of work and activity who did something for it.
    """

    parties: Parties
    brought: Mapping[str, Mapping[str, Scaled]]
    reasons: list[Reason]
    did: Mapping[str, Mapping[str, Collection[str]]]

    def payments(self, name: str, prize: Prize) -> Iterator[Payment]:
        """What a prize comes to for a name, or for its people."""
        whole = prize.steps or self._whole(name, prize)
        split = prize.place.split
        if split is None:
            if total(step.amount for step in whole):
                yield self._payment(name, self.parties.rule.of, prize, whole, name)
            return
        parts = self._parts(name, split)
        if not parts and not split.activities:
            self.reasons.append(because(Code.NOBODY_TO_PAY, name=name, place=prize.place.label))
        for member, steps in self._split(name, replace(prize, steps=whole), split, parts):
            if total(step.amount for step in steps):
                yield self._payment(member, MEMBER, prize, steps, name, member)

    def _whole(self, name: str, prize: Prize) -> tuple[Step, ...]:
        """What a prize comes to for one name; none where an amount hangs on an unknown fact, and waits."""
        rule, setting, place = self.parties.rule, self.parties.setting, prize.place
        payee = Payee.of(setting, name, rule.of, rule.settles_on(self.parties.period))
        reward = setting.program.scheme.rewards[prize.reward].label
        owed = Owed(place, place.label, reward, StepKind.PLACE)
        steps = amount_steps(setting, place.pays[prize.reward], owed, payee)
        if isinstance(steps, Reason):
            self.reasons.append(steps)
            return ()
        return steps

    def _parts(self, name: str, split: SplitRule) -> dict[str, Fraction]:
        """The share of each person; of whoever brought nothing there is none where points decide."""
        points = {member: Fraction(each) for member, each in self.brought.get(name, {}).items() if each > 0}
        people = sorted(points)
        if split.among is Among.MEMBERS_AT_PERIOD_END:
            people = sorted(self.parties.people.get(name, ()))
        elif split.activities:
            did = self.did.get(name, {})
            people = sorted({member for activity in split.activities for member in did.get(activity, ())})
        if split.by is SplitBy.EQUAL:
            return {member: Fraction(1, len(people)) for member in people}
        whole = sum((points.get(member, Fraction(0)) for member in people), Fraction(0))
        return {member: points[member] / whole for member in people if member in points}

    def _split(
        self, name: str, prize: Prize, split: SplitRule, parts: Mapping[str, Fraction]
    ) -> Iterator[tuple[str, tuple[Step, ...]]]:
        """The steps of each person's part: the whole prize, and what of it is others'."""
        whole = sum((step.amount for step in prize.steps), ZERO)
        amounts = {member: split.rounding.apply(whole * part) for member, part in parts.items()}
        largest = [member for member in parts if parts[member] == max(parts.values())]
        left = whole - sum(amounts.values(), Fraction(0))
        for member, amount in amounts.items():
            facts: dict[str, str | int] = {"name": name}
            takes = split.residue is Residue.LARGEST_PART and largest == [member]
            cut = Amount(amount - whole + (left if takes else 0))
            step = self.parties.setting.cite(
                StepKind.SPLIT, prize.place, cut, str(Amount(parts[member])), facts={**facts}
            )
            yield member, (*prize.steps, step)

    def _payment(  # who, for what, how much
        self, payee: str, kind: str, prize: Prize, steps: tuple[Step, ...], *ids: str
    ) -> Payment:
        rule, place, scheme = self.parties.rule, prize.place, self.parties.setting.program.scheme
        name, *inner = ids
        reward = scheme.rewards[prize.reward]
        return Payment(
            id=stable_id(rule.id, place.id, prize.reward, name, self.parties.period.name, *inner),
            payee=payee,
            payee_kind=kind,
            award=rule.id,
            rule=place.address,
            label=place.label,
            option="",
            reward=prize.reward,
            reward_label=reward.label,
            unit=reward.unit,
            amount=sum((step.amount for step in steps), ZERO),
            day=rule.settles_on(self.parties.period),
            claim_id="",
            period=self.parties.period.name,
            reading=scheme.reading,
            steps=steps,
        )
