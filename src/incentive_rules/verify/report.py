"""What a replay found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from incentive_rules.version import __version__

if TYPE_CHECKING:
    from incentive_rules.statement.certificate import Certificate

FORMAT = 1
"""The version of the JSON form."""


class Part(StrEnum):
    """What can differ, in the order in which it is looked at. ``RESULT_FILE`` is the kept result that was given."""

    SCHEME = "scheme"
    LEDGER = "ledger"
    ROSTER = "roster"
    CLAIMS = "claims"
    OPENING = "opening"
    RESULT = "result"
    RESULT_FILE = "result_file"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as the certificate says.

    ``path`` is the first place that differs, where that can be known: an address of the scheme, or a place in the JSON
    of a result. ``before`` is what stands there in the kept result, ``now`` in what was given or made again, or in the
    certificate; ``None`` is nothing at all.
    """

    part: Part
    path: str = ""
    before: str | None = None
    now: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """The difference as plain data."""
        return {"part": str(self.part), "path": self.path, "before": self.before, "now": self.now}


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """Whether a certified result came out again. Made by ``replay``.

    ``differences`` are in the order in which they were looked at; there are none where all is identical. ``recomputed``
    is the certificate of the new evaluation. It is ``None`` under another scheme: by other rules, rows say other
    things, so nothing more is compared. ``has_result`` tells whether the kept result was there to be compared with.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme, replay
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "proposal"}]
        >>> kept = evaluate(scheme, done, as_of="2024-06-30").certificate
        >>> replay(kept, scheme, done).is_identical
        True
        >>> other = [done[0] | {"date": "2024-06-11"}]
        >>> [str(each.part) for each in replay(kept, scheme, other).differences]
        ['ledger', 'result']
    """

    certificate: Certificate
    recomputed: Certificate | None
    differences: tuple[Difference, ...]
    has_result: bool
    library: str = __version__

    @property
    def is_identical(self) -> bool:
        """Whether scheme, tables and result are those of the certificate."""
        return not self.differences

    @property
    def first(self) -> Difference | None:
        """The first thing that differs, or nothing."""
        return self.differences[0] if self.differences else None

    @property
    def is_other_library(self) -> bool:
        """Whether the certificate was made by another version of the library."""
        return self.library != self.certificate.library

    @property
    def same(self) -> tuple[Part, ...]:
        """The parts that were compared and are the same."""
        if self.recomputed is None:
            return ()
        has_opening = bool(self.certificate.opening_sha256 or self.recomputed.opening_sha256)
        left_out = {Part.RESULT_FILE: not self.has_result, Part.OPENING: not has_opening}
        compared = [part for part in Part if not left_out.get(part)]
        return tuple(part for part in compared if part not in {each.part for each in self.differences})

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "format": FORMAT,
            "identical": self.is_identical,
            "library": {"certificate": self.certificate.library, "replay": self.library},
            "first": self.first.to_dict() if self.first else None,
            "differences": [each.to_dict() for each in self.differences],
            "same": [str(part) for part in self.same],
            "certificate": self.certificate.to_dict(),
            "recomputed": self.recomputed.to_dict() if self.recomputed else None,
        }
