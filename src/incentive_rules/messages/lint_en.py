"""English words of lint: why a rule does nothing, what is compared, and how warnings are shown."""

WORDS: dict[str, str] = {
    "lint_nobody": "nobody can meet this condition, so that nobody can earn points",
    "lint_condition": "no entry can meet its condition",
    "lint_not_eligible": "whoever meets its condition is not eligible",
    "lint_bonus": "no entry that counts can meet its condition",
    "lint_days": "its activities hold on none of its days",
    "lint_reach_limits": "it asks for {at} points, and the limits ({names}) allow {most} at most",
    "lint_reach_never": "its award pays on none of its days",
    "lint_reach_lowest": "whoever reaches it is always paid '{other}'",
    "lint_reach_used": "'{other}' is paid first and uses up the points, time after time",
    "lint_criterion": "{kind}: {name}",
    "lint_equal": "it is the score itself, in which they are equal",
    "lint_winners": "winners",
    "lint_no_place": "no place pays it",
    "lint_assumed_few": "- {names}: {why}",
    "lint_assumed_many": "- {names} and {more} more: {why}",
    "lint_the_file": "the file as written",
    "lint_warning": "warning: {text}",
}
