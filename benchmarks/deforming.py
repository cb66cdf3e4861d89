"""Standard files, formulas and applications spoiled at random: bytes, lines, keys, values, nesting, signs of other scripts, huge numbers."""

import copy
from random import Random
from typing import Any

import yaml

from tests.engines.scoring.oracle import making

Tree = Any
NUMBERS = (
    "0", "-0", "-1", "1e9", "1e999999999", "1E-400", "9" * 40, "0." + "1" * 60, "0x10", "1_000", "１２．５", "٣", "½", ".5", "5.", "+1", "--1", "1/0", "0/0",
    "1/3", "1//3", "1/-3", "nan", "-inf", ".inf", ".NaN", "1,000", "1 000", "ⅷ", "²", "9" * 5000, "1/" + "9" * 40, "-0.0", "1e", "e1", "0b1", "00",
)  # fmt: skip
WORDS = (
    "", " ", "\t", "null", "~", "true", "no", "符合", "不符合", "met", "a", "a b", "a\u0000b", "\ufeffa", "\u202eabc\u202c", "a\u200bb", "ａ", "é", "e\u0301", "𝒂",
    "\ud7ff", "\U0010ffff", "lambda", "__import__", "__class__", "a.b", "a[-1]", "a[1]", "a[-9999999999]", "a#1", "#", "%", "&a", "*a", "!!python/object:os.system",
    "{{7*7}}", "{0}", "%s", "../../etc/passwd", "=1+1", "2024-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "２０２４-01-01", "x" * 5000, "数" * 3000,
)  # fmt: skip
PIECES = (
    "a", "b", "energy", "energy[-1]", "energy[-2]", "1", "0", "0.25", "1e3", "(", ")", "[", "]", "[-1]", ",", "+", "-", "*", "/", "**", "//", "%", ">", ">=", "<",
    "==", "!=", "<>", "and", "or", "not", "if", "else", "in", "is", "lambda", ":", ":=", "min(", "max(", "sum(", "mean(", "abs(", "if_(", "mean_years(", "all_years(",
    "any_year(", "count_years(", "sum_years(", ", 3)", ", 0)", ", -1)", ", 99999999)", "'a'", '"', "f'{a}'", "\\", "\n", "\r", "\f", "#", ";", "=", "@", "~", "|",
    "…", "...", "None", "True", "a.b", "×", "÷", "−", "（", "）", "，", "ａ", "\u0000", "\u202e", "𝒂", "await", "yield", "print(", "*a", "**a", "{", "}", "0o7", "1j", "９",
)  # fmt: skip
SHAPES: tuple[Tree, ...] = (None, [], {}, [[]], {"": ""}, ["a"], {"a": {"a": {"a": "a"}}}, {"1": "2"}, [["1", "2", "3"]], [None], "x", "1")
KEYS = (
    "value", "unit", "score", "kind", "lead", "base", "cap", "floor", "steps", "items", "groups", "weight", "best", "points", "test", "label", "id", "clause", "over", "any_of",
    "table", "column", "bracket", "at_least", "below", "first_of", "years", "minimum", "maximum", "one_of", "rows", "most", "bonus", "grades", "ranks", "when_zero",
    "when_negative", "compare", "coefficients", "tables", "look_back", "encouraged", "choose_by", "not_applicable", "count_of", "full_at", "checklist", "pass_line", "round_item",
    "confidence", "in_force", "from", "to", "reviewed_until", "total", "round", "tests", "application", "expect", "at",
)  # fmt: skip


def formula(dice: Random, known: list[str]) -> str:
    """A formula: pieces thrown together, a deep one, a long one, or a sound one spoiled."""
    way = dice.randrange(6)
    if way == 0:
        return "".join(dice.choice(PIECES) + dice.choice(("", " ")) for _ in range(dice.randint(1, 12)))
    if way == 1:
        depth = dice.choice((5, 18, 60, 400, 3000))
        return (
            dice.choice(("(", "-", "not ", "abs(", "if_(a>b,", "mean_years(", "[")) * depth + "a" + dice.choice((")", "", ", 3)")) * depth
        )
    if way == 2:
        return dice.choice((" + ", " and ", " * ", ",", " > ", "")).join(
            dice.choice((*known, *PIECES)) for _ in range(dice.choice((30, 120, 1000, 10000)))
        )
    text = dice.choice(known) if known else "a / b"
    for _ in range(dice.randint(1, 3)):
        at = dice.randint(0, len(text))
        text = text[:at] + dice.choice((*PIECES, *NUMBERS, *WORDS)) + text[at + dice.randint(0, 2) :]
    return text


