"""The order of those who are ranked together: by score, then by whatever the scheme parts equal scores by.

Ids never decide. A lot by a recorded seed hangs on the names alone, and is drawn anew where they are others.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.messages import LANGUAGES, Label, sentence
from incentive_rules.scheme.conditions import order
from incentive_rules.scheme.rankings import End
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentive_rules.amounts import Scaled
    from incentive_rules.program.rankings import CriterionRule
    from incentive_rules.statement.model import Reason
    from incentive_rules.statement.ranks.score import Scored, Scorer


@dataclass(slots=True)
class Tied:
    """Names of equal rank. ``is_open`` tells that what would part them is not known; ``notes`` what did part them."""

    names: list[str]
    points: Scaled
    is_open: bool = False
    notes: list[Reason] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Orderer:
    """Puts names in order."""

    scorer: Scorer

    def ordered(self, scores: Mapping[str, Scored]) -> list[Tied]:
        """The names by score, the best first; those that nothing parts stand together, in the order of their names."""
        by_points: dict[Scaled, list[str]] = defaultdict(list)
        for name in sorted(scores):
            by_points[scores[name].points].append(name)
        groups = [Tied(by_points[points], points) for points in sorted(by_points, reverse=True)]
        for criterion in self.scorer.parties.rule.criteria:
            groups = [part for group in groups for part in self._parted(group, criterion)]
        return groups

    def _parted(self, group: Tied, criterion: CriterionRule) -> list[Tied]:
        """A group parted by one criterion; where something that it looks at is not known, it stays together."""
        if len(group.names) == 1 or group.is_open:
            return [group]
        keys = {name: self._key(name, criterion) for name in group.names}
        if None in keys.values():
            return [Tied(group.names, group.points, is_open=True, notes=group.notes)]
        values = sorted(set(keys.values()))
        if len(values) == 1:
            return [group]
        notes = [*group.notes, because(Code.TIE_BROKEN, name=self._words(criterion))]
        return [
            Tied([name for name in group.names if keys[name] == value], group.points, notes=notes) for value in values
        ]

    def _key(self, name: str, criterion: CriterionRule) -> Any:  # noqa: ANN401  # whatever is compared; less goes first
        if criterion.kind == "lot":
            seed = (criterion.name, self.scorer.parties.period.name, name)
            return hashlib.sha256("\0".join(seed).encode()).hexdigest()
        if criterion.kind == "earliest":
            tallies = (self.scorer.tallies[counter] for counter in self.scorer.parties.rule.counters)
            return max((each.of(name).reached for each in tallies), default=date.min)
        if criterion.fact is not None:
            return self._of_fact(name, criterion)
        points = self.scorer.raw(name, criterion.name)
        return -points if criterion.kind == "highest" else points

    def _of_fact(self, name: str, criterion: CriterionRule) -> Any:  # noqa: ANN401  # as above
        assert criterion.fact is not None  # asked by the caller
        value = self.scorer.parties.fact(name, criterion.fact, contributors(self.scorer, name))
        if value is None:
            return None
        ranked = order(criterion.fact, value)
        if hasattr(ranked, "toordinal"):
            ranked = ranked.toordinal()
        return -ranked if criterion.first is End.HIGHEST else ranked

    def _words(self, criterion: CriterionRule) -> Label:
        """A criterion as people read it."""
        rule = self.scorer.parties.rule
        labels: dict[str, Label] = {part.id: part.label for part in rule.parts}
        name: object = criterion.fact.label if criterion.fact else labels.get(criterion.name, criterion.name)
        key = f"criterion_fact_{criterion.first}" if criterion.fact else f"criterion_{criterion.kind}"
        return Label(*(sentence(key, lang, name=name) for lang in LANGUAGES))


def contributors(scorer: Scorer, name: str) -> Sequence[str]:
    """Whoever brought the points of a name, in the order of their ids."""
    return sorted({member for each in scorer.tallies.values() for member in each.of(name).people})
