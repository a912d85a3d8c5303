"""Writes examples/data: a staff list, a year of entries and the claims of a city hall that does not exist.

    python scripts/make_example_data.py            write the three files
    python scripts/make_example_data.py --check    say whether the written files are these; exit 1 if not

The same bytes come out on every machine: one seeded generator, of which only ``random()`` is used because
Python promises its sequence across versions, and no clock.
"""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain, product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Item = TypeVar("Item")

FOLDER = Path(__file__).parents[1] / "examples" / "data"
SEED = 20240606

LIST_STARTS = date(2024, 1, 1)
FIRST_DAY = date(2024, 6, 3)
LAST_DAY = date(2025, 5, 30)
TRANSFER_DAYS = (date(2024, 7, 1), date(2025, 1, 1))
HIRING_DAY = date(2024, 10, 14)
CLOSED = """
2024-06-06 2024-08-15 2024-09-16 2024-09-17 2024-09-18 2024-10-01 2024-10-03 2024-10-09 2024-12-25
2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-03-03 2025-05-05 2025-05-06
"""
WEEKEND = (5, 6)
HOLIDAYS = frozenset(map(date.fromisoformat, CLOSED.split()))

GRADES = ("9급", "8급", "7급", "6급", "5급", "4급", "3급")
CEILING = "6급"
BUREAU_HEADS = {"기획예산담당관": "3급"} | dict.fromkeys(("행정과", "경제과", "안전과", "의회사무과", "보건소"), "4급")

# Name | people | what they work on, as in the sentences that follow it.
DEPARTMENTS = """
기획예산담당관 | 18 | 주요업무 보고회, 공모사업 관리, 주민참여예산 접수, 시정 통계 제공
홍보감사담당관 | 15 | 시정 소식지 배부, 계약 사전점검, 청렴 교육, 공사 현장 감사
행정과 | 30 | 당직 운영, 직원 고충 상담, 기록물 이관, 자원봉사 연계
세무과 | 26 | 지방세 환급금 지급, 취득세 신고, 자동차세 연납 신청, 체납 차량 확인
회계과 | 21 | 소액 계약 서류, 공유재산 대부, 청사 주차장 운영, 공사 대금 지급
시민과 | 24 | 여권 발급, 무인민원발급기 운영, 인감 증명 발급, 외국인 통역 지원
복지과 | 32 | 긴급복지 신청, 장애인 이동 지원, 기초연금 신청, 자활 근로자 배치
가족과 | 22 | 출산 지원금 신청, 어린이집 급식 점검, 다문화 가정 상담, 아이돌봄 신청
문화예술과 | 17 | 공연장 대관, 지역 예술인 지원, 문화재 표지 정비, 작은 영화관 운영
관광개발과 | 20 | 해변 야시장 운영, 관광지 지도 배부, 숙박업소 불편 신고, 관광버스 주차
경제과 | 21 | 동해페이 가맹점 등록, 전통시장 화재 점검, 청년 일자리 상담, 소상공인 이자 지원
해양수산과 | 19 | 어선 안전 점검, 수산물 직매장 운영, 해양 쓰레기 수거, 어항 시설 사용 허가
안전과 | 18 | 재난 문자 발송, 물놀이 안전요원 배치, 안전신문고 신고 처리, 대피소 점검
도시과 | 19 | 도시계획 확인서 발급, 불법 광고물 정비, 빈집 정비, 공공건축 설계 검토
건설과 | 24 | 도로 파임 보수, 보안등 고장 신고, 하천 산책로 정비, 굴착 허가
교통과 | 19 | 교통약자 차량 배차, 버스 노선 조정, 불법 주정차 이의신청, 자전거 보관대 정비
환경과 | 23 | 대형 폐기물 신고, 미세먼지 알림, 음식물 쓰레기 감량, 슬레이트 지붕 철거
녹지과 | 17 | 산불 감시원 배치, 가로수 가지치기, 도시숲 관리, 등산로 표지 정비
허가과 | 20 | 건축 허가, 농지 전용 허가, 개발행위 협의, 공장 등록
체육교육과 | 18 | 체육관 예약, 평생학습 강좌 신청, 전지훈련단 유치, 통학로 안전 점검
의회사무과 | 13 | 회의록 공개, 의정 자료 요구, 본회의 방청 신청
보건소 | 46 | 예방접종 예약, 방문 건강관리, 금연 상담, 의료비 지원 신청
농업기술센터 | 28 | 농기계 임대, 토양 검사, 귀농 상담, 병해충 예찰
상하수도사업소 | 31 | 수도 요금 누수 감면, 수질 검사 신청, 하수관 막힘 신고, 동파 계량기 교체
평생교육센터 | 12 | 도서 배달, 작은 도서관 운영, 검정고시 준비반 운영
천곡동 | 14 | 전입 신고, 독거노인 안부 확인, 경로당 냉난방기 점검, 골목 보안등 정비
송정동 | 9 | 통장 회의, 취약계층 밑반찬 배달, 마을 안길 청소
북삼동 | 13 | 전입 세대 지원, 아파트 층간소음 상담, 재활용품 교환
묵호동 | 10 | 언덕마을 제설, 빈집 순찰, 어르신 한글 교실
망상동 | 9 | 해변 환경 정비, 농가 일손 돕기, 경로당 안전 점검
"""

