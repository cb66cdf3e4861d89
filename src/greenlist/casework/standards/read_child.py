"""The child that reads a table which came from outside: `main` with its kind (standard, reference), how it came, its path and its name.

It prints one JSON line: every problem with its place, or the plain form. A standard of which only values were typed (`values`) loses those
of its own tests that no longer hold, and its faults are told by their paths, for it was never a file; a whole file (`whole`) must pass all
of its own tests.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import structs

from greenlist.casework.standards.reference_file import read_reference
from greenlist.engines.scoring.authoring.lint import faults_in, placed
from greenlist.engines.scoring.check import check_source
from greenlist.engines.scoring.load import StandardProblems, read_standard
from greenlist.engines.scoring.values import plain_standard


def main(kind: str, came: str, path: str, name: str) -> None:
    """Print what was found."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        told: dict[str, Any] = {"problems": [f"{name}:1:1：不是 UTF-8 文本；请另存为 UTF-8 编码后再载入。"]}
    else:
        told = read_reference(text, name) if kind == "reference" else _standard(text, name, is_whole=came == "whole")
    print(json.dumps(told, ensure_ascii=False))


def _standard(text: str, name: str, *, is_whole: bool) -> dict[str, Any]:
    try:
        source = read_standard(text, name)
    except StandardProblems as found:
        return {"problems": found.problems}
    if is_whole and (problems := check_source(source)):
        return {"problems": problems}
    if not is_whole and (faults := faults_in(source.standard)):
        return {"problems": [], "faults": [[fault.path, fault.words] for _, fault in placed(source, faults)]}
    tests = source.standard.tests
    held = [t for t in tests if is_whole or not check_source(replace(source, standard=structs.replace(source.standard, tests=[t])))]
    plain = plain_standard(source.standard) | {"tests": held}
    return {"problems": [], "plain": plain, "dropped": len(tests) - len(held)}
