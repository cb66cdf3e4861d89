"""The drawings: every state and change is in the picture, and a stale page is noticed."""

from greenlist.rulebook.lifecycle import diagram, document, lifecycle, names
from greenlist.rulebook.lifecycle.diagram import PAGE, main

DRAWING = """\
stateDiagram-v2
    [*] --> assigned
    assigned: 待承诺 assigned
    pledged: 评审中 pledged
    recused: 已回避 recused
    released: 已改派 released
    handed_in: 已交评分 handed_in
    assigned --> pledged: 签署承诺书（expert；C-11）
    assigned --> recused: 申请回避…（expert；C-11）
    pledged --> recused: 申请回避…（expert；C-11）
    assigned --> released: 改派专家…（province、centre；C-11）
    pledged --> released: 改派专家…（province、centre；C-11）
    pledged --> handed_in: 提交本件评分（expert；C-11）"""


def test_the_drawing_of_a_review_as_a_whole():
    assert diagram(lifecycle("review_assignment")) == DRAWING


def test_every_state_and_every_change_is_drawn():
    for name in names():
        table = lifecycle(name)
        lines = diagram(table).splitlines()
        assert len(lines) == 2 + len(table.states) + sum(len(t.sources) for t in table.transitions)


def test_the_page_has_every_lifecycle_with_its_table():
    page = document()
    for name in names():
        table = lifecycle(name)
        assert f"## {table.title} `{name}`\n\n```mermaid\n{diagram(table)}\n```" in page
        for transition in table.transitions:
            assert f"| {transition.label} `{transition.action}` |" in page
    assert (
        "| 提交申报 `submit` | 暂存 | 已提交 | applicant | form_complete、report_attached、evaluation_signed、level_chosen、before_deadline | C-06 |"
        in page
    )
    assert "| 开始核验 `start_verification` | 已提交 | 核验中 | bureau | — | C-07 |" in page


def test_the_committed_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == document()
    assert main(["--check"]) == 0


def test_a_stale_or_missing_page_is_noticed_and_written_anew(tmp_path, monkeypatch, capsys):
    page = tmp_path / "docs" / "lifecycles.md"
    monkeypatch.setitem(main.__globals__, "PAGE", page)
    assert main(["--check"]) == 1
    assert "lifecycles.md is stale" in capsys.readouterr().out
    assert main([]) == 0
    assert main(["--check"]) == 0
    page.write_text(page.read_text(encoding="utf-8") + "changed by hand\n", encoding="utf-8")
    assert main(["--check"]) == 1
