"""Sample content of the components page."""

from typing import Any


def samples() -> dict[str, Any]:
    """Words, segments and lines for every component."""
    return {
        "colours": [("墨", "ink"), ("次墨", "ink-2"), ("弱墨", "ink-3"), ("松绿", "accent"), ("朱", "red"), ("赭", "ochre"), ("纸", "paper"),
                    ("栏", "rail"), ("线", "line-2")],
        "findings": ["未发现", "发现", "待核实", "符合", "不符合", "不适用", "未检查", "未发函", "函询中", "逾期未复"],
        "pills": [("暂存", "plain"), ("已提交", ""), ("核验中", ""), ("退回补正", "warn"), ("已推荐", "good"), ("不予推荐", "bad")],
        "marks": ["代录", "曾用名", "同码2", "分支", "豁免", "通知未规定"],
        "segments": [segment(*entry) for entry in (
            ("all", "全部", 60, ""), ("submitted", "已提交", 7, "pale"), ("verifying", "核验中", 9, "ochre"),
            ("recommendable", "可推荐", 23, "accent"), ("returned", "退回补正", 4, "hatch"))],
        "lines": [
            {"depth": 0, "label": "能源与资源投入", "clause": "7", "value": "", "rule": "", "points": "11.8", "maximum": "15", "note": ""},
            {"depth": 1, "label": "单位产品综合能耗", "clause": "10.5", "value": "0.1977", "rule": "单位产品综合能耗 ≤ 限额", "points": "6", "maximum": "6", "note": ""},
            {"depth": 1, "label": "废水处理回用率", "clause": "10.4", "value": "未填", "rule": "回用率 > 行业平均", "points": "0", "maximum": "6", "note": ""},
        ],
    }  # fmt: skip


def segment(key: str, label: str, count: int, pattern: str, url: str = "#", is_current: bool = False) -> dict[str, Any]:
    """One cell of a batch bar."""
    return {"key": key, "label": label, "count": count, "pattern": pattern, "url": url, "is_current": is_current or key == "all"}
