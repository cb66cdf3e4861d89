"""Nothing of a standard can be changed without a difference that is told, whatever it is: a number, a word, a yes or no, a sureness."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from greenlist.casework.standards.comparing import differences
from greenlist.casework.standards.held import Table, shipped
from greenlist.rulebook.standards import held_editions

SUBJECTS = [f"{path.parent.name}/{path.stem}" for path in held_editions()]
OTHER = {
    "VERIFIED": "RECALLED",
    "VERIFIED-UNOFFICIAL": "VERIFIED-SECONDARY",
    "RECALLED": "VERIFIED-SECONDARY",
    "GUESS": "VERIFIED-SECONDARY",
}
FREE = {"tests", "edition", "format"}  # the examples are run, the number of the edition is ours


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(node, dict | list):
        for key, child in node.items() if isinstance(node, dict) else enumerate(node):
            if path or key not in FREE:
                yield from leaves(child, (*path, key))
    else:
        yield path, node


def changed(plain: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Only the branch on the way is made anew: a standard has thousands of leaves."""
    made = node = dict(plain)
    for step in path[:-1]:
        node[step] = node[step].copy()
        node = node[step]
    node[path[-1]] = (
        (not value)
        if isinstance(value, bool)
        else value + 1
        if isinstance(value, int)
        else ("7" if value is None else OTHER.get(value, f"{value}9"))
    )
    return made


@pytest.mark.parametrize("subject", SUBJECTS)
def test_whatever_is_changed_in_a_standard_a_difference_tells_it(subject):
    plain = json.loads(json.dumps(shipped(subject).plain))
    ours = Table(subject, plain)
    every = list(leaves(plain))
    silent = []
    for path, value in every[:: max(1, len(every) // 150)] + [leaf for leaf in every if isinstance(leaf[1], bool)][:40]:
        if not differences(ours, Table(subject, changed(plain, path, value)), {}, set()):
            silent.append((path, value))
    assert silent == []


def test_a_standard_without_its_gates_is_told_gate_by_gate():
    plain = json.loads(json.dumps(shipped("gbt-36132/2018").plain))
    loose = deepcopy(plain)
    for gate in loose["gates"]:
        gate["encouraged"] = True
    told = differences(Table("gbt-36132/2018", plain), Table("gbt-36132/2018", loose), {}, set())
    assert [(row["was"], row["now"]) for row in told] == [("否", "是")] * len(plain["gates"])