# How many people have how many entries: few with many, many with few.
ENTRY_COUNTS = ((18, 1), (15, 2), (12, 3), (9, 6), (7, 8), (5, 12), (4, 13), (3, 12), (2, 10), (1, 8))
TASKS = {
    "proposal": (
        "{topic} 절차 간소화 제안",
        "{topic} 모바일 안내 제안",
        "{topic} 서식 통합 제안",
        "{topic} 방식 개선 제안",
    ),
    "collaboration": (
        "{other} 합동 {topic} 추진",
        "{other} 협업으로 {topic} 일괄 처리",
        "{other} 협업, {topic} 불편 해결",
    ),
    "achievement": ("{topic} 처리 기간 단축", "{topic} 예산 절감", "{topic} 반복 민원 해소", "{topic} 이용 불편 해소"),
    "call": ("정부혁신 우수사례 공모({topic})", "혁신 아이디어 공모({topic})", "데이터 활용 공모({topic})"),
}
PARTNERS = ("기획예산담당관", "행정과", "시민과", "회계과", "안전과", "경제과", "복지과", "천곡동", "북삼동")
OFTEN = ("proposal",) * 4 + ("collaboration",) * 7 + ("achievement",) * 6 + ("call",) + ("contest",) * 2
CONTESTS = (
    (date(2024, 9, 26), "적극행정 우수사례 경진대회({topic})"),
    (date(2024, 11, 21), "정부혁신 우수사례 경진대회({topic})"),
    (date(2025, 4, 17), "적극행정 우수사례 경진대회({topic})"),
)
PRIZES = ("최우수", "우수", "우수", "장려", "장려", "장려", "장려")

# Points are counted in halves here: 0.5 is 1. The scheme's own table is in examples/donghae.yaml.
HALVES = {"proposal": 1, "adoption": 2, "collaboration": 2, "achievement": 2, "call": 1}
PRIZE_HALVES = {"최우수": 4, "우수": 3, "장려": 2}
TIERS = (20, 14, 10, 6)
CHOICE_FROM = 14
TOO_FEW = 5
DUPLICATE_AT = 150

ROSTER_COLUMNS = ("member_id", "grade", "department", "from", "until")
ENTRY_COLUMNS = (
    *("entry_id", "member_id", "date", "activity", "praised", "prize", "task"),
    *("status", "recorded_on", "approved_on"),
)
CLAIM_COLUMNS = ("claim_id", "member_id", "date", "award", "option")


