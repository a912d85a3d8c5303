"""Warnings of a scheme that loads, worked examples, and how the library is called, in English."""

from incentive_rules.codes import Code

FINDINGS: dict[Code, tuple[str, str]] = {
    Code.TIER_OUT_OF_REACH: (
        "nobody can ever be paid tier '{name}': {why}",
        "change one of the two, or take the tier out",
    ),
    Code.RULE_NEVER_APPLIES: (
        "'{name}' never applies: {why}",
        "change the condition or the days, or take the rule out",
    ),
    Code.VALUE_NEVER_IN_FORCE: (
        "the value {value} from {day} never holds, because its rule holds from {first} until {until}",
        "take the value out, or change the days",
    ),
    Code.LIMIT_NEVER_BINDS: (
        "'{name}' never cuts anything, because '{other}' is always reached first",
        "take one of the two out, or change its number",
    ),
    Code.PAYS_LESS: (
        "'{name}' pays less than '{other}', which asks for less (on {day})",
        "check the amounts; whoever does more would be paid less",
    ),
    Code.OPTION_NO_BETTER: (
        "the option '{name}' gives no more of anything than '{other}'",
        "check the amounts, or take the option out",
    ),
    Code.SUM_DIFFERS: (
        "{what}: the text says {stated:,} in all, but the places come to {sum:,}",
        "{parts} = {sum:,}; look up which of the numbers is meant",
    ),
    Code.WEIGHTS_NOT_WHOLE: (
        "these weights come to {sum}, and not to {whole}",
        "{parts} = {sum}; look up which of the numbers is meant",
    ),
    Code.NUMBER_SAID_TWICE: (
        "'{name}' says {value} and '{other}' says {others} of the same thing (on {day})",
        "both hold as they stand; look up which of the two is meant",
    ),
    Code.ASSUMED_MONEY: (
        "the money of '{name}' hangs on what is only assumed",
        "before money is paid, find a source for these or have them decided{paste}",
    ),
    Code.REWARD_NOT_PAID: ("nothing pays the reward '{name}'", "name it in an award, or take it out"),
    Code.FACT_NOT_ASKED: (
        "no rule and no report looks at the fact '{name}'",
        "if nobody needs it, take it out: people need not be asked for it",
    ),
    Code.READING_SAME: ("the reading '{name}' says the same as {other}", "change what it sets, or take it out"),
    Code.BAD_ARITHMETIC: ("'{value}' is not arithmetic", "write numbers with + - * / × ÷ and brackets: 2×1+0.5"),
    Code.CASE_FAILED: ("{what}: expected {expected}, got {got}", ""),
    Code.UNKNOWN_QUERY: (
        "nothing here is called '{value}'",
        "ask for an entry, a claim, a payment, a member or a department",
    ),
    Code.SEVERAL_MATCHES: ("'{value}' is the id of several things: {known}", "put the kind in front, as in {paste}"),
    Code.MEMBERS_COUPLED: (
        "one member cannot be evaluated alone: {why}",
        "evaluate everybody, with `evaluate`; an award by rank or grade can be left out, with `without`",
    ),
    Code.NO_FIGURES: (
        "there is nothing to compare: no column says points or pay",
        "a column of points is called one of: {points}; a column of pay: {paid}",
    ),
    Code.MISSING_EXTRA: (
        "'{name}' is needed and not installed",
        "pip install 'incentive_rules[{extra}]'",
    ),
    Code.BAD_ARGUMENT: ("'{name}' cannot be '{value}': {expected}", ""),
    Code.CANNOT_OPEN: (
        "opening rows cannot begin on {day} because of '{name}': {why}",
        "take a day on which no period of that rule goes on; where there is none, go on giving the whole history",
    ),
    Code.OPEN_ROW_MISSING: (
        "'{id}' was not settled before {day}, and is not among the rows",
        "give it again as it was, with the rows that hang together with it; the opening rows name them all",
    ),
    Code.OPENING_CHANGED: (
        "the opening rows were changed after they were written: the hash here is not that of what stands in the file",
        "take the file as it was written. To change something on purpose, evaluate again and write new opening rows",
    ),
    Code.KEY_TOO_SHORT: (
        "the key for pseudonyms has {count} {count:byte|bytes}; it needs at least {least}",
        "keep a long random key in a file of its own and name it with '--mask-key', or set INCENTIVE_RULES_MASK_KEY; a list for posting is made with '--posted', without a key",
    ),
    Code.PSEUDONYMS_ALIKE: (
        "two ids get the same pseudonym by this key, so nothing was evaluated",
        "take another key, for all results that belong together",
    ),
    Code.NOT_COVERED: (
        "totals alone cannot be computed under the rule at '{name}'",
        "use `evaluate`, which covers every rule and gives the same totals",
    ),
    Code.INPUT_ENDED: (
        "the input ended before all was answered; the next question: {question}",
        "answer the rest too, or add '--yes' to be asked nothing and take the defaults",
    ),
    Code.UNREADABLE_JSON: (
        "this JSON cannot be read: {problem}",
        "give it what 'evaluate --format json', 'evaluate --certificate', 'evaluate --write-opening' or to_json wrote",
    ),
    Code.FORMAT_VERSION: ("format '{value}' is not known", "this library reads format 1"),
}
