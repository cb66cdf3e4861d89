"""Draws the lifecycles as Mermaid for docs/reference/lifecycles.md.

`python -m greenlist.rulebook.lifecycle.diagram` writes the page; `--check` fails when the committed one is stale.
"""

import sys
from pathlib import Path

from greenlist.rulebook.lifecycle.tables import Lifecycle, lifecycle, names

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "lifecycles.md"


def diagram(table: Lifecycle) -> str:
    """A Mermaid state diagram of one lifecycle."""
    lines = ["stateDiagram-v2", f"    [*] --> {table.initial}"]
    lines += [f"    {s.code}: {s.label} {s.code}" for s in table.states]
    lines += [
        f"    {source} --> {t.target}: {t.label}（{'、'.join(t.actors)}；{t.clause}）" for t in table.transitions for source in t.sources
    ]
    return "\n".join(lines)


def document() -> str:
    """The whole reference page: a diagram and a table for each lifecycle."""
    parts = [
        "# Lifecycles\n\nGenerated from `src/greenlist/rulebook/lifecycle/*.yaml` by "
        "`python -m greenlist.rulebook.lifecycle.diagram`. Do not edit.\n"
    ]
    for name in names():
        table = lifecycle(name)
        rows = [
            f"| {t.label} `{t.action}` | {'、'.join(table.state(s).label for s in t.sources)} | "
            f"{table.state(t.target).label} | {'、'.join(t.actors)} | {'、'.join(t.guards) or '—'} | {t.clause} |"
            for t in table.transitions
        ]
        head = "| action | from | to | by | guards | clause |\n|---|---|---|---|---|---|"
        parts.append(f"## {table.title} `{name}`\n\n```mermaid\n{diagram(table)}\n```\n\n{head}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; returns the exit code."""
    if "--check" in arguments:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == document():
            return 0
        print(f"{PAGE.name} is stale: run `python -m greenlist.rulebook.lifecycle.diagram` and commit it")
        return 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
