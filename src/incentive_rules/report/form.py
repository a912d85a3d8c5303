"""What the sheets to fill in ask of whoever fills them: which columns, which values, and an example of each.

Only columns that some rule of the scheme looks at are asked for, with its own facts. ``template`` writes the forms as
a workbook; nothing here knows what a workbook is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from incentive_rules.amounts import Amount
from incentive_rules.facts import FactKind, find_by_name, name_key
from incentive_rules.ledger.columns import claim_columns, ledger_columns, roster_columns
from incentive_rules.ledger.headings import columns_of
from incentive_rules.ledger.model import RowKind, Status
from incentive_rules.messages import sentence
from incentive_rules.messages.screen import words
from incentive_rules.periods import ONE_DAY
from incentive_rules.report.form_needs import needs_of
from incentive_rules.scheme.answers import WAIT
from incentive_rules.scheme.checks_rankings import rankings_of
from incentive_rules.scheme.conditions import QUANTITY
from incentive_rules.scheme.rankings import WORK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentive_rules.facts import Fact
    from incentive_rules.ledger.columns import Column
    from incentive_rules.messages import Label, Language
    from incentive_rules.report.form_needs import Needs
    from incentive_rules.scheme.model import Scheme

MOST_LISTED = 12
"""How many values or activities are told one by one; of more, how many there are."""

Cell = str | date | Amount | None
"""What a cell can hold."""

_ZERO, _ONE = Amount(0), Amount(1)
_DAYS_TO_APPROVE = timedelta(days=4)
_DATE_ANSWERS = {"date": "activity_date", "approved_on": "approval_date", "recorded_on": "recorded_date"}


class Need(StrEnum):
    """Whether a cell must be filled."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


