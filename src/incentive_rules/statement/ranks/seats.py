"""Whole seats out of shares: the one place where a number of people or places is apportioned."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from incentive_rules.scheme.rankings import SeatsRule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction


def seats(shares: Sequence[Fraction], heads: int, mode: SeatsRule) -> tuple[int, ...]:
    """The seats of each share among so many heads. What the shares leave of the whole is nobody's.

    ``floor`` cuts every part of a seat off. ``largest_remainder`` gives the seats that are left one by one to the
    largest part that was cut off; of equal parts the share that stands first, the upper one, goes first. Where shares
    leave something of the whole, that competes for seats like a last share.

    Example:
        >>> from fractions import Fraction
        >>> tenths = [Fraction(2, 10), Fraction(3, 10), Fraction(5, 10)]
        >>> seats(tenths, 17, SeatsRule.LARGEST_REMAINDER), seats(tenths, 17, SeatsRule.FLOOR)
        ((3, 5, 9), (3, 5, 8))
    """
    rest = 1 - sum(shares)
    quotas = [share * heads for share in (*shares, rest)]
    given = [floor(quota) for quota in quotas]
    if mode is SeatsRule.LARGEST_REMAINDER:
        by_remainder = sorted(range(len(quotas)), key=lambda index: (given[index] - quotas[index], index))
        for index in by_remainder[: heads - sum(given)]:
            given[index] += 1
    return tuple(given[: len(shares)])
