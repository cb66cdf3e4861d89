"""Every hostile file ends as declared at every door, and no harmless one is refused.

That a child holds less than 512 MB and lives less than 5 seconds is held by its limits (`tests/casework/files/test_children.py`): the
kernel gives it no more address space, and its parent ends it. What each file took is measured by `run.py prove hostile`.
"""

import pytest

from greenlist.casework.files.names import clean_name
from tests.hostile import table
from tests.hostile.declared import declared, names
from tests.hostile.doors import opened
from tests.hostile.make import FILES, make

ALL = declared()


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("file", [f for f in ALL if not f.is_slow], ids=lambda f: f.name)
def test_a_file_ends_as_declared(file, tmp_path):
    path = make(file.name, tmp_path)
    before = files_in(tmp_path)
    for door in file.doors:
        is_taken, said = opened(door, path)
        assert is_taken == (door in file.taken), (door, said)
        if is_taken:
            assert file.reads.get(door, "") in said, (door, said[:300])
            assert not file.never or file.never not in said
        else:
            assert any(words in said for words in file.refused[door]), (door, said[:300])
    assert files_in(tmp_path) == before
    path.unlink()


def test_every_file_made_is_declared_and_the_issue_s_sixty_are_there():
    assert [f.name for f in ALL if f.name not in FILES] == []
    assert sorted(FILES) == sorted(f.name for f in ALL)
    assert len([f for f in ALL if not f.name.startswith("ok_")]) + len(names()) >= 130
    assert len([f for f in ALL if f.name.startswith("ok_")]) >= 20


def test_a_refusal_says_what_to_do(tmp_path):
    for name in ("js_on_opening.pdf", "macro.docx", "xxe.xlsx", "climbing.zip", "nul.csv", "moving.png"):
        file = next(f for f in ALL if f.name == name)
        _, said = opened(file.doors[0], make(name, tmp_path))
        assert "请" in said, said


@pytest.mark.parametrize("name", names(), ids=lambda n: n["what"])
def test_a_name_is_kept_as_declared(name):
    assert clean_name(name["came"]) == name["kept"]
    assert clean_name(name["kept"]) == name["kept"]


@pytest.mark.parametrize("ending", [".pdf", ""])
def test_a_name_of_any_length_is_kept_with_its_ending(ending):
    kept = clean_name("长" * 100_000 + ending)
    assert (len(kept), kept.endswith(ending)) == (200, True)


def test_the_page_of_the_guides_says_what_is_declared():
    assert table.main(["--check"]) == 0