def spoiled(text: str, dice: Random) -> bytes:
    """A standard file spoiled in its letters or in its tree."""
    if dice.random() < 0.35:
        return _letters(text, dice)
    tree = yaml.load(text, Loader=yaml.CBaseLoader)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        tree = _branch(tree, dice)
    return making.written(tree).encode("utf-8", "surrogatepass")


PLAUSIBLE = ("0", "1", "-1", "-30", "0.1", "1/3", "12", "100", "999999999999999", "0.000001", "25/6")
OPTIONAL = (
    "when_zero",
    "cap",
    "floor",
    "confidence",
    "evidence",
    "years",
    "not_applicable",
    "required_block",
    "minimum",
    "maximum",
    "notes",
    "choose_by",
    "when",
    "below",
)


def bent(text: str, dice: Random) -> bytes:
    """A standard file that may well stay sound: other numbers, two values exchanged, something optional left out."""
    tree = yaml.load(text, Loader=yaml.CBaseLoader)
    for _ in range(dice.choice((1, 2, 5))):
        places = [
            (holder, key) for holder, key in _places(tree) if isinstance(holder[key], str) and key not in {"id", "label", "clause", "name"}
        ]
        holder, key = dice.choice(places)
        alike = [(other, place) for other, place in places if place == key and isinstance(other, type(holder))]
        way = dice.randrange(3)
        if way == 0 and holder[key].replace(".", "").replace("/", "").isdigit():
            holder[key] = dice.choice(PLAUSIBLE)
        elif way == 1 and alike:
            other, place = dice.choice(alike)
            holder[key], other[place] = other[place], holder[key]
        elif key in OPTIONAL:
            del holder[key]
    return making.written(tree).encode()


INTERVALS = ("0.01", "0.1", "1", "0.5", "2.5", "7", "1/3", "0.03", "0.000000000001", "0.0000000000001", "999999999999999", "0", "-1")
LINES = ("0", "0.005", "10", "59.995", "60", "99.99", "100", "100.01", "1/3", "-1", "999999999999999", "0.00000000000001")
TOTAL = {
    "round": INTERVALS, "round_item": INTERVALS, "round_group": INTERVALS, "maximum": ("100", "100", "100", *LINES), "pass_line": LINES, "compare": ("full", "rounded", "half"),
    "mode": ("gbt8170", "half_up"),
}  # fmt: skip


def retotalled(text: str, dice: Random) -> bytes:
    """A standard file with other intervals, another maximum, pass line or line of a grade, that may well stay sound."""
    tree = yaml.load(text, Loader=yaml.CBaseLoader)
    for _ in range(dice.choice((1, 1, 2, 4))):
        key = dice.choice(tuple(TOTAL))
        tree["total"][key] = dice.choice(TOTAL[key]) if dice.random() < 0.95 else dice.choice((*NUMBERS, *WORDS, *SHAPES))
        if dice.random() < 0.15:
            del tree["total"][key]
    for grade in tree.get("grades", ()):
        if dice.random() < 0.2:
            grade["at_least"] = dice.choice(LINES)
    return making.written(tree).encode("utf-8", "surrogatepass")


def referred(text: str, dice: Random) -> bytes:
    """A standard file in which values are looked up otherwise: other tables, columns, brackets, days, and first-of within first-of."""
    tree = yaml.load(text, Loader=yaml.CBaseLoader)
    looked = [(holder, key) for holder, key in _places(tree) if key in {"lead", "base"} or (key == "value" and "when_zero" in holder)]
    for holder, key in dice.sample(looked, min(len(looked), dice.choice((1, 1, 2, 4)))):
        holder[key] = _reference(dice, tree, holder[key], depth=dice.choice((1, 2, 2, 3, 9)))
    for table in tree.get("tables", {}).values():
        if dice.random() < 0.15:
            _other_table(dice, table)
    return making.written(tree).encode("utf-8", "surrogatepass")


