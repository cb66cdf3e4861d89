"""`greenlist draw verify FILE`."""

import json

from greenlist.portals.cli.main import main
from tests.engines.sampling.test_sampling import a_record


def test_a_record_is_drawn_again_and_every_chance_stands_beside_its_name(tmp_path, capsys):
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(a_record() | {"basis": None}, ensure_ascii=False), encoding="utf-8")
    assert main(["draw", "verify", str(file)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("20家中抽5家，重抽结果一致：\n单位11（入选概率 0.")
    assert "没有风险信号" in said


def test_a_changed_record_ends_with_one_and_says_what(tmp_path, capsys):
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(a_record() | {"figure": "3310.99"}), encoding="utf-8")
    assert main(["draw", "verify", str(file)]) == 1
    assert capsys.readouterr().out.startswith("重抽结果不同：应抽中而未列 单位")


def test_a_file_that_is_no_record_is_told(tmp_path, capsys):
    file = tmp_path / "draw.json"
    file.write_bytes(b"\xff\x00")
    assert main(["draw", "verify", str(file)]) == 1
    assert capsys.readouterr().out.startswith("抽取记录读不出")