class Dice:
    """Chance that is the same in every Python version."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, end: int) -> int:
        return int(self._random.random() * end)

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def shuffled(self, items: Iterable[Item]) -> list[Item]:
        rest = list(items)
        return [rest.pop(self.below(len(rest))) for _ in range(len(rest))]


class Department(NamedTuple):
    name: str
    people: int
    topics: tuple[str, ...]


class Post(NamedTuple):
    """From a day on, a grade in a department."""

    since: date
    grade: str
    department: str


@dataclass
class Member:
    number: int
    posts: list[Post]
    until: date | None = None

    @property
    def id(self) -> str:
        return f"K-{self.number:04d}"

    def post_on(self, day: date) -> Post:
        return next(post for post in reversed(self.posts) if post.since <= day)

    def change(self, day: date, *, grade: str = "", department: str = "") -> None:
        now = self.posts[-1]
        if now.since == day:
            self.posts.pop()
        self.posts.append(Post(day, grade or now.grade, department or now.department))

    def may_earn_on(self, day: date) -> bool:
        listed = self.posts[0].since <= day and (self.until is None or day < self.until)
        return listed and GRADES.index(self.post_on(day).grade) <= GRADES.index(CEILING)


@dataclass(frozen=True)
class Entry:
    member: str
    day: date
    activity: str
    task: str
    recorded_on: date
    approved_on: date | None
    praised: bool = False
    prize: str = ""
    status: str = "승인"

    @property
    def halves(self) -> int:
        """Its points; nothing for an unknown activity, a missing prize, or as long as it waits for approval."""
        if self.status != "승인":
            return 0
        base = PRIZE_HALVES.get(self.prize, 0) if self.activity == "contest" else HALVES.get(self.activity, 0)
        return base and base + self.praised

    def row(self, number: int) -> tuple[str, ...]:
        praised = "예" if self.praised else ""
        approved = self.approved_on.isoformat() if self.approved_on else ""
        content = (self.member, self.day.isoformat(), self.activity, praised, self.prize, self.task)
        return (f"E-{number:04d}", *content, self.status, self.recorded_on.isoformat(), approved)


class Claim(NamedTuple):
    day: date
    member: str
    option: str
    halves: int

    def row(self, number: int) -> tuple[str, ...]:
        return (f"C-{number:03d}", self.member, self.day.isoformat(), "monthly", self.option)


def working_day(day: date, step: int = 1) -> date:
    """That day, or the next one (before it, with step -1) on which the city hall is open."""
    while day.weekday() in WEEKEND or day in HOLIDAYS:
        day += timedelta(step)
    return day


def later(day: date, days: int) -> date:
    return working_day(day + timedelta(days))


def departments() -> list[Department]:
    found = []
    for line in DEPARTMENTS.strip().splitlines():
        name, people, topics = (part.strip() for part in line.split("|"))
        found.append(Department(name, int(people), tuple(topics.split(", "))))
    return found


# The staff list.


def staff(dice: Dice, places: list[Department]) -> list[Member]:
    """Everyone of the year, after both transfers, the hiring and the retirements."""
    numbers = dice.shuffled(range(101, 900))
    first = [Post(LIST_STARTS, grade, place.name) for place in places for grade in grades_of(dice, place)]
    hired = [Post(HIRING_DAY, "9급", dice.pick(places).name) for _ in range(14)]
    members = [Member(numbers.pop(), [post]) for post in (*first, *hired)]
    promote(dice, members)
    transfer(dice, members, places)
    retire(dice, members)
    return members


def grades_of(dice: Dice, place: Department) -> list[str]:
    """One head, then about a quarter of team leaders and most people in grades 7 and 8."""
    heads = [BUREAU_HEADS[place.name], "5급"] if place.name in BUREAU_HEADS else ["5급"]
    ladder = ("6급",) * 5 + ("7급",) * 7 + ("8급",) * 5 + ("9급",) * 3
    rest = [dice.pick(ladder) for _ in range(place.people - len(heads))]
    return heads + sorted(rest, key=GRADES.index, reverse=True)


def promote(dice: Dice, members: list[Member]) -> None:
    for grade, times in (("5급", 1), ("6급", 4), ("7급", 7), ("8급", 11), ("9급", 13)):
        candidates = [one for one in members if len(one.posts) == 1 and one.posts[0].grade == grade]
        for member in dice.shuffled(one for one in candidates if one.posts[0].since == LIST_STARTS)[:times]:
            member.change(dice.pick(TRANSFER_DAYS), grade=GRADES[GRADES.index(grade) + 1])


def transfer(dice: Dice, members: list[Member], places: list[Department]) -> None:
    """Thirty people move; some on the day of their promotion, and one twice."""
    movable = [one for one in members if one.posts[-1].grade in GRADES[:4] and one.posts[0].since == LIST_STARTS]
    promoted_in_july = [one for one in movable if one.posts[-1].since == TRANSFER_DAYS[0]]
    for member in [*promoted_in_july[:1], *dice.shuffled(one for one in movable if one not in promoted_in_july)[:29]]:
        day = TRANSFER_DAYS[1] if len(member.posts) > 1 else dice.pick(TRANSFER_DAYS)
        elsewhere = [place.name for place in places if place.name != member.posts[-1].department]
        member.change(day, department=dice.pick(elsewhere))


def retire(dice: Dice, members: list[Member]) -> None:
    old = [one for one in members if len(one.posts) == 1 and one.posts[0].grade in ("6급", "5급")]
    for member in dice.shuffled(old)[:9]:
        member.until = dice.pick(TRANSFER_DAYS)


def roster_rows(members: list[Member], places: list[Department]) -> Iterable[tuple[str, ...]]:
    """By department, then grade from the top, as such a list is kept; each post until the day of the next."""
    order = {place.name: index for index, place in enumerate(places)}
    members = sorted(
        members, key=lambda one: (order[one.posts[0].department], -GRADES.index(one.posts[0].grade), one.id)
    )
    for member in members:
        ends = [post.since.isoformat() for post in member.posts[1:]]
        ends.append(member.until.isoformat() if member.until else "")
        for post, end in zip(member.posts, ends, strict=True):
            yield member.id, post.grade, post.department, post.since.isoformat(), end


# The entries.


@dataclass
class Desk:
    """What is needed to write an entry: chance, the departments' topics, and the prizes not yet given."""

    dice: Dice
    topics: dict[str, tuple[str, ...]]
    prizes: list[tuple[date, str, str]] = field(default_factory=list)
    tasks: set[tuple[str, str]] = field(default_factory=set)

    def day(self) -> date:
        return working_day(FIRST_DAY + timedelta(self.dice.below((LAST_DAY - FIRST_DAY).days + 1)), -1)

    def task(self, template: str, member: Member, day: date) -> str:
        """A task that this person has not had."""
        own = member.post_on(day).department
        while True:
            other = self.dice.pick([name for name in PARTNERS if name != own])
            text = template.format(topic=self.dice.pick(self.topics[own]), other=other)
            if (member.id, text) not in self.tasks:
                self.tasks.add((member.id, text))
                return text

    def contest(self, member: Member, taken: set[date]) -> list[Entry]:
        """The next prize of a contest that this person is not in yet, if any is left."""
        left = [prize for prize in self.prizes if prize[0] not in taken]
        if not left:
            return []
        self.prizes.remove(left[0])
        day, template, prize = left[0]
        return [self.entry(member, day, "contest", self.task(template, member, day), prize)]

    def entry(self, member: Member, day: date, activity: str, task: str, prize: str = "") -> Entry:
        recorded = later(day, self.dice.below(5))
        approved = later(recorded, 2 + self.dice.below(8))
        praised = activity in ("collaboration", "achievement") and self.dice.below(6) == 0
        return Entry(member.id, day, activity, task, recorded, approved, praised, prize)


