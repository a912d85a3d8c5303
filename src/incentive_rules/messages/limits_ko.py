"""시행 안내 가운데 한도, 따로 정한 기간, 점수 유효기간의 한국어 문구."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "notice_per_entry": "실적 하나마다",
    "notice_per_named": "해마다 '{label}'",
    "notice_limit_by_head": "세는 단위",
    "notice_limit_by": "{keys}마다 따로",
    "notice_limit_by_member": "사람",
    "notice_limit_by_giver": "주는 사람",
    "notice_limit_by_work": "과제",
    "notice_limit_by_activity": "활동",
    "notice_limit_value": "{value} {most}",
    "notice_limit_allowance": "{whose}의 {fact}에 따라 {values}",
    "notice_limit_of": "대상 점수",
    "notice_limit_of_base": "활동 점수만. 가점은 따로 더함",
    "notice_limit_rule_wide": "한도는 따로 적지 않으면 한 사람마다 셉니다. 활동이 여럿이면 합하여 셉니다. 한도를 넘는 것은 인정하지 않으며, 감점은 줄이지 않습니다.",
    "notice_section_periods": "따로 정한 기간",
    "notice_name_periods": "기간 '{label}'",
    "notice_period_days": "해마다 {first}부터 {last}까지",
    "notice_month_and_day": "{month} {day}일",
    "notice_section_balance": "점수의 유효기간",
    "notice_expire_after": "유효기간",
    "notice_expire_after_is": "인정된 날부터 {months}개월",
    "notice_carry_over": "이월",
    "notice_carry_over_is": "나중에 쌓은 것부터 최대 {most}. 나머지는 12월 31일이 지나면 소멸",
    "notice_counter_earned_named": "'{label}'에 쌓은 점수를 봅니다. 다음 기간에는 0점부터 다시 셉니다.",
    "notice_within_named": "'{label}'에",
    "notice_last_day_named": "해마다 '{label}'의 마지막 날",
}
