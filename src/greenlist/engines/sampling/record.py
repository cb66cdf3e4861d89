"""The record of a draw: what was laid down before the figure was known, what came after, and the check that anybody can make.

Four things in this order: the digest of a secret (`commitment`), the closed set with the chances (`frame`, by its digest), the public
figure of a day named beforehand, the secret. The seed is SM3 of secret and figure: whoever knows the secret does not know the figure
while the set can still be changed, and whoever waits for the figure does not know the secret. The signals behind the chances (`basis`)
may stay internal: the frame holds their digest, salted, as few values could be guessed.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenlist.engines.ledger import canonical
from greenlist.engines.sampling.chances import MILLION, Unit, chances
from greenlist.engines.sampling.drawing import draw

FORMAT = "greenlist.draw/1"
Content = dict[str, Any]


@dataclass(frozen=True)
class Basis:
    """By what the chances were made: places, the share spread evenly (hundredths), the strength of each signal, a salt."""

    budget: int
    even: int
    strengths: Mapping[str, int]
    salt: str


def commitment_of(secret: str) -> str:
    """What is made public of the secret before the set is closed."""
    return _digest(secret)


def seed_of(secret: str, figure: str) -> str:
    """The seed: nobody knows it before both are known."""
    return _digest(f"{secret}\n{figure}")


def basis_content(basis: Basis, units: Sequence[Unit]) -> Content:
    """The signals of every unit and what they weigh."""
    signals = {unit.key: dict(unit.signals) for unit in units}
    return {"budget": basis.budget, "even": basis.even, "strengths": dict(basis.strengths), "salt": basis.salt, "signals": signals}


def frame_content(basis: Basis, units: Sequence[Unit]) -> Content:
    """The closed set: every unit with its stratum and its chance."""
    of = chances(units, budget=basis.budget, even=basis.even, strengths=basis.strengths)
    rows = [
        {"key": unit.key, "name": unit.name, "city": unit.city, "category": unit.category, "chance": written(of[unit.key])}
        for unit in sorted(units, key=lambda unit: unit.key)
    ]
    return {"budget": basis.budget, "basis": _digest(canonical(basis_content(basis, units))), "units": rows}


def frame_digest(frame: Content) -> str:
    """The digest of the closed set, made public when it is closed."""
    return _digest(canonical(frame))


def draw_from(frame: Content, *, secret: str, figure: str) -> list[str]:
    """The keys drawn from a closed set."""
    return draw(_units(frame), {row["key"]: _read(row["chance"]) for row in frame["units"]}, seed=seed_of(secret, figure))


def written(chance: int) -> str:
    """A chance as it is printed: six decimals, exact."""
    return f"{chance // MILLION}.{chance % MILLION:06}"


def check(text: str) -> list[str]:
    """Everything in the record that does not agree, in words; nothing when the draw can be drawn again as it stands."""
    try:
        record = json.loads(text)
        if record["format"] != FORMAT:
            return [f"格式：应为 {FORMAT}，现为 {record['format']}"]
        return [*_of_digests(record), *_of_frame(record["frame"]), *_of_basis(record), *_of_draw(record)]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as problem:
        return [f"抽取记录读不出：{type(problem).__name__} {problem}"]


def _of_digests(record: Content) -> list[str]:
    faults = []
    if commitment_of(record["secret"]) != record["commitment"]:
        faults.append("密数与开始时公开的摘要不符")
    if frame_digest(record["frame"]) != record["frame_digest"]:
        faults.append("抽取范围与封存时公开的摘要不符")
    return faults


def _of_frame(frame: Content) -> list[str]:
    of = [_read(row["chance"]) for row in frame["units"]]
    faults = [
        f"{row['name']}：入选概率 {row['chance']} 不在0与1之间"
        for row, chance in zip(frame["units"], of, strict=True)
        if not 0 < chance <= MILLION
    ]
    if sum(of) != frame["budget"] * MILLION:
        faults.append(f"入选概率之和不等于抽查家数 {frame['budget']}")
    if len({row["key"] for row in frame["units"]}) != len(of):
        faults.append("有单位在抽取范围中出现两次")
    return faults


def _of_basis(record: Content) -> list[str]:
    """Where the basis is in the record, the chances are made again from it; a public record has none."""
    if not (basis := record.get("basis")):
        return []
    frame = record["frame"]
    units = [Unit(u.key, u.name, u.city, u.category, basis["signals"].get(u.key, {})) for u in _units(frame)]
    made = frame_content(Basis(basis["budget"], basis["even"], basis["strengths"], basis["salt"]), units)
    faults = [] if _digest(canonical(basis)) == frame["basis"] else ["风险信号与封存时的摘要不符"]
    faults += [
        f"{row['name']}：按风险信号算出的入选概率是 {again['chance']}，记录为 {row['chance']}"
        for row, again in zip(sorted(frame["units"], key=lambda row: str(row["key"])), made["units"], strict=True)
        if row["chance"] != again["chance"]
    ]
    return faults


def _of_draw(record: Content) -> list[str]:
    again = draw_from(record["frame"], secret=record["secret"], figure=record["figure"])
    if again == record["drawn"]:
        return []
    names = {row["key"]: row["name"] for row in record["frame"]["units"]}
    more, fewer = [names[k] for k in again if k not in record["drawn"]], [names.get(k, k) for k in record["drawn"] if k not in again]
    return [f"重抽结果不同：应抽中而未列 {'、'.join(more) or '无'}；列出而未抽中 {'、'.join(fewer) or '无'}"]


def _units(frame: Content) -> list[Unit]:
    return [Unit(row["key"], row["name"], row["city"], row["category"]) for row in frame["units"]]


def _read(chance: str) -> int:
    whole, _, part = chance.partition(".")
    if len(part) != 6 or not (whole + part).isdecimal() or not chance.isascii():
        raise ValueError(f"入选概率 {chance}")
    return int(whole) * MILLION + int(part)


def _digest(text: str) -> str:
    return "sm3:" + hashlib.new("sm3", text.encode()).hexdigest()
