"""What a standard chose among the ways of the language (分母为0时, 怎样比较, 计入哪几项), in words beside the value that it decides about: it has no
row of its own in the sheet (decision 0041), so who checks the value reads it there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from greenlist.casework.standards.numbers import printed_number
from greenlist.engines.scoring.values import Path, Placed

Plain = Mapping[str, Any]
ZERO = {"unknown": "分母为0时算不出来", "zero": "分母为0时按0", "full": "分母为0时得满分"}
SCORED_ZERO = ZERO | {"zero": "分母为0时得0分"}
NEGATIVE = {"unknown": "负值算不出来", "zero": "负值得0分", "full": "负值得满分"}
COMPARE = {"at_least": "不低于门槛才算达到", "at_most": "不高于门槛才算达到"}
CHOOSE = {"ratio": "计入得分率最高的", "declared": "由申报单位选定计入哪几项"}
ROUNDING = {"gbt8170": "按 GB/T 8170，恰为一半的取偶数"}
TOTALS = {"rounded": "按修约后的总分比较", "full": "按修约前的总分比较"}
WORDS = {
    "when_zero": ("分母为0时", ZERO),
    "when_negative": ("负值", NEGATIVE),
    "compare": ("怎样比较", COMPARE | TOTALS),
    "choose_by": ("计入哪几项", CHOOSE),
}


def choice_said(place: str, text: str) -> tuple[str, str]:
    """(what is chosen, this choice) in words of a difference at the place of a choice; ('', text) of every other."""
    what, words = WORDS.get(place.rpartition(".")[2], ("", {}))
    return what, (SCORED_ZERO if ".score." in place and text == "zero" and words is ZERO else words).get(text, text)


def choices_in_words(plain: Plain, value: Placed) -> str:
    """What was chosen about this value; '' where nothing could have been."""
    return "；".join(_said(_owner(plain, value.path), value))


def _owner(plain: Plain, path: Path) -> Plain:
    """What holds the value: the derived figure, the way to the points, the group, the total."""
    node: Any = plain
    for step in path[:-1]:
        below = node[step]
        if not isinstance(below, Mapping) and not (isinstance(below, list | tuple) and below and isinstance(below[0], Mapping)):
            break
        node = below
    return node if isinstance(node, Mapping) else {}


def _said(owner: Plain, value: Placed) -> Iterator[str]:
    key = next((step for step in reversed(value.path) if isinstance(step, str)), "")
    if value.path[0] == "derived" and key == "value" and "/" in value.value:
        yield ZERO[owner["when_zero"]]
    elif "kind" in owner and "compare" in owner:
        yield from _scored(owner, key, value)
    elif key == "best" and "choose_by" in owner:
        yield CHOOSE[owner["choose_by"]]
    elif value.path[0] == "total" and key == "round":
        yield ROUNDING.get(owner.get("mode", "gbt8170"), owner.get("mode", ""))
    elif value.path[0] == "total" and key == "pass_line":
        yield TOTALS.get(owner.get("compare", "full"), owner.get("compare", ""))


def _scored(score: Plain, key: str, value: Placed) -> Iterator[str]:
    if key == "value" and _divides(score):
        yield SCORED_ZERO[score["when_zero"]]
    if key == "value" and score["kind"] in {"pos", "neg"}:
        yield NEGATIVE[score["when_negative"]]
    if key == "steps" and score["kind"] == "steps" and value.path[-1] == 0:
        yield COMPARE[score["compare"]]


def _divides(score: Plain) -> bool:
    """May what it divides by be 0? Of `neg` that is the value; else a lead or a base that is no plain number, or what the value divides by."""
    sides = [side for side in (score["lead"], score["base"]) if side is not None]
    return score["kind"] == "neg" or "/" in score["value"] or any(printed_number(str(side)) is None for side in sides)
