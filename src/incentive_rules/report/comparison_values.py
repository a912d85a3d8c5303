"""The numbers of a comparison as people read them: differences in percent, and the values that a reform changes."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount, Rounding, RoundingMode
from incentive_rules.facts import RefusedValueError, parse_date, parse_number
from incentive_rules.messages.screen import words
from incentive_rules.scheme.scalars import is_dated
from incentive_rules.statement.record import label_of

if TYPE_CHECKING:
    from incentive_rules.messages import Language
    from incentive_rules.simulate.comparison import Shift
    from incentive_rules.simulate.reform import Change

_ONE_PLACE = Rounding(Fraction(1, 10), RoundingMode.HALF_UP)
_NAMES = frozenset({"eligible", "when", "facts", "columns"})
"""Keys below which a number may be a name, such as that of a team."""


def signed(amount: Amount) -> str:
    """A difference with its sign.

    Example:
        >>> signed(Amount(20000)), signed(Amount(-1)), signed(Amount(0))
        ('+20,000', '-1', '0')
    """
    return f"+{amount:,}" if amount > 0 else f"{amount:,}"


def percent(shift: Shift) -> str:
    """A difference in percent of what there is now, to one place, half up; empty where there is nothing now.

    Example:
        >>> from incentive_rules.simulate.comparison import Shift
        >>> percent(Shift(Amount(2610000), Amount(2650000))), percent(Shift(Amount(3), Amount(2)))
        ('+1.5%', '-33.3%')
        >>> percent(Shift(Amount(0), Amount(5)))
        ''
    """
    if shift.before <= 0:
        return ""
    if not shift.difference:
        return "0%"
    share = f"{Amount(_ONE_PLACE.apply(abs(shift.difference) * 100 / shift.before)):,}"
    return f"{'+' if shift.difference > 0 else '-'}{share}{'' if '.' in share else '.0'}%"


def change_texts(change: Change, lang: Language, *, group: bool) -> tuple[str, str]:
    """What a value is now and under the reform; a rule that is taken out is called by its name.

    ``group`` parts the thousands of amounts.

    Example:
        >>> from incentive_rules.simulate.reform import Change
        >>> change_texts(Change("bonuses.praise", {"label": "칭찬", "add": "1"}, None), "en", group=True)
        ('칭찬', 'removed')
        >>> change_texts(Change("bonuses.praise.until", None, "2024-09-01"), "en", group=True)
        ('none', 'last day 2024-08-31')
    """
    before, after = (_side(change.address, value, lang, group=group) for value in (change.before, change.after))
    return before or words("compare_absent", lang), after or words("compare_removed", lang)


def _side(address: str, value: Any, lang: Language, *, group: bool) -> str:  # noqa: ANN401  # raw YAML
    keys = address.split(".")
    if keys[-1] == "until" and (last := _last_day(value)):
        return words("compare_last_day", lang, day=last)
    if isinstance(value, dict) and not is_dated(value):
        return label_of(value["label"]).in_language(lang) if "label" in value else words("compare_present", lang)
    return "" if value is None else value_text(value, lang, group=group and not _NAMES.intersection(keys))


def _last_day(until: object) -> str:
    """The day before the first on which a rule no longer holds."""
    try:
        return (parse_date(until) - timedelta(days=1)).isoformat()
    except RefusedValueError:
        return ""


def value_text(value: Any, lang: Language, *, group: bool = False) -> str:  # noqa: ANN401  # raw YAML
    """A value of a file in words, with the days from which it holds; a list with commas.

    Example:
        >>> value_text({"2024-06-01": "30000", "2025-01-01": "40000"}, "ko", group=True)
        '30,000 → 2025-01-01부터 40,000'
        >>> value_text({"2024-06-01": "1", "2025-01-01": "1.5"}, "en")
        '1; from 2025-01-01: 1.5'
    """
    if isinstance(value, list):
        return ", ".join(value_text(each, lang, group=group) for each in value)
    if not is_dated(value):
        return _grouped(str(value)) if group else str(value)
    (_, first), *later = value.items()
    steps = [
        words("compare_step_from", lang, day=day, value=value_text(each, lang, group=group)) for day, each in later
    ]
    return "".join((value_text(first, lang, group=group), *steps))


def _grouped(text: str) -> str:
    try:
        return f"{parse_number(text):,}"
    except RefusedValueError:
        return text