def entries_of(desk: Desk, member: Member, count: int) -> list[Entry]:
    """A person's year. About half of the proposals are adopted, some weeks later."""
    found: list[Entry] = []
    while len(found) < count:
        activity = desk.dice.pick(OFTEN)
        if activity == "contest":
            found += desk.contest(member, {one.day for one in found})
        else:
            day = desk.day()
            task = desk.task(desk.dice.pick(TASKS[activity]), member, day)
            found.append(desk.entry(member, day, activity, task))
            adopted = later(day, 25 + desk.dice.below(36))
            if activity == "proposal" and desk.dice.below(2) and len(found) < count and adopted <= LAST_DAY:
                found.append(desk.entry(member, adopted, "adoption", f"{task} 채택"))
    return found


def all_entries(dice: Dice, members: list[Member], places: list[Department]) -> list[Entry]:
    prizes = [(day, template, prize) for day, template in CONTESTS for prize in PRIZES]
    desk = Desk(dice, {place.name: place.topics for place in places}, dice.shuffled(prizes))
    counts = [count for count, people in ENTRY_COUNTS for _ in range(people)]
    found = []
    for member, count in zip(earners(dice, members, len(counts)), counts, strict=True):
        found += entries_of(desk, member, count)
    return sorted([*found, *awkward_entries(desk, members, found)], key=lambda one: (one.day, one.member, one.task))


