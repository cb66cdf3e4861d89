"""How an item of a standard earns its points and what a figure is read from, in the words of the public page."""

from collections.abc import Mapping

from greenlist.casework.applications.explanation import rule_words
from greenlist.engines.scoring import Plan
from greenlist.engines.scoring.expr import rendered
from greenlist.engines.scoring.planned import YES_NO_KINDS, PlannedItem, PlannedScore, PlannedWay
from greenlist.engines.scoring.references import found_by, how_shown
from greenlist.engines.scoring.rounding import shown
from greenlist.engines.scoring.schema import Input

RATIOS = {"pos": "{value} ÷ {lead}", "neg": "{lead} ÷ {value}", "linear": "{value}，从 {base} 到 {lead} 按比例"}
KINDS = {"required": "必选", "optional": "可选", "judged": "评判", "yes_no": "是否", "count": "计数", "measure": "测算"}
ALL, HUMAN = "符合得满分", "按程度给分，由人判断"


def item_words(item: PlannedItem, plan: Plan, labels: Mapping[str, str]) -> str:
    """The rule of an item: its alternatives, its ratio or line, its list, or what a person judges."""
    if item.ways:
        return "；".join(_way(way, item, plan, labels) for way in item.ways)
    if item.count_of:
        return _count(item)
    if item.score:
        return _ratio(item.score, plan, labels) or rule_words(item, labels)
    return rule_words(item) or (ALL if item.kind in YES_NO_KINDS else HUMAN)


def asked_words(entry: Input) -> tuple[str, str]:
    """(kind, where a figure is read from), with the years that are asked."""
    years = f"；近{entry.years}年逐年填" if entry.years > 1 else ""
    kind = "数据" if entry.one_of is None else "是否" if entry.one_of == "yes_no" else "从表中选" if "table" in entry.one_of else "选择"
    return kind, entry.evidence + years


def _way(way: PlannedWay, item: PlannedItem, plan: Plan, labels: Mapping[str, str]) -> str:
    when = "其他情形" if way.when is None else rendered(way.when.text, labels).replace(" ＝ 1", "")
    return f"{when}：{_ratio(way.score, plan, labels) or rule_words(item, labels)}"


def _count(item: PlannedItem) -> str:
    full = item.full_at if item.full_at is not None else item.count_of
    names = f"：{'、'.join(item.checklist)}" if item.checklist else ""
    return f"共{item.count_of}项，{shown(full or 0)}项得满分{names}"


def _ratio(score: PlannedScore, plan: Plan, labels: Mapping[str, str]) -> str:
    """能源产出率 ÷ 3: how a value stands to its lead value; '' for what is not scored so."""
    if score.lead is None or score.kind not in RATIOS:
        return ""
    lead, base = (_side(side.text, plan, labels) if side else "0" for side in (score.lead, score.base))
    words = RATIOS[score.kind].format(value=_one_row(score, labels), lead=lead, base=base)
    if score.over:
        words = f"取最大的{score.over.top}行加权平均，每行 {words}"
    return words if score.cap is not None else f"{words}，不封顶"


def _one_row(score: PlannedScore, labels: Mapping[str, str]) -> str:
    return rendered(score.value.text, labels) if score.over else score.shown


def _side(text: str, plan: Plan, labels: Mapping[str, str]) -> str:
    """A lead or base: a formula in words, or how a reference finds it."""
    entry = plan.content["derived"].get(text)
    if entry is not None and isinstance(entry["value"], dict):
        return f"（{how_shown(found_by(entry['value'], plan.content.get('tables', {})), labels)}）"
    return rendered(text, labels)
