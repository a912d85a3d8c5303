"""The words of a notice about limits, named periods and how long points stay, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "notice_per_entry": "each entry by itself",
    "notice_per_named": "'{label}' of each year",
    "notice_limit_by_head": "Counted for",
    "notice_limit_by": "for each {keys}",
    "notice_limit_by_member": "person",
    "notice_limit_by_giver": "giver",
    "notice_limit_by_work": "piece of work",
    "notice_limit_by_activity": "activity",
    "notice_limit_value": "{value} {most}",
    "notice_limit_allowance": "by the {fact} of the {whose}: {values}",
    "notice_limit_of": "Looks at",
    "notice_limit_of_base": "the points of the activity alone; bonuses come on top",
    "notice_limit_rule_wide": "A limit holds for each person, unless it says for whom or what it counts; several activities count together. What goes beyond a limit does not count. Deductions are not cut.",
    "notice_section_periods": "Periods of the scheme's own",
    "notice_name_periods": "Period '{label}'",
    "notice_period_days": "from {first} to {last} of each year",
    "notice_month_and_day": "{day} {month}",
    "notice_section_balance": "How long points stay",
    "notice_expire_after": "Time",
    "notice_expire_after_is": "{months} {months:month|months} from the day on which they count",
    "notice_carry_over": "Into the next year",
    "notice_carry_over_is": "at most {most}, the newest; what is above lapses after 31 December",
    "notice_counter_earned_named": "The points earned in '{label}'; the next begins at 0.",
    "notice_within_named": "in each '{label}'",
    "notice_last_day_named": "on the last day of each '{label}'",
}
