"""Formulas: can each be read, is it what its place wants, are its names known, of that year, and free of circles."""

from collections.abc import Iterator
from difflib import get_close_matches

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import Known, Use, known_names, uses_of
from greenlist.engines.scoring.expr import FormulaError, formula
from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.tree import Name, Node, Operation, evaluator, is_test, names_of, walk

JOINING_TESTS = {"and", "or", "not"}


def formula_faults(standard: Standard) -> Faults:
    """Every fault of every formula."""
    known = known_names(standard)
    answers = {name for name, entry in known.items() if entry.kind == "yes_no"}
    for use in uses_of(standard):
        yield from _faults_of(use, known, answers)
    yield from _circles(standard)


def _faults_of(use: Use, known: dict[str, Known], answers: set[str]) -> Faults:
    try:
        read = formula(use.text)
    except FormulaError as error:
        yield Fault(use.path, f"{error}。", max(error.column - 1, 0))
        return
    for name in read.names:
        yield from _name_faults(use, name, known)
    if read.is_test != use.is_test:
        words = "这里要一个判断（如 a >= 30），写的是一个值" if use.is_test else "这里要一个值，写的是一个判断"
        yield Fault(use.path, f"{words}：{use.text}。")
    elif _divides_by_nothing(read.tree):
        yield Fault(use.path, f"除以0，永远算不出来：{use.text}；请改分母。", use.text.index("/"))
    elif words := _mixed(read.tree, answers):
        yield Fault(use.path, f"{words}：{use.text}。")


def _divides_by_nothing(tree: Node) -> bool:
    """Is there a denominator that is 0 whatever is filled in?"""
    below = [node.parts[1] for node in walk(tree) if isinstance(node, Operation) and node.sign == "/"]
    try:
        return any(not names_of(part) and not evaluator(part)({}) for part in below)
    except ZeroDivisionError:  # in a denominator itself
        return True


def _name_faults(use: Use, name: str, known: dict[str, Known]) -> Faults:
    stem, bracket, back = name.partition("[-")
    offset = use.offset_of(stem)
    entry = known.get(stem)
    if entry is None:
        near = get_close_matches(stem, known, 1)
        hint = f"是不是“{near[0]}”？" if near else "请在 inputs、derived 或 coefficients 中写明。"
        yield Fault(use.path, f"没有“{stem}”这个名称；{hint}", offset)
        return
    if entry.rows and entry.rows != use.rows:
        yield Fault(use.path, f"“{stem}”是 {entry.rows} 每一行的值，只能在 rows: {entry.rows} 的算式里用。", offset)
    if entry.kind == "choice":
        yield Fault(use.path, f"“{stem}”是一个选择，不是数，不能写进算式；按它取值请用 table。", offset)
    needed = (int(back[:-1]) if bracket else 0) + use.back + 1
    if needed > entry.years:
        yield Fault(use.path, f"要用到“{stem}”的 {needed} 个年度，它只有 {entry.years} 个；请在它下面写 years: {needed}。", offset)


def _mixed(tree: Node, answers: set[str]) -> str:
    """Where a yes or no stands for a number or a number for a yes or no. The `answers` are both: an input that is 是 or 否 is worth 1 or 0."""
    for sign, part, wants_test in _places(tree):
        is_answer = is_test(part)
        if isinstance(part, Name):
            is_answer = wants_test and part.name.partition("[-")[0] in answers
        if is_answer != wants_test:
            return f"{sign} 的一边{'要判断' if wants_test else '要值'}，写的是{'值' if wants_test else '判断'}"
    return ""


def _places(tree: Node) -> Iterator[tuple[str, Node, bool]]:
    if isinstance(tree, Operation):
        for i, part in enumerate(tree.parts):
            yield tree.sign, part, tree.sign in JOINING_TESTS or (tree.sign == "if" and i == 0)
            yield from _places(part)


def _circles(standard: Standard) -> Faults:
    """Derived values in a circle, told once by their names; and one that reads what is only computed after it."""
    order = {name: i for i, name in enumerate(standard.derived)}
    reads: dict[str, list[str]] = {name: [] for name in order}
    backwards: list[tuple[str, str, Use]] = []
    for use in uses_of(standard):
        if use.path[0] == "derived" and use.read:
            name = str(use.path[1])
            for stem in dict.fromkeys(one.partition("[-")[0] for one in use.read.names):
                if stem in order:
                    reads[name].append(stem)
                    backwards += [(name, stem, use)] if order[stem] >= order[name] else []  # every circle has one of these
    told: set[frozenset[str]] = set()
    for name, stem, use in backwards:
        circle = _way(stem, name, reads)
        if not circle:
            words = f"“{stem}”写在后面；计算值只能用写在它前面的计算值，请把“{stem}”移到“{name}”前面。"
            yield Fault(use.path, words, use.offset_of(stem))
        elif frozenset(circle) not in told:
            told.add(frozenset(circle))
            words = f"计算值互相引用成圈：{' → '.join([name, *circle])}；请去掉其中一处引用。"
            yield Fault(use.path, words, use.offset_of(stem))


def _way(start: str, goal: str, reads: dict[str, list[str]]) -> list[str]:
    """The shortest way from one derived value to another along what they read; [] when there is none."""
    ways = {start: [start]}
    for name in (queue := [start]):
        if name == goal:
            return ways[name]
        for stem in reads[name]:
            if stem not in ways:
                ways[stem] = [*ways[name], stem]
                queue.append(stem)
    return []
