"""The command line: exit 0 fine, 1 findings, 2 bad input told in words with the file's name; --json is whole."""

import json
from collections import Counter
from pathlib import Path

import docx
import pytest
import yaml

from greenlist.casework.standards.held import Table, shipped, subjects
from greenlist.casework.standards.selectors import tally_of
from greenlist.engines.scoring.check import template
from greenlist.portals.cli.main import main
from greenlist.rulebook.notices import notice
from greenlist.rulebook.reference.coefficients import editions
from greenlist.rulebook.standards import held_editions

TOY = Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"
KINDS = [c.binding.kind for c in notice("jx-2024-20").clauses if c.binding and c.binding.about and c.passage.startswith("3.1.")]
COVERED = {kind: {"is_covered": True} for kind in KINDS}
FACTS = {"checked_on": "2024-05-22", "facts": {"stopped_production": {"intervals": [], "records_complete": True}, **COVERED}}


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def facts(tmp_path, months=0, complete=True):
    stops = f"[{{from_on: 2022-01-01, until_on: 2022-{months:02d}-31}}]" if months else "[]"
    text = f"checked_on: 2024-05-22\nfacts:\n  stopped_production:\n    records_complete: {str(complete).lower()}\n    intervals: {stops}\n"
    text += "".join(f"  {kind}: {{is_covered: true}}\n" for kind in KINDS)
    return written(tmp_path, "facts.yaml", text)


