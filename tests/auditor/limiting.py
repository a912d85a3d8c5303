"""Limits: selections first, then cuts, one entry after the other; equal entries of several people together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from auditor.asking import holds
from auditor.rules import number_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from auditor.judging import Judged
    from auditor.rules import Rules

_LENGTHS = ("entry", "day", "month", "quarter", "half", "year", "ever")
ZERO = Fraction(0)
Bucket = tuple[Any, ...]


@dataclass(eq=False)
class Item:
    """An entry on its way through the limits."""

    judged: Judged
    worth: Fraction
    """what it brings after selections; below zero if it takes something back"""
    base: Fraction
    granted: Fraction = ZERO
    brought: Fraction = ZERO
    is_voiding: bool = False
    voids: list[Item] = field(default_factory=list)
    """what it takes away again, being one too many"""


@dataclass
class Limits:
    """The limits of a scheme and all that they have seen so far."""

    rules: Rules
    seen: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    used: dict[tuple[str, Bucket], Fraction] = field(default_factory=lambda: defaultdict(Fraction))

    def is_unknown(self, judged: Judged) -> bool:
        """Whether a limit hangs on something that is not known of an entry."""
        return any(
            self._bucket(name, judged) is None or self._number(limit, judged) is None
            for name, limit in self.rules.limits.items()
            if self._covers(limit, judged) is not False and not self._spares(limit, judged)
        )

    def credit(self, entries: list[Judged]) -> list[Item]:
        """What each entry of one day is credited with."""
        ordered = sorted(entries, key=lambda each: (-each.wanted, each.entry.said(), each.entry.id))
        items = [Item(each, each.wanted, each.base) for each in ordered]
        for item in items:
            self._select(item)
        rest = sorted(
            (item for item in items if item.worth > 0 and item.judged.base >= 0), key=lambda item: -item.worth
        )
        for _, equal in groupby(rest, key=lambda item: item.worth):
            self._cut(list(equal))
        for item in items:
            if item not in rest:
                item.granted = item.worth
        for item in items:
            if item.voids:
                item.granted = -sum((each.granted for each in item.voids), ZERO)
        return items

    # What a limit looks at.

    def _covers(self, limit: Mapping[str, Any], judged: Judged) -> bool | None:
        listed, day = limit.get("activities"), _day(judged)
        if (listed and judged.entry.activity not in listed) or not self.rules.in_force(limit, day):
            return False
        keys = _keys(limit)
        if ("giver" in keys and not judged.entry.giver) or ("work" in keys and not judged.entry.work):
            return False
        return holds(limit["when"], judged.known(day)) if "when" in limit else True

    def _spares(self, limit: Mapping[str, Any], judged: Judged) -> bool:
        """Limits cut what people earn; only selections look at deductions."""
        return judged.base < 0 and limit["keep"] == "earliest"

    def _bucket(self, name: str, judged: Judged) -> Bucket | None:
        """What shares one room; none if it hangs on something unknown."""
        limit = self.rules.limits[name]
        if self._covers(limit, judged) is None:
            return None
        found: list[Any] = [name, _window(self.rules, limit, judged)]
        for key in _keys(limit):
            value = self._key(key, judged)
            if value is None:
                return None
            found.append(value)
        return tuple(found)

    def _key(self, key: str, judged: Judged) -> Any:
        if key == "member":
            return judged.owner
        if key in ("giver", "work", "activity"):
            return getattr(judged.entry, key)
        assert judged.looker is not None
        return judged.looker.look(key)[1]

    def _number(self, limit: Mapping[str, Any], judged: Judged) -> Fraction | None:
        """How much, or how many, a limit allows."""
        told, day = limit.get("points", limit.get("count")), _day(judged)
        if isinstance(told, dict) and "by" in told:
            assert judged.looker is not None
            word = judged.looker.look(told["by"])[1]
            values = {str(key): value for key, value in told["values"].items()}
            return None if word is None else number_on(values[word], day)
        return number_on(told, day)

    # Selections.

    def _select(self, item: Item) -> None:
        """One entry more: it brings what the selected ones come to with it, less what they came to without it."""
        names = [name for name, limit in self.rules.limits.items() if limit["keep"] != "earliest"]
        names.sort(key=self._narrowness)
        for name in names:
            limit = self.rules.limits[name]
            if self._covers(limit, item.judged) and item.judged.wanted:
                self._one_selection(name, limit, item)

    def _narrowness(self, name: str) -> tuple[bool, int, int, int]:
        limit = self.rules.limits[name]
        count = len(limit.get("activities") or self.rules.activities)
        length = _LENGTHS.index(limit["per"]) if limit["per"] in _LENGTHS else _LENGTHS.index("year")
        return "member" not in _keys(limit), -len(_keys(limit)), count, length

    def _one_selection(self, name: str, limit: Mapping[str, Any], item: Item) -> None:
        bucket, most = self._bucket(name, item.judged), self._number(limit, item.judged)
        assert bucket is not None
        assert most is not None
        before = self.seen[f"{bucket} {item.judged.wanted < 0}"]  # points and deductions are selected apart
        if limit["keep"] == "none":
            if len(before) == most:
                item.worth, item.is_voiding, item.voids = ZERO, True, list(before)
            elif len(before) > most:
                item.worth, item.is_voiding = ZERO, True
        else:
            kept = sorted((abs(each.judged.wanted) for each in before), reverse=True)[: int(most)]
            size = abs(item.judged.wanted)
            if len(kept) == most:
                more = max(ZERO, size - kept[-1])
                item.worth = min(item.worth, more) if item.judged.base >= 0 else max(item.worth, -more)
        before.append(item)

    # Cuts.

    def _cut(self, items: list[Item]) -> None:
        """Equal entries: together where people may tie, else one after the other."""
        if len({self._apart(item) for item in items}) > 1:
            self._together(items)
        else:
            for item in items:
                self._alone(item)

    def _apart(self, item: Item) -> tuple[Any, ...]:
        """What tells equal entries apart: whose they are; and their work or giver where another rule goes by it."""
        return (item.judged.owner, *(getattr(item.judged.entry, key) for key in self._asked()))

    def _asked(self) -> list[str]:
        limits = [_keys(limit) for limit in self.rules.limits.values()]
        ranked = {award.get("of") for award in self.rules.awards.values()}
        return [key for key in ("work", "giver") if key in ranked or any(key in keys for keys in limits)]

    def _alone(self, item: Item) -> None:
        """The least that its limits leave; one of the entry's own points lets the bonuses come on top."""
        self._grant(item, self._rooms(item))

    def _grant(self, item: Item, rooms: dict[Bucket, Fraction]) -> None:
        base = min([item.base, *(room for bucket, room in rooms.items() if self._of_base(bucket))])
        whole = [room for bucket, room in rooms.items() if not self._of_base(bucket) and not self._counts(bucket)]
        item.granted = min([base + item.worth - item.base, *whole])
        if any(self._counts(bucket) and room < 1 for bucket, room in rooms.items()):
            item.granted = ZERO
        for bucket in rooms if item.granted else ():
            used = Fraction(1) if self._counts(bucket) else item.granted
            self.used[bucket[0], bucket] += min(base, item.granted) if self._of_base(bucket) else used

    def _of_base(self, bucket: Bucket) -> bool:
        return bool(self.rules.limits[bucket[0]].get("of") == "base")

    def _rooms(self, item: Item) -> dict[Bucket, Fraction]:
        """What each limit leaves for an entry; of one that counts entries, how many more."""
        rooms: dict[Bucket, Fraction] = {}
        for name, limit in self.rules.limits.items():
            if limit["keep"] == "earliest" and self._covers(limit, item.judged):
                bucket, most = self._bucket(name, item.judged), self._number(limit, item.judged)
                assert bucket is not None
                assert most is not None
                rooms[bucket] = max(ZERO, most - self.used[name, bucket])
        return rooms

    def _together(self, items: list[Item]) -> None:
        """All of them are raised by the same, until a limit is used up for those that it covers.

        What limits of one person leave comes first: there that person's equal entries go one after the other.
        """
        rooms = [self._rooms(item) for item in items]
        whose: dict[Bucket, set[Any]] = defaultdict(set)
        for item, each in zip(items, rooms, strict=True):
            for bucket in each:
                whose[bucket].add(self._apart(item))
        before = self.used.copy()
        for item in items:
            self._grant(item, {bucket: room for bucket, room in self._rooms(item).items() if len(whose[bucket]) == 1})
        self.used = before
        asked = [item.granted for item in items]
        left = {bucket: room for each in rooms for bucket, room in each.items() if len(whose[bucket]) > 1}
        rooms = [{bucket: room for bucket, room in each.items() if bucket in left} for each in rooms]
        granted = [ZERO] * len(items)
        active = {number for number in range(len(items)) if asked[number]}
        if self.rules.answer("limit_tied") == "none":
            active -= self._tied_out(items, rooms, left, asked)
        while active:
            active = self._raised(asked, rooms, left, granted, active)
        for number, item in enumerate(items):
            item.granted = granted[number]
            for bucket in self._rooms(item) if item.granted else ():
                self.used[bucket[0], bucket] += Fraction(1) if self._counts(bucket) else item.granted

    def _raised(
        self,
        asked: list[Fraction],
        rooms: list[dict[Bucket, Fraction]],
        left: dict[Bucket, Fraction],
        granted: list[Fraction],
        active: set[int],
    ) -> set[int]:
        """Raise the active ones as far as all can go; returns those that can go on."""
        steps = [asked[number] - granted[number] for number in active]
        for bucket, room in left.items():
            inside = [number for number in active if bucket in rooms[number]]
            if inside:
                each = room / len(inside)
                steps.append(each * asked[inside[0]] if self._counts(bucket) else each)
        step = min(steps)
        for number in active:
            granted[number] += step
            for bucket in rooms[number]:
                left[bucket] -= step / asked[number] if self._counts(bucket) else step
        return {
            number
            for number in active
            if granted[number] < asked[number] and all(left[bucket] > 0 for bucket in rooms[number])
        }

    def _tied_out(
        self,
        items: list[Item],
        rooms: list[dict[Bucket, Fraction]],
        left: dict[Bucket, Fraction],
        asked: list[Fraction],
    ) -> set[int]:
        """Those who share a limit that leaves too little for all of them."""
        out: set[int] = set()
        for bucket, room in left.items():
            inside = [number for number in range(len(items)) if bucket in rooms[number] and asked[number]]
            wanted = sum((Fraction(1) if self._counts(bucket) else asked[each] for each in inside), ZERO)
            if len({self._apart(items[number]) for number in inside}) > 1 and wanted > room:
                out |= set(inside)
        return out

    def _counts(self, bucket: Bucket) -> bool:
        return "count" in self.rules.limits[bucket[0]]


def _keys(limit: Mapping[str, Any]) -> list[str]:
    by = limit.get("by") or ["member"]
    return [by] if isinstance(by, str) else list(by)


def _day(judged: Judged) -> date:
    assert judged.counts_on is not None
    return judged.counts_on


def _window(rules: Rules, limit: Mapping[str, Any], judged: Judged) -> Any:
    if limit["per"] == "entry":
        return id(judged)
    return rules.window(limit["per"], _day(judged))