def earners(dice: Dice, members: list[Member], count: int) -> list[Member]:
    """Who takes part: people of the whole year, one of whom is promoted above the ceiling in January."""
    steady = [one for one in members if one.until is None and one.posts[0].since == LIST_STARTS]
    rising = [one for one in steady if one.posts[0].grade == CEILING and one.posts[-1].grade == "5급"]
    rising = [one for one in rising if one.posts[-1].since == TRANSFER_DAYS[1]][:1]
    eligible = [one for one in steady if one.may_earn_on(FIRST_DAY) and one.may_earn_on(LAST_DAY)]
    chosen = dice.shuffled(eligible)[: count - len(rising)]
    return [*chosen[:25], *rising, *chosen[25:]]


def awkward_entries(desk: Desk, members: list[Member], found: list[Entry]) -> list[Entry]:
    """One of each kind of trouble that such lists hold; examples/data/README.md names them."""
    known = {one.id: one for one in members}
    head = next(one for one in members if one.posts[0].grade == "5급" and one.until is None)
    first, second, third, fourth, fifth = (known[one.member] for one in found[-5:])
    waiting = desk.entry(third, date(2025, 5, 26), "proposal", "당직 인수인계 방식 개선 제안")
    mistyped_id = desk.entry(fifth, date(2024, 10, 17), "achievement", "청사 안내 사각지대 해소")
    return [
        desk.entry(head, date(2024, 7, 18), "collaboration", "의회사무과 합동 주요업무 보고회 추진"),
        desk.entry(first, date(2024, 8, 22), "협업을 통한 문재해결", "해변 환경 정비 합동 추진"),
        desk.entry(second, date(2024, 5, 28), "proposal", "민원 서식 통합 제안"),
        desk.entry(fourth, CONTESTS[1][0], "contest", "정부혁신 우수사례 경진대회(민원 대기 시간)"),
        replace(waiting, status="대기", approved_on=None),
        replace(mistyped_id, member="K-0909"),
    ]


def entry_rows(entries: list[Entry]) -> list[tuple[str, ...]]:
    """Numbered by date; one row stands in the list twice, as if pasted again some days later."""
    rows = [entry.row(number) for number, entry in enumerate(entries, start=1)]
    rows.insert(DUPLICATE_AT + 9, rows[DUPLICATE_AT])
    return rows


# The claims: what people can see of the scheme when they ask, played month by month.


class Habit(NamedTuple):
    """From how many half points on a person claims, what for, and whether in the middle of a month or at its end."""

    halves: int
    option: str = "money"
    mid_month: bool = False


MONTH_END = Habit(6)
HABITS = (MONTH_END, Habit(6, mid_month=True), Habit(14), Habit(14, "leave"), Habit(20), Habit(20, "leave"))


def habit_of(dice: Dice, entries: list[Entry]) -> Habit:
    """Who gets to seven or ten points in the year often saves for them; nobody else does."""
    reach = max(MONTH_END.halves, sum(one.halves for one in entries))
    return dice.pick([habit for habit in HABITS if habit.halves <= reach][-5:])


