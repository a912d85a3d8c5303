"""Scores: a sum of points, a part of it for each head, or parts put together with weights; each as exact fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount, whole_or_fraction
from incentive_rules.codes import Code
from incentive_rules.scheme.rankings import As, Score
from incentive_rules.statement.model import StepKind
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.rankings import PartRule
    from incentive_rules.statement.model import Step
    from incentive_rules.statement.ranks.credits import Tallies
    from incentive_rules.statement.ranks.people import Parties


@dataclass(frozen=True, slots=True)
class Scored:
    """A score, scaled as points are, and the steps that sum to it where it is no plain sum."""

    points: Scaled
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Scorer:
    """Gives scores to those who are ranked together.

    ``tallies`` is keyed by counter; ``stages`` holds the scores of earlier rankings by award and name.
    """

    parties: Parties
    tallies: Mapping[str, Tallies]
    stages: Mapping[str, Mapping[str, Scaled]]

    def scores(self, names: Iterable[str]) -> dict[str, Scored]:
        """The score of each name; one whose score is not known has none, and that is told."""
        rule = self.parties.rule
        if rule.parts:
            return self._composed(list(names))
        found = {name: self._of_counter(name, rule.counter) for name in names}
        return {name: score for name, score in found.items() if score is not None}

    def raw(self, name: str, wanted: str) -> Scaled:
        """What criteria compare: the points of a part of the score, or of a counter."""
        part = next((each for each in self.parties.rule.parts if each.id == wanted), None)
        if part is None:
            return self.tallies[wanted].of(name).points
        scored = self._raw(name, part)
        return scored.points if scored else 0

    def _of_counter(self, name: str, counter: str) -> Scored | None:
        """The points of a name by the counter: all, or for each head."""
        tally, rule = self.tallies[counter].of(name), self.parties.rule
        if rule.score is Score.SUM:
            return Scored(tally.points)
        if rule.score is Score.MEAN:
            heads = Fraction(len(tally.people))
            return self._divided(tally.points, heads) if heads else Scored(0)
        heads = self.parties.heads.get(name, Fraction(0))
        if not heads:
            self.parties.reasons.append(because(Code.NO_HEADS, name=name, day=self.parties.day))
            return None
        return self._divided(tally.points, heads)

    def _divided(self, points: Scaled, heads: Fraction) -> Scored:
        setting, rule = self.parties.setting, self.parties.rule
        score = whole_or_fraction(Fraction(points) / heads)
        whole = setting.amounts[points]
        steps = (
            setting.cite(StepKind.SCORE, rule, whole, whole),
            setting.cite(StepKind.HEADS, rule, setting.amounts[score] - whole, Amount(heads)),
        )
        return Scored(score, steps)

    # Scores that are put together.

    def _composed(self, names: list[str]) -> dict[str, Scored]:
        rule = self.parties.rule
        raws = {part.id: {name: self._raw(name, part) for name in names} for part in rule.parts}
        known = [name for name in names if all(raws[part.id][name] is not None for part in rule.parts)]
        points = {
            part.id: {name: scored.points for name in known if (scored := raws[part.id][name]) is not None}
            for part in rule.parts
        }
        steps = {part.id: self._steps(part, points[part.id]) for part in rule.parts}
        return {name: self._added([steps[part.id][name] for part in rule.parts]) for name in known}

    def _raw(self, name: str, part: PartRule) -> Scored | None:
        """The points of a part; whoever an earlier ranking did not rank has none there."""
        if part.stage:
            return Scored(self.stages[part.stage].get(name, 0))
        return self._of_counter(name, part.counter)

    def _steps(self, part: PartRule, points: Mapping[str, Scaled]) -> dict[str, Step]:
        """What a part gives to each name, with its weight."""
        setting = self.parties.setting
        since, weight = part.weight.step_on(self.parties.day)
        facts: dict[str, str | int] = {"as": str(part.taken_as), "weight": str(weight)}
        return {
            name: setting.cite(
                StepKind.PART, part, Amount(taken * weight), setting.amounts[points[name]], since, dict(facts)
            )
            for name, taken in self._taken(part.taken_as, points).items()
        }

    def _taken(self, taken_as: As, points: Mapping[str, Scaled]) -> dict[str, Fraction]:
        """What is taken of the points of each: in points, or from 0 to 1 beside the others."""
        if taken_as is As.POINTS:
            return {name: Fraction(self.parties.setting.amounts[each]) for name, each in points.items()}
        return beside_others(taken_as, {name: Fraction(each) for name, each in points.items()})

    def _added(self, steps: list[Step]) -> Scored:
        whole = sum((step.amount for step in steps), Amount(0))
        return Scored(self.parties.setting.program.scale.put(whole), tuple(steps))


def beside_others(taken_as: As, points: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Points as numbers from 0 to 1 beside those of the others who are ranked.

    Where nobody has points, shares are 0; where all have the same, all are best by ``min_max``.

    Example:
        >>> from fractions import Fraction
        >>> points = {"a": Fraction(10), "b": Fraction(5), "c": Fraction(5)}
        >>> {name: str(taken) for name, taken in beside_others(As.RANK, points).items()}
        {'a': '1', 'b': '2/3', 'c': '2/3'}
    """
    if not points:
        return {}
    best, least, whole = max(points.values()), min(points.values()), sum(points.values(), Fraction(0))
    if taken_as is As.RANK:
        better = {each: sum(other > each for other in points.values()) for each in set(points.values())}
        return {name: Fraction(len(points) - better[each], len(points)) for name, each in points.items()}
    if taken_as is As.MIN_MAX:
        return {name: (each - least) / (best - least) if best > least else Fraction(1) for name, each in points.items()}
    base = best if taken_as is As.SHARE_OF_BEST else whole
    return {name: each / base if base > 0 else Fraction(0) for name, each in points.items()}
