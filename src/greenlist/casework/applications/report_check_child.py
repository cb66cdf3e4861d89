"""The child that looks a report's text through: its marks, its unit, its chapters, its figures. Prints one JSON line."""

import json
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from greenlist.engines.identity import Offered, Wanted, claims, named_in
from greenlist.engines.report_check import Chapter, Declared, find_chapters, find_figures
from greenlist.papers.version_mark import mark_in_code, marks_in_text

FIRST_PAGES = 5
MOST_LETTERS = 2_000_000  # a thousand full pages; what is behind them is not looked at
MOST_MARKS = 100


def main(path: str) -> None:
    """Print {marks, doubt, bodies, chapters, figures} for the texts, codes and question of a JSON file."""
    asked = json.loads(Path(path).read_text(encoding="utf-8"))
    question, texts = asked["question"], _bounded(asked["texts"])
    chapters = find_chapters(texts, [Chapter(*_whole(chapter)) for chapter in question["chapters"]])
    figures = find_figures(texts, [Declared(*figure) for figure in question["declared"]], year=question["year"])
    found = {
        "marks": _marks(texts, asked["codes"]),
        "doubt": _doubt(texts, question["names"]),
        "bodies": named_in("\n".join(texts), question["bodies"]),
        "chapters": [asdict(chapter) for chapter in chapters],
        "figures": [asdict(figure) for figure in figures],
    }
    print(json.dumps(found))


def _bounded(texts: list[str]) -> list[str]:
    """The pages up to MOST_LETTERS; those behind are empty, so that every page keeps its number."""
    left, bounded = MOST_LETTERS, []
    for text in texts:
        bounded.append(text[:left])
        left -= len(bounded[-1])
    return bounded


def _whole(chapter: list[Any]) -> tuple[str, str, tuple[str, ...]]:
    name, heading, others = chapter
    return name, heading, tuple(others)


def _marks(texts: list[str], codes: list[list[Any]]) -> list[list[Any]]:
    """[page, code, digest, what, turn] of every different mark, on the first page that bears it."""
    in_text = [(page, mark, "", 0) for page, text in enumerate(texts, start=1) for mark in dict.fromkeys(marks_in_text(text))]
    in_codes = [(page, *read, turn) for page, said, turn in codes if (read := mark_in_code(said))]
    first: dict[Any, list[Any]] = {}
    for page, mark, what, turn in sorted(in_text + in_codes, key=lambda found: found[0]):
        first.setdefault((mark, what), [page, mark.code, mark.digest, what, turn])
    return list(islice(first.values(), MOST_MARKS))


def _doubt(texts: list[str], names: list[str]) -> str:
    """Does the text name another unit, or not this one? `names` begins with the site's."""
    offered = Offered("report", f"{names[0]}.pdf", "\n".join(texts[:FIRST_PAGES]), has_text=True)
    (claim,) = claims([Wanted("unit", tuple(names))], [offered])
    return claim.doubt
