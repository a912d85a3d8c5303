"""What a reform changes, value by value; a rule that is taken out is one change; names and sources are no values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.scheme.addresses import value_at
from incentive_rules.scheme.conditions import PROVENANCE_KEYS
from incentive_rules.scheme.scalars import is_dated
from incentive_rules.simulate.reform import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Data = dict[str, Any]
    Keys = tuple[str, ...]

_DEPTHS = {
    "activities": 2,
    "bonuses": 2,
    "limits": 2,
    "periods": 2,
    "balance": 1,
    "counters": 2,
    "awards": 2,
    "budgets": 2,
    "rewards": 2,
    "answers": 2,
    "facts": 3,
    "eligible": 1,
}
_INNER, _INNER_DEPTH = ("tiers", "places", "grades", "adjust", "supplements"), 4  # awards.ID.tiers.ID
_LABEL, _SOURCES = "label", "sources"


def changes_at(before: Data, after: Data, addresses: Iterable[str]) -> Iterator[Change]:
    """Every value at the addresses, once, in the order in which they are set; what stays the same too.

    Example:
        >>> old = {"bonuses": {"praise": {"label": "칭찬", "add": "1"}}}
        >>> [(each.address, each.after) for each in changes_at(old, {"bonuses": {}}, ["bonuses"])]
        [('bonuses.praise', None)]
    """
    told: set[str] = set()
    for address in addresses:
        keys = tuple(address.split("."))
        for change in _changes(value_at(before, keys), value_at(after, keys), keys, keys):
            if change.address not in told:
                told.add(change.address)
                yield change


def _changes(was: Any, now: Any, path: Keys, asked: Keys) -> Iterator[Change]:  # noqa: ANN401  # raw YAML
    is_gone = now is None and path in (asked, rule_around(path))
    if not (_is_part(was) or _is_part(now)) or is_gone:
        if was is not None or now is not None:
            yield Change(".".join(path), was, now)
        return
    old, new = (each if _is_part(each) else {} for each in (was, now))
    values = [None if _is_part(each) else each for each in (was, now)]
    if values != [None, None]:
        yield Change(".".join(path), *values)
    for key in (*old, *(key for key in new if key not in old)):
        yield from _changes(old.get(key), new.get(key), (*path, key), asked)


def _is_part(value: Any) -> bool:  # noqa: ANN401  # raw YAML
    """Whether further keys lie below."""
    return isinstance(value, dict) and not is_dated(value)


def rule_around(path: Keys) -> Keys:
    """The rule, tier, place, answer or declaration that a path leads to or into; empty outside of all.

    Example:
        >>> rule_around(("awards", "m", "tiers", "t7", "pays", "won")), rule_around(("id",))
        (('awards', 'm', 'tiers', 't7'), ())
    """
    is_inner = path[0] == "awards" and path[2:3] and path[2] in _INNER and len(path) >= _INNER_DEPTH
    return path[: _INNER_DEPTH if is_inner else _DEPTHS.get(path[0], 0)]


def is_provenance(path: Keys) -> bool:
    """Whether a path leads to what a rule says of its source, or to a source itself."""
    return path[0] == _SOURCES or _key(path) in PROVENANCE_KEYS


def is_name(path: Keys) -> bool:
    """Whether a path leads to a label."""
    return _key(path) == _LABEL


def is_of_value(change: Change) -> bool:
    """Whether something may follow from a change: a source is no value, and a name only if it takes another's place."""
    path = tuple(change.address.split("."))
    is_renamed = change.before is not None and change.after is not None and not change.is_none
    return not is_provenance(path) and (is_renamed or not is_name(path))


def _key(path: Keys) -> str:
    """The first key inside the rule around a path; empty for the rule itself."""
    inside = path[len(rule_around(path)) :]
    return inside[0] if inside else ""
