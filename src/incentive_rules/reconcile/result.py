"""What came of a comparison, as one value that tells itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentive_rules.messages import LANGUAGES
from incentive_rules.reconcile.model import Kind
from incentive_rules.reconcile.tell import cause_text, explanation, summary

if TYPE_CHECKING:
    from incentive_rules.messages import Language
    from incentive_rules.reconcile.model import Compared, Difference, Figure
    from incentive_rules.statement.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A sheet beside the rules: what was compared, and every figure that differs, in the order of the sheet.

    ``evaluation`` is what the rules say.
    """

    evaluation: Evaluation
    compared: tuple[Compared, ...]
    differences: tuple[Difference, ...]

    def of(self, kind: Kind | str, figure: Figure | str | None = None) -> tuple[Difference, ...]:
        """The differences of one kind, in one figure or in all.

        Raises:
            ValueError: if there is no such kind.
        """
        wanted = Kind(kind)
        return tuple(each for each in self.differences if each.kind is wanted and figure in (None, each.figure))

    def summary(self, lang: Language = "en") -> str:
        """What the sheet got wrong, in a few sentences; or that it is right, and how much was compared."""
        return summary(self.compared, self.differences, lang)

    def to_dict(self) -> dict[str, object]:
        """The comparison for JSON: amounts as text, sentences in both languages."""
        return {
            "scheme": self.evaluation.scheme["id"],
            "as_of": self.evaluation.as_of.isoformat(),
            "clean": not self.differences,
            "summary": {lang: self.summary(lang) for lang in LANGUAGES},
            "compared": [self._compared(each) for each in self.compared],
            "differences": [_difference(each) for each in self.differences],
        }

    def _compared(self, each: Compared) -> dict[str, object]:
        return {
            "kind": str(each.kind),
            "figure": str(each.figure),
            "count": each.count,
            "different": len(self.of(each.kind, each.figure)),
            "said": str(each.said),
            "ours": str(each.ours),
        }


def _difference(each: Difference) -> dict[str, object]:
    place = {"file": each.place.file, "sheet": each.place.sheet, "line": each.place.line}
    return {
        "kind": str(each.kind),
        "figure": str(each.figure),
        "place": place,
        "id": each.id,
        "member": each.member,
        "said": None if each.said is None else str(each.said),
        "ours": str(each.ours),
        "cause": str(each.cause),
        "other_causes": [str(why.cause) for why in each.others],
        "cause_text": {lang: cause_text(each, lang) for lang in LANGUAGES},
        "explanation": {lang: explanation(each, lang) for lang in LANGUAGES},
        "reasons": [str(reason.code) for reason in each.reasons],
        "rules": [step.rule for step in each.steps],
        "rows": list(each.rows),
    }
