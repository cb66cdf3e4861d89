"""Which standard applies: by subject, industry and reference date; industry standards before the general one (C-16, C-17, C-20, C-28, C-29)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
CONFIDENCES = ("VERIFIED", "VERIFIED-SECONDARY", "VERIFIED-UNOFFICIAL", "RECALLED", "GUESS")  # from the surest to the least sure
CLAUSES = {"factory": ("C-16", "C-17"), "park": ("C-20", "C-20"), "supply_chain": ("C-28", "C-29")}  # of an industry, general
GENERAL = {
    "factory": "没有适用的行业标准，用通则",
    "park": "园区不分行业，用同一评价要求",
    "supply_chain": "没有适用的行业指标体系，用通用要求",
}
CAMPAIGN = "国家{year}年申报在平台上自评价，用平台的评分表"


@dataclass(frozen=True)
class Star:
    """A grade of a reported score: reached from `at_least` on."""

    name: str
    at_least: Fraction
    confidence: str


@dataclass(frozen=True)
class Applicable:
    """The answer. `file` is None when the standard is known but its table is not held: then there is no score of ours.

    `confidence` is the weakest of number, dates and field. `only` names a product when the standard is for a part of the industry.
    `stars`: by which a reported score of it is told, the highest first.
    """

    number: str
    title: str
    standard: str
    edition: str
    why: str
    clause: str
    confidence: str
    file: Path | None
    only: str = ""
    stars: tuple[Star, ...] = ()

    @property
    def is_held(self) -> bool:
        return self.file is not None


@dataclass(frozen=True)
class Known:
    """One edition in the catalogue, held or not. `until_on` is None while no last day is known."""

    number: str
    title: str
    standard: str
    edition: str
    subject: str
    from_on: date
    until_on: date | None
    only: str
    is_held: bool
    campaign: str = ""
    stars: tuple[Star, ...] = ()


def known_editions(subject: str) -> list[Known]:
    """The editions known for a subject: the general ones first, then those of industries, each in the catalogue's order."""
    entries = sorted((e for e in _entries() if e["subject"] == subject), key=lambda e: bool(e["industries"]))
    return [
        Known(e["number"], e["title"], e["standard"], e["edition"], subject, e["from"], e["until"], e.get("only", ""),
              (FOLDER / e["standard"] / f"{e['edition']}.yaml").exists(), e.get("campaign", ""), _stars(e))
        for e in entries
    ]  # fmt: skip


@cache
def _entries() -> list[dict[str, Any]]:
    raw = yaml.safe_load((FOLDER / "catalogue.yaml").read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = raw["standards"]
    return entries


def applicable(subject: str, industry: str, on: date, campaign: str = "") -> list[Applicable]:
    """The standards in force for a subject (`factory`, …), a GB/T 4754 class and a day: those of the industry first, the closest
    first, those for a part of it after them, the general one last. The tables of a campaign of the ministry come before all, for who
    names it (`2025`), and are not told to others.

    An empty list means that the catalogue knows none.
    """
    asked = [e for e in _entries() if e["subject"] == subject and e.get("campaign", "") in {"", campaign}]
    fitting = [e for e in asked if _in_force(e, on) and _covers(e, industry)]
    return [_answer(e, industry) for e in sorted(fitting, key=lambda e: _rank(e, industry))]


def star_of(stars: tuple[Star, ...], reported: Fraction) -> Star | None:
    """The highest star that a reported score reaches; None below the lowest."""
    return next((star for star in stars if reported >= star.at_least), None)


def held_editions() -> list[Path]:
    """The files of all editions held, sorted."""
    return sorted(p for p in FOLDER.glob("*/*.yaml"))


def standard_file(standard: str, edition: str) -> Path:
    """The file of one edition; KeyError when it is not held, and names those that are."""
    file = FOLDER / standard / f"{edition}.yaml"
    held = held_editions()
    if file not in held:  # a name such as “.” or “..” leads to other files
        names = "、".join(f"{path.parent.name}/{path.stem}" for path in held)
        raise KeyError(f"没有录入 {standard}/{edition}；已录入：{names}。")
    return file


def _in_force(entry: dict[str, Any], on: date) -> bool:
    until = entry["until"]
    return bool(entry["from"] <= on and (until is None or on <= until))


def _covers(entry: dict[str, Any], industry: str) -> bool:
    return not entry["industries"] or any(industry.startswith(code) for code in entry["industries"])


def _rank(entry: dict[str, Any], industry: str) -> tuple[bool, bool, bool, int]:
    closest = max((len(code) for code in entry["industries"] if industry.startswith(code)), default=0)
    return "campaign" not in entry, not entry["industries"], "only" in entry, -closest


def _answer(entry: dict[str, Any], industry: str) -> Applicable:
    file = FOLDER / entry["standard"] / f"{entry['edition']}.yaml"
    of_industry, general = CLAUSES[entry["subject"]]
    return Applicable(
        number=entry["number"],
        title=entry["title"],
        standard=entry["standard"],
        edition=entry["edition"],
        why=_why(entry, industry),
        clause=of_industry if entry["industries"] else general,
        confidence=max((entry[k] for k in entry if k.endswith("confidence")), key=CONFIDENCES.index),
        file=file if file.exists() else None,
        only=entry.get("only", ""),
        stars=_stars(entry),
    )


def _stars(entry: dict[str, Any]) -> tuple[Star, ...]:
    return tuple(Star(star["name"], Fraction(star["at_least"]), star["confidence"]) for star in entry.get("grades", ()))


def _why(entry: dict[str, Any], industry: str) -> str:
    if "campaign" in entry:
        return CAMPAIGN.format(year=entry["campaign"]) + (f"；{entry['only']}另有评分表，是否适用须核对" if "only" in entry else "")
    if not entry["industries"]:
        return GENERAL[entry["subject"]]
    what = "行业指标体系" if entry["subject"] == "supply_chain" else "行业标准"
    if "only" in entry:
        return f"行业代码 {industry} 中的{entry['only']}已有{what}，是否适用须核对产品"
    return f"行业代码 {industry} 已有{what}"
