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
        ("A9", "A10"),
        {
            "until": "2027-01-01",
            "eligible.grade.at_most": "6급",
            "eligible.class.one_of.2026-01-19": "임기제",
            "activities.training.label.ko": "교육 참석",
            "limits.monthly.count": "2",
            "limits.monthly.per": "month",
            "limits.task.count": "1",
            "limits.task.keep": "highest",
            "awards.withdrawal.tiers.t3.pays.voucher": "30000",
            "awards.withdrawal.tiers.t10.choose.money.voucher": "100000",
            "awards.withdrawal.tiers.t10.choose.day_off.leave": "1",
            "awards.flat.from": "19",
            "awards.flat.points": "2",
            "awards.flat.pays.voucher": "10000",
            "readings.from_2024.set.from": "2024",
            "readings.from_ten_thousand.set.awards.withdrawal.tiers.t1.pays.voucher": "10000",
        },
        (
            "https://terradarcobaleno.com/news/articleViewAmp.html?idxno=1090314",
            "https://kcledu.com/2025/01/21/",
            "http://www.minan21c.com/news/article.html?no=23983",
            "https://m.news.zum.com/articles/103559816",
        ),
    ),
    "central": Row(
        ("A2",),
        {
            "from": "2023-05",
            "eligible.grade.at_most": "4급",
            "activities.active.points.values.1점 유형": "1",
            "activities.active.points.values.3점 유형": "3",
            "activities.passive.points": "-5",
            "awards.withdrawal.measure.counter": "balance",
            "rewards.exemption.label.ko": "당직 면제",
        },
        (
            "http://www.public25.com/news/articleView.html?idxno=13029",
            "https://m.korea.kr/news/policyNewsView.do?newsId=148913722",
        ),
    ),
    "central_pilot": Row(
        ("A1",),
        {
            "from": "2022-07",
            "eligible.grade.at_most": "4급",
            "eligible.body.one_of.5": "해경",
            "activities.planning.label.ko": "기획",
            "activities.execution.label.ko": "집행",
            "activities.result.label.ko": "성과",
            "activities.result.shares": "yes",
            "limits.department.by.1": "department",
            "awards.by_preference.tiers.p3.choose.duty.exemption": "1",
            "rewards.exemption.label.ko": "당직 면제권",
        },
        (
            "https://www.110.go.kr/data/faqView.do?num=62200",
            "http://nbnbiz.co.kr/news/articleViewAmp.html?idxno=28610",
            "http://www.public25.com/news/articleView.html?idxno=11278",
        ),
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
    "incheon_terms": Row(
        ("C3",),
        {
            "from": "2006",
            "activities.early.points.each": "1",
            "activities.early.when.term.between.0": "2",
            "activities.early.when.term.between.1": "30",
            "activities.late.points.each": "-2",
            "rewards.tour.label.ko": "여행",
            "rewards.posting.label.ko": "보직",
        },
        ("https://go.seoul.co.kr/news/newsView.php?id=20061017011003",),
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
    "sinan": Row(
        ("A6",),
        {
            "from": "2026-03",
            "eligible.grade.at_most": "6급",
            "limits.person.label.ko": "20만원",
            "awards.exchange.points": "1",
            "awards.exchange.choose.certificate.voucher": "10000",
            "answers.year_end.is": "lapse",
            "activities.recommended.label.ko": "국민추천",
        },
        (
            "https://go.seoul.co.kr/news/newsView.php?id=20260226500188",
            "https://www.asiae.co.kr/article/2026022517171708856",
        ),
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
    "ulsan_bukgu": Row(
        ("A16",),
        {
            "from": "2024",
            "activities.quantitative.when.item.between.1": "23",
            "activities.qualitative.when.item.between.1": "4",
            "activities.challenge.label.ko": "아름다운 도전",
            "awards.day_off.points": "50",
            "awards.day_off.pays.leave": "1",
            "budgets.person.amount": "2500000",
        },
        ("https://nocutnews.co.kr/news/6106418",),
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
    "yongin": Row(
        ("A7",),
        {
            "from": "2023-07",
            "eligible.grade.at_most": "6급",
            "activities.saving.points.between.0": "0.5",
            "activities.saving.points.between.1": "2",
            "awards.cash.points": "1",
            "awards.cash.pays.cash": "10000",
            "awards.cash.minimum": "3",
        },
        ("https://www.hankyung.com/article/202307200758Y",),
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