class Holds(StrEnum):
    """What kind of value a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One column to fill in; ``about`` says what to write.

    ``choices`` are the only values it takes; ``least`` and ``most``, both included, bound a number or a date.
    ``needed_for`` names the activities whose rows must have it, where not all must.
    """

    name: str
    header: str
    about: str
    need: Need = Need.ALWAYS
    holds: Holds = Holds.TEXT
    example: Cell = None
    choices: tuple[str, ...] = ()
    least: Amount | date | None = None
    most: Amount | date | None = None
    unique: bool = False
    needed_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet to fill in."""

    kind: RowKind
    fields: tuple[Field, ...]


def forms_of(scheme: Scheme, lang: Language) -> tuple[Form, ...]:
    """The ledger, the staff list, and the claims where some award is paid by claims only.

    Example:
        >>> from incentive_rules import load_scheme, example_path
        >>> for form in forms_of(load_scheme(example_path("seocheon.yaml")), "en"):
        ...     print(form.kind, [field.header for field in form.fields])
        entry ['entry id', 'member id', 'date', 'activity', 'hours', 'task', 'status', 'approved on']
        roster ['member id', 'grade', 'department', 'from', 'last day']
    """
    needs, facts = needs_of(scheme), scheme.facts
    entry = _EntryForm(scheme, lang, needs, "entry", ledger_columns(facts))
    roster = _RosterForm(scheme, lang, needs, "roster", roster_columns(facts))
    claim = _ClaimForm(scheme, lang, needs, "claim", claim_columns(facts))
    asked: tuple[_FormOf, ...] = (entry, roster, claim) if needs.claimed else (entry, roster)
    return tuple(Form(each.kind, tuple(each.fields())) for each in asked)


def allowed(field: Field, lang: Language) -> str:
    """What a cell of the field may hold, in words."""
    if len(field.choices) > MOST_LISTED:
        return words("template_allowed_list", lang, count=len(field.choices))
    if field.choices:
        return ", ".join(field.choices)
    if field.unique:
        return words("template_allowed_unique", lang)
    low, high = field.least, field.most
    bounds = ("_from" if low is not None else "") + ("_to" if high is not None else "")
    return words(f"template_allowed_{field.holds}{bounds}", lang, low=low, high=high)


@dataclass(frozen=True)
class _FormOf(ABC):
    """The fields of one sheet."""

    scheme: Scheme
    lang: Language
    needs: Needs
    kind: RowKind
    columns: tuple[Column, ...]

    @abstractmethod
    def fields(self) -> Iterator[Field]:
        """The fields from left to right."""

    def built_in(self, name: str, **parts: Any) -> Field:  # noqa: ANN401  # the parts of a Field
        """A field that every scheme knows."""
        return Field(name, self.header(name), words(f"template_about_{self.kind}_{name}", self.lang), **parts)

    def own_id(self, name: str) -> Field:
        """The id of a row. By the word in the example's id the reader knows that it is no row."""
        return self.built_in(name, unique=True, example=words("template_example_id", self.lang))

    def day(self, name: str, **parts: Any) -> Field:  # noqa: ANN401  # the parts of a Field
        """A date within the scheme, as a field."""
        last = None if self.scheme.until is None else self.scheme.until - ONE_DAY
        return self.built_in(name, holds=Holds.DATE, **{"least": self.scheme.first, "most": last, **parts})

    def fact(self, fact: Fact, need: Need, needed_for: tuple[str, ...] = ()) -> Field:
        """A fact that the scheme declares."""
        yes_no = [sentence(word, self.lang) for word in ("yes", "no") if fact.kind is FactKind.YES_NO]
        floor = _ZERO if fact.name in self.needs.counted else None
        field = Field(
            name=fact.name,
            header=self.header(fact.name),
            about=" ".join(self._about(fact, need, needed_for)),
            need=need,
            holds={FactKind.NUMBER: Holds.NUMBER, FactKind.DATE: Holds.DATE}.get(fact.kind, Holds.TEXT),
            choices=(*yes_no, *fact.words),
            least=floor if fact.at_least is None else fact.at_least,
            most=fact.at_most,
            needed_for=needed_for,
        )
        return replace(field, example=self._example(fact, field))

    def _about(self, fact: Fact, need: Need, needed_for: tuple[str, ...]) -> Iterator[str]:
        yield words(f"template_about_{fact.kind}", self.lang)
        if needed_for:
            yield self.for_activities(needed_for)
        if fact.blank is not None:
            blank = sentence("yes" if fact.blank else "no", self.lang) if isinstance(fact.blank, bool) else fact.blank
            yield words("template_blank_means", self.lang, value=blank)
        elif need is not Need.NEVER:
            yield words("template_blank_holds", self.lang)

    def for_activities(self, labels: Sequence[str]) -> str:
        """A sentence that names the activities which need a field."""
        more = [words("template_and_more", self.lang, count=len(labels) - MOST_LISTED)] if labels[MOST_LISTED:] else []
        return words("template_needed_for", self.lang, activities=(*labels[:MOST_LISTED], *more))

    def _example(self, fact: Fact, field: Field) -> Cell:
        if field.choices:
            return field.choices[0]
        if field.holds is Holds.DATE:
            return self.first_day
        if field.holds is Holds.TEXT:
            return self._text_example(fact)
        low, high = fact.at_least, fact.at_most
        number = _ONE if low is None else max(_ONE, low)
        return number if high is None else min(number, high)

    def _text_example(self, fact: Fact) -> str:
        """A text that could stand there: a made-up person's name where the fact is one, else what fits its kind."""
        if fact.kind is not FactKind.TEXT or fact.name in self.scheme.facts.entry:
            return words(f"template_example_{fact.kind}", self.lang)
        names = {name_key(each) for each in words("template_name_labels", self.lang).split(", ")}
        is_name = not names.isdisjoint(map(name_key, (fact.label.ko, fact.label.en)))
        return words("template_example_name" if is_name else "template_example_other", self.lang)

    def header(self, name: str) -> str:
        """What the column is called: in this language and the scheme's own words, if the reader takes it for that."""
        column = next(each for each in self.columns if each.name == name)
        return next(each for each in self._names(column) if columns_of([each], self.columns)[0] is column)

    def _names(self, column: Column) -> Iterable[str]:
        spaced = column.name.replace("_", " ")
        fact = self.declared.get(column.name) if column.declared else None
        if fact is not None:
            return (fact.label.in_language(self.lang), *column.names)
        return (*column.given, *column.words, column.name) if self.lang == "ko" else (spaced, column.name)

    @property
    def declared(self) -> Mapping[str, Fact]:
        """The facts of the sheet's rows."""
        return self.scheme.facts.member if self.kind == "roster" else self.scheme.facts.entry

    def offered(self, labels: Mapping[str, Label]) -> dict[str, str]:
        """What a cell may say for each id: the label, or the id where the label would be read as another's."""
        texts = {key: label.in_language(self.lang) for key, label in labels.items()}
        return {key: text if find_by_name(text, labels) == key else key for key, text in texts.items()}

    @cached_property
    def shown_activity(self) -> str:
        """The activity whose row has the most cells that others lack; of equals, the first."""
        needed = self.needs.entry.values()
        return max(self.scheme.activities, key=lambda key: sum(key in activities for activities in needed))

    @property
    def first_day(self) -> date:
        """The first day on which that activity counts."""
        return self.scheme.in_force(self.scheme.activities[self.shown_activity])[0]

    @property
    def later_day(self) -> date:
        """Some days later, if the scheme still runs then."""
        return min(self.first_day + _DAYS_TO_APPROVE, (self.scheme.until or date.max) - ONE_DAY)


