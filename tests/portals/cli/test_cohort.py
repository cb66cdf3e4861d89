"""`greenlist cohort`: the whole file in figures, by a column, against what-ifs; what is wrong is told in Chinese."""

import pytest

from greenlist.engines.cohort.arrow import columns_of
from greenlist.engines.cohort.lane import score_batch
from greenlist.portals.cli.main import main
from tests.casework.standards.official import READ, signed
from tests.engines.cohort.told import PROGRAM, cohort, written

BASE = ["--standard", "gbt-36132/2018", "--on", "2024-05-27"]
STRICTER = 'format: greenlist.overlay/1\nbase: gbt-36132/2018\nname: 严一点\npatches:\n  - items.5.1-1.points: "1"\n'


@pytest.fixture
def file(tmp_path):
    return written(tmp_path, cohort(60), 25)


def test_the_whole_is_told_and_by_a_column(file, capsys):
    assert main(["cohort", str(file), *BASE, "--by", "city"]) == 0
    lines = capsys.readouterr().out.splitlines()
    scores = score_batch(PROGRAM, columns_of([PROGRAM], cohort(60).combine_chunks().to_batches()[0]), 60)
    counts = [int((scores.verdict == k).sum()) for k in range(3)]
    assert lines[1].startswith("60行　合格 {}　不合格 {}　未填全 {}　平均 ".format(*counts))
    assert [line.split("　")[0] for line in lines[2:]] == ["  city 市0", "  city 市1", "  city 市2"]


def test_a_what_if_tells_who_moves_by_column_by_indicator_and_who_furthest(file, tmp_path, capsys):
    overlay = tmp_path / "w.yaml"
    overlay.write_text(STRICTER, encoding="utf-8")
    assert (
        main(["cohort", str(file), *BASE, "--by", "city", "--carry", "city", "--what-if", str(overlay), "--out", str(tmp_path / "o.csv")])
        == 1
    )
    told = capsys.readouterr().out
    assert "试算“严一点”　上升" in told and "  指标 5.1-1 " in told and "行　" in told.splitlines()[-1] and "→" in told.splitlines()[-1]
    assert len((tmp_path / "o.csv").read_text(encoding="utf-8").splitlines()) == 61


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--standard", "gbt-36132/1999", "--on", "2024-05-27"], "没有标准“gbt-36132/1999”；有："),
        (["--standard", "gbt-36132/2018", "--on", "today"], "--on 应写成 2024-05-27 的样子，现在是“today”。"),
        (BASE, "列“city”不是本标准的数据项；要带到结果里请写 --carry city"),
        ([*BASE, "--pass-line", "x"], "“x”不是数字"),
    ],
)
def test_what_cannot_be_done_is_told(db, file, capsys, arguments, told):
    assert main(["cohort", str(file), *arguments]) == 2
    assert told in capsys.readouterr().err


def test_an_edition_that_two_persons_signed_is_scored_by_its_name(province, file, tmp_path, capsys):
    arguments = ["cohort", str(file), *BASE, "--carry", "city"]
    signed(province, {"items.5.1-4.points": ("5", READ), "items.5.1-6.points": ("6.1", READ)})
    named = [text.replace("2018", "2018-1") if text == BASE[1] else text for text in arguments]
    outs = [tmp_path / "shipped.csv", tmp_path / "signed.csv"]
    assert [main([*asked, "--out", str(out)]) for asked, out in zip((arguments, named), outs, strict=True)] == [0, 0]
    shipped, anew = (out.read_text(encoding="utf-8").splitlines() for out in outs)
    assert len(shipped) == len(anew) == 61 and shipped[0] == anew[0] and shipped != anew
    capsys.readouterr()
    assert main([text.replace("2018-1", "2018-9") for text in named]) == 2
    assert "、gbt-36132/2018-1。" in capsys.readouterr().err
