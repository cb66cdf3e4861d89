"""Made-up standards over the whole language, and what made-up units answer to them: small figures, so that edges and ties are common."""

from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import yaml

Made = Any
DAY = date(2024, 5, 27)
FIGURES = ("0", "0.5", "1", "2", "3", "4.5", "5", "7.25", "10", "12", "33.3")
WORTH = ("1", "2.5", "4", "8", "10", "25/6")
CODES = ("p1", "p2", "p3")
PLAIN, YEARLY, ROWS = ("a", "b", "c"), ("y",), ("p_energy", "p_output")


def standard(dice: Random):
    """The content of a standard file, numbers as text."""
    groups = [_group(dice, name, depth=2) for name in "ABC"[: dice.randint(1, 3)]]
    if dice.random() < 0.5:
        for group, weight in zip(groups, ("20", "50", "30"), strict=False):
            group["weight"] = weight
    if dice.random() < 0.4:
        groups.append(_bonus(dice))
    return {
        "format": "greenlist.standard/1", "id": "made-up", "edition": "1", "number": "T/MADE 1", "title": "随机标准",
        "subject": "factory", "source": "演示", "in_force": {"from": "2024-01-01", "to": None}, "total": _total(dice),
        "inputs": _inputs(), "rows": _rows(), "tables": _tables(dice), "coefficients": _coefficients(), "derived": _derived(dice),
        "gates": [_gate(dice, f"G{i}") for i in range(dice.randint(0, 3))], "groups": groups, **_grades(dice),
    }  # fmt: skip


def _inputs():
    plain = {name: {"label": name.upper(), "unit": "t", "clause": "附录A"} for name in PLAIN}
    return {
        **plain,
        "b": plain["b"] | {"years": "3"},
        "y": {"label": "逐年", "unit": "t", "clause": "附录A", "years": "3"},
        "n": {"label": "可为负", "unit": "t", "clause": "附录A", "minimum": None},
        "flag": {"label": "是否", "unit": "1", "clause": "附录A", "one_of": "yes_no"},
        "product": {"label": "产品", "unit": "1", "clause": "附录A", "one_of": dict.fromkeys(CODES, "产品")},
    }


def _rows():
    figures = {name: {"label": name, "unit": "t", "clause": "附录B"} for name in ROWS}
    kind = {"p_kind": {"label": "品种", "unit": "1", "clause": "附录B", "one_of": dict.fromkeys(CODES, "品种")}}
    return {"products": {"label": "主要产品", "most": "3", "clause": "附录B", "inputs": {**figures, **kind}}}


def _tables(dice):
    def rows():
        return {
            code: {
                "label": f"产品{code}",
                "values": {
                    "advanced": dice.choice(("2", "4", "-3", "a / 2 + 1", None)),
                    "access": dice.choice(("5", "9", "-1", "b + 6", None)),
                },
                "source": "演示",
                "confidence": "GUESS",
            }
            for code in CODES[: dice.randint(2, 3)]
        }

    columns = {"advanced": "t", "access": "t"}
    return {
        "limits": {"key": "product", "columns": columns, "rows": rows(), "none": "都不是"},
        "kinds": {"key": "p_kind", "columns": columns, "rows": rows()},
    }


def _coefficients():
    return {"k": {"label": "折标系数", "unit": "1", "value": "0.1229", "clause": "附录C", "confidence": "RECALLED"}}


def _derived(dice):
    own = {"label": "派生", "unit": "t", "clause": "附录D"}
    return {
        "d1": {**own, "value": figure(dice, 2, derived=False), "when_zero": dice.choice(("unknown", "zero"))},
        "d2": {**own, "value": reference(dice)},
        "dy": {**own, "value": dice.choice(("y / b", "y * 2", "y - 3")), "years": "3", "when_zero": dice.choice(("unknown", "zero"))},
        "dr": {**own, "value": dice.choice(("p_energy / p_output", "p_energy + a")), "rows": "products"},
        "d3": {**own, "value": "d1 + 1"},
    }


def _total(dice):
    total = {"round": dice.choice(("0.01", "0.1", "1", "0.5")), "maximum": "100", "mode": "gbt8170"}
    for key, choices in (
        ("round_item", ("0.1", "0.01")),
        ("round_group", ("0.1", "1")),
        ("compare", ("full", "rounded")),
        ("pass_line", ("10", "4.5", "20")),
    ):
        if dice.random() < 0.3:
            total[key] = dice.choice(choices)
    return total


def _grades(dice):
    lines = (("一星", "5"), ("二星", "12"), ("三星", "30"))
    return {"grades": [{"name": n, "at_least": at, "clause": "6"} for n, at in lines]} if dice.random() < 0.4 else {}


def _gate(dice, name):
    gate = {"id": name, "label": f"基本要求{name}", "clause": "4"}
    if dice.random() < 0.5:
        gate["test"] = test(dice)
    if dice.random() < 0.2:
        gate["encouraged"] = True
    if dice.random() < 0.3:
        gate["look_back"] = "3"
    return gate


# ---- groups and items