class _EntryForm(_FormOf):
    """The ledger: whose entry, when, what was done, what the rules ask about it, and its approval."""

    def fields(self) -> Iterator[Field]:
        activities = self.activities
        yield self.own_id("entry_id")
        yield self.built_in("member_id", example=words("template_example_member", self.lang))
        yield self._dated("date", example=self.first_day)
        yield self.built_in("activity", example=activities[self.shown_activity], choices=tuple(activities.values()))
        if QUANTITY.name in self.needs.entry:
            yield self._quantity()
        of_work = any(award.of == WORK for award in rankings_of(self.scheme).values())
        if self.needs.giver:
            yield self.built_in("from_member", need=Need.SOMETIMES)
        if of_work:
            yield self.built_in("work", need=Need.SOMETIMES, example=words("template_example_id", self.lang))
        if self.needs.shares:
            yield from () if of_work else (self.built_in("work", need=Need.NEVER),)
            yield self.built_in("share", need=Need.NEVER)
        yield from map(self._entry_fact, self.declared.values())
        statuses = tuple(words(f"template_status_{status}", self.lang) for status in Status)
        yield self.built_in("status", need=Need.NEVER, example=statuses[0], choices=statuses)
        if "approval_date" in self.needs.dates:
            yield self._dated("approved_on", need=Need.SOMETIMES, example=self.later_day)
        if "recorded_date" in self.needs.dates:
            yield self._dated("recorded_on", need=Need.NEVER, example=self.later_day)

    @cached_property
    def activities(self) -> dict[str, str]:
        """What a cell says for each activity."""
        return self.offered(self.scheme.facts.activities)

    def _dated(self, name: str, **parts: Any) -> Field:  # noqa: ANN401  # the parts of a Field
        """A date of the entry; the scheme's days bound it where points count or values are taken on it."""
        counts = _DATE_ANSWERS[name] in self.needs.scheme_dates
        return self.day(name, **parts, **({} if counts else {"least": None, "most": None}))

    def _quantity(self) -> Field:
        need, labels = self._needed(QUANTITY)
        field = self.built_in("quantity", need=need, holds=Holds.NUMBER, least=_ZERO, needed_for=labels, example=_ONE)
        told = [field.about, *([self.for_activities(labels)] if labels else [])]
        told += [words("template_blank_holds", self.lang)] if need is not Need.NEVER else []
        return self._as_shown(replace(field, about=" ".join(told)))

    def _entry_fact(self, fact: Fact) -> Field:
        return self._as_shown(self.fact(fact, *self._needed(fact)))

    def _needed(self, fact: Fact) -> tuple[Need, tuple[str, ...]]:
        """Whether rows need a fact, and which do if not all."""
        looking = self.needs.entry.get(fact.name, ()) if fact.blank is None else ()
        labels = tuple(label for key, label in self.activities.items() if key in looking)
        if len(labels) == len(self.activities):
            return Need.ALWAYS, ()
        return (Need.SOMETIMES, labels) if labels else (Need.NEVER, ())

    def _as_shown(self, field: Field) -> Field:
        """A field without its example where the activity of the example has no use for it."""
        useless = field.needed_for and self.activities[self.shown_activity] not in field.needed_for
        return replace(field, example=None) if useless else field


class _RosterForm(_FormOf):
    """The staff list: who, what is known of them, and on which days that holds.

    Where periods close, each row has an id and the day on which it was written, so that a later row can correct it.
    """

    def fields(self) -> Iterator[Field]:
        if self.scheme.closing is not None:
            yield self.built_in("row_id", need=Need.NEVER, unique=True)
        yield self.built_in("member_id", example=words("template_example_id", self.lang))
        for fact in self.declared.values():
            is_needed = fact.name in self.needs.member and fact.blank is None
            yield self.fact(fact, Need.ALWAYS if is_needed else Need.NEVER)
        told = ("from", "last_day", "recorded_on") if self.scheme.closing is not None else ("from", "last_day")
        for name in told:  # a row may begin before the scheme and end after it
            yield self.day(name, need=Need.NEVER, least=None, most=None)


class _ClaimForm(_FormOf):
    """The claims: who wants what, and which reward where there is a choice."""

    def fields(self) -> Iterator[Field]:
        labels = self.scheme.facts.awards
        awards = tuple(self.offered({key: labels[key] for key in self.needs.claimed}).values())
        yield self.own_id("claim_id")
        yield self.built_in("member_id", example=words("template_example_member", self.lang))
        yield self.day("date", example=self.later_day)
        yield self.built_in("award", example=awards[0], choices=awards)
        if options := self._options():
            waits = self.scheme.answered["no_option"].value == WAIT
            need = Need.SOMETIMES if waits else Need.NEVER
            yield self.built_in("option", need=need, example=options[0], choices=options)

    def _options(self) -> tuple[str, ...]:
        """Every option that a tier of some claimed award leaves open."""
        tiers = (tier for award in self.needs.claimed.values() for tier in award.tiers.values())
        open_to_choice = {option for tier in tiers for option in tier.choose or ()}
        offered = self.offered(self.scheme.facts.options)
        return tuple(text for key, text in offered.items() if key in open_to_choice)
