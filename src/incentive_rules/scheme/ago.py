"""A day in place of a value that is counted back from the day of judgement: ``{months_ago: 6}``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from incentive_rules.codes import Code
from incentive_rules.facts import FactKind, RefusedValueError, kind_of, parse_number
from incentive_rules.messages import LANGUAGES, Label, sentence
from incentive_rules.scheme.scalars import inside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.facts import Fact

MONTHS_AGO, DAYS_AGO = "months_ago", "days_ago"
AGO = (MONTHS_AGO, DAYS_AGO)
"""The keys of such a day."""
_MOST = 1200
_A_DAY = Label("날짜", "a date")


@dataclass(frozen=True, slots=True)
class Ago:
    """So many months or days before the day on which a condition is judged. Month ends clamp.

    Example:
        >>> from datetime import date
        >>> Ago(MONTHS_AGO, 6).before(date(2024, 8, 31))
        datetime.date(2024, 2, 29)
    """

    unit: str
    count: int

    def before(self, day: date) -> date:
        """The day that is meant, on a day of judgement."""
        back = relativedelta(months=self.count) if self.unit == MONTHS_AGO else relativedelta(days=self.count)
        try:
            return day - back
        except (OverflowError, ValueError):  # before the first day of all
            return date.min

    def words(self) -> Label:
        """The day as people read it."""
        return Label(*(sentence(self.unit, lang, count=self.count) for lang in LANGUAGES))


def is_ago(data: object) -> bool:
    """Whether a mapping is meant as such a day."""
    return isinstance(data, dict) and any(key in data for key in AGO)


def ago(fact: Fact, data: Mapping[str, Any]) -> Ago:
    """Such a day, to be compared with a fact.

    Raises:
        RefusedValueError: if the fact is no date, or the number is no whole one.
    """
    if fact.kind is not FactKind.DATE or len(data) != 1:
        raise RefusedValueError(Code.WRONG_TYPE, expected=_A_DAY, got=kind_of(data))
    ((unit, written),) = data.items()
    count = inside(unit, parse_number, written)
    if count.denominator != 1 or not 0 <= count <= _MOST:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=count, expected=f"0, 1, 2, … {_MOST}", at=(unit,))
    return Ago(unit, int(count))
