"""One name per finding.

A ``Code`` is what programs compare; the sentence that people read lives in ``messages`` and nowhere else.
The value of a code is stable: it is written to JSON and may be stored by a host.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Every finding and every reason that this library can give.

    Example:
        >>> Code.UNKNOWN_KEY
        <Code.UNKNOWN_KEY: 'unknown_key'>
        >>> str(Code("unknown_key"))
        'unknown_key'
    """

    # A file as bytes and as YAML.
    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    FILE_TOO_LARGE = "file_too_large"
    FILE_EMPTY = "file_empty"
    FILE_EXISTS = "file_exists"
    NOT_UTF8 = "not_utf8"
    CONTROL_CHARACTER = "control_character"
    TAB_INDENT = "tab_indent"
    YAML_SYNTAX = "yaml_syntax"
    TOO_DEEP = "too_deep"
    TOO_MANY_VALUES = "too_many_values"
    ALIAS_CYCLE = "alias_cycle"
    TAG_REFUSED = "tag_refused"
    SEVERAL_DOCUMENTS = "several_documents"
    KEY_NOT_TEXT = "key_not_text"
    DUPLICATE_KEY = "duplicate_key"

    # The shape of a value.
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    WRONG_TYPE = "wrong_type"
    BAD_NUMBER = "bad_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    NOT_FINITE = "not_finite"
    INEXACT_NUMBER = "inexact_number"
    OUT_OF_RANGE = "out_of_range"
    BAD_DATE = "bad_date"
    BAD_YES_NO = "bad_yes_no"
    BAD_ID = "bad_id"
    BAD_CHOICE = "bad_choice"
    DUPLICATE_VALUE = "duplicate_value"
    EMPTY_VALUE = "empty_value"
    LANGUAGE_VERSION = "language_version"

    # What a scheme's parts say of each other.
    UNKNOWN_ID = "unknown_id"
    UNKNOWN_FACT = "unknown_fact"
    AMBIGUOUS_FACT = "ambiguous_fact"
    WRONG_FACT_KIND = "wrong_fact_kind"
    RESERVED_NAME = "reserved_name"
    BAD_NAME = "bad_name"
    SAME_LABEL = "same_label"
    WRONG_TEST = "wrong_test"
    BAD_FACT_VALUE = "bad_fact_value"
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    OUTSIDE_SCHEME_DATES = "outside_scheme_dates"
    VALUE_NOT_YET_IN_FORCE = "value_not_yet_in_force"
    TIERS_OUT_OF_ORDER = "tiers_out_of_order"
    PLACES_OUT_OF_ORDER = "places_out_of_order"
    NO_PROVENANCE = "no_provenance"
    ONE_OF_TWO = "one_of_two"
    DIFFERENCE_NEEDS_ONE_REWARD = "difference_needs_one_reward"
    CONTRADICTION = "contradiction"
    OPEN_QUESTION = "open_question"
    BAD_ANSWER = "bad_answer"
    UNKNOWN_ADDRESS = "unknown_address"
    NOT_BY_DATE = "not_by_date"

    # Rows as they are read.
    UNREADABLE_TABLE = "unreadable_table"
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    DUPLICATE_COLUMN = "duplicate_column"
    EMPTY_CELL = "empty_cell"
    EXTRA_CELLS = "extra_cells"
    EXCEL_ERROR = "excel_error"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    NUMBER_FOR_ID = "number_for_id"
    AMBIGUOUS_END = "ambiguous_end"
    SHEET_NOT_READ = "sheet_not_read"
    IDS_MADE = "ids_made"
    ROWS_ALIKE = "rows_alike"
    BLANK_ROW = "blank_row"
    TITLE_ROW = "title_row"
    HEADER_ROW = "header_row"
    TOTAL_ROW = "total_row"
    NOTE_ROW = "note_row"
    EXAMPLE_ROW = "example_row"
    UNKNOWN_ACTIVITY = "unknown_activity"
    UNKNOWN_AWARD = "unknown_award"
    CORRECTION_NOT_READ = "correction_not_read"
    COLUMN_NOT_USED = "column_not_used"
    OVERLAPPING_ROWS = "overlapping_rows"
    NOT_A_ROW = "not_a_row"

    # What became of a row.
    DUPLICATE_ROW = "duplicate_row"
    SAME_ID_DIFFERENT = "same_id_different"
    NOT_YET = "not_yet"
    NOT_KNOWN_YET = "not_known_yet"
    OUTSIDE_SCHEME = "outside_scheme"
    NOT_IN_FORCE = "not_in_force"
    STATUS_REJECTED = "status_rejected"
    STATUS_PENDING = "status_pending"
    NOT_APPROVED = "not_approved"
    NOT_ELIGIBLE = "not_eligible"
    CONDITION_UNKNOWN = "condition_unknown"
    FACT_MISSING = "fact_missing"
    QUANTITY_NOT_USED = "quantity_not_used"
    MEMBER_NOT_LISTED = "member_not_listed"
    NOT_LISTED_ON_DAY = "not_listed_on_day"
    FACT_DISAGREES = "fact_disagrees"
    CUT_BY_LIMIT = "cut_by_limit"
    NOT_AMONG_BEST = "not_among_best"
    VOIDED_BY_LIMIT = "voided_by_limit"
    TIED_AT_LIMIT = "tied_at_limit"
    DEDUCTION_FLOORED = "deduction_floored"

    # What became of a claim or a settlement.
    NOTHING_DUE = "nothing_due"
    PAID_BEFORE = "paid_before"
    CLAIMED_BEFORE = "claimed_before"
    BETWEEN_PERIODS = "between_periods"
    OPTION_MISSING = "option_missing"
    OPTION_NOT_OFFERED = "option_not_offered"
    NOT_CLAIMABLE = "not_claimable"
    AMOUNT_NOT_USED = "amount_not_used"
    NO_LONGER_ELIGIBLE = "no_longer_eligible"
    TIE_HELD = "tie_held"
    GROUP_UNKNOWN = "group_unknown"

    # Worked examples, and how the library is called.
    BAD_ARITHMETIC = "bad_arithmetic"
    CASE_FAILED = "case_failed"
    UNKNOWN_QUERY = "unknown_query"
    SEVERAL_MATCHES = "several_matches"
    NO_FIGURES = "no_figures"
    MISSING_EXTRA = "missing_extra"
    BAD_ARGUMENT = "bad_argument"
    NOT_COVERED = "not_covered"
    INPUT_ENDED = "input_ended"
    UNREADABLE_JSON = "unreadable_json"
    FORMAT_VERSION = "format_version"
