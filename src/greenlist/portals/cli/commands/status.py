"""`greenlist status verify FILE --keys FILE [--list FILE] [--at TIME]`: a status file offline. `greenlist status rotate`: a new key."""

import argparse
import json
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from greenlist.engines.status import NotGenuine, Verdict, read_keys, verify_status

CHINA = timezone(timedelta(hours=8))


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("status", help="verify a status file offline; begin a new signing key")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    check = acts.add_parser("verify", help="no database, no network")
    check.add_argument("file", type=Path)
    check.add_argument("--list", type=Path, help="the status list, downloaded within the last hour")
    # never keys.json beside FILE: who forges a file sends the keys with it (decision 0025)
    check.add_argument("--keys", type=Path, required=True, help="the public keys, downloaded by you from the province's own site")
    check.add_argument("--at", type=_instant, help="verify as of this time, such as 2024-05-22T10:00+08:00, instead of now")
    check.add_argument("--json", action="store_true", help="the verdict as JSON")
    rotate = acts.add_parser("rotate", help="a new key signs from now on; what the old one signed stays valid")
    rotate.add_argument("--drop", action="store_true", help="the old key was lost: everything it signed is refused from now on")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def needs_database(chosen: argparse.Namespace) -> bool:
    """Does this act write?"""
    return bool(chosen.act == "rotate")


def run(chosen: argparse.Namespace) -> int:
    """Exit 0 for 在册 by a word of the last hour; 1 for removed, suspended, stale, or not genuine."""
    if chosen.act == "rotate":
        from greenlist.casework.status.keys import rotate  # noqa: PLC0415 -- app ready: models load after set-up

        print(f"新的签名密钥：{rotate(drop=chosen.drop).key.kid}")
        return 0
    keys = read_keys(chosen.keys.read_bytes())
    file, held = chosen.file.read_bytes(), chosen.list.read_bytes() if chosen.list else None
    try:
        found = verify_status(file, keys, at=chosen.at or int(time.time()), status_list=held)
    except NotGenuine as fault:
        print(json.dumps({"state": "forged", "why": str(fault)}, ensure_ascii=False) if chosen.json else f"不予采信：{fault}")
        return 1
    print(json.dumps(vars(found), ensure_ascii=False) if chosen.json else "\n".join(_told(found)))
    return 0 if found.is_listed else 1


def _told(found: Verdict) -> list[str]:
    said = found.listing
    lines = [f"{said.get('name', '名称不公开')}：{found.word}"]
    lines += [f"级别、类别、年度：{_words(said)}", f"公布：{said.get('listed_on', '')} {said.get('document', '')}".rstrip()]
    if found.last == "removed" and "removed_on" in said:
        lines.append(f"移出：{said['removed_on']} {said.get('removal_reason', '')}（依据 {said.get('removal_clause', '')}）")
    if found.state == "stale":
        lines.append("请从签发的网站下载一小时内的状态清单，用 --list 一起核对。")
        lines += ["演示文件按演示时间签发，可用 --at 给出核对的时间。"] if said.get("is_demo") else []
    elif found.last != said["state"]:
        lines.append("文件签发之后状态有变动，以状态清单为准。")
    lines.append(f"截至{_time(found.as_of)}，算到{_time(found.until)}；{'演示数据；' if said.get('is_demo') else ''}签发 {found.site}")
    return [*lines, f"密钥 {found.kid}，请与 {found.site}/status/keys.json 对照"]


def _words(said: dict[str, Any]) -> str:
    names = {"national": "国家级", "provincial": "省级", "factory": "绿色工厂", "park": "绿色园区", "supply_chain": "绿色供应链管理企业"}
    found = (str(said.get(field, "")) for field in ("level", "category", "year"))
    return "、".join(names.get(text, text) for text in found if text)


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, CHINA).strftime("%Y-%m-%d %H:%M")


def _instant(text: str) -> int:
    """A time with its zone; China's when none is given."""
    found = datetime.fromisoformat(text)
    return int((found if found.tzinfo else found.replace(tzinfo=CHINA)).timestamp())
