"""Findings about a scheme file, in English: as a file, in the shape of its values, in what its parts say of each other."""

from incentive_rules.codes import Code

FINDINGS: dict[Code, tuple[str, str]] = {
    Code.FILE_MISSING: ("there is no file '{name}'", "check the path; it is taken from the current folder"),
    Code.FILE_UNREADABLE: ("the file '{name}' cannot be opened: {problem}", "check the path and who may read it"),
    Code.FILE_TOO_LARGE: (
        "the file is larger than the {limit:,} bytes that are read",
        "split it, or check that it is the right file",
    ),
    Code.FILE_EMPTY: (
        "the file is empty",
        "check that it is the right file; the keys and columns that it needs are in docs/language.md",
    ),
    Code.FILE_EXISTS: (
        "there is already a file '{name}'",
        "it is not overwritten; give another name, or move the file first",
    ),
    Code.NOT_UTF8: ("the text is not UTF-8 (it reads as {encoding})", "save the file as UTF-8"),
    Code.CONTROL_CHARACTER: (
        "a character that is not allowed: {name}",
        "delete it; it is often a remnant of copying",
    ),
    Code.TAB_INDENT: ("a tab where only blanks may stand", "replace each tab by blanks"),
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
        "'{value}' is not taken for a number, because programs read it in different ways",
        "write nothing but digits and a decimal point, such as 10000 or 0.5",
    ),
    Code.NOT_FINITE: ("'{value}' is not a finite number", "write the number, or leave the cell blank if it is unknown"),
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
    Code.DUPLICATE_VALUE: ("'{name}' stands twice", "keep one of the two"),
    Code.EMPTY_VALUE: ("nothing stands here", "write a value, or remove the key"),
    Code.LANGUAGE_VERSION: ("language version '{value}' is not known", "this library reads version 1"),
    Code.UNKNOWN_ID: ("there is no {kind} '{name}'", "known: {known}"),
    Code.UNKNOWN_FACT: ("unknown fact '{name}'", "facts that may stand here: {known}"),
    Code.AMBIGUOUS_FACT: (
        "'{name}' is a fact of members and of entries",
        "in a condition write 'member.{name}' or 'entry.{name}'; elsewhere give one of the two another name",
    ),
    Code.WRONG_FACT_KIND: ("'{name}' is {kind}, but {expected} is needed here", "facts that fit: {known}"),
    Code.RESERVED_NAME: (
        "'{name}' cannot name a fact, because the language uses the word itself",
        "choose another name",
    ),
    Code.BAD_NAME: (
        "'{value}' cannot name a fact, because it holds a point",
        "a point stands between 'member' or 'entry' and the name, as in member.grade; write a name without one",
    ),
    Code.SAME_LABEL: (
        "'{name}' already names '{other}'",
        "two activities, awards or columns need two names, since ledgers use them",
    ),
    Code.WRONG_TEST: ("'{test}' cannot be asked of '{name}', which is {kind}", "possible: {known}"),
    Code.BAD_FACT_VALUE: ("'{value}' is not a value of '{name}'", "its values: {known}"),
    Code.DATES_OUT_OF_ORDER: (
        "'{until}' does not come after '{first}'",
        "'until' is the first day on which the rule no longer holds; dated values go from early to late",
    ),
    Code.OUTSIDE_SCHEME_DATES: ("'{value}' lies outside the scheme, which holds from {first} until {until}", ""),
    Code.VALUE_NOT_YET_IN_FORCE: (
        "no value before {value}, but the rule holds from {first}",
        "add a value from {first}, or let the rule begin later",
    ),
    Code.TIERS_OUT_OF_ORDER: (
        "tier '{name}' is not above tier '{other}' on {day}",
        "write tiers from the lowest threshold to the highest, each once",
    ),
    Code.PLACES_OUT_OF_ORDER: (
        "place '{name}' begins at rank {value}, but rank {expected} is next",
        "write places from rank 1 on, without gap or overlap",
    ),
    Code.GRADES_OUT_OF_ORDER: (
        "grade '{name}' is not below grade '{other}' on {day}",
        "write grades from the best to the lowest, each with a lower score",
    ),
    Code.SHARES_NOT_WHOLE: (
        "the shares of the grades add up to {value} on {day}",
        "everybody gets a grade: let the shares add up to 1, or leave out the last one, which then takes the rest",
    ),
    Code.NO_PROVENANCE: (
        "neither 'source' nor 'assumed' says where this comes from",
        "add 'source: <id>' if it is published, or 'assumed: <reason>'; either may stand at the top of the file for all rules",
    ),
    Code.ONE_OF_TWO: ("exactly one of {known} belongs here", ""),
    Code.DIFFERENCE_NEEDS_ONE_REWARD: (
        "'again: difference' needs one reward in all tiers, but these have {known}",
        "a difference between money and leave days has no meaning; pay one reward, or choose another 'again'",
    ),
    Code.AWARDS_IN_CIRCLE: (
        "these awards wait for each other, so none could ever settle: {known}",
        "take one of 'stage' or 'not_if_won' away",
    ),
    Code.CONTRADICTION: ("'{left}' and '{right}' do not go together", "{why}"),
    Code.OPEN_QUESTION: ("the scheme leaves open: {question}?", "write one of these lines under 'answers:'{paste}"),
    Code.BAD_ANSWER: ("'{value}' does not answer: {question}?", "answers: {known}"),
    Code.UNKNOWN_ADDRESS: (
        "there is no rule at '{name}'",
        "addresses are keys joined by points, as in activities.proposal.points",
    ),
    Code.NOT_BY_DATE: (
        "'{name}' cannot change on a day",
        "leave out 'from' to change it throughout, or end the rule with 'null' and add another that begins on that day",
    ),
}
