"""A scheme under a reform: other values at some addresses, read and checked like any other scheme.

What the reform sets is marked as assumed, with its reason, since no source says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, SchemeErrors
from incentive_rules.messages import LANGUAGES, Label, end_label
from incentive_rules.messages.screen import words
from incentive_rules.scheme.addresses import blamed, dropped_at, missing_at, near_address, set_at, value_at
from incentive_rules.scheme.from_yaml import refuse_unloaded, scheme_of
from incentive_rules.scheme.tree import tree_of
from incentive_rules.simulate.alike import alike
from incentive_rules.simulate.by_date import ByDate
from incentive_rules.simulate.changes import changes_at, is_of_value
from incentive_rules.simulate.mark import marked
from incentive_rules.simulate.new_tier import with_tier_in_order
from incentive_rules.simulate.reform import Reform, read_reform

if TYPE_CHECKING:
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.simulate.reform import Change, ReformSource

    Data = dict[str, Any]

_READINGS = "readings"
_NO_READINGS = Label(*(words("compare_no_readings_here", lang) for lang in LANGUAGES))
_INSIDE = Label(*(words("compare_address_inside", lang) for lang in LANGUAGES))
_UNIT = Label(*(words("compare_other_unit", lang) for lang in LANGUAGES))


@dataclass(frozen=True, slots=True)
class Reformed:
    """A scheme under a reform, and every value at the addresses of the reform, changed or not."""

    reform: Reform
    scheme: Scheme
    changes: tuple[Change, ...]


def reformed(scheme: Scheme, reform: Reform | ReformSource) -> Scheme:
    """The scheme under a reform. It has no ``readings``: those are changes to the file as written.

    Without ``from``, a value takes the place of the one that is there, in the whole life of the scheme; ``null`` takes
    it out. With ``from``, it holds from that day on, in place of whatever was to hold later; a mapping is taken value
    by value, a new rule begins on that day, and ``null`` ends a rule. Equal values change nothing, however spelled.

    Raises:
        SchemeErrors: with every finding, at the reform's own lines: addresses that lead nowhere, values that cannot
            change by date, and whatever the loader says of the scheme under the reform.

    Example:
        >>> from incentive_rules import example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> lower = {"language": 1, "from": "2025-01-01", "set": {"awards.monthly.tiers.t7.at": 6}}
        >>> [str(at) for at in reformed(scheme, lower).awards["monthly"].tiers["t7"].at.values]
        ['7', '6']
    """
    return under_reform(scheme, reform).scheme


def under_reform(scheme: Scheme, source: Reform | ReformSource) -> Reformed:
    """``reformed``, with the reform as it was read and the values that it changes."""
    refuse_unloaded(scheme)
    reform, findings = read_reform(source)
    if reform is None:
        raise SchemeErrors(findings)
    base = {key: value for key, value in scheme.to_dict().items() if key != _READINGS}
    setting = _Setting(scheme, reform, base)
    setting.set_all()
    changes = tuple(changes_at(base, setting.data, setting.addresses()))
    read, more = setting.loaded(changes)
    findings += [*setting.findings, *more]
    if read is None or findings:
        raise SchemeErrors(findings)
    return Reformed(reform, read.named_reading(scheme.reading), tuple(filter(is_of_value, changes)))


@dataclass(slots=True)
class _Setting:
    """Sets one address after the other; what cannot be set is a finding, and is left out."""

    scheme: Scheme
    reform: Reform
    data: Data
    done: list[str] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)

    def set_all(self) -> None:
        if self._is_outside():
            return
        for address, value in self.reform.set.items():
            keys = tuple(address.split("."))
            if self._lies_inside_another(address) or self._is_unit(address, keys, value):
                continue
            missing = missing_at(self.data, keys)
            if not missing and value is None and value_at(self.data, keys) is None:
                missing = keys
            if missing:
                advice = {"advice": _NO_READINGS} if keys[0] == _READINGS else {}
                facts = {"name": address, "near": near_address(self.data, address, missing), **advice}
                self.findings.append(Diagnostic(Code.UNKNOWN_ADDRESS, self.reform.place(address, key=True), facts))
            else:
                self._set(address, keys, value)

    def _lies_inside_another(self, address: str) -> bool:
        """Whether the reform also sets a part around the address: which of the two holds is not said."""
        around = next((each for each in self.reform.set if address.startswith(f"{each}.")), None)
        if around is not None:
            self._contradicts(address, around, address, _INSIDE)
        return around is not None

    def _is_unit(self, address: str, keys: tuple[str, ...], value: Any) -> bool:  # noqa: ANN401  # raw YAML
        """Whether another unit is set for a reward: amounts before and after could not be subtracted."""
        declared = self.scheme.rewards.get(keys[1]) if keys[:1] == ("rewards",) and len(keys) > 1 else None
        unit = value.get("unit") if isinstance(value, dict) and len(keys) == 2 else value  # noqa: PLR2004  # rewards.ID
        is_of_unit = keys[2:] == ("unit",) or (len(keys) == 2 and isinstance(value, dict))  # noqa: PLR2004  # as above
        if self.reform.first or declared is None or not is_of_unit or unit in (None, declared.unit):
            return False
        self._contradicts(address, f"{'.'.join(keys[:2])}.unit: {declared.unit}", f"unit: {unit}", _UNIT)
        return True

    def _contradicts(self, address: str, left: str, right: str, why: Label) -> None:
        facts = {"left": left, "right": right, "why": why}
        self.findings.append(Diagnostic(Code.CONTRADICTION, self.reform.place(address, key=True), facts))

    def _is_outside(self) -> bool:
        """Whether the day of the reform is none of the scheme's, as one with a slip in its year is not."""
        scheme, day = self.scheme, self.reform.first
        if day is None or (scheme.first <= day and (scheme.until is None or day < scheme.until)):
            return False
        facts = {"value": day, "first": scheme.first, "until": end_label(scheme.until)}
        self.findings.append(Diagnostic(Code.OUTSIDE_SCHEME_DATES, self.reform.place_of_day(), facts))
        return True

    def _set(self, address: str, keys: tuple[str, ...], value: Any) -> None:  # noqa: ANN401  # raw YAML
        if self.reform.first is None:
            self.data = _throughout(self.data, keys, value)
        else:
            by_date = ByDate(self.scheme, self.reform.first)
            self.data = by_date.set(self.data, keys, value)
            for path in by_date.refused:
                place = self.reform.place(address, path[len(keys) :], key=True)
                self.findings.append(Diagnostic(Code.NOT_BY_DATE, place, {"name": ".".join(path)}))
        self.done.append(address)

    def addresses(self) -> list[str]:
        """Where values may have changed: of a rule that ends on a day, its last day alone."""
        ended = {address for address in self.done if self.reform.set[address] is None}
        return [
            f"{address}.until" if address in ended and value_at(self.data, tuple(address.split("."))) else address
            for address in self.done
        ]

    def loaded(self, changes: tuple[Change, ...]) -> tuple[Scheme | None, list[Diagnostic]]:
        """The scheme of the changed data; every finding stands where the reform sets what it is about."""
        tree, findings = tree_of(marked(self.data, self.scheme.to_dict(), self.reform, changes), self.scheme.file)
        scheme, more = scheme_of(tree) if tree else (None, [])
        return scheme, [self._placed(found) for found in (*findings, *more)]

    def _placed(self, found: Diagnostic) -> Diagnostic:
        address = blamed(found.place.address, self.done)
        is_inside = found.place.address.startswith(f"{address}.")
        inner = found.place.address.removeprefix(f"{address}.")
        rest = tuple(int(key) if key.isdigit() else key for key in inner.split(".")) if is_inside else ()
        return Diagnostic(found.code, self.reform.place(address, rest, key=not rest), found.facts)


def _throughout(data: Data, keys: tuple[str, ...], value: Any) -> Data:  # noqa: ANN401  # raw YAML
    old = value_at(data, keys)
    if value is None:
        return dropped_at(data, keys)
    if alike(old, value):
        return data
    changed = set_at(data, keys, value)
    return changed if old is not None else with_tier_in_order(changed, keys)
