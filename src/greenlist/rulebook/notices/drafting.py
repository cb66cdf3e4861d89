"""A new notice begun from an old one, and what two notices differ in: clauses, parameters, dates, steps, who recommends."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from greenlist.rulebook.notices.notice import FOLDER, notice, notice_ids
from greenlist.rulebook.notices.parameters import RoundParameters, round_parameters

ID = re.compile("[a-z]+-[0-9]{4}(-[0-9]+)?")
HEAD = {"document_number": "文号", "department": "部门", "issued_on": "印发日", "year": "年度", "opens_on": "开放日", "deadline_on": "报送截止日",
        "categories": "类别", "levels": "级别"}  # fmt: skip
WORDS = {"factory": "绿色工厂", "park": "绿色园区", "supply_chain": "绿色供应链管理企业", "national": "国家级", "provincial": "省级"}
TEXT = """# {title}（按 {old} 起草，原文待录入）

## 1.1 第一段的标题
把通知原文贴在这里。每段一行“## 段号 标题”，段号就是网址和“依据”用的号；大标题用“# ”。

# 还没有核对的部分

## 9 还没有核对的条款
"""
CLAUSES = """# Begun from {old}. Every clause is taken over from there without words and is a GUESS, until its words are read: then give it an entry of its own
# here, with the quote copied from text.md, and what it binds. A clause that the new notice does not have goes into `without`.
in_force: {{from: {issued_on}, until: null}}
articles_confidence: GUESS
adopted: {{from: {old}, passage: "9", confidence: GUESS, without: []}}
clauses: []
"""
ROUND = """# Begun from {old}. `like`: every parameter not given here is that of the other round, as our default, none of them read in this notice.
# is_whole: false keeps this notice from being the one meant where nobody names another; take the line away when the text is held.
document_number: 文号待填
basis: {new}
province: "{province}"
department: {department}
issued_on: {issued_on}
disclosure: 没有读到
year: {year}
opens_on: {opens_on}
deadline_on: {deadline_on}
is_whole: false
confidence: {{document_number: GUESS, issued_on: GUESS, opens_on: GUESS, deadline_on: GUESS, categories: GUESS, levels: GUESS, steps: GUESS, recommending_units: GUESS}}
"""


@dataclass(frozen=True)
class Difference:
    """One thing that two notices say otherwise; '' where one of them does not say it. For a clause also the rules it is bound to."""

    what: str
    before: str
    after: str
    rule_before: str = ""
    rule_after: str = ""


def begin(new: str, old: str, folder: Path = FOLDER) -> Path:
    """Write text.md, clauses.yaml and round.yaml of a new notice from an old one; returns the folder.

    Raises ValueError for an id that is not like jx-2025-12 or is taken, KeyError for an old notice that is not held.
    """
    if not ID.fullmatch(new):
        raise ValueError(f"编号“{new}”要写成省简称-年-文号，例如 jx-2025-12")
    if new in notice_ids() or (folder / new).exists():
        raise ValueError(f"编号“{new}”已经有了，请换一个")
    given, old_text = round_parameters(old), notice(old)
    made = folder / new
    made.mkdir(parents=True)
    values = {
        "old": old,
        "new": new,
        "title": old_text.title,
        "province": given.province,
        "department": given.department,
        "year": given.year + 1,
    }
    values |= {key: getattr(given, key).replace(year=getattr(given, key).year + 1) for key in ("issued_on", "opens_on", "deadline_on")}
    (made / "text.md").write_text(TEXT.format(**values), encoding="utf-8")
    (made / "clauses.yaml").write_text(CLAUSES.format(**values), encoding="utf-8")
    (made / "round.yaml").write_text(ROUND.format(**values) + _tables(given) + f"like: {old}\nparameters: {{}}\n", encoding="utf-8")
    return made


def differences(old: str, new: str) -> list[Difference]:
    """What changes from one notice to the other: its head, steps, offices, parameters, then clause by clause."""
    before, after = round_parameters(old), round_parameters(new)
    pairs = [(label, str(_plain(getattr(before, key))), str(_plain(getattr(after, key)))) for key, label in HEAD.items()]
    pairs.append(("环节", _steps(before), _steps(after)))
    pairs.append(("推荐单位", _units(before), _units(after)))
    labels = {p.key: p.label for p in (*before.parameters, *after.parameters)}
    pairs += [(label, _value(before, key), _value(after, key)) for key, label in labels.items()]
    clauses = {c.id: c for c in notice(old).clauses}, {c.id: c for c in notice(new).clauses}
    told = [Difference(*pair) for pair in pairs]
    for clause in sorted(clauses[0].keys() | clauses[1].keys()):
        one, other = clauses[0].get(clause), clauses[1].get(clause)
        told.append(Difference(clause, _said(one), _said(other), _rule(one), _rule(other)))
    return [d for d in told if (d.before, d.rule_before) != (d.after, d.rule_after)]


def _tables(given: RoundParameters) -> str:
    lines = [f"categories: [{', '.join(given.categories)}]", f"levels: [{', '.join(given.levels)}]", "steps:"]
    lines += [f"  - {{id: {s['id']}, label: {s['label']}, is_on: {str(s['is_on']).lower()}}}" for s in given.steps]
    lines += ["recommending_units:", *(f'  "{u.code}": [{u.city}, {u.office}, {u.short}]' for u in given.units)]
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "、".join(WORDS.get(each, str(each)) for each in value) if isinstance(value, tuple) else value


def _steps(given: RoundParameters) -> str:
    return "→".join(s["label"] for s in given.steps if s["is_on"])


def _units(given: RoundParameters) -> str:
    return "、".join(u.city for u in given.units)


def _value(given: RoundParameters, key: str) -> str:
    parameter = next((p for p in given.parameters if p.key == key), None)
    if parameter is None:
        return ""
    value, said = parameter.value, {None: "不设", True: "是", False: "否"}
    is_plain = value is None or isinstance(value, bool)
    words = said[value] if is_plain else f"{value}{parameter.unit}" if str(value).replace(".", "").isdigit() else parameter.note
    return f"{words}（{'通知写明' if parameter.in_notice else '通知未规定'}）"


def _said(clause: Any) -> str:
    """Its words and what the system does; '' for a clause that is not there."""
    return f"{clause.quote or '原文没有读到'}；{clause.obligation}" if clause else ""


def _rule(clause: Any) -> str:
    """The rule and what it is about, for those who write rules."""
    return " ".join([clause.binding.rule, *map(str, dict(clause.binding.about).values())]) if clause and clause.binding else ""
