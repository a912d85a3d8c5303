"""English texts: lower case, no full stop, the user's words in quotes, the help apart."""

from incentive_rules.codes import Code

NEAR = "did you mean '{near}'?"

# Code -> (message, help). A finding with a nearest name shows NEAR instead of its help.
FINDINGS: dict[Code, tuple[str, str]] = {
    Code.FILE_MISSING: ("there is no file '{name}'", "check the path; it is taken from the current folder"),
    Code.FILE_TOO_LARGE: (
        "the file has {size:,} bytes, more than the {limit:,} that are read",
        "split it, or check that it is the right file",
    ),
    Code.FILE_EMPTY: ("the file is empty", "write at least the keys shown in docs/language.md"),
    Code.NOT_UTF8: ("the text is not UTF-8 (it reads as {encoding})", "save the file as UTF-8"),
    Code.CONTROL_CHARACTER: (
        "a character that YAML does not allow: {name}",
        "delete it; it is often a remnant of copying",
    ),
    Code.TAB_INDENT: ("a tab where only blanks may indent", "replace each tab by blanks"),
    Code.YAML_SYNTAX: (
        "this is not YAML: {problem}",
        "look at the line above as well: a quote, bracket or colon may be missing there",
    ),
    Code.TOO_DEEP: ("more than {limit} levels inside each other", "a scheme needs fewer than ten"),
    Code.TOO_MANY_VALUES: (
        "more than {limit:,} values once every alias is written out",
        "write repeated parts out, or split the file",
    ),
    Code.ALIAS_CYCLE: ("alias '{name}' contains itself", "write the part out"),
    Code.TAG_REFUSED: ("the tag '{name}' is not read", "remove it; types come from the scheme language"),
    Code.SEVERAL_DOCUMENTS: ("a second document begins here", "one file holds one document; remove the '---'"),
    Code.KEY_NOT_TEXT: ("a key must be a plain text", "put the key on one line, without brackets"),
    Code.DUPLICATE_KEY: ("the key '{name}' stands twice here; first in line {line}", "keep one of the two"),
    Code.UNKNOWN_KEY: ("unknown key '{name}'", "known here: {known}"),
    Code.MISSING_KEY: ("the key '{name}' is missing", "add '{name}:' here"),
    Code.WRONG_TYPE: ("expected {expected}, got {got}", ""),
    Code.BAD_NUMBER: ("'{value}' is not a number", "write digits, with a point for decimals: 0.5"),
    Code.AMBIGUOUS_NUMBER: (
        "'{value}' is not read as a number, because YAML readers disagree on it",
        "write plain digits such as 10 or 0.5; put texts in quotes",
    ),
    Code.NOT_FINITE: ("'{value}' is no finite number", "write the number, or leave the cell blank if it is unknown"),
    Code.INEXACT_NUMBER: (
        "the binary number {value} has no short decimal form",
        "pass a Decimal, or the number as a text",
    ),
    Code.OUT_OF_RANGE: ("'{value}' is out of range: {expected}", ""),
    Code.BAD_DATE: ("'{value}' is not a date", "write year-month-day: 2024-06-01"),
    Code.BAD_YES_NO: ("'{value}' is neither yes nor no", "write yes or no"),
    Code.BAD_ID: (
        "'{value}' cannot be an id",
        "ids are small Latin letters, digits, '_' and '-', beginning with a letter",
    ),
    Code.BAD_CHOICE: ("'{value}' is not one of: {known}", ""),
    Code.EMPTY_VALUE: ("nothing stands here", "write a value, or remove the key"),
    Code.LANGUAGE_VERSION: ("language version '{value}' is not known", "this library reads version 1"),
    Code.UNKNOWN_ID: ("there is no {kind} '{name}'", "known: {known}"),
    Code.UNKNOWN_FACT: ("unknown fact '{name}'", "declared facts: {known}"),
    Code.AMBIGUOUS_FACT: ("'{name}' is a fact of members and of entries", "write 'member.{name}' or 'entry.{name}'"),
    Code.RESERVED_NAME: (
        "'{name}' cannot name a fact, because the language uses the word itself",
        "choose another name",
    ),
    Code.SAME_LABEL: (
        "'{name}' already names '{other}'",
        "two activities, awards or columns need two names, since ledgers use them",
    ),
    Code.WRONG_TEST: ("'{test}' cannot be asked of '{name}', which is {kind}", "possible: {known}"),
    Code.BAD_FACT_VALUE: ("'{value}' is no value of '{name}'", "its values: {known}"),
    Code.DATES_OUT_OF_ORDER: (
        "'{until}' does not come after '{first}'",
        "'until' is the first day on which the rule no longer holds; dated values go from early to late",
    ),
    Code.OUTSIDE_SCHEME_DATES: ("'{value}' lies outside the scheme, which holds {first} to {until}", ""),
    Code.VALUE_NOT_YET_IN_FORCE: (
        "no value before {value}, but the rule holds from {first}",
        "add a value from {first}, or let the rule begin later",
    ),
    Code.TIERS_OUT_OF_ORDER: (
        "tier '{name}' is not above tier '{other}'",
        "write tiers from the lowest threshold to the highest, each once",
    ),
    Code.PLACES_OUT_OF_ORDER: (
        "place '{name}' begins at rank {value}, but rank {expected} is next",
        "write places from rank 1 on, without gap or overlap",
    ),
    Code.NO_PROVENANCE: (
        "this rule says neither 'source' nor 'assumed'",
        "add 'source: <id>' if it is published, or 'assumed: <reason>'; either may stand at the top of the file for all rules",
    ),
    Code.ONE_OF_TWO: ("exactly one of {known} belongs here", ""),
    Code.DIFFERENCE_NEEDS_ONE_REWARD: (
        "'again: difference' needs one reward in all tiers, but these have {known}",
        "a difference between money and leave days has no meaning; pay one reward, or choose another 'again'",
    ),
    Code.CONTRADICTION: ("'{left}' and '{right}' do not go together", "{why}"),
    Code.OPEN_QUESTION: ("the scheme leaves open: {question}", "answers: {known}. Paste under 'answers:'  {paste}"),
    Code.BAD_ANSWER: ("'{value}' does not answer: {question}", "answers: {known}"),
    Code.UNKNOWN_ADDRESS: (
        "there is no rule at '{name}'",
        "addresses are keys joined by points, as in activities.proposal.points",
    ),
    Code.UNREADABLE_TABLE: ("this table cannot be read: {problem}", "save it as CSV in UTF-8 or CP949"),
    Code.UNKNOWN_COLUMN: (
        "the column '{name}' is not known and is not read",
        "declare it as a fact of the scheme, or add its name to 'columns'",
    ),
    Code.MISSING_COLUMN: ("there is no column for '{name}'", "accepted names: {known}"),
    Code.DUPLICATE_COLUMN: ("the column '{name}' means the same as '{other}'", "keep one of them"),
    Code.EMPTY_CELL: ("'{name}' is blank", "the row needs it"),
    Code.EXTRA_CELLS: (
        "the row has {count} more cells than the header",
        "a comma inside a text needs quotes around the text",
    ),
    Code.BLANK_ROW: ("a blank row, set aside", ""),
    Code.UNKNOWN_ACTIVITY: ("no activity is called '{value}'", "known: {known}"),
    Code.UNKNOWN_AWARD: ("no award is called '{value}'", "known: {known}"),
    Code.CORRECTION_NOT_READ: (
        "'{name}' names row '{value}', but correcting rows are not read yet",
        "take the corrected row out of the file instead",
    ),
    Code.COLUMN_NOT_USED: ("'{name}' is '{value}', but this language version has no rule for it", "leave it blank"),
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
    Code.NOT_YET: ("it counts on {day}, after {as_of}", ""),
    Code.NOT_KNOWN_YET: ("it was recorded on {day}, after {known_at}", ""),
    Code.OUTSIDE_SCHEME: ("{day} lies outside the scheme, which holds {first} to {until}", ""),
    Code.NOT_IN_FORCE: ("'{name}' holds {first} to {until}, not on {day}", ""),
    Code.STATUS_REJECTED: ("the row's status is 'rejected'", ""),
    Code.STATUS_PENDING: ("the row's status is 'pending'", "it counts once it is approved"),
    Code.NOT_APPROVED: ("it counts on its day of approval, and none is given", "fill in 'approved_on'"),
    Code.NOT_ELIGIBLE: ("counts only if {need}; on {day} it is {have}", ""),
    Code.CONDITION_UNKNOWN: ("whether {need} on {day} is not known: '{name}' is blank", "fill in '{name}'"),
    Code.FACT_MISSING: ("'{name}' is needed for the points of '{activity}' and is blank", "fill in '{name}'"),
    Code.QUANTITY_NOT_USED: (
        "'{activity}' gives fixed points, but the row has quantity {value}",
        "write one row per time, or let the activity count per unit",
    ),
    Code.MEMBER_NOT_LISTED: ("'{member}' is not in the staff list", "add the member, or correct the id"),
    Code.NOT_LISTED_ON_DAY: (
        "the staff list has no row of '{member}' for {day}",
        "check 'from' and 'until' of the member's rows",
    ),
    Code.CUT_BY_LIMIT: ("the limit '{name}' leaves {left} in {period}; {wanted} wanted", ""),
    Code.NOTHING_DUE: ("needed {need}, had {have}: {missing} short", ""),
    Code.PAID_BEFORE: ("'{name}' was paid before, on {day}, and there is no higher tier", ""),
    Code.CLAIMED_BEFORE: ("already {times} claim(s) paid in {period}", ""),
    Code.OPTION_MISSING: ("the claim does not say which reward: {known}", "fill in 'option'"),
    Code.OPTION_NOT_OFFERED: ("'{value}' is not offered at '{tier}'", "offered: {known}"),
    Code.NOT_CLAIMABLE: ("'{name}' is settled without claims", ""),
    Code.AMOUNT_NOT_USED: ("the claim has amount {value}, but the tier decides the amount", "leave 'amount' blank"),
    Code.NO_LONGER_ELIGIBLE: ("not eligible on {day}, and the scheme then pays no more", ""),
    Code.TIE_HELD: ("a tie at rank {rank}, which the scheme leaves to a decision", ""),
    Code.GROUP_UNKNOWN: ("the '{name}' of '{member}' on {day} is not known", "fill it in in the staff list"),
    Code.BAD_ARITHMETIC: ("'{value}' is not arithmetic", "write numbers with + - * / × ÷ and brackets: 2×1+0.5"),
    Code.CASE_FAILED: ("{what}: expected {expected}, got {got}", ""),
    Code.UNKNOWN_QUERY: (
        "nothing here is called '{value}'",
        "ask for an entry, a claim, a payment, a member or a department",
    ),
    Code.SEVERAL_MATCHES: ("'{value}' is the id of several things: {known}", "put the kind in front, as in {paste}"),
    Code.MISSING_EXTRA: (
        "the command line needs '{name}', which is not installed",
        "pip install 'incentive_rules[{extra}]'",
    ),
    Code.BAD_ARGUMENT: ("'{name}' cannot be '{value}': {expected}", ""),
    Code.UNREADABLE_JSON: ("this JSON cannot be read: {problem}", "give it the text that to_json wrote"),
    Code.FORMAT_VERSION: ("format '{value}' is not known", "this library reads format 1"),
}

SENTENCES: dict[str, str] = {
    "and": "{left}, {right}",
    "and_words": " and ",
    "or_words": " or ",
    "not_words": "not ({part})",
    "test_equals": "{fact} is {value}",
    "test_one_of": "{fact} is one of {values}",
    "test_at_most": "{fact} {value} or below",
    "test_at_least": "{fact} {value} or above",
    "test_between": "{fact} from {value} to {last}",
    "unknown": "unknown",
    "yes": "yes",
    "no": "no",
}

# Question of a scheme -> its words. Answers are explained in docs/language.md.
QUESTIONS: dict[str, str] = {
    "points_count_on": "on which date do the points of an entry count",
    "values_taken_on": "are values and rules taken as of the activity or as of the day on which it counts",
    "grade_judged_on": "on which date are a member's grade and other facts judged",
    "no_longer_eligible": "what becomes of points already earned when a member is no longer eligible",
    "year_end": "what becomes of unused points at the year's end",
    "no_option": "which reward is paid when nobody chose",
    "group_credited_on": "to which group do a moved member's points belong",
    "ranking_field": "who takes part in the ranking",
}
