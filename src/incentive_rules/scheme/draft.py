"""The text of a first scheme, from a few answers: what an officer gets to go on from, with comments that lead on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from incentive_rules.amounts import Amount
from incentive_rules.facts import name_key
from incentive_rules.messages import LANGUAGES, Label, answer_label, question_label
from incentive_rules.messages.screen import words
from incentive_rules.periods import Per
from incentive_rules.scheme.model import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentive_rules.messages import Language

GRADES = ("9급", "8급", "7급", "6급", "5급", "4급", "3급", "2급", "1급")
"""The grades of general civil servants, from low to high."""

_LONGEST_ID = 40
_NEVER_FOLDED = 1_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers.

    ``highest`` is the highest grade that takes part, or ``None`` for everyone; ``activities`` are names and points;
    ``praise`` is the bonus for citizens' praise, or ``None``; ``tiers`` are points and won, from low to high.
    ``automatic`` is the period at whose end rewards are paid, or ``None`` where people apply, once a month at most.
    """

    label: Label
    first: date
    highest: str | None
    activities: tuple[tuple[str, Amount], ...]
    praise: Amount | None
    tiers: tuple[tuple[Amount, Amount], ...]
    reward: str
    automatic: Per | None
    kept: bool


def draft_text(draft: Draft, lang: Language) -> str:
    """A scheme file; the comments are in one language.

    Labels may hold whatever a file can hold. The text loads if the activities have different names, tiers rise, and
    every number is one that a scheme takes.

    Example:
        >>> from datetime import date
        >>> one = Amount(1)
        >>> draft = Draft(
        ...     label=Label("첫 마일리지", "first mileage"), first=date(2025, 1, 1), highest=None,
        ...     activities=(("제안: 채택 #1", one),), praise=None, tiers=((Amount(3), Amount(30000)),),
        ...     reward="상품권", automatic=Per.MONTH, kept=True,
        ... )
        >>> print(next(line for line in draft_text(draft, "ko").splitlines() if "제안" in line))
          a1: {label: '제안: 채택 #1', points: 1}
    """
    sections = [_comment(name, lang) + _yaml(data) for name, data in _sections(draft)]
    answers = "".join(_answer_lines(_answers(draft), lang))
    return "\n".join([*sections, f"{_comment('answers', lang)}answers:\n{answers}", _comment("limits", lang)])


def _sections(draft: Draft) -> Iterator[tuple[str, dict[str, Any]]]:
    """The parts of the file with the names of their comments."""
    yield (
        "head",
        {
            "language": LANGUAGE,
            "id": _slug(draft.label.en) or _slug(draft.label.ko) or "first-scheme",
            "label": _label(draft.label),
            "from": draft.first,
        },
    )
    yield "assumed", {"assumed": _both("init_assumed")}
    yield "facts", {"facts": _Block(_facts(draft))}
    if draft.highest is not None:
        yield "eligible", {"eligible": {"grade": {"at_most": draft.highest}}}
    names = [name for name, _ in draft.activities]
    activities = {
        key: {"label": name, "points": points}
        for key, (name, points) in zip(_ids(names), draft.activities, strict=True)
    }
    yield "activities", {"activities": _Block(activities)}
    if draft.praise is not None:
        bonus = {"label": _both("init_bonus"), "when": {"praised": True}, "add": draft.praise}
        yield "bonuses", {"bonuses": _Block(citizen_praise=bonus)}
    yield "rewards", {"rewards": _Block(reward={"label": draft.reward, "unit": "KRW"})}
    yield "awards", {"awards": _Block(_award(draft))}


def _facts(draft: Draft) -> dict[str, Any]:
    entry: dict[str, Any] = {"task": {"text": True, "label": _both("init_task")}}
    if draft.praise is not None:
        entry = {"praised": {"yes_no": True, "blank": False, "label": _both("init_praised")}, **entry}
    member: dict[str, Any] = {"department": {"group": True, "label": _both("init_department")}}
    if draft.highest is not None:
        member = {"grade": {"ordered": list(GRADES), "label": _both("init_grade")}, **member}
    return {"member": _Block(member), "entry": _Block(entry)}


