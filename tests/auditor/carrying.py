"""Periods that close: what is granted by what was known at each closing, and the day on which a difference lands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from auditor.days import ONE_DAY, Span, span_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from auditor.judging import Judged
    from auditor.rows import Staff
    from auditor.rules import Rules

ZERO = Fraction(0)


class Post(NamedTuple):
    """What an entry brings on a day, or by how much it is corrected then."""

    judged: Judged
    points: Fraction
    is_difference: bool = False


@dataclass
class Granted:
    """What all entries come to by what was known on a day."""

    posts: dict[str, tuple[date, Post]]
    states: Counter[tuple[str, str]]
    notes: dict[str, list[str]]
    staff: Staff


@dataclass
class Carried:
    """What is posted on each day, and by which knowledge the periods closed."""

    posts: dict[date, list[Post]] = field(default_factory=dict)
    staff: dict[date, Staff] = field(default_factory=dict)
    """by the first day of a period"""


def carries(rules: Rules) -> bool:
    """Whether closed periods keep their result."""
    return bool(rules.data.get("closing")) and rules.answer("late_rows") == "carry_forward"


def periods(rules: Rules, last: date) -> list[Span]:
    """The periods that close, from the first one of the scheme to that of a day."""
    found: list[Span] = []
    day = rules.first
    while day <= min(last, rules.until - ONE_DAY):
        span = span_of(str(rules.data["closing"]["per"]), day, {})
        assert span is not None
        found.append(span)
        day = span.last + ONE_DAY
    return found


def closes_on(rules: Rules, period: Span) -> date:
    """The last day on which something may come to be known that still counts in a period."""
    return period.last + timedelta(int(rules.data["closing"]["days"]))


def lands_on(rules: Rules, day: date, known: date) -> date | None:
    """On which day something of a day counts that is known from a day on; none if no period is open any more."""
    own = span_of(str(rules.data["closing"]["per"]), day, {})
    assert own is not None
    if known <= closes_on(rules, own) or own.first >= rules.until:
        return day
    later = periods(rules, known + timedelta(400))
    return next((each.first for each in later if each.first > day and known <= closes_on(rules, each)), None)


def carry(rules: Rules, last: date, known_at: date | None, grant: Callable[[date], Granted]) -> Carried:
    """Go through the closings one after the other: what came to something else since is a difference."""
    carried = Carried()
    posted: dict[str, tuple[Judged, Fraction]] = {}
    for period in periods(rules, last):
        known = min(closes_on(rules, period), known_at or date.max)
        granted = grant(known)
        carried.staff[period.first] = granted.staff
        for name in sorted(granted.posts.keys() | posted.keys()):
            _one(name, period, granted, posted, carried)
    return carried


def _one(
    name: str, period: Span, granted: Granted, posted: dict[str, tuple[Judged, Fraction]], carried: Carried
) -> None:
    """Post what an entry brings in a period, and what earlier ones did not know of it."""
    day, post = granted.posts.get(name, (date.max, None))
    old, before = posted.get(name, (None, ZERO))
    judged: Any = post.judged if post is not None else old
    now = post.points if post is not None and day < period.first else ZERO
    is_new = post is not None and day < period.first and old is None
    if post is not None and day == period.first and before:  # it counts on the very day on which it is taken back
        post, before = Post(judged, post.points - before, is_difference=True), ZERO
    elif now != before or is_new:
        carried.posts.setdefault(period.first, []).append(Post(judged, now - before, is_difference=old is not None))
        posted[name] = judged, now
    if post is not None and period.has(day):
        carried.posts.setdefault(day, []).append(post)
        posted[name] = judged, granted.posts[name][1].points
