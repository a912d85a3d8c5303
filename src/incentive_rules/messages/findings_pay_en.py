"""What became of a claim or a settlement, in English."""

from incentive_rules.codes import Code

FINDINGS: dict[Code, tuple[str, str]] = {
    Code.NOTHING_DUE: ("{need} {need:point|points} needed, {have} there: {missing} short", ""),
    Code.PAID_BEFORE: ("'{name}' was paid before, on {day}, and there is no higher tier", ""),
    Code.CLAIMED_BEFORE: ("already {times} {times:claim|claims} paid in {period}", ""),
    Code.BETWEEN_PERIODS: ("{day} lies between two periods of '{name}', and belongs to none", ""),
    Code.OPTION_MISSING: ("the claim does not say which reward: {known}", "fill in 'option'"),
    Code.OPTION_NOT_OFFERED: ("'{value}' is not offered at '{tier}'", "offered: {known}"),
    Code.NOT_CLAIMABLE: ("'{name}' is settled without claims", ""),
    Code.AMOUNT_NOT_USED: ("the claim has amount {value}, but the tier decides the amount", "leave 'amount' blank"),
    Code.NO_LONGER_ELIGIBLE: ("not eligible on {day}, and the scheme then pays no more", ""),
    Code.NOT_A_MULTIPLE: ("{value} is no multiple of {unit}", "write a multiple of {unit}"),
    Code.COUNTER_UNKNOWN: ("'{name}' cannot be counted: a fact is not known", "complete the ledger"),
    Code.OUT_OF_BUDGET: ("'{name}' has run out in {period}: {left} left, {wanted} wanted", ""),
    Code.NO_SUCH_GROUP: ("nobody on the staff list has {name} '{value}'", "spell it as the staff list does"),
    Code.MADE_BY_RULE: ("'{name}' is given by the scheme itself, never by a row", "take the row out"),
    Code.NOBODY_SCORED: ("nobody has a score in {period}, so all are equal", "enter the scores in the ledger"),
    Code.TOO_FEW_VALUES: (
        "'{name}' has {count} {count:value|values}, and nothing is left without the highest and the lowest",
        "add the rows that are missing, or look at 'drop' again",
    ),
    Code.BUILT_ON_OPEN: ("'{name}' is still open: {why}", ""),
    Code.TIE_HELD: ("a tie at rank {rank}, which the scheme leaves to a decision", ""),
    Code.GROUP_UNKNOWN: ("the '{name}' of '{member}' on {day} is not known", "complete the staff list"),
    Code.GRADED_BY_SHARE: ("grade {grade}: rank {rank} of {count}; seats: {seats}", ""),
    Code.GRADED_BY_SCORE: ("grade {grade}: a score of {score}, and {need}", ""),
    Code.GRADE_CHANGED: ("grade {after} in place of {before}: {name}", ""),
    Code.GRADE_TIE_HELD: (
        "equal scores at rank {rank} of {count} leave open who gets grade {known}, which the scheme leaves to a decision",
        "",
    ),
    Code.NOT_PAID_BY_RULE: ("not paid: {need} on {day} [{rule}]", ""),
    Code.PAY_FACT_UNKNOWN: (
        "{reward} is not worked out yet: the '{name}' of '{member}' on {day} is not known",
        "complete the staff list",
    ),
    Code.PAY_OUT_OF_RANGE: (
        "{reward} cannot be worked out for '{member}': '{name}' is {value}, and {expected} is needed",
        "correct the staff list",
    ),
    Code.PEOPLE_DISAGREE: (
        "the people of '{member}' have different values of '{name}' on {day}, so it is not known of them together",
        "give all of them the same value in the staff list",
    ),
    Code.NO_HEADS: ("'{name}' has nobody to divide its points by on {day}", "complete the staff list"),
    Code.TIE_BROKEN: ("the tie is decided by: {name}", ""),
    Code.PLACE_NOT_PAID: ("the condition for being paid does not hold on {day}; the rank stays", ""),
    Code.WON_BEFORE: ("has the prize of '{name}' of {period}, and nobody gets both", ""),
    Code.NOBODY_TO_PAY: ("'{place}' of '{name}' has nobody to be split among", ""),
}
