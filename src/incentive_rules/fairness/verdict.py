"""What a check of fairness says: one verdict per property. It never says that a scheme is fair."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.fairness.case import as_case, as_cases, as_data
from incentive_rules.fairness.story import story

if TYPE_CHECKING:
    from incentive_rules.fairness.model import Status, Witness
    from incentive_rules.messages import Label, Language

FORMAT = 1
"""The version of the JSON form."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one property.

    ``label`` is its name in words. ``status`` is ``held`` (nothing that was tried breaks it), ``counterexample``,
    ``not_found`` (a tier that nobody was found to be paid, although it is not shown that nobody can be) or
    ``not_applicable``. ``scope`` says what was tried, or why nothing was; ``n`` is how many comparisons were made.
    """

    property: str
    label: Label
    status: Status
    scope: Label
    n: int = 0
    witness: Witness | None = None

    def story(self, lang: Language = "en") -> str:
        """The counterexample told as a story; an empty text where there is none."""
        return story(self.witness, lang) if self.witness else ""

    def as_case(self) -> str:
        """The counterexample as YAML to paste under ``cases:`` of a cases file; an empty text where there is none.

        It states what the rules do today, so it passes as it stands.
        """
        return as_case(self.witness) if self.witness else ""

    def to_dict(self) -> dict[str, object]:
        """The verdict for JSON, in both languages."""
        told: dict[str, object] = {
            "property": self.property,
            "label": {"ko": self.label.ko, "en": self.label.en},
            "status": self.status,
            "scope": {"ko": self.scope.ko, "en": self.scope.en},
            "n": self.n,
        }
        if self.witness is not None:
            told["counterexample"] = as_data(self.witness)
            told["story"] = {"ko": self.story("ko"), "en": self.story("en")}
            told["case"] = self.as_case()
        return told


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """The verdicts on a scheme, or on one reading of it, in the order of the properties."""

    scheme: str
    label: Label
    reading: str
    verdicts: tuple[Verdict, ...]

    @property
    def held(self) -> bool:
        """Whether no property has a counterexample. What was not found is none: it may be there all the same."""
        return all(verdict.status != "counterexample" for verdict in self.verdicts)

    def __getitem__(self, name: str) -> Verdict:
        """The verdict on a property.

        Raises:
            KeyError: if it was not checked.
        """
        return {verdict.property: verdict for verdict in self.verdicts}[name]

    def as_cases(self, scheme: str) -> str:
        """All counterexamples as a whole cases file; an empty text where there is none.

        Args:
            scheme: the scheme's file, as the cases file is to name it.
        """
        found = [verdict.witness for verdict in self.verdicts if verdict.witness is not None]
        return as_cases(found, scheme) if found else ""

    def to_dict(self) -> dict[str, object]:
        """The report for JSON."""
        return {
            "format": FORMAT,
            "scheme": self.scheme,
            "reading": self.reading,
            "verdicts": [verdict.to_dict() for verdict in self.verdicts],
        }

    def to_json(self) -> str:
        """The report as JSON text; the same scheme gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"
