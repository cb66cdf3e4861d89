"""The authors' guide: every piece of file in it is written, every command run, every output compared word for word."""

import re
import shlex
from pathlib import Path

import pytest

from greenlist.portals.cli.main import main

GUIDE = Path(__file__).parents[4] / "docs" / "guides" / "standards-author.md"
BLOCK = re.compile(r"^```(yaml|console)(?: ([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def played(text: str, folder: Path, said) -> list[tuple[str, str]]:
    """(what the guide says, what came out) of every command, the file growing as the guide goes on."""
    file = folder / "green-supply-chain" / "2024.yaml"
    file.parent.mkdir()
    pieces: list[str] = []
    outputs = []
    for kind, name, body in BLOCK.findall(text):
        if kind == "yaml":
            assert name.split()[0] == file.name
            how = name.removeprefix(file.name).strip()
            pieces = {"": [], "+": pieces, "=": pieces[:-1]}[how] + [body]
            file.write_text("".join(pieces), encoding="utf-8")
        else:
            command, _, expected = body.partition("\n")
            outputs.append((expected, run(command, said)))
    return outputs


def run(command: str, said) -> str:
    """What `$ ./greenlist …` prints; `| tail -n` keeps the last lines."""
    whole, _, tail = command.partition(" | tail -")
    prompt, program, *arguments = shlex.split(whole)
    assert (prompt, program) == ("$", "./greenlist")
    main(arguments)
    out = said.readouterr()
    lines = (out.out + out.err).splitlines(keepends=True)
    return "".join(lines[-int(tail) :] if tail else lines)


def test_the_guide_does_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    outputs = played(GUIDE.read_text(encoding="utf-8"), tmp_path, capsys)
    assert len(outputs) >= 7
    for expected, actual in outputs:
        assert actual == expected
    page = (tmp_path / "look" / "green-supply-chain-2024.html").read_text(encoding="utf-8")
    assert "低风险供应商占比" in page
    assert "<script" not in page


@pytest.mark.parametrize("word", ["file:line", "TypeError", "Traceback"])
def test_the_guide_speaks_to_people_who_do_not_write_programs(word):
    assert word not in GUIDE.read_text(encoding="utf-8")
