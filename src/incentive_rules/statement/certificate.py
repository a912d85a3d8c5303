"""The certificate of an evaluation: what it can be checked by again, without anybody's id; to JSON and back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, nearest
from incentive_rules.messages import Label
from incentive_rules.source import Place
from incentive_rules.statement.json_text import Sha256, Untitled, data_of, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Literal[1] = 1
"""The version of the JSON form, and of the way in which its hashes are made."""

Name = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What an evaluation was made of and what came out, as SHA-256: whoever has scheme and tables can check it again.

    Library, language, scheme, reading and dates are told as they are. The hashes of ledger, staff list and claims
    do not depend on the order of rows and files. No id of a person is in it.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> found = evaluate(load_scheme(example_path("donghae.yaml")), [], as_of="2024-06-30").certificate
        >>> found.scheme, found.as_of.isoformat(), len(found.result_sha256)
        ('donghae-mileage', '2024-06-30', 64)
        >>> Certificate.from_json(found.to_json()) == found
        True
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    format: Literal[1]
    library: Name
    language: Annotated[int, Field(ge=1)]
    scheme: Name
    scheme_sha256: Sha256
    reading: str
    as_of: date
    known_at: date | None
    ledger_sha256: Sha256
    roster_sha256: Sha256
    claims_sha256: Sha256
    result_sha256: Sha256
    opening_sha256: Sha256 = ""
    """of the opening rows with which the evaluation began; it stands in JSON only where there were any"""

    def to_dict(self) -> dict[str, Any]:
        """The certificate as plain data: dates as text."""
        told = {name: value for name, value in asdict(self).items() if name != _OPENING or value}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}

    def to_json(self) -> str:
        """The certificate as JSON text, one line for each thing it says, and a newline at the end."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Certificate:
        """A certificate from its JSON.

        Raises:
            InputError: with everything that is not as it must be, each at its place, if the text is no certificate.
        """
        data = data_of(text, FORMAT, _is_certificate, _NO_CERTIFICATE, "ledger_sha256")
        try:
            read = _adapter().validate_json(json.dumps(data), strict=True)
        except ValidationError as error:
            raise InputError(_findings(error, data)) from None
        spelled = [name for name, value in read.to_dict().items() if data[name] != value]  # a day with an hour
        if spelled:
            raise InputError(unreadable(name, _EXPECTED[_kind(name)]) for name in spelled)
        return read


_OPENING = "opening_sha256"
_KEYS = tuple(field.name for field in fields(Certificate))


def certificate_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a certificate.

    Example:
        >>> certificate_schema()["properties"]["as_of"]
        {'format': 'date', 'type': 'string'}
    """
    return _adapter().json_schema(mode="serialization", schema_generator=Untitled)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Certificate]:
    return TypeAdapter(Certificate)


_NO_CERTIFICATE = Label("증명서가 아닙니다", "this is no certificate")
_MISSING = Label("꼭 있어야 하는 항목이 없습니다", "this key is missing")
_UNKNOWN = Label("증명서에 없는 항목입니다", "a certificate has no such key")
_EXPECTED = {
    "sha256": Label("16진수 64자리(0-9, a-f)여야 합니다", "64 hexadecimal digits (0-9, a-f) belong here"),
    "day": Label("2024-06-30 같은 날짜여야 합니다", "a day such as 2024-06-30 belongs here"),
    "number": Label("1 이상의 정수여야 합니다", "a whole number from 1 on belongs here"),
    "text": Label("글이어야 합니다", "a text belongs here"),
}


def _kind(name: str) -> str:
    """What belongs under a key."""
    kinds = {"as_of": "day", "known_at": "day", "language": "number"}
    return "sha256" if name.endswith("_sha256") else kinds.get(name, "text")


def _is_certificate(data: dict[str, Any]) -> bool:
    return any(name.endswith("_sha256") and name in _KEYS for name in data)


def _findings(error: ValidationError, data: dict[str, Any]) -> Iterator[Diagnostic]:
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(each["loc"][0])
        if name not in _KEYS:
            facts = {"problem": _UNKNOWN, "near": nearest(name, _KEYS)}
            yield Diagnostic(Code.UNREADABLE_JSON, Place(address=name), facts)
        else:
            yield unreadable(name, _EXPECTED[_kind(name)] if name in data else _MISSING)
