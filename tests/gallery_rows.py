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
    "cheongju": Row(
        ("B7",),
        {
            "from": "2021-01-01",
            "facts.entry.department_item.one_of.11": "12",
            "facts.entry.department_item.label.ko": "4개 분야 12개",
            "facts.entry.personal_item.one_of.10": "11",
            "facts.entry.personal_item.label.ko": "4개 분야 11개",
            "awards.departments.places.best.ranks.1": "18",
            "awards.departments.stated.winners": "18",
            "awards.people.places.best.ranks.1": "10",
            "awards.people.stated.winners": "10",
        },
        ("https://www.geconomy.co.kr/news/article.html?no=208952",),
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
    "japan_proposals": Row(
        ("H7",),
        {
            "activities.proposal.source.at": "혼자 또는 공동으로",
            "activities.proposal.shares": "yes",
            "limits.same_purpose.by.0": "purpose",
            "limits.same_purpose.keep": "earliest",
        },
        (
            "http://www.niijima.com/reiki_int/reiki_honbun/g158RG00000035.html",
            "https://www.city.kamogawa.lg.jp/reiki/reiki_honbun/r102RG00000103.html",
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
    "moleg_knowledge": Row(
        ("E9",),
        {
            "awards.selection.measure.per": "quarter",
            "awards.selection.measure.parts.knowledge.counter": "knowledge",
            "awards.selection.measure.parts.third.label.ko": "셋째 기준",
            "awards.selection.source.at": "12",
        },
        (),
    ),
    "oxford": Row(
        ("H5",),
        {
            "eligible.not.hired.at_least.months_ago": "6",
            "limits.same_evidence.count": "1",
            "awards.recognition.tiers.one.pays.money.steps.0.take": "200",
            "awards.recognition.tiers.one.pays.money.steps.1.times.fact": "part",
            "budgets.paybill.label.en": "0.35",
        },
        ("http://www.admin.ox.ac.uk/personnel/reward/rewardandrecognitionscheme/admin/",),
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
    "taiwan": Row(
        ("H9",),
        {
            "facts.entry.first.at_most": "50",
            "facts.entry.second.at_most": "20",
            "facts.entry.third.at_most": "15",
            "facts.entry.fourth.at_most": "15",
            "awards.appraisal.grades.a.at_least": "80",
            "awards.appraisal.grades.b.at_least": "70",
            "awards.appraisal.grades.c.at_least": "60",
            "awards.appraisal.adjust.top.at_least": "a",
            "awards.appraisal.adjust.bottom.at_most": "d",
        },
        ("https://nippon.zaidan.info/seikabutsu/1997/00631/contents/126.htm",),
    ),
    "uk_mod": Row(
        ("H4",),
        {
            "activities.reward.points.between.0": "50",
            "activities.reward.points.between.1": "2000",
            "facts.entry.kind.one_of.4": "5",
            "budgets.person.by": "member",
            "budgets.person.amount": "3000",
            "budgets.person.per": "financial_year",
        },
        ("https://discovermybenefits.mod.gov.uk/civilian/recognition/employee-reward-scheme",),
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
    "yesan": Row(
        ("F14",),
        {
            "from": "2025-01-01",
            "awards.screening.measure.per": "quarter",
            "awards.vote.field.stage": "screening",
            "awards.selection.field.stage": "vote",
            "rewards.s_grade.label.ko": "S등급",
            "rewards.credit.label.ko": "가점",
            "rewards.leave.label.ko": "휴가",
        },
        ("http://www.daejeontoday.com/news/articleView.html?idxno=716474",),
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
