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
    "chungnam_education": Row(
        ("B8",),
        {
            "periods.season.from": "03",
            "periods.season.until": "12-01",
            "activities.evaluation.points.between.1": "130",
            "awards.institutions.grades.ga.at_least": "117",
            "awards.institutions.grades.ra.at_least": "78",
            "awards.people.places.five.ranks.1": "5",
            "rewards.mitigation.label.ko": "감경",
        },
        ("http://joongdo.co.kr/jsp/article/article_view.jsp?pq=201604110039",),
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
    "dangjin": Row(
        ("B5",),
        {
            "from": "2017-01-01",
            "activities.department_item.source.at": "21",
            "activities.personal_item.source.at": "19",
            "facts.entry.cause.one_of.0": "성범죄",
            "facts.entry.cause.one_of.1": "금품",
            "facts.entry.cause.one_of.2": "음주",
            "activities.unkind.label.ko": "불친절",
            "activities.best_partner.label.ko": "협업포인트 우수부서",
            "awards.departments.places.six.ranks.1": "6",
            "awards.people.places.six.ranks.1": "6",
        },
        ("http://www.ccdailynews.com/news/articleView.html?idxno=935305",),
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
    "hampyeong": Row(
        ("B2",),
        {
            "activities.base.points": "100",
            "activities.base.of": "department",
            "activities.plus.source.at": "5",
            "activities.breach.label.ko": "행동강령 위반",
            "activities.monitor.label.ko": "모니터링",
            "activities.unkind.label.ko": "불친절",
            "awards.december.label.ko": "12",
            "awards.december.measure.per": "year",
        },
        ("https://cm.asiae.co.kr/ampview.htm?no=2014042909590548674",),
    ),
    "hanam_points": Row(
        ("D3",),
        {
            "awards.most_received.measure.per": "half",
            "awards.most_received.places.ten.ranks.1": "10",
            "awards.most_received.places.ten.pays.money": "50000",
            "awards.most_sent.measure.per": "half",
            "awards.most_sent.places.ten.ranks.1": "10",
            "awards.most_sent.places.ten.pays.money": "50000",
        },
        ("https://ajunews.com/view/20190408160452033",),
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
    "seogwipo": Row(
        ("C5",),
        {
            "from": "2015-01-01",
            "until": "2019-01-01",
            "awards.people.measure.per": "half",
            "awards.departments.measure.per": "half",
            "facts.member.office.one_of.0": "본청",
            "facts.member.office.one_of.1": "읍면동",
            "awards.people.of": "member",
            "awards.departments.of": "department",
        },
        (
            "http://www.jemin.com/news/articleView.html?idxno=526594",
            "https://jnuri.net/news/article.html?no=34494",
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
