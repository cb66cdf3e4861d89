"""A standard as a picture: its table as a document prints it and the form the applicant will see, in one HTML file without scripts."""

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from greenlist.engines.scoring.compiling import compile_plan
from greenlist.engines.scoring.expr import Formula, rendered
from greenlist.engines.scoring.form import FormRow, form_of
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import YES_NO_KINDS, PlannedGroup, PlannedItem, PlannedScore
from greenlist.engines.scoring.references import found_by, how_shown
from greenlist.engines.scoring.rounding import added, shown
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

HEADS = ("编号", "指标", "种类", "单位", "引领值", "基准值", "满分", "计分办法", "条款", "可信度")
KINDS = {"required": "必选", "optional": "可选", "judged": "评判", "yes_no": "是否", "count": "计数", "measure": "测算"}
WAYS = {"pos": "值÷引领值", "points": "值÷引领值", "neg": "引领值÷值", "linear": "从基准值到引领值按比例", "yes_no": "成立得满分"}
POLICIES = {"redistribute": "分给本组其余项", "redistribute_all": "分给全部其余项", "full": "按满分", "zero": "按0分"}
MOST_CHOICES = 4


def preview(source: Source, on: date | None = None) -> str:
    """The HTML of a sound standard, compiled for a day (the first of its own, where none is given)."""
    standard = source.standard
    plan = compile_plan(source, on or date.fromisoformat(standard.in_force["from"] or "2024-05-27"))
    days = f"{standard.in_force['from']} 至 {standard.in_force.get('to') or '今'}"
    css = Path(__file__).with_name("preview.css").read_text(encoding="utf-8")
    return "\n".join([
        f'<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>{escape(plan.title)}</title>',
        f'<meta name="viewport" content="width=device-width"><style>{css}</style></head><body><main>',
        f"<h1>{escape(plan.title)}</h1><p>{escape(days)}　满分 {shown(plan.maximum)}　{escape(standard.source)}</p>",
        *_gates(plan), *_table(plan), *_notes(plan), *_form(plan), "</main></body></html>\n",
    ])  # fmt: skip


def _labels(plan: Plan) -> dict[str, str]:
    """Every name with its label, also the bare names inside a small table."""
    inside = [rows["inputs"] for rows in plan.content.get("rows", {}).values()] + [plan.content["derived"]]
    return {name: entry["label"] for part in inside for name, entry in part.items()} | plan.labels


def _gates(plan: Plan) -> Iterator[str]:
    if plan.gates:
        yield f'<h2>{escape(str(plan.content["gates_title"]))}</h2><div class="sheet"><table><tbody>'
        for gate, test in plan.gates:
            how = rendered(gate["test"], plan.labels) if test else "由人答符合或不符合"
            extra = f"（近{gate['look_back']['years']}年）" if gate.get("look_back") else ""
            extra += "（鼓励，不影响结论）" if gate.get("encouraged") else ""
            yield _row(gate["id"], f"{gate['label']}{extra}", how, gate["clause"], sure=gate["confidence"])
        yield "</tbody></table></div>"


def _table(plan: Plan) -> Iterator[str]:
    yield '<h2>指标表</h2><div class="sheet wide"><table><thead><tr>'
    yield "".join(f"<th{' class=number' if head == '满分' else ''}>{head}</th>" for head in HEADS) + "</tr></thead><tbody>"
    for group in plan.groups:
        yield from _group(plan, group)
    yield "</tbody></table></div>"


def _group(plan: Plan, group: PlannedGroup) -> Iterator[str]:
    facts = [f"权重 {shown(group.weight, 4)}"] if group.weight is not None else []
    facts += [f"分值合计 {shown(added(item.points for item in group.items), 4)}"] if group.items and group.best is None else []
    facts += [f"取{'得分率最高' if group.choose_by == 'ratio' else '选定'}的 {group.best} 项"] if group.best is not None else []
    facts += ["有一个必选项不符合，本组必选项都得0分"] if group.required_block else []
    facts += [f"加分，最多 {shown(group.most)} 分" if group.most is not None else "加分"] if group.bonus else []
    facts += [f"不适用项的分值{POLICIES[group.not_applicable]}"] if any(i.may_be_not_applicable for i in group.items) else []
    quiet = f' <span class="quiet">{escape("；".join(facts))}</span>' if facts else ""
    yield f'<tr><th colspan="{len(HEADS)}">{escape(group.id)}　{escape(group.title)}{quiet}</th></tr>'
    for item in group.items:
        yield _item(plan, item)
    for child in group.groups:
        yield from _group(plan, child)


