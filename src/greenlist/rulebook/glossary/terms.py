"""Reads glossary.yaml and writes GLOSSARY.md: `python -m greenlist.rulebook.glossary.terms [--check]`."""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

PAGE = Path(__file__).parents[4] / "GLOSSARY.md"


@dataclass(frozen=True)
class Term:
    """One word of the field: id (the name in code), Chinese, definition, source, variants that must not be used."""

    id: str
    zh: str
    definition: str
    source: str
    wrong: tuple[str, ...]


@cache
def terms() -> tuple[Term, ...]:
    """All terms in the file's order. ValueError when an id stands twice."""
    raw = yaml.safe_load(Path(__file__).with_name("glossary.yaml").read_text(encoding="utf-8"))
    found = tuple(Term(i, e[0], e[1], e[2] if len(e) > 2 else "", tuple(e[3]) if len(e) > 3 else ()) for i, e in raw.items())
    if len({t.zh + t.id for t in found}) != len(found):
        raise ValueError("glossary.yaml: an entry stands twice")
    return found


def term_ids() -> frozenset[str]:
    """The ids of all terms."""
    return frozenset(t.id for t in terms())


def wrong_variants() -> dict[str, str]:
    """{wrong variant: right word}."""
    return {wrong: t.zh for t in terms() for wrong in t.wrong}


def document() -> str:
    """GLOSSARY.md as text."""
    head = (
        "# Glossary 术语表\n\nGenerated from `src/greenlist/rulebook/glossary/glossary.yaml` by "
        "`python -m greenlist.rulebook.glossary.terms`. Do not edit.\n\n"
        "| 中文 | id | 含义 | 依据 | 不用 |\n|---|---|---|---|---|\n"
    )
    rows = (f"| {t.zh} | `{t.id}` | {t.definition} | {t.source or '—'} | {'、'.join(t.wrong) or '—'} |" for t in terms())
    return head + "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; returns the exit code."""
    if "--check" not in arguments:
        PAGE.write_text(document(), encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == document():
        return 0
    print("GLOSSARY.md is stale: run `python -m greenlist.rulebook.glossary.terms` and commit it")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
