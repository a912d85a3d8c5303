"""``replay``: a certified result made again from its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.cli.commands import refuse_columns
from incentive_rules.cli.desk import FINDING, JSON, YES, at_path
from incentive_rules.cli.inputs import Inputs, check_names, evaluation_at, scheme_at
from incentive_rules.errors import InputError
from incentive_rules.files import file_bytes
from incentive_rules.report.replay import replay_lines
from incentive_rules.report.text import finding_lines
from incentive_rules.statement.certificate import Certificate
from incentive_rules.verify.replay import replay as replayed

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from incentive_rules.cli.desk import Desk

MOST_BYTES = 100_000
"""How large a certificate may be; a real one has about a thousand bytes."""


def replay(desk: Desk, certificate: Path, result: Path | None, **files: Any) -> int:  # noqa: ANN401  # the fields of Inputs
    """Make a certified result again; whatever differs is a finding.

    With a key, ids are pseudonyms, as they were when the result was made.
    """
    told = certificate_at(certificate)
    kept = None if result is None else evaluation_at(result)
    if result is not None and kept is not None:
        check_names("--result", result, kept, masked=bool(files.get("mask_key")))
    scheme = scheme_at(files["scheme"])
    reading = told.reading if told.reading in scheme.readings else ""  # else the scheme is another, and that is told
    inputs = Inputs(**files, as_of=told.as_of, known_at=told.known_at, reading=reading)
    with desk.err.bar(desk.words("busy_reading")) as progress:
        facts = inputs.read(progress)
    refuse_columns(facts)
    with desk.err.busy(desk.words("busy_evaluating")):
        claims = inputs.claims_of(facts)
        found = replayed(told, facts.scheme, facts.ledger, facts.roster, claims, result=kept, opening=facts.opening)
    if desk.format == JSON:
        desk.json(found.to_dict())
    else:
        for line in replay_lines(found, desk.lang):
            desk.out.line(line)
    for line in finding_lines(facts.findings, desk.lang):
        desk.err.line(line)
    return YES if found.is_identical else FINDING


def certificate_at(path: Path) -> Certificate:
    """A certificate that ``evaluate --certificate`` wrote.

    Raises:
        InputError: if it is none, or cannot be opened.
    """
    try:
        return Certificate.from_json(file_bytes(path, MOST_BYTES))
    except InputError as error:
        raise InputError(at_path(found, path) for found in error.findings) from None
