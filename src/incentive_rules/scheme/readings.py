"""Readings: the same file with other values at some addresses. Each must load like the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.scheme.tree import Tree, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentive_rules.scheme.model import Reading, Scheme
    from incentive_rules.scheme.tree import Path

    Loader = Callable[[Tree], tuple[Scheme | None, list[Diagnostic]]]


def patched(data: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The file's data with a reading's values set; the data itself is not changed."""
    for address, value in reading.set.items():
        data = _set(data, address.split("."), value.data)
    return data


def check_readings(scheme: Scheme, tree: Tree, load: Loader) -> list[Diagnostic]:
    """What is wrong with the readings of a scheme that is right itself."""
    return [found for name, reading in scheme.readings.items() for found in _check(name, reading, scheme, tree, load)]


def _check(name: str, reading: Reading, scheme: Scheme, tree: Tree, load: Loader) -> Iterator[Diagnostic]:
    base: Path = ("readings", name, "set")
    wrong = [address for address in reading.set if not _can_set(scheme.to_dict(), address.split("."))]
    for address in wrong:
        yield Diagnostic(Code.UNKNOWN_ADDRESS, tree.place((*base, address), key=True), {"name": address})
    if wrong:
        return
    changed, findings = tree_of(patched(scheme.to_dict(), reading), tree.file)
    if changed is not None:
        _, more = load(changed)
        findings = findings + more
    for found in findings:
        yield Diagnostic(found.code, tree.place((*base, _blamed(found.place.address, reading)), key=True), found.facts)


def _blamed(address: str, reading: Reading) -> str:
    """The change that a finding in the changed file is due to: the one that shares most of its address."""
    return max(reading.set, key=lambda changed: _shared(changed.split("."), address.split(".")), default="")


def _shared(left: list[str], right: list[str]) -> int:
    return next(
        (index for index, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )


def _can_set(data: Any, path: list[str]) -> bool:  # noqa: ANN401  # raw YAML
    """Everything but the last key must exist; the last may be new, since a reading may add a rule."""
    for part in path[:-1]:
        if not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return isinstance(data, dict)


def _set(data: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:  # noqa: ANN401  # raw YAML
    head, *rest = path
    return {**data, head: _set(data[head], rest, value) if rest else value}
