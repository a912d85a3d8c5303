"""Rankings that can bring nobody a place, criteria that part nobody, and weights that nearly make a whole."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.analysis.bound import most_in
from incentive_rules.analysis.warning import Warned, reason
from incentive_rules.codes import Code
from incentive_rules.scheme.awards import CounterName
from incentive_rules.scheme.points import PointsCriteria
from incentive_rules.scheme.rankings import MEMBER, RankingAward, Score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentive_rules.periods import Dated
    from incentive_rules.program.model import Program
    from incentive_rules.program.rankings import CriterionRule, RankingRule
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.tree import Path

_WHOLES = (Amount(1), Amount(100))
_NEARLY = Amount("0.8"), Amount("1.25")
"""Weights that add up to between these parts of a whole are taken for its shares."""


def idle_rankings(program: Program) -> Iterator[Warned]:
    """Least scores above what limits allow, and criteria that are the score itself."""
    for ranking in program.rankings:
        yield from _minimum(program, ranking)
        for index, criterion in enumerate(ranking.criteria):
            if _is_the_score(ranking, criterion):
                facts = {"name": reason("criterion", kind=criterion.kind, name=criterion.name), "why": reason("equal")}
                yield Warned(Code.RULE_NEVER_APPLIES, ("awards", ranking.id, "ties", "by", index), facts)


def _minimum(program: Program, ranking: RankingRule) -> Iterator[Warned]:
    if ranking.minimum is None or ranking.counter != CounterName.EARNED or ranking.of != MEMBER:
        return
    bound, at = most_in(program, ranking.per), program.scale.take(ranking.minimum)
    if bound is not None and bound.points < at:
        labels = {f"limits.{name}": limit.label for name, limit in program.scheme.limits.items()}
        names = tuple(labels[address] for address in bound.limits)
        why = reason("reach_limits", names=names, most=bound.points, at=at)
        yield Warned(Code.RULE_NEVER_APPLIES, ("awards", ranking.id, "minimum"), {"name": ranking.label, "why": why})


def _is_the_score(ranking: RankingRule, criterion: CriterionRule) -> bool:
    """Whether those whose scores are equal are equal in a criterion as well: it is their only source."""
    if criterion.kind not in ("highest", "lowest") or ranking.score is not Score.SUM:
        return False
    if ranking.counter:
        return criterion.name == ranking.counter
    first, *others = ranking.parts
    return not others and criterion.name in (first.id, first.counter)


def odd_weights(scheme: Scheme) -> Iterator[Warned]:
    """Weights of criteria and of the parts of scores that look like shares and make no whole on some day."""
    for path, weights in _weights(scheme):
        for day in sorted({day for weight in weights.values() for day, _ in weight.steps}):
            on_day = [weight.on(max(day, weight.first_day)) for weight in weights.values()]
            whole = _whole_of(on_day)
            if whole is not None and sum(on_day, Amount(0)) != whole:
                parts = " + ".join(map(str, on_day))
                facts = {"sum": sum(on_day, Amount(0)), "whole": whole, "parts": parts}
                yield Warned(Code.WEIGHTS_NOT_WHOLE, path, facts)
                break


def _weights(scheme: Scheme) -> Iterator[tuple[Path, Mapping[str, Dated[Amount]]]]:
    for name, activity in scheme.activities.items():
        if isinstance(activity.points, PointsCriteria):
            yield ("activities", name, "points", "criteria"), activity.points.criteria
    for name, award in scheme.awards.items():
        if isinstance(award, RankingAward) and award.measure.parts:
            weights = {key: part.weight for key, part in award.measure.parts.items()}
            yield ("awards", name, "measure", "parts"), weights


def _whole_of(weights: list[Amount]) -> Amount | None:
    """The whole of which weights are nearly the shares; ``None`` where they are factors of another kind."""
    if len(weights) < 2:  # noqa: PLR2004  # one weight has nothing to add up to
        return None
    low, high = _NEARLY
    least, most = min(weights), max(weights)
    for whole in _WHOLES:
        is_share = most < whole and (whole == 1 or least >= 1)
        if is_share and whole * low <= sum(weights, Amount(0)) <= whole * high:
            return whole
    return None


def rankings_and_weights(program: Program) -> Iterator[Warned]:
    """All that is warned of about rankings and weights."""
    return chain(idle_rankings(program), odd_weights(program.scheme))
