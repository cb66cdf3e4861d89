"""Is each item one of the ways a standard can score, with everything that way needs and nothing it ignores?"""

from fractions import Fraction

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.numbers import is_number
from greenlist.engines.scoring.authoring.lint.reading import parts_of, scores_of
from greenlist.engines.scoring.rounding import fraction
from greenlist.engines.scoring.schema import Item, Over, Score, Standard
from greenlist.engines.scoring.values import IDLE, Path, items_of

NEEDS = {"pos": ("lead",), "neg": ("lead",), "points": ("lead",), "linear": ("lead", "base"), "steps": ("steps",), "yes_no": ()}
IGNORED = {
    "pos": ("base", "steps"), "neg": ("base", "steps"), "points": ("base", "steps"), "linear": ("steps",), "steps": ("lead", "base"),
    "yes_no": ("lead", "base", "steps"),
}  # fmt: skip
FILLED_IN = {"cap": "1", "floor": "0"}  # as when it is left out: it says nothing, and stands in whatever was written from a plan
ENDS = {"linear": "到引领值为满分", "steps": "达到哪一档就得那一档的比例", "yes_no": "只有满分和0分"}


def score_faults(standard: Standard) -> Faults:
    """Every fault of an item's kind, of its score and of its alternatives."""
    for path, item in items_of(standard):
        yield from _item_faults(path, item)
        for at, score in scores_of(path, item):
            yield from _score_faults(at, score, standard)


def _item_faults(path: Path, item: Item) -> Faults:
    ways = [name for name, is_there in (("test", item.test is not None), ("score", item.score), ("any_of", item.any_of)) if is_there]
    if len(ways) > 1:
        yield Fault(path, f"{'、'.join(ways)} 只能写一个。")
    if item.kind == "measure" and not {"score", "any_of"} & set(ways):
        yield Fault(path, "kind: measure 的项要写 score 或 any_of。")
    if item.kind in {"judged", "count"} and ways:
        yield Fault((*path, "kind"), f"kind: {item.kind} 由人填，不写 {'、'.join(ways)}；要由算式得出请用 measure。")
    yield from _count_faults(path, item)
    for i, way in enumerate(item.any_of):
        is_last = i == len(item.any_of) - 1
        if (way.when is None) != is_last:
            words = "最后一种情形的 when 应写 null：其余都算它" if is_last else "when: null 只能写在最后一种情形，后面的永远轮不到"
            yield Fault((*path, "any_of", i, "when"), f"{words}。")


def _count_faults(path: Path, item: Item) -> Faults:
    if item.kind == "count":
        if item.count_of is None or item.count_of < 1:
            yield Fault(path, "kind: count 的项要写 count_of：一共几个。")
        elif item.full_at and is_number(item.full_at) and fraction(item.full_at) > item.count_of:
            yield Fault((*path, "full_at"), f"full_at 不能大于 count_of（{item.count_of}）。")
        elif item.checklist and len(item.checklist) != item.count_of:
            yield Fault((*path, "checklist"), f"checklist 有 {len(item.checklist)} 条，count_of 写的是 {item.count_of}。")
    elif item.count_of is not None or item.full_at is not None or item.checklist:
        yield Fault(path, "count_of、full_at、checklist 只用于 kind: count。")


def _score_faults(path: Path, score: Score, standard: Standard) -> Faults:
    for key in NEEDS[score.kind]:
        if not getattr(score, key):
            yield Fault(path, f"kind: {score.kind} 要写 {key}。")
    yield from (
        Fault((*path, side), f"{side} 与 value 是同一个式子，比不出高低。")
        for side in ("lead", "base")
        if getattr(score, side) == score.value
    )
    for key in IGNORED[score.kind]:
        if getattr(score, key):
            yield Fault((*path, key), f"kind: {score.kind} 不用 {key}；请删去。")
    for key, kinds in IDLE.items():
        if score.kind in kinds and getattr(score, key) != FILLED_IN[key]:
            yield _idle((*path, key), score.kind, key)
    if score.kind == "steps":
        yield from _step_faults(path, score)
    elif score.kind == "linear":
        yield from _linear_faults(path, score)
    elif score.kind != "yes_no":
        yield from _ratio_faults(path, score)
    if score.over:
        yield from _over_faults((*path, "over"), score.over, standard)


def _idle(path: Path, kind: str, key: str) -> Fault:
    """What is written and read by no rule of this kind: its author believes something of the score that is not so."""
    if kind in ENDS:
        return Fault(path, f"kind: {kind} {ENDS[kind]}，不用 {key}；请删去。")
    return Fault(path, f"kind: {kind} 不用 {key}；请删去，或改用 linear。")


def _step_faults(path: Path, score: Score) -> Faults:
    thresholds, shares = [fraction(a) for a, _ in score.steps], [fraction(b) for _, b in score.steps]
    rises = score.compare == "at_least"
    if any((a >= b) if rises else (a <= b) for a, b in zip(thresholds, thresholds[1:], strict=False)):
        how, key = ("从小到大", "") if rises else ("从大到小（不超过才算达到）", "compare: at_most：")
        words = f"各档的门槛要{how}写，不能相等。"
        yield Fault((*path, "steps"), words, in_keys=words.replace("（", f"（{key}"))
    if any(a >= b for a, b in zip(shares, shares[1:], strict=False)):
        yield Fault((*path, "steps"), "各档的得分比例要一档比一档高。")


def _linear_faults(path: Path, score: Score) -> Faults:
    leads, bases = _numbers(path, "lead", score), _numbers(path, "base", score)
    if set(leads.values()) & set(bases.values()):
        yield Fault((*path, "lead"), "引领值等于基准值，中间没有可以按比例得分的地方。")
    orders = {lead > base for lead in leads.values() for base in bases.values() if lead != base}
    if len(orders) > 1:
        yield Fault((*path, "lead"), "有的日期引领值大于基准值，有的小于；同一指标的方向不能变。")
    if fraction(score.floor) == 1:
        yield Fault((*path, "floor"), "floor 写 1，到基准值就是满分，引领值没有用；请写小于1的数，或改用 steps。")


def _ratio_faults(path: Path, score: Score) -> Faults:
    for at, lead in _numbers(path, "lead", score).items():
        if lead <= 0:
            words = "按比值得分，引领值要大于0"
            yield Fault(at, f"{words}。", in_keys=f"kind: {score.kind} {words}；有负值的请用 linear。")


def _numbers(path: Path, side: str, score: Score) -> dict[Path, Fraction]:
    """The plain numbers a lead or base can be, with their places."""
    return {at: fraction(part) for at, part in parts_of((*path, side), getattr(score, side)) if isinstance(part, str) and is_number(part)}


def _over_faults(path: Path, over: Over, standard: Standard) -> Faults:
    if over.rows not in standard.rows:
        yield Fault((*path, "rows"), f"没有“{over.rows}”这张小表；请在 rows 中写明。")
    elif not 0 < over.top <= standard.rows[over.rows].most:
        yield Fault((*path, "top"), f"top 应在 1 到 {standard.rows[over.rows].most} 之间，这里是 {over.top}。")
