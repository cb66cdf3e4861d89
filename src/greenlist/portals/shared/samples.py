"""Sample content of the components page."""

from typing import Any

from greenlist.casework.journal.refusals import Refused


def samples() -> dict[str, Any]:
    """Words, segments and lines for every component."""
    return {
        "colours": [("墨", "ink", "#17211C"), ("次墨", "ink-2", "#46524B"), ("弱墨", "ink-3", "#5F6B65"), ("松绿", "accent", "#0B6B4A"),
                    ("朱", "red", "#A8201A"), ("赭", "ochre", "#7A4F00"), ("纸", "paper", "#F5F7F5"), ("栏", "rail", "#EEF1EF"),
                    ("线", "line-2", "#C9D0CC")],
        "findings": [["未发现", "发现", "待核实"], ["符合", "不符合", "不适用", "未检查"], ["未发函", "函询中", "逾期未复"]],
        "pills": [("暂存", "plain"), ("已提交", ""), ("核验中", ""), ("退回补正", "warn"), ("已推荐", "good"), ("不予推荐", "bad")],
        "marks": ["代录", "曾用名", "同码2", "分支", "豁免", "通知未规定"],
        "segments": [segment(*entry) for entry in (
            ("all", "全部", 60, ""), ("draft", "未到", 3, "outline"), ("submitted", "初审", 4, "pale"), ("verifying", "待核", 9, "ochre"),
            ("consulted", "函询中", 17, "stripe"), ("recommendable", "可推荐", 23, "accent"), ("returned", "退回补正", 4, "hatch"))],
        "sample_refusal": Refused("还不能报送推荐材料。", items=["还没有登记文号和盖章的推荐文件。"], clause="C-08", then="处理完这些事项后再办。"),
        "lines": [
            {"depth": 0, "label": "能源与资源投入", "clause": "7", "value": "", "rule": "", "points": "11.8", "maximum": "15", "note": ""},
            {"depth": 1, "label": "单位产品综合能耗", "clause": "10.5", "value": "0.1977", "rule": "单位产品综合能耗 ≤ 限额", "points": "6", "maximum": "6", "note": ""},
            {"depth": 1, "label": "废水处理回用率", "clause": "10.4", "value": "未填", "rule": "回用率 > 行业平均", "points": "0", "maximum": "6", "note": ""},
        ],
    }  # fmt: skip


def segment(key: str, label: str, count: int, pattern: str, url: str = "#", is_current: bool = False) -> dict[str, Any]:
    """One cell of a batch bar."""
    return {"key": key, "label": label, "count": count, "pattern": pattern, "url": url, "is_current": is_current or key == "all"}
