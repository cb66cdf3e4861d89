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
    """All terms in the file's order."""
    return read_terms(Path(__file__).with_name("glossary.yaml").read_text(encoding="utf-8"))


def read_terms(text: str) -> tuple[Term, ...]:
    """The terms of a glossary file. ValueError names every id that stands twice (YAML alone would keep the last)."""
    node = yaml.compose(text)
    ids = [(key.value, key.start_mark.line + 1) for key, _ in node.value] if node else []
    first: dict[str, int] = {}
    twice = [f"glossary.yaml:{line}: {i} stands twice, first in line {first[i]}" for i, line in ids if first.setdefault(i, line) != line]
    if twice:
        raise ValueError("\n".join(twice))
    raw = yaml.safe_load(text) or {}
    return tuple(Term(i, e[0], e[1], e[2] if len(e) > 2 else "", tuple(e[3]) if len(e) > 3 else ()) for i, e in raw.items())


def term_ids() -> frozenset[str]:
    """The ids of all terms."""
    return frozenset(t.id for t in terms())


def wrong_variants() -> dict[str, str]:
    """{wrong variant: right word}; where two words share a wrong variant, both are named."""
    found: dict[str, str] = {}
    for term in terms():
        for wrong in term.wrong:
            found[wrong] = f"{found[wrong]}、{term.zh}" if wrong in found else term.zh
    return found


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