def _reference(dice: Random, tree: Tree, old: Tree, depth: int) -> Tree:
    way, tables = dice.randrange(7), tree.get("tables", {})
    if way == 0 and tables:
        name = dice.choice(tuple(tables))
        return {"table": name, "column": dice.choice((*[*tables[name].get("columns", ())] * 9, "gone"))}
    if way == 1:
        steps = sorted(dice.sample((1, 5, 10, 100, 5000, 10000), dice.randint(1, 4)), reverse=dice.random() < 0.9)
        name = dice.choice((*tree.get("inputs", {"a": 0}), *tree.get("derived", ())))
        there = {"bracket": name, "at_least": [[str(step), dice.choice(PLAUSIBLE)] for step in steps]}
        return there | ({"below": dice.choice((*PLAUSIBLE, name))} if dice.random() < 0.5 else {})
    if way in {2, 3} and depth:
        parts = [_reference(dice, tree, old, depth - 1) for _ in range(dice.choice((1, 2, 2, 3, 12)))]
        return {"first_of": parts if dice.random() < 0.95 else dice.choice((*SHAPES, []))}
    if way == 4 and depth:
        return {day: _reference(dice, tree, old, depth - 1) for day in ("2024-01-01", "2025-12-31", "1900-01-01")[: dice.randint(1, 3)]}
    return old if way == 5 else dice.choice((*PLAUSIBLE, *PLAUSIBLE, None, {"table": "gone", "column": "gone"}, {"first_of": [old, old]}))


def _other_table(dice: Random, table: Tree) -> None:
    rows = table.get("rows") or {}
    for row in rows.values():
        for column in row.get("values", ()):
            if dice.random() < 0.3:
                row["values"][column] = dice.choice((*PLAUSIBLE, None))
    way = dice.randrange(5)
    if way == 0:
        table["none"] = dice.choice(("没有适用的限额", "", *WORDS))
    elif way == 1:
        table["key"] = dice.choice(("a", "product", "gone", *WORDS))
    elif way == 2 and rows:
        del rows[dice.choice(tuple(rows))]
    elif way == 3:
        table["of"] = dice.choice(("energy-limits", "energy-benchmarks", "gone"))
    else:
        table.setdefault("columns", {})[dice.choice(("advanced", "access", "new"))] = dice.choice(("t", "tce/t", "斤"))


def _letters(text: str, dice: Random) -> bytes:
    lines = text.splitlines(keepends=True)
    at, way = dice.randrange(len(lines)), dice.randrange(11)
    if way == 0:
        lines[at] = lines[dice.randrange(len(lines))]
    elif way == 1:
        del lines[at : at + dice.choice((1, 1, 5, 40))]
    elif way == 2:
        lines.insert(at, lines[at])
    elif way == 3:
        lines[at] = (
            dice.choice(("\t", "  ", " ", "- ", "? ", "| ", "> ", "--- ", "... ", "%YAML 9.9\n", "!!binary ", "<<: *a\n", "&a ", "*a "))
            + lines[at]
        )
    elif way == 4:
        lines.insert(at, _bomb(dice))
    elif way == 5:
        lines = lines[:at] + [lines[at][: dice.randint(0, len(lines[at]))]]
    elif way == 6:
        lines[at] = lines[at].replace(
            dice.choice((":", "{", "}", '"', ",", "0")), dice.choice(("", "：", "::", "\u0000", "[", "\u2028", "'"))
        )
    elif way == 7:
        lines[at] = lines[at].rstrip("\n") + dice.choice(WORDS) * dice.choice((1, 1, 50)) + "\n"
    elif way == 8:
        return _bytes("".join(lines).encode(), dice)
    elif way == 9:
        lines.insert(at, dice.choice(("[", "{a: ", "- ", "? ")) * dice.choice((30, 900, 5000, 100_000)) + "\n")
    else:
        lines[at] = lines[at].replace("1", dice.choice(NUMBERS)) + "x: " + "y" * dice.choice((0, 10, 10**6)) + "\n"
    return "".join(lines).encode("utf-8", "surrogatepass")