def _group(dice, name, depth):
    best = dice.randint(1, 3) if depth < 2 and dice.random() < 0.4 else 0
    alike = dice.choice(WORTH)
    items = [_item(dice, f"{name}{i}", alike if best else dice.choice(WORTH)) for i in range(max(dice.randint(1, 4), best))]
    inner = [_group(dice, f"{name}x{i}", depth - 1) for i in range(dice.randint(0, 2))] if depth and not best else []
    group = {"id": name, "title": f"组{name}", "clause": "5", "items": items, "groups": inner}
    group["not_applicable"] = dice.choice(("redistribute", "redistribute_all", "full", "zero"))
    group["required_block"] = dice.random() < 0.5
    if best:
        group |= {"best": str(best), "choose_by": dice.choice(("ratio", "declared"))}
    if depth < 2 and dice.random() < 0.3:
        group["weight"] = dice.choice(("5", "10"))
    return group


def _bonus(dice):
    items = [_item(dice, f"Z{i}", dice.choice(WORTH), kinds=("judged", "measure", "yes_no")) for i in range(dice.randint(1, 3))]
    return {"id": "Z", "title": "加分", "clause": "7", "items": items, "bonus": True, "most": dice.choice(("3", "5"))}


KINDS = ("required", "optional", "judged", "yes_no", "count", "measure", "measure", "tested", "either")


def _item(dice, name, points, kinds=KINDS):
    kind = dice.choice(kinds)
    item = {"id": name, "label": f"项{name}", "kind": kind, "points": points, "clause": f"§{name}", "may_be_not_applicable": True}
    if kind == "count":
        item |= {"count_of": "12", **({"full_at": "8"} if dice.random() < 0.5 else {})}
    if kind == "measure":
        item["score"] = rule(dice)
    if kind == "tested":
        item |= {"kind": dice.choice(("required", "optional")), "test": test(dice)}
    if kind == "either":
        choices = [{"label": "甲", "when": test(dice), "score": rule(dice)}, {"label": "乙", "when": None, "score": rule(dice)}]
        item |= {"kind": "measure", "any_of": choices[: dice.choice((1, 2, 2))]}
    return item


def rule(dice):
    """A score of any kind."""
    kind = dice.choice(("pos", "neg", "linear", "steps", "points", "yes_no"))
    over = dice.random() < 0.25
    if kind == "yes_no":
        return {"kind": kind, "value": test(dice)}
    found = {"kind": kind, "value": _row_figure(dice) if over else figure(dice, 1), "when_zero": dice.choice(("unknown", "zero", "full"))}
    if over:
        found["over"] = {"rows": "products", "weight": "p_energy", "top": str(dice.randint(1, 3))}
    if kind == "steps":
        return found | dice.choice(({"steps": [["1", "1/3"], ["2.5", "1/2"], ["10", "1"]]},
                                    {"steps": [["10", "1/3"], ["5", "0.5"], ["1", "1"]], "compare": "at_most"}))  # fmt: skip
    if dice.random() < 0.3:
        found["when_negative"] = dice.choice(("unknown", "zero", "full"))
    if kind == "linear":
        base, lead = dice.choice((("0", "10"), ("10", "2"), ("1.5", "4"), ("-1", "-3"), ("b", "c")))
        if dice.random() < 0.3:
            base, lead = (
                {"table": "kinds" if over else "limits", "column": "access"},
                {"table": "kinds" if over else "limits", "column": "advanced"},
            )
        return found | {"base": base, "lead": lead, "floor": dice.choice(("0", "0.6", "1/3"))}
    lead = dice.choice(("1", "2.5", "40", "b", {"2024-01-01": "3", "2025-01-01": "4"}, reference(dice)))
    return found | {"lead": lead, "cap": dice.choice(("1", "1.2", None))}


def reference(dice):
    """A looked-up value, a bracket, or the first of several."""
    table = {"table": "limits", "column": dice.choice(("advanced", "access"))}
    bracket = {"bracket": dice.choice("ab"), "at_least": [["10", "4.31"], ["5", "11.9"], ["3", "7.93"]], "below": "33.03"}
    return dice.choice((table, bracket, {"first_of": [table, dice.choice((bracket, "b / c", "c")), "7"]}, {"first_of": [table, "b"]}))


# ---- formulas


def figure(dice, depth, *, derived=True):
    """A formula that gives a number."""
    if depth == 0 or dice.random() < 0.3:
        known = [*PLAIN, "n", "flag", "k", "y", "y[-1]", "y[-2]", *(("d1", "d2", "d3", "dy", "dy[-1]") if derived else ())]
        return dice.choice(known) if dice.random() < 0.8 else dice.choice(FIGURES)
    one, other = figure(dice, depth - 1, derived=derived), figure(dice, depth - 1, derived=derived)
    yearly = dice.choice(("y", "y * 2", "y / b", "y - k", *(("dy",) if derived else ())))
    return dice.choice((
        f"{one} + {other}", f"({one}) / ({other})", f"({one} - {other}) / b * 100", f"-({one}) * {other}", f"max({one}, {other})",
        f"min({one}, {other}, 3)", f"mean({one}, {other})", f"sum({one}, {other})", f"abs({one} - ({other}))",
        f"if_({one} > {other}, {one}, c)", f"mean_years({yearly}, 3)", f"sum_years({yearly}, 2)", f"count_years({yearly} > 3, 3)",
    ))  # fmt: skip


