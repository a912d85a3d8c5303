"""Ids on lists that are posted: the middle is hidden, as 홍*동 stands for 홍길동."""

from __future__ import annotations

import re

_WITH_UNIT = re.compile(r"([가-힣]{2,5})( ?\(.*\))")  # a name, and what tells namesakes apart
_COVERS = ("*", "○")
_LONG, _MIDDLE = 6, 3


def partly_hidden(member_id: str) -> str:
    """An id whose middle is hidden. What comes out is never the id itself.

    Two letters stay on either side of a long id, one of a shorter one; of two letters the first stays. What stands in
    brackets behind a name, to tell namesakes apart, stays whole.

    Example:
        >>> [partly_hidden(each) for each in ("K-0102", "홍길동", "이산", "7", "김민수(기획)")]
        ['K-**02', '홍*동', '이*', '*', '김*수(기획)']
    """
    if named := _WITH_UNIT.fullmatch(member_id):
        return partly_hidden(named[1]) + named[2]
    size = len(member_id)
    head = 2 if size >= _LONG else min(size // 2, 1)
    tail = head if size >= _MIDDLE else 0
    hidden = size - head - tail
    cover = next(each for each in _COVERS if each * hidden != member_id[head : size - tail] or not hidden)
    return member_id[:head] + cover * hidden + member_id[size - tail :]
