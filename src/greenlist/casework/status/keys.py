"""The keys that sign: from the environment, or var/status_keys.json (owner only), made when first needed. Never in the repository."""

import contextlib
import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused
from greenlist.engines.status import SigningKey, new_key
from greenlist.engines.status.keys import MOST_KEYS, read_signing_keys

FILE = "status_keys.json"


def signing_keys() -> list[SigningKey]:
    """Every key that is published, the oldest first; the first is made when there is none."""
    if settings.STATUS_KEYS:
        return read_signing_keys(settings.STATUS_KEYS.encode())
    file = _file()
    if not file.exists():
        _write([new_key()], is_first=True)
    return read_signing_keys(file.read_bytes())


def present_key() -> SigningKey:
    """The one that signs now: the newest whose time has come."""
    at = int(now().timestamp())
    signing = [key for key in signing_keys() if key.key.signs_at(at)]
    if not signing:
        raise Refused("没有可用的签名密钥。", then="请系统管理员运行 ./greenlist status rotate。")
    return signing[-1]


def rotate(*, drop: bool = False) -> SigningKey:
    """Begin a new key now. What the ones before signed stays valid; with `drop` they leave the set, and it does not.

    Raises Refused when the keys come from the environment, or when a reader would refuse one key more.
    """
    if settings.STATUS_KEYS:
        raise Refused("没有更换签名密钥。", items=["密钥由环境变量 GREENLIST_STATUS_KEYS 给出。"], then="请在给出它的地方更换。")
    at = int(now().timestamp())
    before = [] if drop else [_ended(key, at) for key in signing_keys()]  # what was signed in this very second stays valid
    if len(before) >= MOST_KEYS:
        raise Refused(
            "没有更换签名密钥。", items=[f"密钥集里已有{MOST_KEYS}把，核对的人读不了更多。"],
            then="可用 --drop 只留新的一把；以前签发的文件须重新下载。",
        )  # fmt: skip
    made = new_key(nbf=at)
    _write([*before, made])
    record("rotate_status_key", actor=SYSTEM, subject=None, detail={"key": made.key.kid, "drop": str(drop)})
    return made


def _ended(signing: SigningKey, at: int) -> SigningKey:
    key = signing.key
    return signing if key.exp is not None else replace(signing, key=replace(key, exp=at))


def _file() -> Path:
    return Path(settings.VAR) / FILE


def _write(keys: list[SigningKey], *, is_first: bool = False) -> None:
    """Whole or not at all, and never over a key that another process made meanwhile."""
    whole = json.dumps({"keys": [key.jwk() for key in keys]})
    # mode 600, and a name that no other thread has
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix=f"{FILE}.", dir=settings.VAR, delete=False) as out:
        out.write(whole)
    draft = Path(out.name)
    if not is_first:
        draft.replace(_file())
        return
    with contextlib.suppress(FileExistsError):
        os.link(draft, _file())
    draft.unlink()