def test(dice, depth=1):
    """A formula that holds or does not."""
    one, other = figure(dice, 1), figure(dice, 1)
    plain = f"{one} {dice.choice(('>', '>=', '<', '<=', '=='))} {other}"
    if depth == 0:
        return plain
    return dice.choice((plain, f"{plain} and {test(dice, 0)}", f"{plain} or {test(dice, 0)}", f"not {plain}", f"not ({plain} and {test(dice, 0)})",
                        f"all_years(y {dice.choice(('>', '<='))} b, 3)", "any_year(y > 5, 2)", "all_years(dy >= 1, 3)"))  # fmt: skip


def _row_figure(dice):
    return dice.choice(("p_output", "p_output / p_energy", "p_energy / p_output", "dr", "p_output + a", "dr * 2"))


# ---- what a unit answers


def application(made, dice: Random, year=DAY.year):
    """What a unit fills in against any standard: most of it, some in doubt, some not applicable."""
    rows = [item for group in made["groups"] for item in leaves(group)]
    answered = [item for item in rows if not {"score", "test", "any_of"} & item.keys()]
    items = {item["id"]: _answer(dice, item) for item in answered if dice.random() < 0.9}
    items |= {
        gate["id"]: dice.choice(("met", "met", "not_met")) for gate in made.get("gates", ()) if "test" not in gate and dice.random() < 0.9
    }
    bonus = {item["id"] for group in made["groups"] if group.get("bonus") for item in leaves(group)}
    spared = [item["id"] for item in rows if item["id"] not in bonus]
    for name in spared:
        if dice.random() < 0.03:
            items[name] = {"value": items.get(name, ""), "doubtful": True}
    may = {item["id"] for item in rows if item.get("may_be_not_applicable")}
    absent = {name: "不适用的理由" for name in spared if name in may and dice.random() < 0.1}
    return {"inputs": _filled(made, dice, year - 1), "items": items, "not_applicable": absent, "chosen": _choices(dice, made)}


def _filled(made, dice, newest):
    inputs = {}
    for name, entry in made.get("inputs", {}).items():
        if entry.get("years") and dice.random() < 0.5:
            inputs[name] = {
                "years": {str(newest - back): dice.choice(FIGURES) for back in range(int(entry["years"])) if dice.random() < 0.9}
            }
        else:
            for back in range(int(entry.get("years", 1))):
                _fill(dice, inputs, f"{name}[-{back}]" if back else name, _with_codes(made, entry))
    for table in made.get("rows", {}).values():
        for name, entry in table["inputs"].items():
            for row in range(1, dice.choice((1, 2, 3, 4))):
                _fill(dice, inputs, f"{name}#{row}", _with_codes(made, entry), doubt=0)
    return inputs


def _with_codes(made, entry):
    """An input whose choice is a row of a table, with the codes of that table."""
    choice = entry.get("one_of")
    if not (isinstance(choice, dict) and "table" in choice):
        return entry
    table = made["tables"][choice["table"]]
    return entry | {"one_of": [*table["rows"], *(["none"] if "none" in table else [])]}


def _fill(dice, inputs, name, entry, doubt=0.03):
    if dice.random() < 0.12:
        return
    choice = entry.get("one_of")
    text = dice.choice(("met", "not_met")) if choice == "yes_no" else dice.choice(list(choice)) if choice else dice.choice(FIGURES)
    if entry.get("minimum", "0") is None and dice.random() < 0.4:
        text = "-" + text
    raw = {"value": text}
    if not choice and entry["unit"] == "t" and dice.random() < 0.1:
        raw["unit"] = dice.choice(("kg", "万t"))
    if dice.random() < doubt:
        raw["doubtful"] = True
    inputs[name] = raw if len(raw) > 1 else text


def _answer(dice, item):
    if item["kind"] in {"required", "yes_no"}:
        return dice.choice(("met", "met", "met", "not_met"))
    if item["kind"] == "count":
        return dice.choice(("0", "3", "7", "8", "12"))
    return dice.choice(("0", "0.5", "1", "met", "not_met"))


def _choices(dice, made):
    found = {}
    for group in _branches(made["groups"]):
        if group.get("choose_by") == "declared" and dice.random() < 0.9:
            ids = [item["id"] for item in group["items"]]
            found[group["id"]] = dice.sample(ids, min(int(group["best"]), len(ids)))
    return found


def _branches(groups):
    for group in groups:
        yield group
        yield from _branches(group.get("groups", ()))


def leaves(group):
    """Every item below a group."""
    return [*group.get("items", ()), *(item for child in group.get("groups", ()) for item in leaves(child))]


class _Written(yaml.CSafeDumper):
    """Writes what stands twice twice: a standard file refers to nothing."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(made) -> str:
    """A made-up standard as the text of its file."""
    return yaml.dump(made, allow_unicode=True, sort_keys=False, Dumper=_Written, width=10**6)


def exact(text):
    """A figure as a fraction."""
    return Fraction(text)
