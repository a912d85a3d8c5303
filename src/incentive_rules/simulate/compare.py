"""A reform on the same facts as the scheme that it changes: who gains, who loses, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentive_rules.messages import Label
from incentive_rules.scheme.policies import MONTH_END
from incentive_rules.simulate.claims import refuse_unknown_option
from incentive_rules.simulate.comparison import Comparison, FactCost
from incentive_rules.simulate.differences import Differences
from incentive_rules.simulate.given import Given
from incentive_rules.simulate.reformed import under_reform
from incentive_rules.simulate.shown import AS_FILED, Shown
from incentive_rules.simulate.unmoved import Unmoved
from incentive_rules.statement.people import people_of
from incentive_rules.statement.tables import civil_day

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules.ledger.from_files import Source
    from incentive_rules.ledger.model import Claims, Ledger, Roster
    from incentive_rules.scheme.model import Scheme
    from incentive_rules.simulate.reform import Reform, ReformSource
    from incentive_rules.simulate.reformed import Reformed
    from incentive_rules.statement.rows import People
    from incentive_rules.statement.tables import Tables


def compare(  # noqa: PLR0913  # the facts of an evaluation, a reform, and how people claim
    scheme: Scheme,
    reform: Reform | ReformSource,
    ledger: Ledger | Source,
    roster: Roster | Source = (),
    claims: Claims | Source | None = None,
    *,
    as_of: date | str,
    policy: str = MONTH_END,
    option: str = "",
    known_at: date | str | None = None,
) -> Comparison:
    """The same facts under a scheme and under a reform of it.

    Args:
        scheme: the scheme as it is.
        reform: from ``reform_of``; or a path, a YAML text or a mapping. A mapping may hold addresses and values alone.
        ledger: rows, paths, or what ``read_ledger`` gave; so for ``roster`` and ``claims``.
        roster: the staff list.
        claims: what people filed, on both sides. Without it, they claim by ``policy``, made anew on either side.
        as_of: the last day that is looked at.
        policy: ``month_end``, ``soonest`` or ``save_for:t10``, as for ``assume_claims``.
        option: the option that everybody takes where it is offered; only where claims are assumed.
        known_at: leave out rows recorded after this day.

    Raises:
        SchemeErrors: for a reform that does not fit the scheme, with every finding at the reform's own lines.
        InputError: for an unknown policy or option, for a source that is no table, or for a table that was read before
            though the reform has its rows read in another way.

    Example:
        >>> from incentive_rules import compare, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": n, "member_id": "K-1", "date": "2024-06-10", "activity": "adoption"} for n in "abc"]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> found = compare(scheme, {"awards.monthly.tiers.t7.at": 6}, done, staff, as_of="2024-06-30", option="money")
        >>> found.payments.difference, [str(why.cause) for why in found.why]
        (Amount('0'), ['nobody_between'])
    """
    last = civil_day("as_of", as_of)
    known = None if known_at is None else civil_day("known_at", known_at)
    changed = under_reform(scheme, reform)
    given = Given.of(scheme, ledger, roster, () if claims is None else claims)
    options = {**changed.scheme.facts.options, **scheme.facts.options}
    refuse_unknown_option(option, options)
    shown = Shown(given, policy if claims is None else AS_FILED, last, option, known)
    used, before = shown.under(scheme, _ROWS_NEEDED)
    _, after = shown.under(changed.scheme, _ROWS_NEEDED)
    choice = option if claims is None else ""
    staff = _staff(given.under(scheme, _ROWS_NEEDED), known)
    found = Differences(before, after)
    return _comparison(changed, found, found.facts(staff, scheme.facts.member), (used, choice, options.get(choice)))


def _comparison(
    changed: Reformed, found: Differences, facts: tuple[FactCost, ...], terms: tuple[str, str, Label | None]
) -> Comparison:
    """The differences put together; ``terms`` are the policy, the option and its label."""
    policy, option, option_label = terms
    reform = changed.reform
    persons, prizes, costs = found.persons, found.prizes(), found.costs()
    changes = tuple(each for each in changed.changes if not each.is_none)
    nothing = not persons and not prizes
    # INVARIANT: a reform under which no line differs costs exactly nothing.
    assert not nothing or not any(cost.total.difference for cost in costs.values())
    return Comparison(
        reform=reform,
        changes=changes,
        unchanged=tuple(each.address for each in changed.changes if each.is_none),
        policy=policy,
        option=option,
        option_label=option_label,
        before=found.before,
        after=found.after,
        points=found.points(),
        payments=found.payments(),
        costs=costs,
        people=found.people(),
        persons=persons,
        facts=facts,
        prizes=prizes,
        waiting=found.waiting(),
        why=Unmoved(reform.first, changes, policy, found.before, found.after).why() if nothing else (),
    )


def _staff(tables: Tables, known_at: date | None) -> People:
    """Who was what, as an evaluation of these tables sees it."""
    return people_of(tables.staff(known_at), known_at if tables.has_staff_list else None)


_ROWS_NEEDED = Label(
    "개정안에서는 행을 다르게 읽으므로 읽은 표 대신 행의 목록이나 파일 경로를 주십시오",
    "the reform has its rows read in another way, so pass rows or paths instead of a table",
)
