"""Readings: the same file with other values at some addresses. Each must load like the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import RefusedValueError
from incentive_rules.scheme.policies import policy_of
from incentive_rules.scheme.tree import Tree, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from incentive_rules.scheme.model import Reading, Scheme
    from incentive_rules.scheme.tree import Path

    Loader = Callable[[Tree], tuple[Scheme | None, list[Diagnostic]]]

MOST_READINGS = 50
"""How many readings a scheme may have. Each is loaded like a scheme of its own."""


def patched(data: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The file's data with a reading's values set, and without `readings`: those are changes to the file as written."""
    for address, value in reading.set.items():
        data = _set(data, address.split("."), value.data)
    return {key: value for key, value in data.items() if key != "readings"}


def check_readings(
    scheme: Scheme, tree: Tree, load: Loader, told: Iterable[Diagnostic], broken: frozenset[Path]
) -> list[Diagnostic]:
    """What is wrong with the readings of a scheme, beyond what is wrong with the scheme itself.

    A reading of a scheme whose parts are ``broken`` cannot be loaded; only its addresses are looked at.
    """
    count = len(scheme.readings)
    if count > MOST_READINGS:
        facts = {"value": count, "expected": f"≤ {MOST_READINGS}"}
        return [Diagnostic(Code.OUT_OF_RANGE, tree.place(("readings",), key=True), facts)]
    findings: list[Diagnostic] = []
    known = frozenset(map(_content, told))
    for name, reading in scheme.readings.items():
        base: Path = ("readings", name)
        if "set" not in reading.model_fields_set and reading.claims is None:
            findings.append(Diagnostic(Code.MISSING_KEY, tree.place(base, key=True), {"name": "set"}))
        wrong = list(_wrong_addresses(reading, scheme.to_dict(), tree, base, broken))
        findings += wrong
        if not wrong and not broken:
            findings += _check(reading, scheme, tree, load, base, known)
    return findings


def _wrong_addresses(
    reading: Reading, data: dict[str, Any], tree: Tree, base: Path, broken: frozenset[Path]
) -> Iterator[Diagnostic]:
    """Addresses that lead nowhere; those that end at the same missing key are told once."""
    told: set[Path] = set()
    for address in reading.set:
        missing = _missing_at(data, address.split("."))
        if missing and missing not in told and not any(missing[: len(path)] == path for path in broken):
            told.add(missing)
            facts = {"name": address, "near": _near_address(data, address, missing)}
            yield Diagnostic(Code.UNKNOWN_ADDRESS, tree.place((*base, "set", address), key=True), facts)


def _check(  # noqa: PLR0913, PLR0917  # a reading, and all that its file is
    reading: Reading, scheme: Scheme, tree: Tree, load: Loader, base: Path, known: frozenset[object]
) -> Iterator[Diagnostic]:
    changed, findings = tree_of(patched(scheme.to_dict(), reading), tree.file)
    read, more = load(changed) if changed else (None, [])
    for found in (*findings, *more):
        if _content(found) not in known:
            place = tree.place((*base, "set", _blamed(found.place.address, reading)), key=True)
            yield Diagnostic(found.code, place, found.facts)
    if read is not None and reading.claims is not None:
        yield from _check_policy(reading.claims, read, tree, (*base, "claims"))


def _content(found: Diagnostic) -> object:
    return found.code, found.place.address, str(found.facts)


def _check_policy(policy: str, scheme: Scheme, tree: Tree, path: Path) -> Iterator[Diagnostic]:
    try:
        policy_of(policy, scheme)
    except RefusedValueError as error:
        yield Diagnostic(error.code, tree.place(path), error.facts)


def _near_address(data: Any, address: str, missing: Path) -> str:  # noqa: ANN401  # raw YAML
    """The address that is meant, if the missing key is only misspelt."""
    holder = data
    for part in missing[:-1]:
        holder = holder[part]
    near = nearest(str(missing[-1]), holder) if isinstance(holder, dict) else ""
    meant = [*map(str, missing[:-1]), near, *address.split(".")[len(missing) :]]
    return ".".join(meant) if near and not _missing_at(data, meant) else ""


def _blamed(address: str, reading: Reading) -> str:
    """The change that a finding in the changed file is due to: the one that shares most of its address."""
    return max(reading.set, key=lambda changed: _shared(changed.split("."), address.split(".")), default="")


def _shared(left: list[str], right: list[str]) -> int:
    return next(
        (index for index, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )


def _missing_at(data: Any, path: list[str]) -> Path:  # noqa: ANN401  # raw YAML
    """The path to the first key that should be there and is not. The last may be new: a reading may add a rule."""
    for index, part in enumerate(path):
        if not isinstance(data, dict) or (part not in data and index < len(path) - 1):
            return tuple(path[: index + 1])
        data = data.get(part)
    return ()


def _set(data: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:  # noqa: ANN401  # raw YAML
    head, *rest = path
    return {**data, head: _set(data[head], rest, value) if rest else value}
