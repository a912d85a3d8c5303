"""Which row of the collected real schemes each file of the gallery is, and what that row publishes: address, words.

An address is the way to a value in the file; the words must stand there. Whatever number of a rule is not named here
was not published, so the file must call it assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Row:
    """The rows behind one file, what they publish, and where."""

    ids: tuple[str, ...]
    published: Mapping[str, str]
    urls: tuple[str, ...]


ROWS: dict[str, Row] = {
    "anseong": Row(
        ("A9",),
        {
            "eligible.grade.at_most": "6급",
            "activities.training.label.ko": "교육 참석",
            "awards.withdrawal.tiers.t3.pays.voucher": "30000",
            "awards.withdrawal.tiers.t10.choose.money.voucher": "100000",
            "awards.withdrawal.tiers.t10.choose.day_off.leave": "1",
            "readings.from_ten_thousand.set.awards.withdrawal.tiers.t1.pays.voucher": "10000",
        },
        ("https://terradarcobaleno.com/news/articleViewAmp.html?idxno=1090314", "https://kcledu.com/2025/01/21/"),
    ),
    "council": Row(
        ("G8",),
        {
            "from": "2021-01-01",
            "sources.plan.title.ko": "148",
            "eligible.elsewhere": "no",
            "awards.pay.within.by": "grade",
            "awards.pay.within.pool_below": "4",
            "awards.pay.grades.s.pays.bonus.steps.2.round.unit": "1000",
            "awards.pay.grades.s.pays.bonus.steps.4.over": "40",
            "awards.pay.not_paid.when.months.not.at_least": "2",
            "awards.pay.not_paid.then": "place_last",
            "awards.pay.adjust.short.when.months.not.at_least": "2",
            "awards.pay.adjust.short.at_most": "c",
        },
        ("https://opengov.seoul.go.kr/sanction/22404714",),
    ),
    "daejeon_donggu": Row(
        ("A14",),
        {
            "from": "2024-01-01",
            "eligible.grade.at_most": "6급",
            "awards.november.until": "2024-12-01",
            "sources.report.title.ko": "75명, 100건, 336점",
            "rewards.overseas.label.ko": "국외연수 선발 가점",
        },
        ("https://m.newspic.kr/view.html?nid=2024121817190379347",),
    ),
    "goesan": Row(
        ("A27",),
        {
            "from": "2025-01-01",
            "eligible.grade.at_most": "6급",
            "awards.conversion.tiers.t10.choose.cash.money": "100000",
            "awards.conversion.tiers.t10.choose.day_off.leave": "3",
            "rewards.commendation.label.ko": "군수 표창",
        },
        (
            "https://go.seoul.co.kr/news/newsView.php?id=20250529020001",
            "https://mobile.newsis.com/view_amp.html?ar_id=NISX20250528_0003193096",
        ),
    ),
    "gyeongju": Row(
        ("A18",),
        {
            "from": "2024-07-01",
            "until": "2025-01-01",
            "eligible.grade.at_most": "6급",
            "eligible.post.at_most": "팀장",
            "activities.item_12.source.at": "12",
            "activities.submission.label.ko": "분기별 사례 제출",
            "limits.quarterly.per": "quarter",
        },
        (
            "https://m.imaeil.com/page/view/2024061315403765544",
            "http://ksmnews.co.kr/news/view.php?idx=487031",
        ),
    ),
    "jeongseon": Row(
        ("A15",),
        {
            "until": "2026-01-01",
            "eligible.grade.at_most": "6급",
            "awards.monthly.from": "2025-06-01",
            "awards.monthly.claim.per": "month",
            "awards.year_end.claim.per": "year",
            "awards.monthly.tiers.t10.pays.leave": "1",
        },
        (
            "https://www.newsis.com/view/NISX20250609_0003205109",
            "https://www.fnnews.com/news/202506091024379116",
        ),
    ),
    "junggu": Row(
        ("A12",),
        {
            "from": "2023-09-01",
            "eligible.grade.at_most": "6급",
            "eligible.post.at_most": "팀장",
            "eligible.unit.one_of.2023-09-01": "13개 부서",
            "eligible.unit.one_of.2024-01-01": "4개 동",
            "facts.entry.given.at_least": "1",
            "facts.entry.given.at_most": "10",
            "activities.item_14.source.at": "14",
        },
        ("http://www.jgnews.co.kr/news/article.html?no=27475",),
    ),
    "jungnang": Row(
        ("A11",),
        {
            "eligible.grade.at_most": "6급",
            "activities.collaboration.points.2025-01-01": "2",
            "activities.collaboration.points.2026-01-01": "7",
            "activities.goal.from": "2026-01-01",
            "awards.exchange.tiers.t10.at": "10",
            "awards.exchange.tiers.t10.from": "2026-01-01",
        },
        ("https://biz.heraldcorp.com/article/10693824",),
    ),
    "munhwa_contract": Row(
        ("G7",),
        {
            "from": "2022-01-01",
            "awards.pay.grades.s.share": "0.2",
            "awards.pay.grades.a.share": "0.3",
            "awards.pay.grades.b.share": "0.5",
            "awards.pay.grades.s.pays.pay.steps.1.times": "0.08",
            "awards.pay.grades.a.pays.pay.steps.1.times": "0.055",
            "awards.pay.grades.b.pays.pay.steps.1.times": "0.035",
            "awards.pay.seats": "largest_remainder",
            "answers.grades_counted_of.assumed.ko": "96",
        },
        ("https://opengov.seoul.go.kr",),
    ),
    "national_grades": Row(
        ("G1", "G2", "G3", "G11"),
        {
            "awards.pay.grades.s.share": "0.2",
            "awards.pay.grades.a.share": "0.4",
            "awards.pay.grades.b.share": "0.3",
            "awards.pay.grades.c.share": "0.1",
            "awards.pay.grades.s.pays.bonus.steps.1.times": "1.725",
            "awards.pay.grades.a.pays.bonus.steps.1.times": "1.25",
            "awards.pay.grades.b.pays.bonus.steps.1.times": "0.85",
            "awards.pay.grades.s.pays.bonus.steps.0.take.values.9급": "1250000",
            "awards.pay.grades.s.pays.bonus.steps.0.take.values.4급": "2880000",
            "awards.pay.not_paid.when.any.0.months.not.at_least": "2",
            "awards.pay.supplements.best.top": "0.05",
            "awards.pay.supplements.best.pays.bonus.steps.1.times": "0.5",
            "awards.pay.supplements.long.pays.bonus.steps.1.times": "0.5",
            "counters.tops.last": "3",
            "readings.in_2007.set.awards.pay.grades.s.pays.bonus.steps.1.times": "1.8",
            "readings.in_2007.set.awards.pay.grades.a.pays.bonus.steps.1.times": "1.2",
            "readings.in_2007.set.awards.pay.grades.b.pays.bonus.steps.1.times": "0.7",
        },
        (
            "https://github.com/legalize-kr/legalize-kr",
            "https://zentael.com/?p=6907",
            "https://www.segye.com/newsView/20071022002866",
            "https://ichannela.com/news/main/news_detailPage.do?publishId=000000385301",
        ),
    ),
    "seobu": Row(
        ("G4",),
        {
            "from": "2023-01-01",
            "facts.entry.review.at_most": "50",
            "facts.entry.adjusted.at_most": "20",
            "facts.entry.creative.at_most": "20",
            "facts.entry.merit.at_most": "5",
            "facts.entry.birth.at_most": "5",
            "eligible.class.not": "임기제",
            "awards.pay.within.by": "grade",
            "awards.pay.grades.s.share": "0.3",
            "awards.pay.grades.a.share": "0.5",
            "awards.pay.grades.b.share": "0.2",
            "awards.pay.not_paid.when.any.0.months.not.at_least": "2",
            "awards.pay.not_paid.then": "take_from_lowest_paid",
        },
        ("https://opengov.seoul.go.kr/sanction/28038866",),
    ),
    "seongdong": Row(
        ("G5",),
        {
            "from": "2022-01-01",
            "facts.entry.review.at_most": "50",
            "facts.entry.adjusted.at_most": "40",
            "facts.entry.merit.at_most": "5",
            "facts.entry.birth.at_most": "5",
            "awards.pay.grades.s.share": "0.3",
            "awards.pay.grades.a.share": "0.5",
            "awards.pay.grades.b.share": "0.2",
            "awards.pay.grades.c.share": "0",
            "awards.pay.grades.s.pays.bonus.steps.1.times": "1.525",
            "awards.pay.grades.a.pays.bonus.steps.1.times": "1.25",
            "awards.pay.grades.b.pays.bonus.steps.1.times": "1.05",
            "awards.pay.not_paid.then": "take_from_lowest_paid",
            "awards.pay.adjust.untrained.down": "1",
        },
        ("https://opengov.seoul.go.kr/sanction/25531161",),
    ),
    "suwon": Row(
        ("A8",),
        {
            "from": "2023-08-01",
            "until": "2024-01-01",
            "eligible.grade.at_most": "6급",
            "eligible.post.at_most": "팀장",
            "facts.member.pilot.label.ko": "10개 부서",
            "awards.withdrawal.tiers.t3.pays.money": "30000",
            "awards.withdrawal.tiers.t10.pays.money": "100000",
        },
        ("http://morningtoday.co.kr/62946",),
    ),
    "wando": Row(
        ("A20",),
        {
            "from": "2024-08-22",
            "until": "2025-01-01",
            "eligible.class.one_of": "공무직",
            "rewards.learning.unit": "hour",
        },
        ("https://news1.kr/amp/local/gwangju-jeonnam/5484715",),
    ),
    "yongsan_knowledge": Row(
        ("E4",),
        {
            "from": "2017-01-01",
            "activities.knowledge.points": "10",
            "facts.entry.given.at_least": "1",
            "facts.entry.given.at_most": "5",
            "awards.departments.of": "department",
        },
        ("https://cm.asiae.co.kr/ampview.htm?no=2017050206411158857",),
    ),
}
