"""The arrow from a certificate and tables to a report: evaluate again, then compare hash by hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.from_yaml import refuse_unloaded, with_reading
from incentive_rules.statement.certificate import Certificate
from incentive_rules.statement.digest import scheme_digest
from incentive_rules.statement.evaluation import Evaluation
from incentive_rules.statement.from_ledger import evaluate_program
from incentive_rules.statement.tables import civil_day, tables_of
from incentive_rules.verify.places import first_difference
from incentive_rules.verify.report import Difference, Part, ReplayReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.ledger.model import Claims, Ledger, Roster
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.statement.opening import Opening
    from incentive_rules.statement.tables import Rows


def replay(  # noqa: PLR0913  # the inputs of an evaluation
    certificate: Certificate,
    scheme: Scheme,
    ledger: Ledger | Rows,
    roster: Roster | Rows = (),
    claims: Claims | Rows = (),
    *,
    result: Evaluation | None = None,
    opening: Opening | None = None,
) -> ReplayReport:
    """Make a certified result again, from scheme and tables and with the dates of the certificate, and compare.

    Args:
        certificate: from ``evaluation.certificate`` or ``Certificate.from_json``. Its reading is applied to the scheme.
        scheme: from ``load_scheme``. Tables that are read already were read for the scheme under that reading.
        ledger: from ``read_ledger``, or rows, as for ``evaluate``.
        roster: from ``read_roster``, or rows.
        claims: from ``read_claims`` or ``assume_claims``, or rows.
        result: the result that was kept, from ``Evaluation.from_json``. With it, the place that differs is told.
        opening: the opening rows with which the certified evaluation began, if with any.

    Raises:
        InputError: as ``evaluate`` does, or if the certificate or the result is a path or a text.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "proposal"}]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> kept = evaluate(scheme, done, staff, as_of="2024-06-30")
        >>> replay(kept.certificate, scheme, done, staff, result=kept).is_identical
        True
        >>> more = [done[0] | {"activity": "achievement"}]
        >>> found = replay(kept.certificate, scheme, more, staff, result=kept)
        >>> found.first.part, found.differences[1].path, found.differences[1].now
        (<Part.LEDGER: 'ledger'>, 'statements.K-1.credits[0].activity', 'achievement')
    """
    _refuse_unread(certificate, result)
    refuse_unloaded(scheme)
    read = _under_reading(scheme, certificate.reading)
    tables = tables_of(read or scheme, ledger, roster, claims)
    differences = tuple(_of_scheme(certificate, scheme, read, result))
    if read is None or differences:
        return ReplayReport(certificate, None, differences, result is not None)
    as_of = civil_day("as_of", certificate.as_of)
    known_at = certificate.known_at and civil_day("known_at", certificate.known_at)
    again = evaluate_program(program_of(read), tables, as_of, known_at, opening)
    differences = (*_of_tables(certificate, again.certificate), *_of_result(certificate, again, result))
    return ReplayReport(certificate, again.certificate, differences, result is not None)


def _refuse_unread(certificate: object, result: object) -> None:
    """A file is read first."""
    wrong = [
        (name, value, own)
        for name, value, own in (("certificate", certificate, Certificate), ("result", result, Evaluation | None))
        if not isinstance(value, own)
    ]
    if wrong:
        told = [{"name": name, "value": type(value).__name__, "expected": _READ[name]} for name, value, _ in wrong]
        raise InputError(Diagnostic(Code.BAD_ARGUMENT, facts=facts) for facts in told)


_READ = {
    "certificate": Label(
        "Certificate.from_json(...)으로 읽은 증명서", "a certificate, read by Certificate.from_json(...)"
    ),
    "result": Label("Evaluation.from_json(...)으로 읽은 결과", "a result, read by Evaluation.from_json(...)"),
}


def _under_reading(scheme: Scheme, reading: str) -> Scheme | None:
    """The scheme under the reading of the certificate; nothing if that cannot be."""
    if scheme.reading == reading:
        return scheme
    return with_reading(scheme, reading) if not scheme.reading and reading in scheme.readings else None


def _of_scheme(
    certificate: Certificate, scheme: Scheme, read: Scheme | None, result: Evaluation | None
) -> Iterator[Difference]:
    """Another scheme; where, is known from a kept result, which holds the scheme of the certificate."""
    given = (read or scheme).to_dict()
    told = {"language": str(certificate.language), "id": certificate.scheme}
    named = first_difference(told, {key: str(given[key]) for key in told})
    if read is not None and named is None and scheme_digest(given) == certificate.scheme_sha256:
        return
    if result is None:
        yield Difference(Part.SCHEME, *(named or ()))
        return
    is_certified = result.certificate.scheme_sha256 == certificate.scheme_sha256
    place = first_difference(result.scheme, given, ordered=True)
    yield Difference(Part.SCHEME, *(named or (place if is_certified else None) or ()))
    if not is_certified:
        yield Difference(Part.RESULT_FILE, *(place or ()))
    elif other := _other_statement(certificate, result):
        yield other


def _of_tables(certificate: Certificate, again: Certificate) -> Iterator[Difference]:
    for part in (Part.LEDGER, Part.ROSTER, Part.CLAIMS, Part.OPENING):
        name = f"{part}_sha256"
        if getattr(certificate, name) != getattr(again, name):
            yield Difference(part)


def _of_result(certificate: Certificate, again: Evaluation, result: Evaluation | None) -> Iterator[Difference]:
    """Another result; where, is known from the kept one, if that is the one of the certificate."""
    is_same = again.certificate.result_sha256 == certificate.result_sha256
    if result is None:
        if not is_same:
            yield Difference(Part.RESULT)
        return
    is_certified = result.certificate.result_sha256 == certificate.result_sha256
    place = None if is_same and is_certified else first_difference(result.result(), again.result())
    if not is_same:
        yield Difference(Part.RESULT, *(place if place and is_certified else ()))
    if not is_certified:
        yield Difference(Part.RESULT_FILE, *(place or ()))
    elif other := _other_statement(certificate, result):
        yield other


def _other_statement(certificate: Certificate, result: Evaluation) -> Difference | None:
    """What a kept result says of itself and the certificate says otherwise: dates, reading, hashes, version."""
    own = result.certificate.to_dict()
    told = certificate.to_dict()
    for name in {**told, **own}:
        if own.get(name) != told.get(name):
            place = first_difference(own.get(name), told.get(name), name)
            return Difference(Part.RESULT_FILE, *(place or ()))
    return None