@pytest.mark.parametrize("arguments", [[], ["nosuch"], ["score", "--nosuch"], ["journal"], ["table", "read"]])
def test_a_wrong_call_ends_with_two_and_says_how(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: greenlist" in capsys.readouterr().err


def test_a_passage_and_a_clause(run):
    code, out, _ = run("clauses", "3.1.1")
    assert (code, "C-44" in out, "停产" in out) == (0, True, True)
    code, out, _ = run("clauses", "C-44")
    assert (code in {0, 1}, out.startswith("C-44")) == (True, True)


def test_all_clauses_as_json(run):
    code, out, _ = run("clauses", "--json")
    rows = json.loads(out)
    assert (code, len(rows)) == (0, 69)
    assert {"id", "passage", "kind", "quote", "served"} <= set(rows[0])


@pytest.mark.parametrize("wanted", ["C-99", "9.9", "c-44x"])
def test_an_unknown_clause_says_how_to_write_one(run, wanted):
    code, out, err = run("clauses", wanted)
    assert (code, out, "条款写作 C-44" in err) == (2, "", True)


def test_the_standards_held_are_listed_with_their_share_verified(run):
    code, out, _ = run("standards")
    assert (code, len(out.splitlines())) == (0, len(subjects()) + len(editions()))
    shares = {line.split("　")[0]: line.split("　")[-1] for line in out.splitlines()}
    assert shares["gbt-36132/2018"] == "本文件193处取值中28处已核原文（14%）"
    assert shares["gbt-36132/2025"] == "本文件249处取值中246处已核原文（98%）", "with its lookups, without the rows of the energy limits"
    assert shares["gbt-2589/2020"] == "本系数表84处取值中0处已核原文（0%）"
    assert shares["coefficients"] == "本参考表86处取值中0处已核原文（0%）"
    assert shares["energy-benchmarks"] == "本参考表128处取值中6处已核原文（4%）"


def test_the_pages_and_the_command_line_count_alike(run):
    _, out, _ = run("standards")
    told = {line.split("　")[0]: line for line in out.splitlines()}
    for subject in subjects():
        tally = tally_of(shipped(subject))
        assert f"{tally.total}处取值中{tally.verified}处已核原文" in told[subject]


def test_a_table_without_values_has_no_share_of_them(run, monkeypatch):
    monkeypatch.setattr(Table, "sureness", Counter())
    code, out, _ = run("standards")
    assert code == 0 and "gbt-36132/2018　GB/T 36132—2018 绿色工厂评价通则" in out
    assert [line.split("　")[-1] for line in out.splitlines() if line.startswith("energy-")] == ["本参考表没有取值"] * 2


@pytest.mark.parametrize("path", held_editions(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_standard_held_passes_its_own_check(run, path):
    assert run("standards", "check", path)[0] == 0


def test_the_branches_no_test_takes_are_listed_with_how_many_there_are(run):
    code, out, _ = run("standards", "check", TOY, "--coverage")
    assert code == 1
    assert "toy/2024.yaml:33:13: A2-1：没有测试走到“得0分”（A2-1.none）。" in out
    assert out.splitlines()[-1].startswith("测试走到 21 / 4")


def test_the_picture_of_a_standard_is_written_where_one_says(run, tmp_path):
    code, out, _ = run("standards", "preview", TOY, "--out", tmp_path / "new")
    assert (code, out) == (0, f"已写入 {tmp_path / 'new' / 'toy-2024.html'}，用浏览器打开\n")
    bad = written(tmp_path, "bad.yaml", "format: greenlist.standard/1\n")
    code, out, err = run("standards", "preview", bad)
    assert (code, out, "缺“groups”；请补上。" in err) == (2, "", True)


def test_a_broken_standard_file_is_two_with_every_fault(run, tmp_path):
    bad = written(tmp_path, "bad.yaml", held_editions()[0].read_text(encoding="utf-8").replace("kind: required", "kind: nosuch", 1))
    code, out, err = run("standards", "check", bad)
    assert (code, out, bool(err.strip())) == (2, "", True)
    assert run("standards", "check")[0] == 2


def test_an_empty_form_to_fill_in_scores_as_not_filled(run, tmp_path):
    code, out, _ = run("score", "--template", "gbt-36132/2018")
    assert (code, out) == (0, template("gbt-36132", "2018"))
    code, out, _ = run("score", written(tmp_path, "empty.yaml", out))
    assert code in {1, 2}


def test_a_template_of_an_unknown_standard_is_two(run):
    code, out, err = run("score", "--template", "nosuch/1")
    assert (code, out, "nosuch" in err) == (2, "", True)


def filled(tmp_path, province):
    """A whole application file from the rehearsal."""
    from greenlist.casework.filings.selectors import document, saved_sections

    filing = province.application_at("draft").filing
    content = document(filing, [body for _, body in saved_sections(filing).values()])
    return written(tmp_path, "application.yaml", yaml.safe_dump(content, allow_unicode=True))


def test_a_filled_file_is_scored_as_in_the_form(run, tmp_path, province):
    from greenlist.casework.filings.models import Filing
    from greenlist.casework.filings.selectors import result_of

    path = filled(tmp_path, province)
    result = result_of(Filing.objects.get())
    code, out, _ = run("score", path)
    assert (code, f"总分 {result.shown} / " in out) == (0 if result.verdict == "qualified" else 1, True)
    code, out, _ = run("score", path, "--json")
    assert json.loads(out)["total"]["shown"] == result.shown if "total" in json.loads(out) else json.loads(out)


@pytest.mark.parametrize("command", [["score"], ["screen"], ["table", "write"]])
def test_a_file_that_is_not_there_is_named(run, tmp_path, command):
    more = [tmp_path / "out.docx"] if command[0] == "table" else []
    code, out, err = run(*command, tmp_path / "nosuch.yaml", *more)
    assert (code, out, "nosuch.yaml" in err) == (2, "", True)


@pytest.mark.parametrize("text", ["a: [", "\t- x", "", "- 1", "x", "facts: {}", "{checked_on: soon}", "checked_on: 2024-05-22\nfacts: [1]"])
@pytest.mark.parametrize("command", ["score", "screen"])
def test_whatever_stands_in_the_file_the_answer_is_words_and_never_a_trace(run, tmp_path, command, text):
    code, out, err = run(command, written(tmp_path, "odd.yaml", text))
    assert (code, out, bool(err.strip())) == (2, "", True)


@pytest.mark.parametrize(("months", "complete", "code", "word"), [(0, True, 0, "未发现"), (0, False, 1, "待核实"), (12, True, 1, "发现")])
def test_screening_one_unit(run, tmp_path, months, complete, code, word):
    answered, out, _ = run("screen", facts(tmp_path, months, complete))
    assert (answered, f"{word}　依据 3.1.1（C-44）" in out) == (code, True)


def test_screening_as_json_cites_clause_and_window(run, tmp_path):
    code, out, _ = run("screen", facts(tmp_path, 12), "--json")
    findings = json.loads(out)
    assert [f["clause"] for f in findings] == ["C-34", "C-36", *(f"C-{n}" for n in range(43, 54)), "C-60"]
    finding = next(f for f in findings if f["clause"] == "C-44")
    assert (code, finding["clause"], finding["verdict"], finding["window"]) == (1, "C-44", "not_met", ["2021-05-22", "2024-05-22"])


def test_a_file_without_facts_is_screened_as_knowing_nothing(run, tmp_path):
    code, out, _ = run("screen", written(tmp_path, "facts.yaml", "checked_on: 2024-05-22\n"))
    assert (code, "待核实　依据 3.1.1" in out) == (1, True)


ROW = """
recommending_unit: 九江市工业和信息化局
dated_on: 2024-05-24
is_demo: true
rows:
  - {category: factory, serial: 1, city: 九江市, county: 柴桑区, name: 演示公司, third_party: 自我评价, industry_or_type: 化工, levels: [provincial]}
"""


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_the_summary_table_is_written_in_three_formats(run, tmp_path, ending):
    out = tmp_path / f"table.{ending}"
    code, said, _ = run("table", "write", written(tmp_path, "table.yaml", ROW), out)
    assert (code, "1行" in said, out.stat().st_size > 1000) == (0, True, True)


def test_another_ending_and_a_row_without_a_level_are_two(run, tmp_path):
    file = written(tmp_path, "table.yaml", ROW)
    code, _, err = run("table", "write", file, tmp_path / "table.doc")
    assert (code, "扩展名应为" in err) == (2, True)
    code, _, err = run("table", "write", written(tmp_path, "none.yaml", ROW.replace("[provincial]", "[]")), tmp_path / "t.docx")
    assert (code, "第1行没有选国家级或省级（C-67）" in err) == (2, True)
    assert not (tmp_path / "t.docx").exists()


def test_the_chain_whole_and_broken(run, db):
    from django.db import connection

    from greenlist.casework.journal.actors import SYSTEM
    from greenlist.casework.journal.door import record
    from greenlist.casework.journal.models import JournalEntry

    for _ in range(3):
        record("note", actor=SYSTEM, subject=None)
    code, out, _ = run("journal", "verify")
    assert (code, "已封 0 条，待封 3 条" in out) == (0, True)
    assert run("journal", "seal")[0] == 0
    code, out, _ = run("journal", "verify")
    assert (code, "已封 3 条，待封 0 条" in out, out.strip().endswith("链完整")) == (0, True, True)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER journal_journalentry_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE journal_journalentry DISABLE TRIGGER USER")
    JournalEntry.objects.filter(seal__seq=2).update(reason="后补")
    code, out, _ = run("journal", "verify")
    assert (code, "第2号封条" in out) == (1, True)


def test_the_demo_is_refused_outside_the_demo(run, db, settings):
    settings.DEMO = False
    code, out, err = run("demo", "load", "--small")
    assert (code, out, "只能载入演示环境" in err) == (2, "", True)


def test_a_year_is_never_played_into_data_that_is_there(run, tmp_path):
    (tmp_path / "greenlist.sqlite3").write_text("x")
    code, out, err = run("year", "--seed", "1", "--folder", tmp_path)
    assert (code, out, "不是空目录" in err) == (2, "", True)


def test_a_table_is_read_back_as_rows_and_doubts_end_with_one(run, tmp_path):
    rows = "[{category: factory, serial: 1, city: 九江市, county: 永修县, name: 演示织云服饰有限公司, third_party: 自我评价, industry_or_type: 服饰制造, levels: [national]}]"
    source = written(tmp_path, "rows.yaml", f"recommending_unit: 演示局\nrows: {rows}\n")
    made = tmp_path / "table.docx"
    assert run("table", "write", source, made)[0] == 0
    code, out, _ = run("table", "read", made, "--json")
    table = json.loads(out)
    assert (code, table["format"], table["rows"][0]["name"], table["rows"][0]["levels"]) == (
        0,
        "greenlist.table/1",
        "演示织云服饰有限公司",
        ["national"],
    )
    code, out, _ = run("table", "read", made)
    assert (code, out) == (0, "1行，存疑0行，没有读成行的0处\n")
    document = docx.Document(made)
    document.tables[0].rows[2].cells[6].text = "☐国家级 ☐省级"
    document.save(made)
    code, out, _ = run("table", "read", made)
    assert (code, "没有勾选任何一级" in out) == (1, True)


def test_what_is_no_table_ends_with_two(run, tmp_path):
    code, _, err = run("table", "read", written(tmp_path, "x.docx", "no"))
    assert (code, "旧版" in err) == (2, True)


def test_a_county_s_delivery_is_written_for_the_demo(run, tmp_path):
    code, out, _ = run("demo", "county", "--out", tmp_path / "a", "--seed", "4")
    assert (code, out.count("已写"), len(list((tmp_path / "a").iterdir()))) == (0, 5, 5)


def test_the_register_reconciles_the_printed_counts_with_the_rows(run):
    code, said, _ = run("register", "reconcile")
    assert code == 0
    assert "第五批 2020-10-16：绿色工厂公布719、名单行719（相符）" in said
    assert "2021年度 2022-01-15 工信厅节函〔2022〕7号：公布绿色工厂662、绿色园区52、绿色供应链107，没有载入名单行" in said
    assert said.splitlines()[-1] == "公布数16份，载入名单行5份，不相符0份"
