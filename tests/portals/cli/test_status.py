"""`greenlist status verify`: 0 in the list today, 1 anything else, 2 what cannot be read."""

import json

import pytest

from greenlist.engines.status import new_key, published
from greenlist.portals.cli.main import main
from tests.engines.status.forging import AT, file_of, list_of

WHEN = "2024-05-22T09:41+08:00"


@pytest.fixture
def held(tmp_path):
    """A file, a list and the keys in a folder; returns how to run the command there."""
    ours = new_key()
    (tmp_path / "keys.json").write_text(json.dumps(published([ours.key])))
    (tmp_path / "a.jws").write_text(file_of(ours, at=AT - 86400))
    (tmp_path / "removed.jws").write_text(file_of(ours, index=7, at=AT - 86400))
    (tmp_path / "forged.jws").write_text(file_of(new_key(), at=AT))
    (tmp_path / "list.jwt").write_text(list_of(ours))

    def run(name, *more, at=WHEN):
        beside = ["--list", str(tmp_path / "list.jwt"), "--keys", str(tmp_path / "keys.json")]
        return main(["status", "verify", str(tmp_path / name), *beside, "--at", at, *more])

    run.folder, run.kid = tmp_path, ours.key.kid
    return run


def test_a_listed_unit_is_told_with_its_facts_time_and_key(held, capsys):
    assert held("a.jws") == 0
    told = capsys.readouterr().out
    for said in ("江西演示水泥有限公司：在册", "省级、绿色工厂、2023", "公布：2023-11-02 演示〔2023〕1号", "截至2024-05-22 09:41，算到2024-05-22 10:41",
                 "演示数据", held.kid):  # fmt: skip
        assert said in told


def test_a_removed_one_a_stale_list_and_a_forged_file_are_findings(held, capsys):
    assert held("removed.jws") == 1
    told = capsys.readouterr().out
    assert "：已移出" in told and "文件签发之后状态有变动" in told
    assert held("a.jws", at="2024-05-22T11:00") == 1
    told = capsys.readouterr().out
    assert "过时（最后所知：在册）" in told and "可用 --at" in told
    assert held("forged.jws") == 1
    assert "不予采信：签名用的密钥不在密钥集里" in capsys.readouterr().out


def test_keys_that_lie_beside_a_file_are_not_trusted_by_themselves(held, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["status", "verify", str(held.folder / "a.jws"), "--list", str(held.folder / "list.jwt"), "--at", WHEN])
    assert ended.value.code == 2
    assert "--keys" in capsys.readouterr().err


def test_json_has_the_same_answer(held, capsys):
    assert held("a.jws", "--json") == 0
    assert json.loads(capsys.readouterr().out)["state"] == "listed"
    assert held("forged.jws", "--json") == 1
    assert json.loads(capsys.readouterr().out)["state"] == "forged"


def test_a_missing_file_or_a_broken_key_set_is_bad_input(held, capsys):
    assert held("none.jws") == 2
    assert "没有这个文件" in capsys.readouterr().err
    (held.folder / "keys.json").write_text("{}")
    assert held("a.jws") == 2
    assert "JWK" in capsys.readouterr().err
