"""By which names rules tell entries apart that are alike in all else, so that a limit must not part them by order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.scheme.conditions import GIVER, tests_of
from incentive_rules.scheme.limits import MEMBER, WORK, Allowance, Keep
from incentive_rules.scheme.rankings import RankingAward
from incentive_rules.scheme.spans import ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from incentive_rules.scheme.conditions import Condition
    from incentive_rules.scheme.limits import Limit
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.scheme.tree import Path


def telling_names(scheme: Scheme, conditions: Mapping[Path, Condition]) -> tuple[str, ...]:
    """Of ``work`` and ``giver`` those by which one rule tells entries apart that a limit takes together.

    Two equal entries of one person for two pieces of work: it matters to nobody which of them a limit leaves its last
    place, unless works are ranked, say, or have a limit of their own.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> telling_names(load_scheme(example_path("hanam.yaml")), {})
        ()
    """
    return tuple(name for name in (WORK, GIVER) if _tells(scheme, conditions, name))


def _tells(scheme: Scheme, conditions: Mapping[Path, Condition], name: str) -> bool:
    looking = list(_looking(scheme, conditions, name))
    together = {
        key: _of(scheme, limit.activities)
        for key, limit in scheme.limits.items()
        if limit.per != ENTRY and name not in limit.by and not _selects_of_one(limit)
    }
    return any(key != rule and taken & seen for key, taken in together.items() for rule, seen in looking)


def _looking(scheme: Scheme, conditions: Mapping[Path, Condition], name: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The rules that look at a name: which limit it is, or an empty text, and its activities."""
    for key, limit in scheme.limits.items():
        activities = _of(scheme, limit.activities)
        if _is_of_one(limit) and limit.keep is Keep.HIGHEST:
            continue  # it acts before ties are looked at, and what they are left changes nothing for it
        if name in limit.by or (name == GIVER and _asks_giver(conditions.get(("limits", key, "when")))):
            yield key, activities
        if name == GIVER and isinstance(limit.points, Allowance) and limit.points.by.startswith(f"{GIVER}."):
            yield "", activities  # two entries with one total may be allowed more or less: they are apart in it itself
    if name == WORK and any(isinstance(each, RankingAward) and each.of == WORK for each in scheme.awards.values()):
        yield "", _of(scheme, ())
    for key, counter in scheme.counters.items():
        if name == GIVER and _asks_giver(conditions.get(("counters", key, "when"))):
            yield "", _of(scheme, counter.activities)


def _is_of_one(limit: Limit) -> bool:
    return not limit.by or MEMBER in limit.by


def _selects_of_one(limit: Limit) -> bool:
    return _is_of_one(limit) and limit.keep is not Keep.EARLIEST


def _asks_giver(condition: Condition | None) -> bool:
    return condition is not None and any(asked.scope == GIVER for test in tests_of(condition) for asked in test.asks())


def _of(scheme: Scheme, activities: Iterable[str]) -> frozenset[str]:
    return frozenset(activities or scheme.activities)
