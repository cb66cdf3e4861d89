"""Served is computed: for every clause the six places where it acts, merged from what a test run saw.

A place is kept as `file#name` (a function, or the clause in clauses.yaml), so that it outlives moved lines; `located` gives file:line.
"""

import inspect
import json
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from greenlist.rulebook.eligibility.registry import registered
from greenlist.rulebook.notices import Clause, newest_notice, notice

ROOT = Path(__file__).parents[3]
FRAGMENTS = ROOT / "var" / "served"
PAGE = ROOT / "docs" / "reference" / "clauses.md"
NEEDED = {
    "rule": ("data", "rule", "spec", "service", "screen", "public"),
    "priority": ("data", "rule", "spec", "service", "screen", "public"),
    "duty": ("service", "screen", "spec"),
    "judgement": ("service", "screen", "spec"),
    "information": ("screen", "spec"),
}
PLACE_LABELS = {"data": "条文", "rule": "规则", "spec": "测试", "service": "服务", "screen": "页面", "public": "公开页"}


@dataclass(frozen=True)
class Places:
    """Where one clause acts, each `file#name` relative to the repository, '' where it was not seen."""

    data: str = ""
    rule: str = ""
    spec: str = ""
    service: str = ""
    screen: str = ""
    public: str = ""


def is_served(kind: str, places: Places) -> bool:
    """Does the clause have every place its kind needs?"""
    return all(getattr(places, name) for name in NEEDED[kind])


def merge(fragments: list[dict[str, dict[str, str]]], notice_id: str) -> dict[str, Places]:
    """Places of all clauses: text and rule from the rulebook itself, the rest from the fragments of a test run.

    Where fragments name different places the first by name is kept: the page must not depend on which worker ran what.
    """
    found = {clause.id: _own(clause, notice_id) for clause in notice(notice_id).clauses}
    names = {field.name for field in fields(Places)} - {"data", "rule"}
    for fragment in fragments:
        for clause_id, seen in fragment.items():
            known = {name: place for name, place in seen.items() if name in names and place}
            before = {name: getattr(found[clause_id], name) or place for name, place in known.items()}
            found[clause_id] = replace(found[clause_id], **{name: min(place, before[name]) for name, place in known.items()})
    return found


def read_fragments() -> list[dict[str, dict[str, str]]]:
    """The fragments of the last test run, or else the places printed on the committed reference page."""
    files = sorted(FRAGMENTS.glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files] if files else [_from_page()]


def reference_page(notice_id: str, places: dict[str, Places]) -> str:
    """docs/reference/clauses.md: all clauses with their places."""
    text = notice(notice_id)
    done = sum(1 for c in text.clauses if is_served(c.kind, places[c.id]))
    head = (
        f"# Clauses of {notice_id}\n\n{text.document_number}. Generated from the rulebook and a whole test run by "
        f"`python -m greenlist.rulebook.served`. Served: {done} of {len(text.clauses)}. Do not edit.\n\n"
        "| clause | passage | kind | quote | " + " | ".join(PLACE_LABELS) + " | served |\n|---|---|---|---|" + "---|" * 7 + "\n"
    )
    return head + "\n".join(_line(c, places[c.id]) for c in text.clauses) + "\n"


def place(path: str | Path, name: str = "") -> str:
    """`file#name` relative to the repository; `file` for a whole file."""
    file = str(Path(path).resolve().relative_to(ROOT))
    return f"{file}#{name}" if name else file


def located(place: str) -> str:
    """`file:line` of a place as the files stand now; '' for '', the place itself when it is gone."""
    file, _, name = place.partition("#")
    if not place or not (ROOT / file).exists():
        return place
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    begins = (f"def {name}(", f"class {name}", f"- id: {name}")
    numbers = [n for n, line in enumerate(lines, 1) if name and line.strip().startswith(begins)]
    return f"{file}:{numbers[0] if numbers else 1}"


def _own(clause: Clause, notice_id: str) -> Places:
    file = Path(__file__).parent / "notices" / notice_id / "clauses.yaml"
    rule = registered(clause.binding.rule).function if clause.binding else None
    return Places(data=place(file, clause.id), rule=place(inspect.getsourcefile(rule) or "", rule.__name__) if rule else "")


def _line(clause: Clause, places: Places) -> str:
    cells = [getattr(places, name) or "—" for name in PLACE_LABELS]
    return (
        " | ".join([f"| {clause.id}", clause.passage, clause.kind, clause.quote, *cells, "yes" if is_served(clause.kind, places) else "no"])
        + " |"
    )


def _from_page() -> dict[str, dict[str, str]]:
    if not PAGE.exists():
        return {}
    seen: dict[str, dict[str, str]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells and cells[0].startswith("C-") and len(cells) == 11:
            seen[cells[0]] = {name: cell for name, cell in zip(PLACE_LABELS, cells[4:10], strict=True) if cell != "—"}
    return seen


def main(arguments: list[str]) -> int:
    """Write the page from the fragments, or with `--check` compare it; returns the exit code."""
    page: Any = reference_page(newest_notice(), merge(read_fragments(), newest_notice()))
    if "--check" not in arguments:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print("docs/reference/clauses.md is stale: after a whole test run, run `python -m greenlist.rulebook.served` and commit it")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