def _award(draft: Draft) -> dict[str, Any]:
    per = draft.automatic or Per.MONTH
    claim = {"by": "automatic", "per": str(per)} if draft.automatic else {"by": "member", "times": 1, "per": str(per)}
    tiers = {f"t{str(at).replace('.', '_')}": {"at": at, "pays": {"reward": won}} for at, won in draft.tiers}
    award = {
        "kind": "tiers",
        "label": _both(f"init_award_{per}"),
        "measure": {"counter": "balance"},
        "claim": claim,
        "pay": "highest",
        "again": "always",
        "consume": "tier",
        "tiers": _Block(tiers),
    }
    return {f"{per}ly": _Block(award)}


def _answers(draft: Draft) -> dict[str, str]:
    by_grade = {} if draft.highest is None else {"grade_judged_on": "activity_date", "no_longer_eligible": "keep"}
    return {"points_count_on": "activity_date", **by_grade, "year_end": "keep" if draft.kept else "lapse"}


def _answer_lines(answers: Mapping[str, str], lang: Language) -> Iterator[str]:
    """Each answer, with its question and what it means as a comment; nothing here is of the user's."""
    for question, answer in answers.items():
        told = f"{question_label(question).in_language(lang)}? {answer_label(question, answer).in_language(lang)}"
        yield f"  {question}: {answer}  # {told}\n"


def _both(key: str) -> dict[str, str]:
    return {lang: words(key, lang) for lang in LANGUAGES}


def _label(label: Label) -> str | dict[str, str]:
    return label.ko if label.ko == label.en else {"ko": label.ko, "en": label.en}


def _ids(names: Sequence[str]) -> list[str]:
    """An id for each name: its own letters where they make one, else a number; never what another name is taken for."""
    taken = {name_key(name) for name in names}
    ids: list[str] = []
    for number, name in enumerate(names, 1):
        others = taken - {name_key(name)} | set(ids)
        candidates = (_slug(name), *(f"a{number + more * len(names)}" for more in range(2 * len(names) + 1)))
        ids.append(next(each for each in candidates if each and each not in others))
    return ids


def _slug(name: str) -> str:
    """The letters of a name as an id, or an empty text where they make none."""
    slug = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")
    return slug if name.isascii() and re.match("[a-z]", slug) and len(slug) <= _LONGEST_ID else ""


def _comment(name: str, lang: Language) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in words(f"init_comment_{name}", lang).splitlines())


class _Block(dict[str, Any]):
    """A mapping with a line for each of its keys; any other stands on one line."""


class _Writer(yaml.SafeDumper):
    """YAML as people write it: numbers bare, yes and no as words, nothing folded or referred to."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002  # the base's signature
        """Nothing is written as a reference to what stands elsewhere."""
        return True

    def of_line(self, data: Mapping[str, Any]) -> yaml.Node:
        """A mapping on one line."""
        return self.represent_mapping(_MAP, data, flow_style=True)

    def of_block(self, data: Mapping[str, Any]) -> yaml.Node:
        """A mapping over several lines."""
        return self.represent_mapping(_MAP, data, flow_style=False)

    def of_list(self, data: Iterable[Any]) -> yaml.Node:
        """A list on one line."""
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)

    def of_amount(self, data: Amount) -> yaml.Node:
        """A number with all its digits and no others."""
        text = str(data)
        return self.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)

    def of_yes_no(self, data: bool) -> yaml.Node:  # noqa: FBT001  # what is written
        """Yes or no."""
        return self.represent_scalar("tag:yaml.org,2002:bool", "yes" if data else "no")


_MAP = "tag:yaml.org,2002:map"
_Writer.add_representer(dict, _Writer.of_line)
_Writer.add_representer(_Block, _Writer.of_block)
_Writer.add_representer(list, _Writer.of_list)
_Writer.add_representer(Amount, _Writer.of_amount)
_Writer.add_representer(bool, _Writer.of_yes_no)


def _yaml(data: Mapping[str, Any]) -> str:
    text: str = yaml.dump(_Block(data), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=_NEVER_FOLDED)
    return text
