"""Readings: the same file with other values at some addresses. Each must load like the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.facts import RefusedValueError
from incentive_rules.scheme.addresses import blamed, missing_at, near_address, set_at
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
        data = set_at(data, address.split("."), value.data)
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
        wrong = list(_wrong_addresses(reading, scheme.as_written, tree, base, broken))
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
        missing = missing_at(data, address.split("."))
        if missing and missing not in told and not any(missing[: len(path)] == path for path in broken):
            told.add(missing)
            facts = {"name": address, "near": near_address(data, address, missing)}
            yield Diagnostic(Code.UNKNOWN_ADDRESS, tree.place((*base, "set", address), key=True), facts)


def _check(  # noqa: PLR0913, PLR0917  # a reading, and all that its file is
    reading: Reading, scheme: Scheme, tree: Tree, load: Loader, base: Path, known: frozenset[object]
) -> Iterator[Diagnostic]:
    changed, findings = tree_of(patched(scheme.as_written, reading), tree.file)
    read, more = load(changed) if changed else (None, [])
    for found in (*findings, *more):
        if _content(found) not in known:
            place = tree.place((*base, "set", blamed(found.place.address, reading.set)), key=True)
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
