"""Reforms: a scheme's values at some addresses, throughout or from a day, with a name and a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, ValidationError
from pydantic.functional_validators import PlainValidator

from incentive_rules.errors import Diagnostic, SchemeErrors
from incentive_rules.scheme.from_yaml import source_tree
from incentive_rules.scheme.json_schema import schema_of_file
from incentive_rules.scheme.model import Language  # noqa: TC001  # pydantic reads annotations at run time
from incentive_rules.scheme.parts import Part
from incentive_rules.scheme.places import findings_of, path_of
from incentive_rules.scheme.scalars import Day, Raw, Text, Words, shared
from incentive_rules.simulate.alike import alike

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from os import PathLike

    from incentive_rules.messages import Label
    from incentive_rules.scheme.tree import Path, Tree
    from incentive_rules.source import Place

    ReformSource = str | PathLike[str] | Mapping[str, Any]
    """A path, a YAML text or a mapping."""

ENDING = ".reform.yaml"
"""What the name of a reform file ends with, so that nobody takes it for a scheme."""


class ReformFile(Part):
    """A change to a scheme, to be compared with the scheme as it is."""

    language: Language
    """the version of the language: 1"""
    label: Words | None = None
    """what the reform is called"""
    reason: Words | None = None
    """why; it stands as the assumption beside each value that the reform sets"""
    first: Day | None = Field(default=None, alias="from")
    """the day from which its values hold; without it, from the scheme's first day on"""
    set: dict[Text, Annotated[Raw, PlainValidator(Raw), shared("Anything")]]
    """address: value, such as `awards.monthly.tiers.t7.at: 6`; `null` ends a rule"""


_KEYS = frozenset(field.alias or name for name, field in ReformFile.model_fields.items())


@dataclass(frozen=True, slots=True)
class Reform:
    """A reform that was read. ``set`` holds plain values by address, as a scheme file would write them.

    Example:
        >>> reform = reform_of({"awards.monthly.tiers.t7.at": 6})
        >>> reform.set, reform.first
        ({'awards.monthly.tiers.t7.at': '6'}, None)
    """

    label: Label | None
    reason: Label | None
    first: date | None
    set: Mapping[str, Any]
    _tree: Tree = field(repr=False, compare=False)
    _base: Path = field(repr=False, compare=False)

    def place(self, address: str, inner: Path = (), *, key: bool) -> Place:
        """Where the reform sets an address, or a part of the value that it sets there; or the key of either."""
        return self._tree.place((*self._base, address, *inner), key=key)

    def place_of_day(self) -> Place:
        """Where the reform says from which day on it holds."""
        return self._tree.place(("from",))


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a reform sets: what a file has at the address before and after; ``None`` where there is nothing.

    Values are texts, lists of them, or texts by first day; of a rule that is taken out, all that it says.
    """

    address: str
    before: Any
    after: Any

    @property
    def is_none(self) -> bool:
        """Whether both mean the same."""
        return alike(self.before, self.after)


def reform_of(source: ReformSource) -> Reform:
    """A reform from a YAML file, a YAML text or a mapping.

    A mapping without any of a reform file's own keys is taken for the values alone: ``{address: value}``. Whether the
    addresses lead anywhere is found out with a scheme, by ``reformed``.

    Raises:
        SchemeErrors: with every finding of the file, sorted by place.

    Example:
        >>> reform_of({"language": 1, "from": "2025-01-01", "set": {"awards.monthly.tiers.t7.at": 6}}).first
        datetime.date(2025, 1, 1)
    """
    reform, findings = read_reform(source)
    if reform is None or findings:
        raise SchemeErrors(findings)
    return reform


def read_reform(source: Reform | ReformSource) -> tuple[Reform | None, list[Diagnostic]]:
    """A reform as far as it can be understood, and all that is wrong with its form."""
    if isinstance(source, Reform):
        return source, []
    tree, findings = source_tree(source)
    if tree is None:
        return None, findings
    data: Any = tree.data
    if isinstance(data, dict) and not _KEYS & data.keys():
        return Reform(None, None, None, data, tree, ()), findings
    file, more = _validated(data, tree)
    if file is None:
        return None, findings + more
    values = {address: value.data for address, value in file.set.items()}
    return Reform(file.label, file.reason, file.first, values, tree, ("set",)), findings + more


def _validated(data: Any, tree: Tree) -> tuple[ReformFile | None, list[Diagnostic]]:  # noqa: ANN401  # raw YAML
    """The file without its misshapen parts, so that its addresses can be looked at all the same."""
    try:
        return ReformFile.model_validate(data), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    findings = findings_of(errors, tree, ReformFile)
    if not isinstance(data, dict):
        return None, findings
    broken = {path_of(each)[0] for each in errors}
    sound = {key: value for key, value in data.items() if key not in broken}
    return ReformFile.model_validate({"language": "1", "set": {}} | sound), findings


def reform_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a reform file; one that holds only addresses and values has no other form.

    Example:
        >>> sorted(reform_schema()["then"]["properties"])
        ['from', 'label', 'language', 'reason', 'set']
    """
    schema = schema_of_file(ReformFile)
    head = {"description": "a change to a scheme, to be compared with it", "type": "object"}
    named = {"anyOf": [{"required": [key]} for key in sorted(_KEYS)]}
    return {**head, "if": named, "then": schema, "$defs": schema.pop("$defs")}