def _bytes(data: bytes, dice: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(dice.choice((1, 3, 30))):
        spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
    return (
        bytes(spoilt)
        if dice.random() < 0.7
        else spoilt.decode("utf-8", "replace").encode(dice.choice(("utf-16", "gb18030", "utf-32", "utf-8-sig")))
    )


def _bomb(dice: Random) -> str:
    letters = "abcdefghij"[: dice.randint(2, 10)]
    lines = [f"{letters[0]}: &{letters[0]} [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip(letters, letters[1:], strict=False)]
    return "\n".join((*lines, f"label: *{letters[-1]}", dice.choice(("loop: &z [*z]", "notes: *a", "inputs: *b")), ""))


def _branch(tree: Tree, dice: Random) -> Tree:
    """The tree with one node changed: dropped, doubled, moved, renamed, or another value put in its place."""
    places = list(_places(tree))
    if not places:
        return tree
    holder, key = dice.choice(places)
    way = dice.randrange(8)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, list):
        holder.insert(key, holder[dice.randrange(len(holder))])
    elif way == 1:
        holder[dice.choice((*KEYS, *WORDS))] = holder.pop(key)
    elif way == 2:
        other, place = dice.choice(places)
        if place in other if isinstance(other, dict) else place < len(other):
            holder[key] = copy.deepcopy(other[place])
    elif way == 3:
        holder[key] = dice.choice(SHAPES)
    elif way == 4 and isinstance(holder[key], str):
        holder[key] = formula(dice, [holder[key]])
    elif way == 5 and isinstance(holder, dict):
        holder[dice.choice(KEYS)] = dice.choice((*NUMBERS, *WORDS, *SHAPES))
    elif way == 6:
        holder[key] = _deep(dice, holder[key])
    else:
        holder[key] = dice.choice((*NUMBERS, *WORDS))
    return tree


def _places(tree: Tree, depth: int = 0) -> list[tuple[Any, Any]]:
    if depth > 12 or not isinstance(tree, dict | list):
        return []
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    return [(tree, key) for key in keys] + [place for key in keys for place in _places(tree[key], depth + 1)]


def _deep(dice: Random, inner: Tree) -> Tree:
    for _ in range(dice.choice((3, 20, 80))):
        inner = [inner] if dice.random() < 0.5 else {dice.choice(KEYS): inner}
    return inner


def answer(dice: Random) -> Tree:
    """A value nobody should type, or one that somebody does."""
    way = dice.random()
    if way < 0.35:
        return dice.choice(("0", "1", "2.5", "10", "1234.5", "met", "not_met", "符合", "1,234", "１２"))
    return dice.choice((*NUMBERS, *WORDS, *SHAPES, 0, 1, -1, 1.5, float("nan"), float("inf"), True, 10**400, b"x", {"value": dice.choice(NUMBERS), "unit": dice.choice(("kg", "t", "tce", *WORDS))},
                        {"value": {"value": "1"}}, {"value": ["1"], "doubtful": "x", "evidence": ["a"]}, {"years": {"2023": "1", "x": "2", 2022: None}}, {"years": ["1"]}, {"years": "1"}))  # fmt: skip


def application(ids: list[str], dice: Random) -> dict[str, Any]:
    """What a unit should never hand in."""
    content: dict[str, Any] = {}
    for key in ("inputs", "items", "not_applicable", "chosen"):
        content[key] = {dice.choice((*ids, *ids, *WORDS)): answer(dice) for _ in range(dice.randint(0, 12))}
        if dice.random() < 0.1:
            content[key] = answer(dice)
    if dice.random() < 0.3:
        content[dice.choice(("data_year", "reference_date", "standard", "x"))] = answer(dice)
    return content
