"""A proof kept file by file holds for a file until it or the tool changes, and says what it does not cover."""

import json
from pathlib import Path

import pytest

from running import environment, proofs
from running.file_by_file import Kept


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    room = tmp_path / "room"
    room.mkdir()
    (room / "one.py").write_text("ONE = 1\n")
    (room / "two.py").write_text("TWO = 2\n")
    (tmp_path / "tool.py").write_text("TOOL = 1\n")
    made = Kept(tmp_path / "mutation.json", str(room), [str(tmp_path / "tool.py")])
    made.keep("one.py", made.digest("one.py"), "c0ffee", {"mutants": 4, "killed": 4})
    return made


def test_what_was_not_played_is_not_covered(kept: Kept) -> None:
    assert kept.not_covered() == ["two.py"]
    assert kept.covered()["one.py"]["killed"] == 4


def test_a_changed_file_is_not_covered_any_more_and_the_others_are(kept: Kept) -> None:
    kept.keep("two.py", kept.digest("two.py"), "c0ffee", {"mutants": 2, "killed": 2})
    (kept.folder / "one.py").write_text("ONE = 3\n")
    assert Kept.read(kept.file, kept.covers, kept.tool).not_covered() == ["one.py"]


def test_with_another_tool_nothing_is_covered(kept: Kept) -> None:
    Path(kept.tool[0]).write_text("TOOL = 2\n")
    assert kept.not_covered() == ["one.py", "two.py"]


def test_a_file_that_changed_while_it_was_played_is_not_covered(kept: Kept) -> None:
    begun_with = kept.digest("two.py")
    (kept.folder / "two.py").write_text("TWO = 3\n")
    kept.keep("two.py", begun_with, "c0ffee", {"mutants": 2, "killed": 2})
    assert kept.not_covered() == ["two.py"]


def test_a_file_that_is_no_more_is_forgotten(kept: Kept) -> None:
    (kept.folder / "one.py").unlink()
    kept.keep("two.py", kept.digest("two.py"), "c0ffee", {"mutants": 2, "killed": 2})
    assert list(Kept.read(kept.file, kept.covers, kept.tool).files) == ["two.py"]


def test_how_much_is_not_covered_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(proofs, "FOLDER", kept.file.parent)
    proofs.tell_stale()
    assert capsys.readouterr().out == f"proof in part: mutation does not cover 1 of 2 files in {kept.covers}: two.py\n"


def test_a_result_of_the_whole_covers_no_file_and_is_told_as_before(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.file.write_text(json.dumps({"commit": "c0ffee00", "covers": "running", "hash": "of old"}))
    assert Kept.read(kept.file, kept.covers, kept.tool).not_covered() == ["one.py", "two.py"]
    monkeypatch.setattr(proofs, "FOLDER", kept.file.parent)
    proofs.tell_stale()
    assert capsys.readouterr().out == "stale proof: mutation (running changed since c0ffee00)\n"


def test_of_every_mutant_of_the_scoring_engine_that_is_kept_it_is_known_who_noticed_or_why_nobody_could() -> None:
    content = json.loads((environment.ROOT / "proofs" / "mutation_scoring.json").read_text())
    assert content["covers"] == proofs.PROOFS["mutation_scoring"][1]
    assert all(one["mutants"] == one["killed"] + one["survivors_explained"] for one in content["files"].values())
