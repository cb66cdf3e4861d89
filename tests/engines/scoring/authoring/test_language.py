"""The words of the language: nothing without a word, no word for nothing, page and schema current, every standard held fits."""

import datetime
import json

import jsonschema_rs
import pytest
import yaml

from greenlist.engines.scoring.authoring import language
from greenlist.engines.scoring.authoring.language import PAGE, SCHEMA, document, json_schema, main, structs, words
from greenlist.engines.scoring.expr import FUNCTIONS, formula
from greenlist.engines.scoring.load import load_standard
from greenlist.engines.scoring.references import found_by
from greenlist.rulebook.standards import held_editions


def plain(value: object) -> object:
    """What an editor sees: days are text, keys too."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return str(value) if isinstance(value, datetime.date) else value


def test_every_struct_and_field_has_its_words_and_there_are_no_others():
    said = words()["structs"]
    assert {struct.__name__: set(struct.__struct_fields__) for struct in structs()} == {n: set(e["fields"]) for n, e in said.items()}
    assert all(text.strip() for entry in said.values() for text in (entry["title"], entry["about"], *entry["fields"].values()))


def test_every_function_has_its_words_and_every_example_can_be_read():
    signs = " ".join(sign for sign, _ in words()["formulas"])
    assert all(f"{name}(" in signs for name in FUNCTIONS.split())
    for sign, _ in words()["references"][1:]:
        tables = {"limits": {"key": "k", "columns": {"advanced": "t"}, "rows": {}}}
        found_by(plain(yaml.safe_load(sign)), tables)
    assert formula("energy[-1]").names == ("energy[-1]",)


@pytest.mark.parametrize(("path", "text"), [(PAGE, document), (SCHEMA, json_schema)], ids=["page", "schema"])
def test_what_is_written_is_current(path, text):
    assert path.read_text(encoding="utf-8") == text()
    assert main(["--check"]) == 0


def test_both_files_are_written_and_one_that_is_missing_or_changed_is_told(tmp_path, monkeypatch, capsys):
    page, schema = tmp_path / "page.md", tmp_path / "schema.json"
    monkeypatch.setattr(language, "PAGE", page)
    monkeypatch.setattr(language, "SCHEMA", schema)
    assert (main(["--check"]), len(capsys.readouterr().out.splitlines()), page.exists()) == (1, 2, False)
    assert (main([]), capsys.readouterr().out) == (0, "")
    assert (page.read_text(encoding="utf-8"), schema.read_text(encoding="utf-8")) == (document(), json_schema())
    schema.write_text("{}", encoding="utf-8")
    assert main(["--check"]) == 1
    assert capsys.readouterr().out == "schema.json is stale: python -m greenlist.engines.scoring.authoring.language\n"
    assert schema.read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize("path", held_editions(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_standard_that_can_be_read_fits_the_schema_of_editors(path):
    load_standard(path)
    content = plain(yaml.safe_load(path.read_text(encoding="utf-8")))
    validator = jsonschema_rs.validator_for(json.loads(json_schema()))
    assert [error.message for error in validator.iter_errors(content)] == []
    content["groups"][0]["items"][0]["kind"] = "nosuch"
    content["wieght"] = 1
    assert len(list(validator.iter_errors(content))) == 2
