"""Whether a scheme's rules look at whoever gave the points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.scheme.checks import conditions_of
from incentive_rules.scheme.conditions import GIVER, ROW, tests_of
from incentive_rules.scheme.points import deciding_facts

if TYPE_CHECKING:
    from incentive_rules.scheme.model import Scheme


def asks_of_givers(scheme: Scheme) -> bool:
    """Whether some rule asks who gave the points, or a fact of whoever did.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> asks_of_givers(load_scheme(example_path("donghae.yaml")))
        False
    """
    tests = (test for condition in conditions_of(scheme).values() for test in tests_of(condition))
    names = (name for activity in scheme.activities.values() for name in deciding_facts(activity.points))
    is_tested = any(each.scope in (GIVER, ROW) for test in tests for each in test.asks())
    return is_tested or any(name.startswith(f"{GIVER}.") for name in names)