def claim_days(habit: Habit) -> list[date]:
    """A day in each month from June 2024 to May 2025."""
    firsts = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(5, 18)]
    if habit.mid_month:
        return [working_day(first.replace(day=17)) for first in firsts[:-1]]
    return [working_day(first - timedelta(1), -1) for first in firsts[1:]]


def balance(entries: list[Entry], claims: list[Claim], day: date) -> int:
    return sum(one.halves for one in entries if one.day <= day) - sum(one.halves for one in claims if one.day <= day)


def claims_of(member: Member, entries: list[Entry], habit: Habit) -> list[Claim]:
    """Once a month the highest tier of the balance, which it uses up; only on days when the list is complete."""
    claims: list[Claim] = []
    for day in filter(member.may_earn_on, claim_days(habit)):
        points = balance(entries, claims, day)
        if points >= habit.halves and all(one.recorded_on <= day for one in entries if one.day <= day):
            tier = next(tier for tier in TIERS if tier <= points)
            claims.append(Claim(day, member.id, habit.option if tier >= CHOICE_FROM else "", tier))
    return claims


def all_claims(dice: Dice, members: list[Member], entries: list[Entry]) -> list[Claim]:
    """What people claim, and three claims that go wrong."""
    earned: dict[str, list[Entry]] = {}
    known = {one.id: one for one in members}
    for entry in entries:
        if entry.day >= FIRST_DAY and entry.member in known and known[entry.member].may_earn_on(entry.day):
            earned.setdefault(entry.member, []).append(entry)
    claims = {one: claims_of(known[one], rows, habit_of(dice, rows)) for one, rows in earned.items()}
    forget_option(claims)
    return sorted([*chain(*claims.values()), too_early(earned, claims), twice_a_month(earned, claims)])


def too_early(earned: dict[str, list[Entry]], claims: dict[str, list[Claim]]) -> Claim:
    """A claim with two and a half points, by someone who has not claimed before."""
    return next(
        Claim(day, member, "", 0)
        for member, day in product(earned, claim_days(MONTH_END))
        if balance(earned[member], [], day) == TOO_FEW and not any(each.day <= day for each in claims[member])
    )


def twice_a_month(earned: dict[str, list[Entry]], claims: dict[str, list[Claim]]) -> Claim:
    """A second claim at the end of a month in whose middle there was one, though the points would do again."""
    ends = {day.replace(day=1): day for day in claim_days(MONTH_END)}
    return next(
        Claim(end, each.member, "", 0)
        for each in chain(*claims.values())
        if each.day < (end := ends[each.day.replace(day=1)])
        and balance(earned[each.member], claims[each.member], end) >= TIERS[-1]
    )


def forget_option(claims: dict[str, list[Claim]]) -> None:
    """One person's last claim reaches seven points and does not say whether money or leave is wanted."""
    rows = [rows for rows in claims.values() if rows and rows[-1].halves == CHOICE_FROM][-1]
    rows[-1] = rows[-1]._replace(option="")


# The files.


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def files() -> dict[str, str]:
    """The three files by name."""
    dice = Dice(SEED)
    places = departments()
    members = staff(dice, places)
    entries = all_entries(dice, members, places)
    claims = all_claims(dice, members, entries)
    return {
        "roster.csv": table(ROSTER_COLUMNS, roster_rows(members, places)),
        "entries.csv": table(ENTRY_COLUMNS, entry_rows(entries)),
        "claims.csv": table(CLAIM_COLUMNS, (claim.row(number) for number, claim in enumerate(claims, start=1))),
    }


def main(arguments: Sequence[str]) -> int:
    wanted = {FOLDER / name: text.encode() for name, text in files().items()}
    if "--check" in arguments:
        stale = [path.name for path, content in wanted.items() if not path.is_file() or path.read_bytes() != content]
        if stale:
            print("not what the script writes:", ", ".join(stale))
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, content in wanted.items():
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
