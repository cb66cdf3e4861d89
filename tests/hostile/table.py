"""The table of the operator's guide, made from what is declared: `python -m tests.hostile.table` writes it, `--check` compares."""

import sys
from pathlib import Path

from tests.hostile.declared import Declared, declared, names

PAGE = Path(__file__).parents[2] / "docs" / "guides" / "hostile-files.md"
DOORS = {"proof": "材料", "table": "汇总表", "watch": "名单", "accounts": "开户表", "archive": "报告压缩包", "page": "看图", "package": "推荐材料包",
         "template": "公文模板", "twin": "文字稿", "scan": "盖章页扫描件", "original": "待盖章报告", "dossier": "编入卷宗", "receipt": "回执", "platform": "平台表", "official": "标准的官方表", "drawn": "案例图片"}  # fmt: skip
HEAD = """# 上传的文件：拒收什么，怎样收下

<!-- 由 tests/hostile/declared.yaml 和 names.yaml 生成：python -m tests.hostile.table；不要手改 -->

给系统运维看。每个上传的文件都在一个单独的子进程里打开：内存不超过 512 MB，计算不到 5 秒（读全文20秒，合成盖章版、填公文模板30秒，编入卷宗60秒，整个报送包300秒；机器忙时多等一会儿），不能联网取东西，不能再开进程，写出的文件有上限。
只有回执（.json，不到 10 KB）不开子进程。文件再坏也只能结束这个子进程，网站照常。拒收的文件不留存，页面上用一句话说明原因和怎么办。一个 PDF 最多 {pages} 页（`settings.py` 的 `MOST_PAGES`）。

收下的文件按查出的真实类型发出（`nosniff`），只有 PDF 在浏览器里打开，其余一律作附件下载；看图页上的图和案例图片是重新画的。

下面每一行都有一个测试文件（`tests/hostile`，共 {count} 个文件、{names} 种文件名），每次测试都真的打开一遍，太大的几个在 `run.py prove hostile` 里打开。处：材料＝报告、公函、佐证、图片、平台回执截图；名单＝名单比对；看图＝逐页查看。
"""


def document(pages: int) -> str:
    """The whole page."""
    files = declared()
    parts = [HEAD.format(pages=pages, count=len(files), names=len(names()))]
    for group in dict.fromkeys(file.group for file in files):
        rows = "\n".join(_row(file) for file in files if file.group == group)
        parts.append(f"## {group}\n\n| 文件 | 结果 |\n|---|---|\n{rows}\n")
    kept = "\n".join(f"| {name['what']} | {_shown(name['kept'])} |" for name in names())
    parts.append(f"## 文件名\n\n留存和显示的是清理过的名字；最长200字，扩展名保留。\n\n| 传来的名字 | 留存为 |\n|---|---|\n{kept}\n")
    return "\n".join(parts)


def _row(file: Declared) -> str:
    said: dict[str, list[str]] = {}
    for door, words in file.refused.items():
        said.setdefault(f"拒收：{words[0]}", []).append(door)
    for door, how in sorted(file.taken.items(), key=lambda one: list(DOORS).index(one[0])):
        said.setdefault(how, []).append(door)
    told = "；".join(f"{how}（{'、'.join(DOORS[door] for door in doors)}）" for how, doors in said.items())
    return f"| {_shown(file.what)} `{Path(file.name).suffix}` | {_shown(told)} |"


def _shown(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; returns the exit code."""
    from greenlist.config import settings  # the one place that knows the limit of pages

    text = document(settings.MOST_PAGES)
    if "--check" in arguments:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE.name} is stale: run `python -m tests.hostile.table` and commit it")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
