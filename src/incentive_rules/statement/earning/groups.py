"""Entries that are a group's own: told apart from those of members, and credited to the group."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.statement.earning.credit import Verdict
from incentive_rules.statement.model import State
from incentive_rules.statement.rows import because

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentive_rules.statement.earning.credit import Line
    from incentive_rules.statement.setting import Setting

Group = tuple[str, str]
"""A group fact, and the name of a group."""


def by_owner(
    setting: Setting, lines: Mapping[str, list[Line]], verdicts: list[Verdict]
) -> tuple[dict[str, list[Line]], dict[Group, list[Line]]]:
    """The lines of members and those of groups; entries of a group that nobody belongs to are held.

    ``verdicts`` takes in what does not count after all.
    """
    facts = {rule.id: rule.of for rule in setting.program.activities.values() if rule.of}
    if not facts:
        return dict(lines), {}
    nobody_is_listed = not any(setting.people.rows.values())
    known = {
        (fact, str(group))
        for rows in setting.people.rows.values()
        for row in rows
        for fact in facts.values()
        if (group := row.facts.get(fact)) is not None
    }
    members: dict[str, list[Line]] = {}
    groups: dict[Group, list[Line]] = defaultdict(list)
    for owner, theirs in lines.items():
        own = [line for line in theirs if line[1].activity not in facts]
        if own:
            members[owner] = own
        for line in theirs:
            if fact := facts.get(line[1].activity):
                if nobody_is_listed or (fact, owner) in known:
                    groups[fact, owner].append(line)
                else:
                    reason = because(Code.NO_SUCH_GROUP, name=fact, value=owner)
                    verdicts.append(Verdict(line[1], State.HELD, (reason,), line[0]))
    return members, dict(groups)