def _item(plan: Plan, item: PlannedItem) -> str:
    scores = [(f"{way.label}：", way.score) for way in item.ways] or [("", score) for score in item.scores]
    units = dict.fromkeys(_unit(plan, score.value.text) for _, score in scores)
    leads = [f"{name}{_side(plan, score.lead)}" for name, score in scores if score.lead]
    bases = [f"{name}{_side(plan, score.base)}" for name, score in scores if score.base]
    how = [f"{name}{_how(plan, score)}".replace(f"{name}{name}", name) for name, score in scores] or [item.test_shown or _answer(item)]
    sure = max(item.confidence, item.points_confidence, item.scoring_confidence or "VERIFIED", key=list(CONFIDENCE_WORDS).index)
    note = "（可不适用）" if item.may_be_not_applicable else ""
    return _row(item.id, item.label + note, KINDS[item.kind], "、".join(filter(None, units)), "\n".join(leads), "\n".join(bases),
                shown(item.points, 4), "\n".join(how), item.clause, sure=sure, numbers=(6,))  # fmt: skip


def _unit(plan: Plan, text: str) -> str:
    parts = [plan.content["derived"], plan.content["inputs"], *(rows["inputs"] for rows in plan.content.get("rows", {}).values())]
    unit = next((str(part[text]["unit"]) for part in parts if text in part), "1")
    return "" if unit == "1" else unit


def _side(plan: Plan, side: Formula) -> str:
    """A lead or base in words; one that is looked up as it is found."""
    entry = plan.content["derived"].get(side.text)
    found = found_by(entry["value"], plan.content.get("tables", {})) if entry and isinstance(entry["value"], dict) else side
    return how_shown(found, _labels(plan))


def _how(plan: Plan, score: PlannedScore) -> str:
    value = rendered(score.value.text, _labels(plan))
    if score.kind == "steps":
        sign = "≤" if score.compare == "at_most" else "≥"
        return f"{value}：" + "，".join(f"{sign} {shown(a, 4)} 得 {shown(b * 100)}%" for a, b in score.steps)
    said = f"{value}：{WAYS[score.kind]}"
    if score.kind not in {"linear", "yes_no"}:
        said += "，不封顶" if score.cap is None else "" if score.cap == 1 else f"，最多 {shown(score.cap, 4)} 倍"
    return said + (f"；取前 {score.over.top} 行加权平均" if score.over else "")


def _answer(item: PlannedItem) -> str:
    if item.kind == "count":
        full = f"，{shown(item.full_at)} 个得满分" if item.full_at else ""
        return f"共 {item.count_of} 个，按个数给分{full}"
    return "符合得满分" if item.kind in YES_NO_KINDS else "由人按程度给分"


def _notes(plan: Plan) -> Iterator[str]:
    if plan.derived:
        yield '<h2>算式</h2><div class="sheet"><table><tbody>'
        for name, (entry, _) in plan.derived.items():
            yield _row(name, f"{entry['label']}（{entry['unit']}）", f"＝ {entry['shown']}", entry["clause"], sure=entry["confidence"])
        yield "</tbody></table></div>"
    if plan.conventions:
        yield '<h2>标准没有写明的，这样处理</h2><div class="sheet"><table><tbody>'
        for entry in plan.conventions:
            yield _row(entry["id"], entry["label"], entry["why"], entry["clause"], sure=entry["confidence"])
        yield "</tbody></table></div>"


def _form(plan: Plan) -> Iterator[str]:
    yield "<h2>申报单位看到的表单</h2>"
    for section in form_of(plan).sections:
        rows = [row for row in section.rows if row.kind != "computed"]
        if rows:
            yield f'<h2>{escape(section.title)}</h2><div class="sheet">' + "".join(_form_row(row) for row in rows) + "</div>"


def _form_row(row: FormRow) -> str:
    hint = "　".join(part for part in (row.clause, row.evidence_hint and f"证明材料：{row.evidence_hint}") if part)
    word = "鼓励" if row.is_encouraged else "必选" if row.is_required and row.kind == "yes_no" else ""
    must = f' <span class="must">{word}</span>' if word else ""
    return f'<div class="row"><div>{escape(row.label)}{must}<div class="quiet">{escape(hint)}</div></div><div class="field">{_field(row)}</div></div>'


def _field(row: FormRow) -> str:
    absent = '<span class="pick">不适用</span>' if row.may_be_not_applicable else ""
    if row.kind == "yes_no":
        return f'<span class="pick">符合</span><span class="pick">不符合</span>{absent}'
    if len(row.choices) > MOST_CHOICES:
        return f'<span class="pick">{escape(row.choices[0])} ▾</span><span class="quiet">共 {len(row.choices)} 个可选</span>{absent}'
    if row.choices:
        return "".join(f'<span class="pick">{escape(choice)}</span>' for choice in row.choices) + absent
    limit = f"0 到 {row.maximum}" if row.kind in {"degree", "count"} else ""
    unit = "" if row.unit == "1" else row.unit
    return f'<span class="box"></span>{escape(unit)}<span class="quiet">{escape(limit)}</span>{absent}'


def _row(*cells: str, sure: str, numbers: tuple[int, ...] = ()) -> str:
    parts = [f"<td{' class=number' if i in numbers else ''}>{escape(text).replace(chr(10), '<br>')}</td>" for i, text in enumerate(cells)]
    kind = "sure" if sure == "VERIFIED" else "doubt"
    return f'<tr>{"".join(parts)}<td class="{kind}">{escape(CONFIDENCE_WORDS[sure])}</td></tr>'
