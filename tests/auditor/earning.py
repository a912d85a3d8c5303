"""The points of one entry: the forms of points, and bonuses."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from auditor.rules import dated, number_of, number_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from auditor.rules import Fact, Rules

    Look = Callable[[str], tuple[Fact, Any]]

_HALF = Fraction(1, 2)


class UnknownError(Exception):
    """What the points hang on is not known: the row is held."""


class RefusedError(Exception):
    """There are no points for what the row says: it is rejected."""


def rounded(number: Fraction, unit: Any, mode: str) -> Fraction:
    """To a multiple of the unit; a number below zero as its opposite."""
    size = number_of(unit)
    count, part = divmod(abs(number) / size, 1)
    more = {
        "down": False,
        "up": part > 0,
        "half_up": part >= _HALF,
        "half_even": part > _HALF or (part == _HALF and count % 2 == 1),
    }[mode]
    found = (count + more) * size
    return found if number >= 0 else -found


def points_of(rules: Rules, points: Any, look: Look, day: date) -> Fraction:
    """The entry's own points on a day."""
    points = dated(points, day)
    if not isinstance(points, dict):
        return number_of(points)
    if "each" in points:
        return _per_unit(rules, points, look, day)
    if "stated" in points:
        return _stated(points, look)
    if "criteria" in points:
        return _criteria(points, look, day)
    return _looked_up(points, look, day)


def _looked_up(value: Any, look: Look, day: date) -> Fraction:
    """A number, or one that goes by a fact or by bands."""
    value = dated(value, day)
    if not isinstance(value, dict):
        return number_of(value)
    _, found = look(value["by"])
    if found is None:
        raise UnknownError
    if "values" in value:
        words = {str(word): leaf for word, leaf in value["values"].items()}
        return number_on(words[found], day)
    reached = [
        (number_of(str(start)), leaf) for start, leaf in value["bands"].items() if number_of(str(start)) <= found
    ]
    if not reached:
        raise RefusedError
    return number_on(max(reached, key=lambda pair: pair[0])[1], day)


def _per_unit(rules: Rules, points: Mapping[str, Any], look: Look, day: date) -> Fraction:
    counted = str(points.get("of", "quantity"))
    _, number = look(counted)
    if number is None:
        raise UnknownError
    if number < 0:
        raise RefusedError
    if "most_units" in points:
        number = min(number, number_on(points["most_units"], day))
    per, each = number_of(points.get("per", 1)), points["each"]
    if isinstance(each, dict) and each.get("by") == counted and "bands" in each:
        found = _own_bands(rules, each["bands"], number, day) / per
    else:
        found = number / per * _looked_up(each, look, day)
    found *= _looked_up(points.get("weight", 1), look, day)
    if "at_most" in points:
        most = number_on(points["at_most"], day)
        found = max(-most, min(most, found))
    return _with_round(points, found)


def _own_bands(rules: Rules, bands: Mapping[Any, Any], number: Fraction, day: date) -> Fraction:
    """Points for all units together where the bands are those of the number itself."""
    starts = sorted((number_of(str(start)), leaf) for start, leaf in bands.items())
    if rules.answer("bands_apply_to") == "whole":
        reached = [leaf for start, leaf in starts if start <= number]
        if not reached:
            raise RefusedError
        return number * number_on(reached[-1], day)
    total = Fraction(0)
    for place, (start, leaf) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else number
        total += max(Fraction(0), min(number, end) - start) * number_on(leaf, day)
    return total


def _stated(points: Mapping[str, Any], look: Look) -> Fraction:
    _, number = look(points["stated"])
    if number is None:
        raise UnknownError
    low, high = map(number_of, points["between"])
    if not low <= number <= high:
        raise RefusedError
    if "step" in points and (number - low) % number_of(points["step"]):
        raise RefusedError
    return Fraction(number)


def _criteria(points: Mapping[str, Any], look: Look, day: date) -> Fraction:
    found = [(look(name)[1], number_on(weight, day)) for name, weight in points["criteria"].items()]
    if any(number is not None and number < 0 for number, _ in found):
        raise RefusedError
    if any(number is None for number, _ in found):
        raise UnknownError
    return _with_round(points, sum((number * weight for number, weight in found), Fraction(0)))


def _with_round(points: Mapping[str, Any], number: Fraction) -> Fraction:
    told = points.get("round")
    return rounded(number, told["unit"], told["mode"]) if told else number


def facts_in(points: Any) -> set[str]:
    """The facts that points go by, the ledger's quantity by its name."""
    found: set[str] = set()
    if isinstance(points, dict):
        if "each" in points:
            found.add(str(points.get("of", "quantity")))
        if "by" in points:
            found.add(str(points["by"]))
        if "stated" in points:
            found.add(str(points["stated"]))
        found |= {str(name) for name in points.get("criteria", ())}
        for each in points.values():
            found |= facts_in(each)
    return found
