"""The JSON Schema of an evaluation as ``to_json`` writes it."""

from __future__ import annotations

from typing import Any

from incentive_rules.statement.evaluation import evaluation_adapter
from incentive_rules.statement.json_text import Untitled
from incentive_rules.statement.left_out import LEFT_OUT_IF_NOTHING


def evaluation_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an evaluation.

    Example:
        >>> evaluation_schema()["properties"]["as_of"]
        {'format': 'date', 'type': 'string'}
    """
    return evaluation_adapter().json_schema(mode="serialization", schema_generator=_Generator)


class _Generator(Untitled):
    """What is always written is there to be relied on."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ANN401, ARG002, FBT001  # as above
        return field.get("required") is not False and field.get("name") not in LEFT_OUT_IF_NOTHING
