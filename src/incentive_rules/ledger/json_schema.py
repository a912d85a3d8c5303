"""The JSON Schema of rows: what an entry, a staff-list row and a claim may hold, as JSON or as the texts of a CSV.

It speaks of columns by their settled names. A table may also use the Korean names, which the descriptions list, and
those that a scheme adds; such a table is for the reader to check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentive_rules.facts import Facts
from incentive_rules.ledger.columns import STATUS_WORDS
from incentive_rules.ledger.from_rows import CLAIMS, LEDGER, ROSTER
from incentive_rules.ledger.reader import CORRECTING, WITHOUT_CONTENT

if TYPE_CHECKING:
    from incentive_rules.ledger.columns import Column
    from incentive_rules.ledger.reader import Kind

Schema = dict[str, Any]

_BLANK: Schema = {"anyOf": [{"type": "null"}, {"type": "string", "pattern": r"^\s*$"}]}
_ID: Schema = {"type": ["string", "integer"], "pattern": r"\S"}
_NAME: Schema = {"type": ["string", "integer"], "pattern": r"\S"}
_DATE: Schema = {"type": "string", "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$"}
_QUANTITY: Schema = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^\s*(0|[1-9][0-9]*)(\.[0-9]+)?\s*$"},
    ]
}
_SHARE: Schema = {
    "anyOf": [
        {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        {"type": "string", "pattern": r"^\s*[0-9]+(\.[0-9]+)?( ?%| ?/ ?[1-9][0-9]*)?\s*$"},
    ]
}
_STATUS: Schema = {"type": "string", "pattern": r"\S", "examples": list(STATUS_WORDS)}

_MEMBER_ID = (_ID, "the employee number, as text so that leading zeros stay")
_SAID_POINTS: tuple[Schema, str] = (
    {},
    "the points that the sheet itself gives, for comparison only; nothing is computed from them",
)
_SAID_PAID: tuple[Schema, str] = (
    {},
    "the won that the sheet itself pays, for comparison only; nothing is computed from them",
)
_RECORDED_ON = (_DATE, "the day on which the row was recorded")
_CELLS: dict[str, dict[str, tuple[Schema, str]]] = {
    "entry": {
        "entry_id": (_ID, "the number of the entry, each once"),
        "member_id": _MEMBER_ID,
        "date": (_DATE, "the day of the activity"),
        "activity": (_NAME, "the id or the label of an activity of the scheme"),
        "quantity": (_QUANTITY, "how many units, where the activity counts per unit"),
        "work": (_ID, "the piece of work that several rows belong to"),
        "status": (_STATUS, "how far the approval has come; blank is approved"),
        "approved_on": (_DATE, "the day of approval"),
        "recorded_on": (_RECORDED_ON[0], "the day on which the row was recorded; blank is the day of the activity"),
        "share": (_SHARE, "the member's share of joint work, such as 1/3, 0.4 or 40%; blank is the whole"),
        "from_member": (_ID, "who gave the points, by the number in the staff list"),
        "voids": (_ID, "the entry that is void: as if it had never been. Such a row needs no member and no activity"),
        "replaces": (_ID, "the entry in whose place this one stands: as if that one had never been"),
        "decides": (_ID, "the entry that is approved or rejected, as `status` says. No member or activity is needed"),
        "said_points": _SAID_POINTS,
        "said_paid": _SAID_PAID,
    },
    "roster": {
        "row_id": (_ID, "the number of the row, each once; blank if no other row will ever correct it"),
        "member_id": _MEMBER_ID,
        "from": (_DATE, "the first day on which the row holds; blank is from ever"),
        "until": (_DATE, "the first day on which the row no longer holds; blank is without end"),
        "last_day": (_DATE, "instead of until: the last day on which the row holds"),
        "end_date": (_BLANK, "an end that may be the last day or the day after it is refused: blank"),
        "recorded_on": _RECORDED_ON,
        "voids": (
            _ID,
            "the row that is void: as if it had never been. Such a row needs `row_id` and `recorded_on`, and no member",
        ),
        "replaces": (
            _ID,
            "the row in whose place this one stands: as if that one had never been. It needs the same two cells",
        ),
        "said_points": _SAID_POINTS,
        "said_paid": _SAID_PAID,
    },
    "claim": {
        "claim_id": (_ID, "the number of the claim, each once"),
        "member_id": _MEMBER_ID,
        "date": (_DATE, "the day of the claim"),
        "award": (_NAME, "the id or the label of an award of the scheme"),
        "option": (_NAME, "the id of the option that is chosen, where a tier offers a choice"),
        "amount": (_QUANTITY, "language version 1 pays what the tier says and refuses a claim with an amount: blank"),
        "recorded_on": (_RECORDED_ON[0], "the day on which the row was recorded; blank is the day of the claim"),
        "voids": (
            _ID,
            "the claim that is taken back: as if it had never been. Such a row needs no member or award",
        ),
        "replaces": (_ID, "the claim in whose place this one stands: as if that one had never been"),
        "said_points": _SAID_POINTS,
        "said_paid": _SAID_PAID,
    },
}


def ledger_schema() -> Schema:
    """The JSON Schema of a list of entries."""
    return _table(LEDGER, "what people did: one row for each entry")


def roster_schema() -> Schema:
    """The JSON Schema of a staff list."""
    return _table(ROSTER, "the staff list: one row for each stretch of time in which a member's facts stay the same")


def claims_schema() -> Schema:
    """The JSON Schema of a list of claims.

    Example:
        >>> claims_schema()["items"]["required"]
        ['claim_id', 'date']
    """
    return _table(CLAIMS, "what members asked to be paid: one row for each claim")


def _table(kind: Kind[Any], description: str) -> Schema:
    columns = kind.columns(Facts())
    row = {
        "type": "object",
        "properties": {
            column.name: _cell(column, *_CELLS[kind.name][column.name], spared=column.name in kind.spared)
            for column in columns
        },
        "required": [column.name for column in columns if column.required and column.name not in kind.spared],
        "additionalProperties": {
            "description": "a fact that the scheme declares, under its name",
            "type": ["string", "number", "boolean", "null"],
        },
    }
    if kind.to_correct:
        corrects = {
            "anyOf": [_filled((name,)) for name in CORRECTING if any(column.name == name for column in columns)]
        }
        row |= {"if": corrects, "then": _filled(kind.to_correct)}
    if kind.spared:
        alone = [(name,) for name in WITHOUT_CONTENT if any(column.name == name for column in columns)]
        return {
            "description": description,
            "type": "array",
            "items": row | {"anyOf": [_filled(kind.spared), *map(_filled, alone)]},
        }
    return {"description": description, "type": "array", "items": row}


def _filled(names: tuple[str, ...]) -> Schema:
    """That some columns are there, and not blank."""
    return {"required": list(names), "properties": {name: {"not": _BLANK} for name in names}}


def _cell(column: Column, form: Schema, description: str, *, spared: bool = False) -> Schema:
    also = ", ".join((*column.words, *column.generic))
    described = {"description": f"{description}. In tables also: {also}"}
    is_needed = column.required and not spared
    return described | (form if is_needed or form in (_BLANK, {}) else {"anyOf": [form, _BLANK]})
