"""The JSON Schemas (2020-12) of the files that this library reads and writes, for editors and other programs.

Each package describes its own models; here the descriptions are gathered, named and written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incentive_rules.cases.model import cases_schema
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.ledger.json_schema import claims_schema, ledger_schema, roster_schema
from incentive_rules.scheme.json_schema import scheme_schema
from incentive_rules.simulate.reform import reform_schema
from incentive_rules.statement.certificate import certificate_schema
from incentive_rules.statement.explain.model import explanation_schema
from incentive_rules.statement.json_schema import evaluation_schema
from incentive_rules.statement.opening import opening_schema

if TYPE_CHECKING:
    from collections.abc import Callable

_MAKERS: dict[str, Callable[[], dict[str, Any]]] = {
    "scheme": scheme_schema,
    "ledger": ledger_schema,
    "roster": roster_schema,
    "claims": claims_schema,
    "cases": cases_schema,
    "reform": reform_schema,
    "evaluation": evaluation_schema,
    "certificate": certificate_schema,
    "explanation": explanation_schema,
    "opening": opening_schema,
}
SCHEMAS = tuple(_MAKERS)
"""The names of the schemas."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file.

    Raises:
        InputError: if there is no schema of that name.

    Example:
        >>> schema_of("scheme")["required"]
        ['from', 'language', 'id', 'label', 'activities']
    """
    if name not in _MAKERS:
        facts = {"name": "schema", "value": name, "expected": SCHEMAS}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
    made = _described(_MAKERS[name]())
    ends = {key: made.pop(key) for key in ("$defs",) if key in made}
    head = {"$schema": DIALECT, "$id": file_name(name), "title": f"incentive_rules {name}"}
    return head | {key: value for key, value in made.items() if key not in head} | ends


def file_name(name: str) -> str:
    """The file that a schema is kept in.

    Example:
        >>> file_name("scheme")
        'scheme.schema.json'
    """
    return f"{name}.schema.json"


def write_schemas(folder: str | Path) -> list[Path]:
    """Write every schema to a folder, and tell which files that are."""
    paths = [Path(folder) / file_name(name) for name in SCHEMAS]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, path in zip(SCHEMAS, paths, strict=True):
        path.write_text(_text(name), encoding="utf-8", newline="\n")
    return paths


def drifted(folder: str | Path) -> list[str]:
    """The schemas whose files are missing, or are not what the models say now."""
    kept = {name: Path(folder) / file_name(name) for name in SCHEMAS}
    return [
        name for name, path in kept.items() if not path.is_file() or path.read_text(encoding="utf-8") != _text(name)
    ]


def _text(name: str) -> str:
    return json.dumps(schema_of(name), ensure_ascii=False, indent=1) + "\n"


def _described(node: Any) -> Any:  # noqa: ANN401  # a part of a schema
    """Of a docstring its first paragraph, on one line: the examples in it are for programmers."""
    if isinstance(node, list):
        return [_described(each) for each in node]
    if not isinstance(node, dict):
        return node
    described = {key: _described(value) for key, value in node.items()}
    if isinstance(text := described.get("description"), str):
        described["description"] = " ".join(text.partition("\n\n")[0].replace("``", "`").split())
    return described
