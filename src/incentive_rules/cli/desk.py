"""Where a command puts what it has to say: result on standard output, all else on standard error."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentive_rules.messages.screen import words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from incentive_rules.errors import Diagnostic
    from incentive_rules.messages import Language
    from incentive_rules.report.terminal import Screen

YES, FINDING, STOPPED = 0, 1, 2
"""Exit codes."""

TEXT, JSON, CSV, XLSX = "text", "json", "csv", "xlsx"


@dataclass(frozen=True, slots=True)
class Desk:
    """The screens, the language and the format of one run."""

    lang: Language
    out: Screen
    err: Screen
    format: str = ""

    def in_format(self, name: str) -> Desk:
        """The same desk for a command that prints in this format."""
        return replace(self, format=name)

    def words(self, key: str, **facts: object) -> str:
        """A text in the language of the run."""
        return words(key, self.lang, **facts)

    def json(self, data: object) -> None:
        """Print data for programs."""
        self.out.json(as_json(data))

    def findings(self, findings: Iterable[Diagnostic]) -> None:
        """Say what stopped a command, on standard error; as JSON where JSON was asked for."""
        if self.format == JSON:
            self.err.json(as_json({"findings": [found.to_dict() for found in findings]}))
        else:
            for found in findings:
                self.err.line(found.render(self.lang))


def as_json(data: object) -> str:
    """JSON as the library writes it: every letter as it is, one newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def at_path(finding: Diagnostic, path: Path) -> Diagnostic:
    """A finding about a file, with the file named as the user named it; one about another file stays as it is."""
    if finding.place.file not in ("", path.name):
        return finding
    return replace(finding, place=replace(finding.place, file=str(path)))
