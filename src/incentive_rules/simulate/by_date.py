"""Values of a scheme from a day on: what was there before stays before, and later steps give way.

Only what the language lets change by date can: amounts, thresholds, and what conditions compare with. A rule begins by
``from`` and ends by ``until``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from incentive_rules.facts import RefusedValueError, parse_date
from incentive_rules.periods import Dated
from incentive_rules.scheme.addresses import dropped_at, set_at, value_at
from incentive_rules.scheme.conditions import PROVENANCE_KEYS, Op, stands_for_one_value
from incentive_rules.scheme.parts import InForce
from incentive_rules.scheme.scalars import Raw, is_dated
from incentive_rules.simulate.alike import alike
from incentive_rules.simulate.new_tier import with_tier_in_order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentive_rules.scheme.model import Scheme

    Data = dict[str, Any]
    Keys = tuple[str, ...]
    Steps = list[tuple[date, Any]]

_RULES = ("activities", "bonuses", "limits", "awards", "budgets")
_DECLARATIONS = {"rewards": 2, "sources": 2, "periods": 2, "counters": 2, "facts": 3}
"""What may be declared at any time, since nothing follows from it alone; with the depth at which it stands."""
_NO_CONDITIONS = ("answers", "readings")
"""Where parts stand as written that are no conditions."""


@dataclass(frozen=True, slots=True)
class ByDate:
    """Sets values of a scheme's data from ``first`` on; the scheme tells what each part of the data is.

    ``refused`` takes the paths of what cannot change by date; there the data stay as they are.
    """

    scheme: Scheme
    first: date
    refused: list[Keys] = field(default_factory=list)

    def set(self, data: Data, path: Keys, value: Any) -> Data:  # noqa: ANN401  # raw YAML
        """The data with a value from the first day on; a mapping is taken value by value."""
        old = value_at(data, path)
        if value is None:
            return self._ended(data, path)
        if old is None:
            return self._begun(data, path, value)
        if _holds_parts(old) and _holds_parts(value):
            for key, inner in value.items():
                data = self.set(data, (*path, key), inner)
            return data
        if path[-1] in PROVENANCE_KEYS or alike(old, value):
            return set_at(data, path, value if path[-1] in PROVENANCE_KEYS else old)
        return self._dated(data, path, old, value)

    def _ended(self, data: Data, path: Keys) -> Data:
        """A rule that no longer holds from the first day on; one that would only have begun later is gone."""
        rule = self._part(path)
        if not isinstance(rule, InForce):
            return self._refused(data, path)
        if self._begins(path) >= self.first:
            return dropped_at(data, path)
        if rule.until is not None and rule.until <= self.first:
            return data
        return set_at(data, (*path, "until"), self.first.isoformat())

    def _begun(self, data: Data, path: Keys, value: Any) -> Data:  # noqa: ANN401  # raw YAML
        """A rule that begins on the first day, or a declaration."""
        if _DECLARATIONS.get(path[0]) == len(path):
            return set_at(data, path, value)
        if not (_is_rule(path) and isinstance(value, dict)):
            return self._refused(data, path)
        begun = {**value, "from": self._not_before(value["from"]) if "from" in value else self.first.isoformat()}
        return with_tier_in_order(set_at(data, path, begun), path)

    def _not_before(self, first: Any) -> Any:  # noqa: ANN401  # raw YAML
        """A first day of its own that a new rule names, but none before the reform holds."""
        try:
            return first if parse_date(first) >= self.first else self.first.isoformat()
        except RefusedValueError:  # whoever loads it says so
            return first

    def _dated(self, data: Data, path: Keys, old: Any, value: Any) -> Data:  # noqa: ANN401  # raw YAML
        """A value by first days: the old ones as far as they hold before the new ones."""
        part = self._part(path)
        is_one = isinstance(part, Dated) and not _holds_parts(value)
        if not is_one and not (isinstance(part, Raw) and _is_operand(path, old)):
            return self._refused(data, path)
        if isinstance(part, Raw) and _is_short_list(path, old, value):
            path, old, value = (*path, Op.ONE_OF), _in_lists(old), _in_lists(value)
            data = set_at(data, path[:-1], {})
        begins = self._begins(path)
        try:
            new = list(_steps(value, self.first))
            if new != sorted(new, key=itemgetter(0)):  # that is refused by whoever loads it
                return set_at(data, path, value)
            steps = _joined(list(_steps(old, begins)), self._cut(new))
        except RefusedValueError:  # a first day that is none: whoever loads it says so
            return set_at(data, path, value)
        return set_at(data, path, _written(steps, begins))

    def _refused(self, data: Data, path: Keys) -> Data:
        self.refused.append(path)
        return data

    def _cut(self, steps: Steps) -> Steps:
        """The steps from the first day on; the one that is in force on it begins with it."""
        later = [step for step in steps if step[0] > self.first]
        in_force = [step for step in steps if step[0] <= self.first]
        return [(self.first, in_force[-1][1]), *later] if in_force else later

    def _begins(self, path: Keys) -> date:
        """The first day on which the rule around a path holds."""
        around = (self._part(path[:depth]) for depth in range(len(path) + 1))
        return max(part.first for part in around if isinstance(part, InForce) and part.first is not None)

    def _part(self, path: Keys) -> object:
        """What the scheme understood at a path; inside a condition, the condition as written."""
        found: object = self.scheme
        for key in path:
            if isinstance(found, Raw):
                return found
            if isinstance(found, BaseModel):
                found = _field(found, key)
            else:
                found = found.get(key) if isinstance(found, dict) else None
        return found


def _field(part: BaseModel, key: str) -> object:
    names = {field.alias or name: name for name, field in type(part).model_fields.items()}
    return getattr(part, names[key]) if key in names else None


def _is_rule(path: Keys) -> bool:
    """Whether a rule with days of its own may stand there."""
    is_tier = path[:1] == ("awards",) and path[2:3] == ("tiers",) and len(path) == 4  # noqa: PLR2004  # awards.ID.tiers.ID
    return is_tier or (path[0] in _RULES and len(path) == 2)  # noqa: PLR2004  # activities.ID


def _holds_parts(value: Any) -> bool:  # noqa: ANN401  # raw YAML
    """Whether further keys lie below, of which each has a value of its own."""
    return isinstance(value, dict) and not is_dated(value) and not stands_for_one_value(value)


def _is_operand(path: Keys, old: Any) -> bool:  # noqa: ANN401  # raw YAML
    """Whether a value inside a condition is what a test compares with."""
    is_of_rule = path[0] not in _NO_CONDITIONS and not set(path) & set(PROVENANCE_KEYS)
    return is_of_rule and path[-1] not in ("all", "any") and not _holds_parts(old)


def _is_short_list(path: Keys, *values: Any) -> bool:  # noqa: ANN401  # raw YAML
    """Whether a list stands where ``one_of`` is left out; with days, it must be said."""
    return path[-1] not in (*Op, "not") and any(isinstance(each, list) for each in values)


def _in_lists(value: Any) -> Any:  # noqa: ANN401  # raw YAML
    if isinstance(value, dict):
        return {day: _in_lists(each) for day, each in value.items()}
    return value if isinstance(value, list) else [value]


def _steps(value: Any, begins: date) -> Iterator[tuple[date, Any]]:  # noqa: ANN401  # raw YAML
    if not is_dated(value):
        yield begins, value
        return
    for day, each in value.items():
        yield parse_date(day), each


def _joined(old: Steps, new: Steps) -> Steps:
    """The old steps up to the first of the new ones; a step that changes nothing is none."""
    joined: Steps = []
    for day, value in (*(step for step in old if step[0] < new[0][0]), *new):
        if not joined or not alike(joined[-1][1], value):
            joined.append((day, value))
    return joined


def _written(steps: Steps, begins: date) -> Any:  # noqa: ANN401  # raw YAML
    """Steps as a file has them: without days where there is but one value, or all of it lies before the rule."""
    held = [index for index, (day, _) in enumerate(steps) if day <= begins]
    steps = steps[held[-1] :] if held else steps
    if len(steps) == 1 and steps[0][0] <= begins:
        return steps[0][1]
    return {day.isoformat(): value for day, value in steps}
