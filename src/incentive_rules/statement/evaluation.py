"""The answer as one value that explains itself; to JSON and back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, SchemeErrors
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.scheme.from_yaml import load_scheme
from incentive_rules.statement.certificate import FORMAT as CERTIFICATE_FORMAT
from incentive_rules.statement.certificate import Certificate
from incentive_rules.statement.changes import Changes, changes_since
from incentive_rules.statement.digest import digest, scheme_digest
from incentive_rules.statement.explain.model import Asked, Explanation
from incentive_rules.statement.explain.tell import explanation_of
from incentive_rules.statement.explain.text import check_language, text_of
from incentive_rules.statement.json_text import other_kind
from incentive_rules.statement.left_out import without_nothing
from incentive_rules.statement.loose_ends import loose_ends
from incentive_rules.statement.record import Record

if TYPE_CHECKING:
    from incentive_rules.messages import Language

FORMAT = 1
"""The version of the JSON form."""

RESULT = ("statements", "groups", "rankings", "payments", "outcomes", "totals")
"""The parts of an evaluation that follow from all others, lines before the sums of them."""

_FORMAT, _SCHEME = "format", "scheme"
_OF_A_PART = ("only_member", "left_out")


@without_nothing
@dataclass(frozen=True)
class Evaluation(Record):
    """What follows from a ledger under a scheme on a day. Made by ``evaluate``; the same inputs give the same bytes.

    ``statements`` is keyed by member id. ``outcomes`` holds one line for each row that was read, entries, claims and
    staff-list rows alike. ``scheme`` is the scheme as plain data, so that an evaluation explains itself.

    Example:
        >>> from datetime import date
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> entries = [{"entry_id": "E-1", "member_id": "K-102", "date": "2024-06-10", "activity": "시책 제안"}]
        >>> roster = [{"member_id": "K-102", "grade": "8급", "department": "행정과"}]
        >>> evaluation = evaluate(scheme, entries, roster, as_of=date(2024, 6, 30))
        >>> evaluation.statements["K-102"].earned, evaluation.totals.entries["credited"]
        (Amount('0.5'), 1)
        >>> Evaluation.from_json(evaluation.to_json()) == evaluation
        True
    """

    def explain(self, query: str, lang: Language = "en") -> str:
        """Why something is as it is: an entry, a claim, a payment, a member or a group, by id.

        Where one id names several things, put the kind in front: ``entry:17``. ``K-102@monthly`` asks for one award.

        Raises:
            InputError: if nothing, or more than one thing, has that id.
        """
        check_language(lang)
        return text_of(self.explanation(query), lang)

    def why_not(self, query: str, lang: Language = "en") -> str:
        """Why an entry did not count, a claim was not paid or a member got nothing more, and what was missing.

        ``K-102@monthly.t5`` asks for a tier, a place or a grade of an award.

        Raises:
            InputError: if nothing, or more than one thing, has that id.
        """
        check_language(lang)
        return text_of(self.explanation(query, Asked.WHY_NOT), lang)

    def explanation(self, query: str, asked: Asked | str = Asked.EXPLAIN) -> Explanation:
        """What ``explain`` tells, or with ``"why_not"`` what ``why_not`` tells, as a tree.

        Raises:
            InputError: if nothing, or more than one thing, has that id.

        Example:
            >>> from incentive_rules import evaluate, example_path, load_scheme
            >>> entries = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "시책 제안"}]
            >>> june = evaluate(load_scheme(example_path("donghae.yaml")), entries, as_of="2024-06-30")
            >>> [node.id for node in june.explanation("E-1", "why_not").walk() if node.kind == "reason"]
            ['member_not_listed']
        """
        return explanation_of(self, query, Asked(asked))

    def changes_since(self, *earlier: Evaluation) -> Changes:
        """What became due, changed or fell away since one or more earlier results, payment by payment, by their ids.

        Give every result by which payments were made: what was due in any of them is not due again.

        Raises:
            InputError: if there is no earlier result, or one is of another scheme or reading, or of a later day.

        Example:
            >>> from incentive_rules import evaluate, example_path, load_scheme
            >>> scheme = load_scheme(example_path("donghae.yaml"))
            >>> june, july = (evaluate(scheme, [], as_of=day) for day in ("2024-06-30", "2024-07-31"))
            >>> july.changes_since(june).to_pay
            ()
        """
        return changes_since(self, *earlier)

    def to_json(self) -> str:
        """The evaluation as JSON text: amounts as decimal text, the scheme in its own order, a newline at the end."""
        nothing = {name for name in _OF_A_PART if not getattr(self, name)}
        return evaluation_adapter().dump_json(self, indent=1, exclude=nothing).decode() + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Evaluation:
        """An evaluation from its JSON; equal to the one that was written.

        Raises:
            InputError: if the text is no evaluation of a format that this library reads, or its scheme does not load.
        """
        data = _in_our_format(text)
        try:
            read = evaluation_adapter().validate_json(text, strict=True)
            load_scheme(read.scheme)
        except ValidationError as error:
            raise _no_evaluation(".".join(map(str, error.errors(include_url=False)[0]["loc"]))) from error
        except SchemeErrors as error:
            raise _no_evaluation(_SCHEME, error.findings[0]) from error
        written = from_json(read.to_json())
        spelled = (key for key, value in data.items() if written[key] != value)  # 2/4 for 0.5 is not our spelling
        if where := next(spelled, "") or next(loose_ends(read), ""):
            raise _no_evaluation(where)
        return read

    @cached_property
    def certificate(self) -> Certificate:
        """Hashes of what went in and of what came out, by which others can check it again; made when looked at.

        Raises:
            InputError: for the result of one member: its facts are no whole, by which it could be checked.
        """
        if self.only_member:
            facts = {"name": "evaluation", "value": self.only_member, "expected": _WHOLE}
            raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
        return Certificate(
            format=CERTIFICATE_FORMAT,
            library=self.library,
            language=int(self.scheme["language"]),
            scheme=str(self.scheme["id"]),
            scheme_sha256=scheme_digest(self.scheme),
            reading=self.reading,
            as_of=self.as_of,
            known_at=self.known_at,
            ledger_sha256=str(self.facts_sha256.ledger),
            roster_sha256=str(self.facts_sha256.roster),
            claims_sha256=str(self.facts_sha256.claims),
            result_sha256=digest(self.result()),
            opening_sha256=self.opening.opening_sha256 if self.opening is not None else "",
        )

    def result(self) -> dict[str, Any]:
        """What follows from scheme, facts and dates, as plain data: those parts of the JSON and no others."""
        data = evaluation_adapter().dump_python(self, mode="json", include=set(RESULT))
        return {part: data[part] for part in RESULT}


_WHOLE = Label("모두를 계산한 evaluate의 결과여야 합니다", "it must be a result of `evaluate`, of everybody")


def _in_our_format(text: str | bytes) -> dict[str, Any]:
    """The data of a JSON text. Its format is looked at before anything else: in another one all may be different."""
    try:
        data = from_json(text)
    except (TypeError, ValueError) as error:
        raise _no_evaluation() from error
    if not isinstance(data, dict) or _FORMAT not in data:
        raise _no_evaluation(_FORMAT)
    if other := other_kind(data, "statements", _NO_EVALUATION):
        raise InputError([Diagnostic(Code.UNREADABLE_JSON, facts={"problem": other})])
    if data[_FORMAT] != FORMAT or type(data[_FORMAT]) is not int:
        raise InputError([Diagnostic(Code.FORMAT_VERSION, facts={"value": data[_FORMAT]})])
    return data


_NO_EVALUATION = Label("평가 결과가 아닙니다", "this is no evaluation")


def _no_evaluation(where: str = "", why: Diagnostic | None = None) -> InputError:
    details = {lang: ": ".join(filter(None, (where, why.message(lang) if why else ""))) for lang in LANGUAGES}
    at_ko, at_en = (f"({details['ko']})", f" (at {details['en']})") if where else ("", "")
    problem = Label(_NO_EVALUATION.ko + at_ko, _NO_EVALUATION.en + at_en)
    return InputError([Diagnostic(Code.UNREADABLE_JSON, facts={"problem": problem})])


@lru_cache(maxsize=1)
def evaluation_adapter() -> TypeAdapter[Evaluation]:
    """The pydantic view of an evaluation; built when JSON is first written or read."""
    return TypeAdapter(Evaluation)
