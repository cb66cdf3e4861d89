"""No upload passes by a door: every place of the code where one comes in, is stored or is opened is declared in `places.yaml`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.hostile.declared import declared
from tests.hostile.doors import DOORS

SOURCE = Path(__file__).parents[2] / "src" / "greenlist"
CALLS = {"store_file", "receive", "run_child", "path_of", "path_of_file", "take_piece", "arrived"}
PROCESSES = {"subprocess", "multiprocessing"}
PLACES = yaml.safe_load((Path(__file__).parent / "places.yaml").read_text(encoding="utf-8"))
BEHIND = {door: set(places) for door, places in PLACES.items() if door != "none"}


def places() -> dict[str, set[str]]:
    """Of each place what it does there: `store_file`, `FILES` …; of `store_file` whether it is told of another child."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for function, what in marks(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(f"{path.relative_to(SOURCE)} {function}".strip(), set()).add(what)
    return found


def marks(node: ast.AST, within: str = "") -> Iterator[tuple[str, str]]:
    """(function of the module or method, what is done in it) of everything that has to do with uploads."""
    for part in ast.iter_child_nodes(node):
        name = part.name if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not within else within
        if isinstance(part, ast.Attribute) and part.attr == "FILES":
            yield name, "FILES"
        elif isinstance(part, ast.Import | ast.ImportFrom) and PROCESSES & _imported(part):
            yield name, "process"
        elif isinstance(part, ast.Call):
            called = part.func.id if isinstance(part.func, ast.Name) else part.func.attr if isinstance(part.func, ast.Attribute) else ""
            if called in CALLS:
                yield name, "look" if called == "store_file" and "look" in {word.arg for word in part.keywords} else called
        yield from marks(part, name)


def _imported(line: ast.Import | ast.ImportFrom) -> set[str]:
    names = [alias.name for alias in line.names] if isinstance(line, ast.Import) else [line.module or ""]
    return {name.partition(".")[0] for name in names}


FOUND = places()
UPLOADS = {place: does for place, does in FOUND.items() if does != {"process"}}


def test_every_place_where_uploads_come_in_is_declared_once_or_behind_its_doors():
    named = set().union(*BEHIND.values())
    assert sorted(UPLOADS.keys() - named - PLACES["none"].keys()) == []
    assert sorted((named | PLACES["none"].keys()) - UPLOADS.keys()) == []
    assert sorted(named & PLACES["none"].keys()) == []
    assert all(len(why) > 10 for why in PLACES["none"].values())


def test_every_door_has_a_place_and_files_that_are_refused_and_taken_there():
    assert set(BEHIND) == set(DOORS)
    assert [door for door in DOORS if not any(door in file.refused for file in declared())] == []
    untaken = {door for door in DOORS if not any(door in file.taken for file in declared())}
    assert untaken == {"package"}  # a whole one is taken in where it is made (`tests/casework/delivery`)


def test_what_is_stored_without_another_child_to_look_at_it_stands_behind_a_door_that_begins_with_proof():
    stored = {place for place, does in FOUND.items() if "store_file" in does} - PLACES["none"].keys()
    begun = set().union(*(BEHIND[door] for door in ("proof", "table", "watch", "template", "scan", "original", "platform", "official")))
    assert sorted(stored - begun) == []


def test_one_way_leads_to_a_child():
    assert sorted(place for place, does in FOUND.items() if "process" in does) == [
        "casework/files/forking.py",
        "papers/fonts/subset.py",  # makes our own fonts, at the desk of a developer
    ]
