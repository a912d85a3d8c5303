"""Whether a feature of a scheme is shown: taken out of the file, some worked example beside it no longer holds.

- A key is taken out, with what hangs on it by name; if the file does not load without it, the smallest thing around it
  without which it loads.
- A word is replaced by the other words of its list, a dated value by its first and its last; where none of them loads,
  it is taken out like a key.
- Where no such file loads, the feature is needed: there is no scheme without it to compare with.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from language_keys import AN_OPTION, ANSWER, rules, uses

from incentive_rules import SchemeErrors, assume_claims, load_scheme
from incentive_rules.cases.run import run_case
from incentive_rules.codes import Code
from incentive_rules.scheme.conditions import PROVENANCE_KEYS
from incentive_rules.scheme.readings import patched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from language_keys import Feature, Way

    from incentive_rules.cases.from_yaml import Cases
    from incentive_rules.errors import Diagnostic
    from incentive_rules.scheme.model import Scheme

NEEDED = "*"
"""In place of a case: no file loads without it."""

NOT_SHOWN = ""
"""In place of a case: it could be taken out, and every case would hold."""

MOST_MENDED = 5
"""How often a file is mended before it counts as one that does not load."""

_MENDED = (Code.OPEN_QUESTION, Code.BAD_ANSWER, Code.UNKNOWN_ID, Code.UNKNOWN_FACT)
"""Findings that only say that something else is gone: an answer or a name hung on it."""


def shown(cases: Cases) -> dict[Feature, str]:
    """Each feature that a scheme file uses, and the case that shows it.

    What only a reading uses is looked for in the cases of that reading, and left out where none shows it. A case that
    does not hold as it is written shows nothing.
    """
    sound = {name: case for name, case in cases.file.cases.items() if not _fails(cases, name)}
    cases = replace(cases, file=cases.file.model_copy(update={"cases": sound}))
    scheme = cases.schemes[""]
    told = _told(_Taking(cases, _without_readings(scheme.to_dict())), {})
    for name, reading in scheme.readings.items():
        under = _told(_Taking(cases, patched(scheme.to_dict(), reading), name), told)
        told |= {each: case for each, case in under.items() if case not in {NEEDED, NOT_SHOWN}}
    return told | _readings(cases)


def unshown_rules(cases: Cases) -> list[str]:
    """The addresses of rules that could be taken out, one at a time, and every case would hold."""
    taking = _Taking(cases, _without_readings(cases.schemes[""].to_dict()))
    return [".".join(map(str, way)) for way in rules(taking.data) if taking.without(way) == NOT_SHOWN]


def _told(taking: _Taking, known: Mapping[Feature, str]) -> dict[Feature, str]:
    ways: dict[Feature, list[Way]] = {}
    for feature, way in uses(taking.data):
        if feature not in known:
            ways.setdefault(feature, []).append(way)
    return {feature: taking.case_of(feature, found) for feature, found in ways.items()}


def _readings(cases: Cases) -> dict[Feature, str]:
    """The case that comes out otherwise without its reading, for each thing that readings say."""
    told: dict[Feature, str] = {}
    plain = replace(cases, schemes=dict.fromkeys(cases.schemes, cases.schemes[""]))
    data = cases.schemes[""].to_dict()
    for feature, way in uses({key: data[key] for key in ("readings",) if key in data}):
        asked = [name for name, case in cases.file.cases.items() if case.reading and way[1:2] in {(), (case.reading,)}]
        told[feature] = told.get(feature) or next((name for name in asked if _fails(plain, name)), NOT_SHOWN)
    return told


def _without_readings(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "readings"}


def _fails(cases: Cases, name: str) -> bool:
    return not run_case(cases, name, assume=assume_claims).passed


@dataclass(slots=True)
class _Taking:
    """One file under one reading. What was found of a change is kept: many keys take out the same rule."""

    cases: Cases
    data: dict[str, Any]
    reading: str = ""
    loaded: dict[Way, Scheme | None] = field(default_factory=dict)
    found: dict[Way, str] = field(default_factory=dict)

    def case_of(self, feature: Feature, ways: list[Way]) -> str:
        """The first case that fails without the feature, in one of the places where it is used."""
        worst = NEEDED
        for way in ways:
            case = self._at(feature, way)
            if case not in {NEEDED, NOT_SHOWN}:
                return case
            worst = min(worst, case)
        return worst

    def _at(self, feature: Feature, way: Way) -> str:
        if not (feature.word or feature.dated):
            return self.without(way)
        if feature.key.startswith(f"{ANSWER}.") and tuple(feature.words) == (feature.word,):
            return NEEDED  # the only answer there is: without it the file does not load
        schemes = [
            scheme for each in _others(feature, self.data, way) if (scheme := _loaded(_set(self.data, way, each)))
        ]
        if not schemes:
            return self.without(way)
        return next((case for scheme in schemes if (case := self._failing(scheme))), NOT_SHOWN)

    def without(self, way: Way) -> str:
        """The first case that fails once this is taken out, or the smallest thing around it that can be."""
        for end in range(len(way), 0, -1):
            part = way[:end]
            if part not in self.loaded:
                self.loaded[part] = _loaded(_removed(self.data, part))
            if scheme := self.loaded[part]:
                if part not in self.found:
                    self.found[part] = self._failing(scheme)
                return self.found[part]
        return NEEDED

    def _failing(self, scheme: Scheme) -> str:
        """The first case of this reading that does not hold under another scheme."""
        under = replace(self.cases, schemes={self.reading: scheme})
        names = [name for name, case in self.cases.file.cases.items() if (case.reading or "") == self.reading]
        return next((name for name in names if _fails(under, name)), NOT_SHOWN)


def _loaded(data: dict[str, Any]) -> Scheme | None:
    """The scheme, if it loads. What hung on a thing that is gone goes with it; a new question gets its first answer."""
    for _ in range(MOST_MENDED):
        try:
            return load_scheme(data)
        except SchemeErrors as errors:
            if any(found.code not in _MENDED for found in errors.findings):
                return None
            for found in reversed(errors.findings):  # from the end of a list on
                data = _mended(data, found)
    return None


def _mended(data: dict[str, Any], found: Diagnostic) -> dict[str, Any]:
    known, address = found.facts["known"], found.place.address.split(".")
    if found.code in {Code.OPEN_QUESTION, Code.BAD_ANSWER} and isinstance(known, tuple):
        question = str(found.facts["name"]) if found.code is Code.OPEN_QUESTION else address[1]
        return {**data, "answers": data.get("answers", {}) | {question: known[0]}}
    return _pruned(data, address)


def _pruned(data: dict[str, Any], address: list[str]) -> dict[str, Any]:
    """Without what stands at an address, and without what holds nothing else than that."""
    way: list[str | int] = []
    part: Any = data
    for key in address:
        step: Any = int(key) if isinstance(part, list) else key
        if step not in _keys(part):
            return data  # it is gone with something else
        way.append(step)
        part = part[step]
    while len(way) > 1 and all(key in {way[-1], *PROVENANCE_KEYS} for key in _keys(_at(data, tuple(way[:-1])))):
        way.pop()
    pruned: dict[str, Any] = _removed(data, tuple(way))
    return pruned


def _keys(part: Any) -> Collection[str | int]:  # noqa: ANN401  # part of a file
    return range(len(part)) if isinstance(part, list) else part if isinstance(part, dict) else ()


def _others(feature: Feature, data: dict[str, Any], way: Way) -> Iterator[Any]:
    """What may stand in place of a word or of a dated value."""
    written = _at(data, way)
    if feature.dated:
        values = list(written.values())
        yield from (values[0], values[-1])
    else:
        options = _options(data) if AN_OPTION in feature.words else []
        yield from (word for word in (*feature.words, *options) if word not in {written, AN_OPTION})


def _options(data: dict[str, Any]) -> list[str]:
    """The ids of what can be chosen in any award."""
    tiers = [tier for award in data["awards"].values() for tier in award.get("tiers", {}).values()]
    return list(dict.fromkeys(option for tier in tiers for option in tier.get("choose", ())))


def _at(data: Any, way: Way) -> Any:  # noqa: ANN401  # part of a file
    for key in way:
        data = data[key]
    return data


def _set(data: Any, way: Way, value: object) -> Any:  # noqa: ANN401  # part of a file
    if not way:
        return value
    if isinstance(data, list):
        return [_set(each, way[1:], value) if index == way[0] else each for index, each in enumerate(data)]
    return {**data, way[0]: _set(data[way[0]], way[1:], value)}


def _removed(data: Any, way: Way) -> Any:  # noqa: ANN401  # part of a file
    head, *rest = way
    if rest:
        return _set(data, (head,), _removed(data[head], tuple(rest)))
    if isinstance(data, list):
        return [each for index, each in enumerate(data) if index != head]
    if not isinstance(data, dict):
        return None  # a key that stands alone: the fact goes as a whole
    return {key: value for key, value in data.items() if key != head}
