"""The files that commands read, and the evaluation of what is in them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from incentive_rules.cli.desk import at_path
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError, SchemeErrors
from incentive_rules.files import file_bytes
from incentive_rules.ledger.from_files import MOST_BYTES, read_claims, read_ledger, read_roster
from incentive_rules.ledger.model import Claims, Roster
from incentive_rules.ledger.untold import untold
from incentive_rules.messages import Label, Language
from incentive_rules.messages.screen import words
from incentive_rules.program.asked import rules_asking
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme.from_yaml import load_scheme, with_reading
from incentive_rules.simulate.claims import assume_claims
from incentive_rules.statement.evaluation import Evaluation
from incentive_rules.statement.from_ledger import evaluate, evaluated_with_opening
from incentive_rules.statement.opening import Opening
from incentive_rules.statement.pseudonyms import is_pseudonym, key_of, pseudonymous
from incentive_rules.statement.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path
    from typing import Any

    from incentive_rules.ledger.from_files import Progress
    from incentive_rules.ledger.model import Ledger, Table
    from incentive_rules.ledger.untold import Asking
    from incentive_rules.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a command was told to read."""

    scheme: Path
    ledger: tuple[Path, ...]
    roster: tuple[Path, ...]
    as_of: date
    claims: tuple[Path, ...] = ()
    assume_claims: str = ""
    option: str = ""
    known_at: date | None = None
    reading: str = ""
    make_ids: bool = False
    mask_key: bytes = field(default=b"", repr=False)
    opening: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is read."""
        opening = () if self.opening is None else (self.opening,)
        return (self.scheme, *self.ledger, *self.roster, *self.claims, *opening)

    def read(self, progress: Progress | None = None) -> Facts:
        """Read every file; without a staff list or claims, there are none. With a key, ids are pseudonyms from here on.

        Raises:
            IncentiveError: if a file cannot be used at all.
        """
        scheme = scheme_at(self.scheme, self.reading)
        opening = None if self.opening is None else self._opening(self.opening)
        ids = self.make_ids
        ledger = read_ledger(self.ledger, scheme, make_ids=ids, progress=progress)
        roster = read_roster(self.roster, scheme, progress=progress) if self.roster else Roster()
        claims = read_claims(self.claims, scheme, make_ids=ids, progress=progress) if self.claims else Claims()
        if self.mask_key:
            renamed = pseudonymous(scheme, ledger, roster, claims, key=self.mask_key)
            return Facts(scheme, renamed.ledger, renamed.roster, renamed.claims, opening)
        return Facts(scheme, ledger, roster, claims, opening)

    def _opening(self, path: Path) -> Opening:
        """Opening rows, under ids or pseudonyms as all other tables.

        Raises:
            InputError: if they are none, or call people otherwise.
        """
        found = opening_at(path)
        members = [is_pseudonym(row.owner) for row in found.rows if row.owner and not row.owner_kind]
        if members and (not all(members) if self.mask_key else any(members)):
            expected = _WITH_PSEUDONYMS if self.mask_key else _WITH_IDS
            facts = {"name": "--opening", "value": str(path), "expected": expected}
            raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])
        return found

    def evaluated(self, facts: Facts) -> Evaluation:
        """Evaluate what was read, under claims as filed or as assumed.

        Raises:
            InputError: for an unknown claim policy or option.
        """
        claims = self.claims_of(facts)
        return evaluate(
            facts.scheme,
            facts.ledger,
            facts.roster,
            claims,
            as_of=self.as_of,
            known_at=self.known_at,
            opening=facts.opening,
        )

    def evaluated_with_opening(self, facts: Facts) -> tuple[Evaluation, Opening]:
        """The evaluation, and what it leaves to the next day.

        Raises:
            InputError: as ``evaluated``, and with each rule that cannot be carried over that day.
        """
        tables = Tables(facts.ledger, facts.roster, self.claims_of(facts))
        return evaluated_with_opening(program_of(facts.scheme), tables, self.as_of, self.known_at, facts.opening)

    def claims_of(self, facts: Facts) -> Claims:
        """The claims as filed or as assumed.

        Raises:
            InputError: for an unknown claim policy or option.
        """
        if not self.assume_claims:
            return facts.claims
        if self.opening is not None:
            facts_ = {"name": "--assume-claims", "value": self.assume_claims, "expected": _WITHOUT_OPENING}
            raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts_)])
        with advising_option(facts.scheme):
            return assume_claims(
                facts.scheme,
                facts.ledger,
                facts.roster,
                policy=self.assume_claims,
                as_of=self.as_of,
                option=self.option,
                known_at=self.known_at,
            )


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read."""

    scheme: Scheme
    ledger: Ledger
    roster: Roster
    claims: Claims
    opening: Opening | None = None

    @property
    def staff(self) -> Roster:
        """The staff list, or what the ledger's own rows say of their members."""
        return Tables(self.ledger, self.roster, self.claims).staff()

    @property
    def tables(self) -> tuple[Table[Any], ...]:
        """Ledger, staff list and claims."""
        return (self.ledger, self.roster, self.claims)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is to be said of columns, and of sheets that no table was read from."""
        read = (found for table in self.tables for found in findings_of(table, self.tables))
        declared, asking = self.scheme.facts, asking_of(self.scheme, self.ledger)
        of_entries = untold(self.ledger, declared.entry.values(), asking)
        return (*read, *of_entries, *untold(self.roster, declared.member.values(), asking), *self._of_members(asking))

    def _of_members(self, asking: Asking) -> Iterator[Diagnostic]:
        """Facts of people that a ledger does not tell which stands for the staff list, as its other columns show."""
        declared = self.scheme.facts.member
        there = {column.name for source in self.ledger.sources for column in source.columns}
        has_staff_list = Tables(self.ledger, self.roster, self.claims).has_staff_list
        if not has_staff_list and there & set(declared):
            found = untold(self.ledger, declared.values(), asking)
            yield from (each for each in found if each.code is Code.ASKED_COLUMN_MISSING)


def asking_of(scheme: Scheme, ledger: Ledger | None) -> Asking:
    """The rules that look at a fact; with a ledger, those that concern what was done."""
    done = None if ledger is None else {row.activity for row in ledger.rows}
    return partial(rules_asking, program_of(scheme), done=done)


def findings_of(table: Table[Any], tables: Iterable[Table[Any]]) -> tuple[Diagnostic, ...]:
    """The findings of a table, without those on a sheet that one of the other tables was read from."""
    read = {(source.name, source.sheet) for each in tables for source in each.sources}
    return tuple(
        found
        for found in table.findings
        if found.code is not Code.SHEET_NOT_READ or (found.place.file, found.place.sheet) not in read
    )


@dataclass(frozen=True, slots=True)
class Advised(Diagnostic):
    """A finding whose help is what to type."""

    advice: Label = field(kw_only=True)

    def help(self, lang: Language = "en") -> str:
        """The advice."""
        return self.advice.in_language(lang)


@contextmanager
def advising_option(scheme: Scheme) -> Iterator[None]:
    """Where assumed claims need an option, name the argument and what it may be, not the column of a claims file."""
    try:
        yield
    except InputError as error:
        raise InputError(_advised(found, scheme) for found in error.findings) from None


def _advised(found: Diagnostic, scheme: Scheme) -> Diagnostic:
    if found.code is not Code.OPTION_MISSING:
        return found
    schemes = (scheme, *(with_reading(scheme, name) for name in scheme.readings))
    known = next(each.facts.options for each in schemes if each.facts.options)
    advice = Label(words("add_option", "ko", known=tuple(known)), words("add_option", "en", known=tuple(known)))
    return Advised(found.code, found.place, found.facts, advice=advice)


def scheme_at(path: Path, reading: str = "") -> Scheme:
    """The scheme of a file; findings name the file as the user did.

    Raises:
        SchemeErrors: if it does not load, or has no such reading.
    """
    try:
        return load_scheme(path, reading=reading)
    except SchemeErrors as errors:
        raise SchemeErrors(at_path(found, path) for found in errors.findings) from None


KEY_IN_ENVIRONMENT = "INCENTIVE_RULES_MASK_KEY"
"""The variable that holds the key of pseudonyms where no file does."""


def mask_key_at(path: Path | None, environment: Mapping[str, str]) -> bytes:
    """The key of pseudonyms: that of a file, or else of the environment. It is never an argument, which others see.

    Raises:
        InputError: if there is none, if it is too short, or if the file cannot be read.
    """
    if path is None:
        return key_of(environment.get(KEY_IN_ENVIRONMENT, ""))
    try:
        return key_of(file_bytes(path, MOST_BYTES))
    except InputError as error:
        raise InputError(at_path(found, path) for found in error.findings) from None


_WITH_PSEUDONYMS = Label(
    "이번처럼 '--mask'로 만든 전기이월 자료여야 합니다", "it must be opening rows made with '--mask', as this run"
)
_WITH_IDS = Label(
    "이번처럼 '--mask' 없이 만든 전기이월 자료여야 합니다", "it must be opening rows made without '--mask', as this run"
)
_WITHOUT_OPENING = Label(
    "전기이월 자료 없이 전체 기록. 전기이월 자료로 시작할 때는 신청 파일('--claims')을 주십시오",
    "the whole history without opening rows; with them, give the claims as filed ('--claims')",
)


def opening_at(path: Path) -> Opening:
    """Opening rows that ``evaluate --write-opening`` wrote.

    Raises:
        InputError: if they are none, or cannot be opened.
    """
    try:
        return Opening.from_json(file_bytes(path, MOST_BYTES))
    except InputError as error:
        raise InputError(at_path(found, path) for found in error.findings) from None


def evaluation_at(path: Path) -> Evaluation:
    """A result that ``evaluate --format json`` wrote.

    Raises:
        InputError: if it is none, or cannot be opened.
    """
    try:
        return Evaluation.from_json(file_bytes(path, MOST_BYTES))
    except InputError as error:
        raise InputError(at_path(found, path) for found in error.findings) from None


def check_names(name: str, path: Path, result: Evaluation, *, masked: bool) -> None:
    """Refuse a result that calls people otherwise than this run, named by its option.

    With it, somebody would be paid again, named where nobody is to be, or taken for another.

    Raises:
        InputError: if it does.
    """
    has_pseudonyms = [is_pseudonym(member) for member in result.statements]
    if not all(has_pseudonyms) if masked else any(has_pseudonyms):
        expected = _RESULT_WITH_PSEUDONYMS if masked else _RESULT_WITH_IDS
        facts = {"name": name, "value": str(path), "expected": expected}
        raise InputError([Diagnostic(Code.BAD_ARGUMENT, facts=facts)])


_RESULT_WITH_PSEUDONYMS = Label(
    "이번처럼 '--mask'로 만든 결과여야 합니다", "it must be a result made with '--mask', as this one"
)
_RESULT_WITH_IDS = Label(
    "이번처럼 '--mask' 없이 만든 결과여야 합니다", "it must be a result made without '--mask', as this one"
)
