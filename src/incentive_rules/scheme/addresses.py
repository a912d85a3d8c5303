"""Addresses inside a scheme's plain data: whether they lead somewhere, what was meant, and a value set at one.

An address is the keys on the way, joined by points: ``awards.monthly.tiers.t7.at``. Data are never changed in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incentive_rules.scheme.tree import Path


def missing_at(data: Any, path: Sequence[str]) -> Path:  # noqa: ANN401  # raw YAML
    """The path to the first key that should be there and is not. The last may be new, since a rule may be added.

    Example:
        >>> missing_at({"a": {"b": "1"}}, ("a", "c")), missing_at({"a": {"b": "1"}}, ("a", "c", "d"))
        ((), ('a', 'c'))
    """
    for index, part in enumerate(path):
        if not isinstance(data, dict) or (part not in data and index < len(path) - 1):
            return tuple(path[: index + 1])
        data = data.get(part)
    return ()


def near_address(data: Any, address: str, missing: Path) -> str:  # noqa: ANN401  # raw YAML
    """The address that is meant, if keys of it are only misspelt or cut short; it leads to something that is there.

    Example:
        >>> rules = {"bonuses": {"citizen_praise": {"add": "1"}}, "rewards": {"won": {"unit": "KRW"}}}
        >>> near_address(rules, "bonuses.praise.ad", ("bonuses", "praise"))
        'bonuses.citizen_praise.add'
        >>> near_address(rules, "reward.lost", ("reward",))
        ''
    """
    meant = [*map(str, missing[:-1])]
    for key in address.split(".")[len(meant) :]:
        holder = value_at(data, tuple(meant))
        near = _near_key(key, holder) if isinstance(holder, dict) else ""
        if not near:
            return ""
        meant.append(near)
    return ".".join(meant)


def _near_key(key: str, known: Iterable[str]) -> str:
    """The known key that is meant: the same, one much like it, or the only one of which it is a word."""
    names = list(known)
    with_word = [name for name in names if key in name.split("_")]
    near = key if key in names else nearest(key, names)
    return near or (with_word[0] if len(with_word) == 1 else "")


def value_at(data: Any, path: Path) -> Any:  # noqa: ANN401  # raw YAML
    """What stands at a path; ``None`` where nothing does.

    Example:
        >>> value_at({"a": {"b": "1"}}, ("a", "b")), value_at({"a": {"b": "1"}}, ("a", "b", "c"))
        ('1', None)
    """
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def set_at(data: dict[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:  # noqa: ANN401  # raw YAML
    """The data with a value at a path, all of whose keys but the last are there."""
    head, *rest = path
    return {**data, head: set_at(data[head], rest, value) if rest else value}


def dropped_at(data: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """The data without what stands at a path.

    Example:
        >>> dropped_at({"a": {"b": "1", "c": "2"}}, ("a", "b"))
        {'a': {'c': '2'}}
    """
    head, *rest = path
    if not rest:
        return {key: value for key, value in data.items() if key != head}
    return {**data, head: dropped_at(data[head], rest)}


def blamed(address: str, changed: Iterable[str]) -> str:
    """The change that a finding in the changed data is due to: the one that shares most of its address."""
    return max(changed, key=lambda each: _shared(each.split("."), address.split(".")), default="")


def _shared(left: list[str], right: list[str]) -> int:
    return next(
        (index for index, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )
