"""Findings about rows, in English: as they are read, and what became of them."""

from incentive_rules.codes import Code

FINDINGS: dict[Code, tuple[str, str]] = {
    Code.UNREADABLE_TABLE: (
        "this table cannot be read: {problem}",
        "open it in Excel and save it as 'Excel Workbook (.xlsx)' or 'CSV UTF-8'",
    ),
    Code.UNKNOWN_COLUMN: (
        "the column '{name}' is not known and is not read",
        "declare it as a fact of the scheme, or add its name to 'columns'",
    ),
    Code.MISSING_COLUMN: ("there is no column for '{name}'", "accepted names: {known}"),
    Code.FACT_COLUMN_MISSING: (
        "there is no column for '{name}', so it is taken to be '{value}' in every row",
        "if one of the columns that are not read is meant, add its name to 'columns' of the fact: {known}",
    ),
    Code.ASKED_COLUMN_MISSING: (
        "there is no column for '{name}', so it is not known in any of the {count} rows; asked for by {rules}",
        "if one of the columns that are not read is meant, add its name to 'columns' of the fact: {known}",
    ),
    Code.DUPLICATE_COLUMN: ("the column '{name}' means the same as '{other}'", "keep one of them"),
    Code.EMPTY_CELL: ("'{name}' is blank", "the row needs it"),
    Code.EXTRA_CELLS: (
        "the row has {count} more cells than the header",
        "a comma inside a text needs quotes around the text",
    ),
    Code.EXCEL_ERROR: ("the cell '{name}' holds the Excel error {value}", "mend the formula, or write the value"),
    Code.FORMULA_WITHOUT_VALUE: (
        "the cell '{name}' holds a formula without its result",
        "open the file in Excel so that it is calculated, and save it",
    ),
    Code.NUMBER_FOR_ID: (
        "{count:,} {count:id|ids} under '{name}' {count:is a number|are numbers}: zeros in front, if there were any, are lost",
        "fine if no id begins with 0; else format the cells as 'Text' or with the custom format '00000'",
    ),
    Code.AMBIGUOUS_END: (
        "'{value}' under '{name}' may be the last day, or the day after it",
        "call the column 'last_day' (holds on that day) or 'until' (holds no longer on that day)",
    ),
    Code.SHEET_NOT_READ: ("sheet '{name}' is not read: {problem}", "{advice}"),
    Code.IDS_MADE: (
        "{count:,} {count:row|rows} without an id {count:was|were} given one made of {count:its|their} content",
        "the id changes with the content; better keep a column of ids",
    ),
    Code.ROWS_ALIKE: (
        "{count:,} rows without an id say the same as another, and each is counted",
        "if one piece of work was written down twice, keep one row",
    ),
    Code.BLANK_ROW: ("a blank row, set aside", ""),
    Code.TITLE_ROW: ("set aside, since it stands above the header", ""),
    Code.HEADER_ROW: ("set aside, since it repeats the header", ""),
    Code.TOTAL_ROW: ("set aside, since it is a sum", ""),
    Code.NOTE_ROW: ("set aside, since it is a note below the table", ""),
    Code.EXAMPLE_ROW: ("set aside, since it is the example", ""),
    Code.UNKNOWN_ACTIVITY: ("no activity is called '{value}'", "known: {known}"),
    Code.UNKNOWN_AWARD: ("no award is called '{value}'", "known: {known}"),
    Code.ONE_CORRECTION: (
        "a row does one thing to another: '{name}' and '{other}' are both filled",
        "keep one of them; a row that 'replaces' another voids it too",
    ),
    Code.CORRECTS_ITSELF: (
        "this row, '{id}', names itself as the row that it corrects",
        "write the id of the earlier row there, and give this row an id of its own",
    ),
    Code.OVERLAPPING_ROWS: (
        "two rows of '{member}' hold on {day} and differ in '{name}'",
        "let the earlier row end ('until') on the day the later one begins",
    ),
    Code.NOT_A_ROW: ("a row must be a mapping of column names, got {got}", ""),
    Code.DUPLICATE_ROW: ("the same row stands more than once and is counted once", ""),
    Code.SAME_ID_DIFFERENT: (
        "id '{id}' stands on rows that differ in '{name}'",
        "give each its own id, or remove the wrong row",
    ),
    Code.CORRECTS: ("{how} '{id}'", ""),
    Code.CORRECTED_BY: ("'{id}' {how} it: as if it had never been", ""),
    Code.CORRECTS_NOTHING: (
        "it corrects '{id}', and there is no such row",
        "check the id; a row that was not known by the day asked for cannot be corrected either",
    ),
    Code.CORRECTION_MISFITS: (
        "it corrects '{id}', but the two rows differ in '{name}'",
        "check the id, or leave '{name}' blank in the row that corrects",
    ),
    Code.CORRECTED_IN_CIRCLE: (
        "it corrects '{id}', and that row, directly or over others, corrects this one",
        "void one of the rows of the circle",
    ),
    Code.CORRECTED_TWICE: (
        "'{id}' is replaced by several rows, and it is not known which of them holds: also by {others}",
        "void those that do not hold",
    ),
    Code.DECISIONS_DISAGREE: (
        "decisions of the same day, {day}, differ: {ids}",
        "void the one that does not hold",
    ),
    Code.CARRIED_FORWARD: ("{period} was closed when it came to be known, so it counts on {day}", ""),
    Code.CHANGED_AFTER_CLOSING: (
        "its period was closed with {before}; the difference to {now} counts on {day}",
        "",
    ),
    Code.CLAIM_TOO_LATE: (
        "'{name}' of {period:period} could be claimed or chosen until {deadline}; from {opens} on the next period can",
        "",
    ),
    Code.CHOICES_DISAGREE: ("choices of the same day, {day}, differ: {ids}", "void the one that does not hold"),
    Code.REWARD_WITHDRAWN: (
        "what '{name}' paid on {day} is taken back as far as it is not due: {now} points by what is known now, not {before}",
        "",
    ),
    Code.REWARD_RESTORED: (
        "what '{name}' paid on {day} and was taken back is due again: {now} points by what is known now",
        "",
    ),
    Code.PERIODS_CLOSED: ("{period} was closed when it came to be known, and no later period is open", ""),
    Code.CLAIM_CLOSED: ("{period}, in which claim '{id}' was settled, is closed", "file a claim of its own"),
    Code.BEFORE_OPENING: (
        "it is of the time before {day}, which the opening rows settled",
        "leave out rows that counted before; to count one that came late, or was held then and is decided now, evaluate the whole history and write new opening rows",
    ),
    Code.CORRECTS_BEFORE_OPENING: (
        "if '{id}' is a row of before {day}, it can no longer be corrected: the opening rows settled it",
        "evaluate the whole history with the correction and write new opening rows, or settle the difference in a row of its own",
    ),
    Code.NOT_YET: ("it counts on {day}, after {as_of}", ""),
    Code.NOT_KNOWN_YET: ("it was recorded on {day}, after {known_at}", ""),
    Code.OUTSIDE_SCHEME: ("{day} lies outside the scheme, which holds from {first} until {until}", ""),
    Code.NOT_IN_FORCE: ("'{name}' holds from {first} until {until}, not on {day}", ""),
    Code.STATUS_REJECTED: ("the row's status is 'rejected'", ""),
    Code.STATUS_PENDING: ("the row's status is 'pending'", "it counts once it is approved"),
    Code.NOT_APPROVED: ("it counts on its day of approval, and none is given", "fill in 'approved_on'"),
    Code.NOT_ELIGIBLE: ("counts only if {need}; on {day} it is {have} [{rule}]", ""),
    Code.CONDITION_UNKNOWN: ("whether {need} on {day} is not known: '{name}' is blank", "fill in '{name}'"),
    Code.FACT_MISSING: ("'{name}' is needed for the points of '{activity}' and is blank", "fill in '{name}'"),
    Code.QUANTITY_NOT_USED: (
        "'{activity}' gives fixed points, but the row has quantity {value}",
        "write one row per time, or let the activity count per unit",
    ),
    Code.SHARE_NOT_USED: (
        "'{activity}' is not done by several people together, but the row has share {value}",
        "leave 'share' blank, or let the scheme say 'shares: yes'",
    ),
    Code.SHARE_WITHOUT_WORK: (
        "the row has share {value}, and does not say of which piece of work",
        "fill in 'work', the same for all who did it together",
    ),
    Code.SHARES_TOO_MANY: (
        "the shares of '{activity}' in work '{work}' add up to {sum}, more than 1",
        "correct the shares, so that all of them make 1",
    ),
    Code.SHARES_MISSING: (
        "the shares of '{activity}' in work '{work}' add up to {sum}; who has the other {missing} is not known",
        "enter the rows of all who did it together",
    ),
    Code.SHARE_OF_PARTNER_OPEN: (
        "in work '{work}' it is open whether a partner's row counts, and with it how much of the work falls to this one",
        "complete what is missing of the partner's row '{id}'",
    ),
    Code.GIVER_MISSING: (
        "the rules ask who gave the points, and the row does not say",
        "fill in 'from_member'",
    ),
    Code.NO_POINTS_FOR_VALUE: (
        "'{name}' is {value}, and '{activity}' has points only for {expected}",
        "correct the number, or let the scheme say what it brings",
    ),
    Code.MEMBER_NOT_LISTED: ("'{member}' is not in the staff list", "add the member, or correct the id"),
    Code.ROSTER_ROW_UNREAD: (
        "'{member}' is in the staff list, but a row cannot be used: {why}",
        "correct that row of the staff list",
    ),
    Code.NOT_LISTED_ON_DAY: (
        "the staff list has no row of '{member}' for {day}",
        "check 'from' and 'until' of the member's rows",
    ),
    Code.FACT_DISAGREES: (
        "on {day} the staff list has '{listed}' for '{name}' and this row has '{value}'; the list counts",
        "mend the list or the row",
    ),
    Code.CUT_BY_LIMIT: ("the limit '{name}' leaves {left} of {wanted} points in {period}", ""),
    Code.NOT_AMONG_BEST: (
        "'{name}' counts the best in {period}, {most} at most: of {wanted} points this adds {left}",
        "",
    ),
    Code.VOIDED_BY_LIMIT: ("there are more than {most} under '{name}' in {period}, so none of them counts", ""),
    Code.TIED_AT_LIMIT: (
        "equal entries of several people ask for more than '{name}' leaves in {period}: {left} of {wanted} points",
        "",
    ),
    Code.DEDUCTION_FLOORED: (
        "the balance does not go below zero: of {wanted} {wanted:point|points} this takes {left} away",
        "",
    ),
}
