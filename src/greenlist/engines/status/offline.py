"""Verifying without a network: is the file ours, is the list ours and meant for it, and what is the status at this time?"""

from dataclasses import dataclass
from typing import Any

from greenlist.engines.status.keys import KeySet
from greenlist.engines.status.signing import NotGenuine, genuine
from greenlist.engines.status.status_list import STATES, unpacked
from greenlist.engines.status.tokens import FRESH_S, LIST_KIND, STATUS_KIND

SKEW_S = 300  # a reader's clock may be slow
WORDS = {"listed": "在册", "removed": "已移出", "suspended": "暂停", "merged": "已并入其他条目"}
STALE = "stale"
Claims = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What the files say at this time. `state`: a key of STATES, or `stale` when the newest word is over an hour old.

    `last` is the state by that newest word, signed at `as_of` by the key `kid` and counting until `until`.
    """

    state: str
    last: str
    as_of: int
    until: int
    kid: str
    site: str
    page: str
    listing: Claims

    @property
    def is_listed(self) -> bool:
        """Is it on the list, by a word of the last hour?"""
        return self.state == "listed"

    @property
    def word(self) -> str:
        """在册, 已移出, 暂停, or 过时 with what was said last."""
        return WORDS[self.state] if self.state != STALE else f"过时（最后所知：{WORDS[self.last]}）"


def verify_status(file: bytes, keys: KeySet, *, at: int, status_list: bytes | None = None) -> Verdict:
    """The status by the newer of the two words, the file's and the list's. Raises NotGenuine for anything that is not ours."""
    claims, kid = genuine(file, STATUS_KIND, keys)
    listing, index, address = _read(claims)
    said, as_of, until = listing["state"], claims["iat"], claims["iat"] + FRESH_S
    if status_list is not None:
        told, listed_at, list_until = _told(status_list, keys, index, address, claims["iss"], at)
        if listed_at >= as_of:
            said, as_of, until = told, listed_at, list_until
    if claims["iat"] > at + SKEW_S:
        raise NotGenuine("签发时间在将来：请核对本机时间。")
    return Verdict(said if at <= until else STALE, said, as_of, until, kid, claims["iss"], claims["sub"], listing)


def _read(claims: Claims) -> tuple[Claims, int, str]:
    """(listing, place in the list, the list's address) of a status file."""
    try:
        listing, held = claims["listing"], claims["status"]["status_list"]
        index, address = held["idx"], held["uri"]
        whole = listing["state"] in STATES and type(index) is int and index >= 0
        whole = whole and all(isinstance(text, str) for text in (address, claims["iss"], claims["sub"]))
    except (KeyError, TypeError):
        whole = False
    if not whole:
        raise NotGenuine("状态文件的内容不全。")
    return listing, index, address


def _told(token: bytes, keys: KeySet, index: int, address: str, site: str, at: int) -> tuple[str, int, int]:
    """(state, when signed, until when) by the list; it must be the list that the file names."""
    claims, _ = genuine(token, LIST_KIND, keys)
    if (claims.get("sub"), claims.get("iss")) != (address, site):
        raise NotGenuine(f"状态清单不是这份文件所指的那一份：应是 {address}。")
    if claims["iat"] > at + SKEW_S:
        raise NotGenuine("状态清单的签发时间在将来：请核对本机时间。")
    try:
        status = unpacked(claims["status_list"]["lst"], index, claims["status_list"]["bits"])
        state = next(name for name, value in STATES.items() if value == status)
        until = min(int(claims["exp"]), claims["iat"] + FRESH_S)
    except (KeyError, TypeError, ValueError, StopIteration):
        raise NotGenuine("状态清单里没有这个单位的位置。") from None
    return state, claims["iat"], until
