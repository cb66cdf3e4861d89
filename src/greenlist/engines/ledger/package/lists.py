"""The two lists beside the manifest: one for `sha256sum -c`, one for a person who opens the zip."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from greenlist.engines.ledger.package.shape import FORMAT, GUIDE, LIST, MANIFEST, SUMS


def sums_of(files: Iterable[dict[str, Any]]) -> str:
    """The lines of SHA256SUMS, in the order of the package."""
    return "".join(f"{file['digest'].removeprefix('sha256:')}  {file['path']}\n" for file in files)


def guide_of(manifest: dict[str, Any], digest: str) -> str:
    """How to check the package, for a person: in words, with the digest of the manifest."""
    batch, files = manifest["batch"], manifest["files"]
    size, beside = sum(file["bytes"] for file in files), (MANIFEST, SUMS, GUIDE, LIST)
    lines = (
        f"{manifest['office']['name']}推荐材料（{batch['number']}）核对说明",
        "",
        f"文号：{batch['letter_number'] or '未登记'}　落款：{_day(batch['dated_on']) or '未登记'}　报送时间：{_time(batch['submitted_at']) or '还没有报送'}",
        f"共{len(manifest['rows'])}件申报。压缩包内共{len(files) + len(beside)}个文件：材料{len(files)}个（{size}字节），"
        f"另有供核对的{len(beside)}个（{'、'.join(beside)}）。格式：{FORMAT}",
        f"总摘要（{MANIFEST} 的 SHA-256）：{digest}",
        "",
        "这个压缩包把推荐材料送到不联网的另一套系统。收入时系统会自动核对每一个文件，不需要手工核对；",
        "只有总摘要值得打一次电话：两边读出来一样，就是同一份。想自己再查一遍的，可以这样做：",
        "",
        f"1. 解开压缩包，在解开的目录中运行 sha256sum -c {SUMS}，每个文件都应显示“成功”（OK）。",
        f"2. 运行 sha256sum {MANIFEST}，结果应与上面的总摘要一致；总摘要可以电话核对。",
        "3. 装有本系统的，运行 ./greenlist package check 压缩包文件名，一次查完以上各项；不用联网，也不用数据库。",
        "",
        f"{MANIFEST} 供接收方系统读取：推荐汇总表各行、各件提交的版本、核验结论与依据。请勿改动、改名或重新压缩。",
        f"{GUIDE}和清单.csv只供人看，不作为接收依据。",
    )
    return "\n".join(lines) + "\n"


def _day(text: str | None) -> str:
    found = date.fromisoformat(text) if text else None
    return f"{found.year}年{found.month}月{found.day}日" if found else ""


def _time(text: str | None) -> str:
    """As the bureau's clock showed it."""
    found = datetime.fromisoformat(text) if text else None
    return f"{_day(found.date().isoformat())} {found:%H:%M}" if found else ""
